// Saves a form while people fill it in. One request at a time, always the newest state, and of that
// only the questions that differ from what the server has; when anything fails, the words stay on
// the page and the status says so. What a reply changes on the page is the business of replies.js,
// which hears the "autosave:reply" event.
//
// The form: data-autosave, data-autosave-url (or its action), data-csrf-url.
// Inside: [data-autosave-status] with [data-autosave-said] (role="status"), [data-trouble] and [data-signin].

const PAUSE = 800;
const PATIENCE = 15000; // without an answer for so long, the server counts as out of reach
const PRESS_LONGEST = 3000; // some presses never tell of their end: a list that opens, a menu
const RETRY_FIRST = 2000;
const RETRY_LONGEST = 60000;
const ANSWERED = ["well", "attention"]; // the server took what was sent, with or without errors
const LEAVES = [...ANSWERED, "signedOut"]; // where a plain save goes to a page that loses nothing
const WORDS = {
  saving: "Saving…",
  signedOut: "Not saved. You have been signed out. Your answers are still on this page.",
  unreachable: "Not saved: we cannot reach Readiness. Your words are still on this page; trying again.",
  refused: "Not saved. Your words are still on this page. Copy them, then load the page again.",
};

// A question's fields are named after its code, those of a reason why two answers are both right after
// "pair:" and its code. What follows it: these are what people write.
const PART = /^(.+)-(value|state|reason|note|why|revision|overwrite|evidence-\d+-(?:title|link))$/;
const NOT_WRITTEN = ["revision", "overwrite"];

// A page that moves under a press loses the click. What a reply changes waits until it has ended.
let pressed = Promise.resolve();
const ends = ["pointerup", "pointercancel", "contextmenu"];
const pressing = (done) => {
  for (const end of ends) addEventListener(end, () => setTimeout(done), { once: true, capture: true });
  setTimeout(done, PRESS_LONGEST);
};
addEventListener("pointerdown", () => (pressed = new Promise(pressing)), { capture: true });

class Refusal extends Error {
  constructor(kind, message) {
    super(message);
    this.kind = kind;
  }
}

class Autosave {
  version = 0; // of what is on the page
  saved = 0; // the version the server has
  kind = "well"; // well, attention, signedOut, unreachable, refused or closed
  delay = RETRY_FIRST;
  running = null; // the save under way, until what it came to is known
  submitting = false;
  unsure = null; // what was sent when no answer came: the server may have it
  leaving = false;
  savedAt = ""; // when, as the server said last

  constructor(form) {
    this.form = form;
    this.status = form.querySelector("[data-autosave-status]");
    this.said = this.status?.querySelector("[data-autosave-said]");
    this.working = this.status?.querySelector("[data-autosave-working]");
    this.signin = this.status?.querySelector("[data-signin]");
    this.trouble = this.status?.querySelector("[data-trouble]");
    form.addEventListener("input", () => this.touched(PAUSE));
    form.addEventListener("change", () => this.touched(0));
    form.addEventListener("autosave:now", () => this.touched(0));
    form.addEventListener("submit", (event) => this.submitted(event));
    form.addEventListener("formdata", (event) => leaveOutReasons(event.formData));
    addEventListener("beforeunload", (event) => {
      if (!this.leaving && (this.unsaved || this.kind !== "well")) event.preventDefault();
    });
    // Back to a page that was already sent: what it knows of revisions is old.
    addEventListener("pageshow", (event) => event.persisted && location.reload());
    addEventListener("online", () => this.retry());
    addEventListener("focus", () => this.kind === "signedOut" && this.retry());
    document.addEventListener("visibilitychange", () => {
      if (!document.hidden && this.kind === "signedOut") this.retry();
    });
    // What the server has of each question, as far as is known. A page that came back with what was
    // not saved is not as the server has it; nor is one that was written on before this ran.
    this.known = "unsaved" in form.dataset ? new Map() : written(served(form));
    if ("unsaved" in form.dataset) this.version += 1;
    else if (this.changes().differs) this.touched(PAUSE);
  }

  get unsaved() {
    return this.saved !== this.version;
  }

  touched(pause) {
    this.version += 1;
    this.schedule(pause);
  }

  schedule(pause) {
    clearTimeout(this.timer);
    if (this.kind !== "closed") this.timer = setTimeout(() => this.save(), pause);
  }

  retry() {
    if (this.unsaved) this.schedule(0);
  }

