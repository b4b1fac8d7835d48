// Asks now and then, while the page is in sight, what other people have changed in this part, and says
// so at the question. It never puts anything into a field: what is new is shown when it is asked for.

const EVERY = 25000;
const LONGEST = 300000;
const PRESS_LONGEST = 3000; // some presses never tell of their end, as in autosave.js

const place = document.querySelector("[data-news]");
const said = place.querySelector("[data-news-said]");
const sectionOf = (code) => place.querySelector(`[data-question="${CSS.escape(code)}"]`);
let delay = EVERY;
let timer;
let pressedAt = 0; // a page that moves under a press loses the click; 0 when nothing is pressed

for (const name of ["pointerdown", "pointerup", "pointercancel", "contextmenu"]) {
  addEventListener(name, () => (pressedAt = name === "pointerdown" ? Date.now() : 0), { capture: true });
}

// The revisions that the page shows: those of its fields, which saving changes, or of who only reads.
function seen() {
  const fields = [...place.querySelectorAll('input[name$="-revision"]')];
  const shown = fields.map((field) => `${field.name.slice(0, -"-revision".length)}:${field.value}`);
  return shown.length ? shown.join(" ") : place.dataset.seen;
}

// Who had the focus in what goes away has it in what comes in its place.
function remove(old, next) {
  const had = old?.contains(document.activeElement);
  old?.remove();
  if (had) next?.focus();
}

function line(section, code, change) {
  const found = section.querySelector(":scope > [data-changed]");
  const known = section.querySelector(":scope > [data-newer], :scope > [data-clash]");
  const revision = String(change.revision);
  if ([known?.dataset.newer, known?.dataset.clash].includes(revision)) return remove(found, known.querySelector("button"));
  if (found?.dataset.changed === revision) {
    found.firstChild.textContent = `${change.said} `; // the time that has gone by; not read out again
    return;
  }
  const note = document.createElement("p");
  note.className = "govuk-body rd-changed";
  note.dataset.changed = revision;
  note.append(`${change.said} `);
  const button = document.createElement("button");
  button.type = "button";
  button.className = "rd-text-button";
  button.textContent = "See it";
  const about = document.createElement("span");
  about.className = "govuk-visually-hidden";
  about.textContent = `: ${code.replace("pair:", "")}`;
  button.append(about);
  button.addEventListener("click", () => {
    if (!section.closest("form")) {
      location.hash = section.id; // where the page begins again, for the focus too
      return location.reload();
    }
    note.remove();
    section.dispatchEvent(new CustomEvent("news:shown", { detail: { code, theirs: change }, bubbles: true }));
    section.querySelector(":scope > [data-newer] button")?.focus();
  });
  note.append(button);
  section.prepend(note);
  remove(found, button);
  said.textContent = `${code.replace("pair:", "")}: ${change.said}`;
}

function show(changes) {
  for (const old of place.querySelectorAll("[data-changed]")) {
    const section = old.parentElement;
    if (!(section.dataset.question in changes)) remove(old, section.querySelector("input:not([type=hidden]), textarea"));
  }
  for (const [code, change] of Object.entries(changes)) {
    const section = sectionOf(code);
    if (section) line(section, code, change);
  }
}

// True while it is worth asking again: who is signed out, or may not read it any more, is not asked for.
async function ask() {
  const address = `${place.dataset.news}?seen=${encodeURIComponent(seen())}`;
  const asked = { redirect: "manual", cache: "no-store", headers: { Accept: "application/json" } };
  const response = await fetch(address, asked).catch(() => null);
  if (response && response.status !== 429 && response.status < 500 && !response.ok) return false;
  delay = response?.ok ? EVERY : Math.min(delay * 2, LONGEST);
  const reply = response?.ok ? await response.json().catch(() => null) : null;
  while (Date.now() - pressedAt < PRESS_LONGEST) await new Promise((done) => setTimeout(done, 100));
  if (reply) show(reply.changes);
  return true;
}

async function turn() {
  if (!document.hidden && !(await ask())) {
    timer = undefined;
    return;
  }
  timer = setTimeout(turn, delay);
}

document.addEventListener("visibilitychange", () => {
  if (document.hidden || timer === undefined) return;
  clearTimeout(timer);
  timer = setTimeout(turn, 1000);
});
timer = setTimeout(turn, delay);