  // What is not saved goes ahead of a plain save: so a server that is out of reach or refuses costs
  // no words, a save under way is not overtaken, and one whose answer was lost is no clash with
  // oneself. Each press asks again, also where typing no longer does.
  async submitted(event) {
    if (this.leaving || event.defaultPrevented) return;
    if (!this.running && !this.unsaved && this.kind === "well") {
      this.leaving = true;
      return;
    }
    event.preventDefault();
    if (this.submitting) return;
    this.submitting = true;
    // Enter in a field whose last letters are saved is a change with nothing to save. That would be
    // over before the press is, and a form takes no second press during the first.
    await new Promise((done) => setTimeout(done));
    do await this.save();
    while (this.unsaved && ANSWERED.includes(this.kind));
    clearTimeout(this.timer);
    this.submitting = false;
    if (this.kind === "unreachable") return this.schedule(this.delay);
    if (!LEAVES.includes(this.kind)) return;
    this.leaving = true;
    this.form.requestSubmit(event.submitter);
  }

  save() {
    if (this.leaving || this.running) return this.running;
    // After a send without an answer the same is sent again, so that a person does not clash with themselves.
    const next = this.unsure ?? { version: this.version, ...this.changes() };
    // Leaving a field that was saved while it was typed in is a change without anything to save.
    if (this.kind === "well" && !this.unsure && !next.differs) {
      this.saved = this.version;
      // What was put right meanwhile was saved before it could be said.
      if (this.savedAt) this.tell("well", `Saved ${this.savedAt}`);
    } else {
      this.unsure = next;
      this.running = this.attempt();
    }
    return this.running;
  }

  async attempt() {
    const { version, body, now } = this.unsure;
    if (this.kind === "well" && this.working) this.working.textContent = WORDS.saving;
    try {
      const reply = await this.send(body).finally(() => pressed);
      this.unsure = null;
      this.saved = version;
      this.delay = RETRY_FIRST;
      this.learn(reply, now);
      this.accepted(reply);
    } catch (error) {
      const refusal = error instanceof Refusal ? error : new Refusal("unreachable");
      if (refusal.kind !== "unreachable") this.unsure = null;
      this.failed(refusal);
    }
    this.running = null;
    if (this.working) this.working.textContent = "";
    if (this.version !== version && this.kind !== "unreachable") this.schedule(PAUSE);
  }

  // What differs from what the server has, each question whole. Of the others only the revision goes
  // along, in one field, so that the reply can say what other people have changed.
  changes() {
    const data = new FormData(this.form);
    const now = written(data);
    const body = new FormData();
    const seen = [];
    let differs = false;
    for (const [name, value] of data) {
      const [, code, part] = name.match(PART) || [];
      const same = code && now.get(code) === this.known.get(code);
      differs ||= Boolean(code) && !same;
      if (!same) body.append(name, value);
      else if (part === "revision") seen.push(`${code}:${value}`);
    }
    body.set("seen", seen.join(" "));
    return { body, now, differs };
  }

  // What was refused, or clashes, is not with the server: it is sent again until it is.
  learn(reply, sent) {
    for (const [code, { state }] of Object.entries(reply.questions)) {
      if (state === "error" || state === "clash") this.known.delete(code);
      else if (sent.has(code)) this.known.set(code, sent.get(code));
    }
  }

  // One request; after a refused token, a second with a fresh one.
  async send(body, again = true) {
    if (this.kind === "signedOut") await this.renewToken();
    body.set("autosave", "1");
    body.set("csrfmiddlewaretoken", this.form.elements.csrfmiddlewaretoken.value);
    const response = await fetch(this.form.dataset.autosaveUrl || this.form.action, {
      method: "POST",
      body,
      redirect: "manual",
      signal: AbortSignal.timeout(PATIENCE),
      headers: { "X-Requested-With": "fetch", Accept: "application/json" },
    });
    if (response.type === "opaqueredirect" || response.status === 401) throw new Refusal("signedOut");
    const reply = await response.json().catch(() => ({}));
    if (response.status >= 500 || response.status === 429) throw new Refusal("unreachable", reply.message);
    if (response.ok && reply.questions) return reply;
    if (response.status === 403 && again && (await this.renewToken())) return this.send(body, false);
    throw new Refusal(response.status === 409 ? "closed" : "refused", reply.message);
  }

  // Signing in changes the token. True when there was a new one.
  async renewToken() {
    const address = this.form.dataset.csrfUrl;
    if (!address) return false;
    const response = await fetch(address, {
      redirect: "manual",
      cache: "no-store",
      signal: AbortSignal.timeout(PATIENCE),
      headers: { "X-Requested-With": "fetch", Accept: "application/json" },
    });
    const reply = response.ok ? await response.json().catch(() => ({})) : {};
    if (!reply.csrf_token || reply.signed_in === false) throw new Refusal("signedOut");
    const field = this.form.elements.csrfmiddlewaretoken;
    const renewed = field.value !== reply.csrf_token;
    field.value = reply.csrf_token;
    return renewed;
  }

  accepted(reply) {
    const states = Object.entries(reply.questions);
    this.savedAt = reply.saved_at;
    for (const [code, { revision, state }] of states) {
      const field = this.form.elements[`${code}-revision`];
      if (field && revision !== undefined && state !== "clash") field.value = revision;
    }
    const wrong = states.filter(([, { state }]) => state === "error" || state === "clash").map(([code]) => code);
    // First the messages, then the words that lead to them.
    this.form.dispatchEvent(new CustomEvent("autosave:reply", { detail: reply, bubbles: true }));
    if (wrong.length) this.tell("attention", notSaved(this.form, wrong));
    else if (!this.unsaved) this.tell("well", `Saved ${reply.saved_at}`);
    else this.kind = "well"; // there is more to save before it may say so
    this.point(wrong[0]);
  }

  failed(refusal) {
    this.tell(refusal.kind, refusal.message || WORDS[refusal.kind] || WORDS.refused);
    if (refusal.kind === "unreachable") {
      this.schedule(this.delay);
      this.delay = Math.min(this.delay * 2, RETRY_LONGEST);
    }
  }

  // The way to what needs a look, which may be far above what is in the window.
  point(code) {
    if (!this.trouble) return;
    this.trouble.hidden = !code;
    this.trouble.href = `#question-${code}`;
    this.trouble.textContent = code?.startsWith("pair:") ? "Go to the reason" : `Go to ${code}`;
  }

  // The live region speaks when its words change, so a save a minute is heard, not every one. Who
  // presses Save is answered, though in the same words.
  tell(kind, words) {
    this.kind = kind;
    if (!this.said) return;
    if (this.submitting || this.said.textContent !== words) this.said.textContent = words;
    this.status.classList.toggle("rd-status--trouble", kind !== "well");
    if (this.signin) this.signin.hidden = kind !== "signedOut";
  }
}

// A field that is still being typed in has no message yet, so the status does not name one.
function notSaved(form, codes) {
  const shown = (code) => form.querySelector(`[data-question="${CSS.escape(code)}"] :is(.govuk-error-message, [data-clash])`);
  const shownNow = codes.filter(shown);
  const typing = codes.filter((code) => !shownNow.includes(code));
  const words = [];
  if (shownNow.length) words.push(`${named(form, shownNow)} not saved. See the message${shownNow.length > 1 ? "s next to them" : " next to it"}.`);
  if (typing.length) words.push(`${named(form, typing)} not saved yet. We try again when you leave the field.`);
  return words.join(" ");
}

function named(form, codes) {
  const names = codes.map((code) => form.querySelector(`[data-question="${CSS.escape(code)}"]`)?.dataset.named || code);
  const list = [names.slice(0, -1).join(", "), names.at(-1)].filter(Boolean).join(" and ");
  return `${list} ${codes.length > 1 ? "are" : "is"}`;
}

// The reason why something does not apply stays on the page, out of sight, once another answer is
// chosen. It is sent only with the choice that it belongs to.
function leaveOutReasons(data) {
  for (const name of [...data.keys()]) {
    const [, code] = name.match(/^(.+)-reason$/) || [];
    const chosen = code && [...data.getAll(`${code}-value`), ...data.getAll(`${code}-state`)];
    if (code && !chosen.includes("not_applicable")) data.delete(name);
  }
}

// What a form's fields held when the page arrived.
function served(form) {
  const data = new FormData();
  for (const field of form.elements) {
    const ticked = field.type === "radio" || field.type === "checkbox";
    if (field.name && field.type !== "submit" && (!ticked || field.defaultChecked)) {
      data.append(field.name, (ticked ? field.value : field.defaultValue) ?? "");
    }
  }
  leaveOutReasons(data);
  return data;
}

// Each question's code, with what is written for it in a text that is equal for equal answers.
function written(data) {
  const found = new Map();
  for (const [name, value] of data) {
    const [, code, part] = name.match(PART) || [];
    if (!code) continue;
    const pairs = found.get(code) || [];
    if (value && !NOT_WRITTEN.includes(part)) pairs.push([part, value]);
    found.set(code, pairs);
  }
  return new Map([...found].map(([code, pairs]) => [code, JSON.stringify(pairs)]));
}

for (const form of document.querySelectorAll("form[data-autosave]")) new Autosave(form);
