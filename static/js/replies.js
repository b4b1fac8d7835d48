// Shows on the page the reply to a save: errors next to their fields, progress, the range of the
// score, which questions are asked, and a clash with what another person wrote. Words from the
// server are only ever set as text.

const CONTROL = ".govuk-radios, .govuk-checkboxes, .govuk-input__wrapper, .govuk-input, .govuk-textarea, .govuk-select";

// A reason why two answers are both right is inside a question, and has a reply of its own.
function own(section, selector) {
  return [...section.querySelectorAll(selector)].filter((element) => element.closest("[data-question]") === section);
}

function first(form, name) {
  const found = form.elements[name];
  return found instanceof RadioNodeList ? found[0] : found;
}

function describe(element, id, on) {
  const ids = (element.getAttribute("aria-describedby") || "").split(" ").filter((known) => known && known !== id);
  if (on) ids.push(id);
  if (ids.length) element.setAttribute("aria-describedby", ids.join(" "));
  else element.removeAttribute("aria-describedby");
}

function mark(form, name, messages) {
  const field = first(form, name);
  const group = field?.closest(".govuk-form-group");
  // A field that is still being typed in is not wrong yet; leaving it saves again.
  const typing = field === document.activeElement && field?.matches("[type=text], textarea");
  if (!group || (messages.length && typing)) return;
  const id = `${field.id}-error`;
  const holder = group.querySelector(":scope > fieldset") || group;
  const named = holder === group ? field : holder;
  document.getElementById(id)?.remove();
  const shape = ["input", "textarea", "select"].find((kind) => field.classList.contains(`govuk-${kind}`));
  if (shape) field.classList.toggle(`govuk-${shape}--error`, messages.length > 0);
  group.classList.toggle("govuk-form-group--error", messages.length > 0);
  describe(named, id, messages.length > 0);
  if (!messages.length) return;
  const said = document.createElement("p");
  said.id = id;
  said.className = "govuk-error-message";
  const hidden = document.createElement("span");
  hidden.className = "govuk-visually-hidden";
  hidden.textContent = "Error:";
  said.append(hidden, ` ${messages.join(" ")}`);
  const control = [...holder.children].find((child) => child.matches(CONTROL));
  holder.insertBefore(said, control || null);
}

function errors(form, section, faults) {
  const names = new Set(own(section, "[name]").map((field) => field.name));
  for (const name of names) {
    const field = first(form, name);
    if (field && field.type !== "hidden" && field.type !== "submit") mark(form, name, faults[name] || []);
  }
}

// Values from the server go into the fields, as if they had been typed and saved.
function fill(form, fields) {
  for (const [name, value] of Object.entries(fields)) {
    const wanted = [].concat(value).map(String);
    const named = () => form.querySelectorAll(`[name="${CSS.escape(name)}"]`);
    // Their evidence may need more rows than are here; a row left out would be taken off theirs.
    const [, code] = name.match(/^(.+)-evidence-\d+-/) || [];
    if (code && wanted[0] && !named().length) form.querySelector(`[data-add-evidence="${CSS.escape(code)}"]`)?.click();
    for (const field of named()) {
      const ticked = field.type === "radio" || field.type === "checkbox";
      if (ticked && field.checked !== wanted.includes(field.value)) field.click();
      if (ticked) field.checked = wanted.includes(field.value);
      else field.value = wanted[0] ?? "";
    }
  }
}

function hidden(form, name, value) {
  const known = form.querySelector(`input[type=hidden][name="${CSS.escape(name)}"]`);
  const field = known || form.appendChild(document.createElement("input"));
  field.type = "hidden";
  field.name = name;
  field.value = value;
}

// Where a person goes on in a question: at the answer that is chosen, or else at the first field.
const entry = (section) => section.querySelector("input:checked") ?? section.querySelector("input:not([type=hidden]), textarea");

// Who had the focus in what goes away has it in what comes in its place.
function remove(old, next) {
  const had = old?.contains(document.activeElement);
  old?.remove();
  if (had) next?.focus();
}

function clash(form, section, code, { revision, theirs }) {
  const latest = String(theirs.revision ?? revision);
  // Sent before the choice was made, answered after it: the save under way next tells what became of it.
  if (["revision", "overwrite"].some((part) => form.elements[`${code}-${part}`]?.value === latest)) return;
  const [shown] = own(section, "[data-clash]");
  if (shown?.dataset.clash === latest) return; // already there, and perhaps being read
  const panel = document.querySelector("template[data-clash-template]").content.firstElementChild.cloneNode(true);
  for (const place of panel.querySelectorAll("[data-clash-text]")) {
    place.textContent = theirs[place.dataset.clashText] || "";
    place.closest("[data-clash-part]")?.toggleAttribute("hidden", !place.textContent);
  }
  panel.dataset.clash = latest;
  const settle = (event, act) => {
    event.preventDefault();
    panel.remove();
    act();
    entry(section)?.focus();
    form.dispatchEvent(new Event("autosave:now"));
  };
  panel.querySelector("[data-clash-keep]").addEventListener("click", (event) =>
    settle(event, () => hidden(form, `${code}-overwrite`, latest)));
  panel.querySelector("[data-clash-theirs]").addEventListener("click", (event) =>
    settle(event, () => {
      fill(form, theirs.fields || {});
      hidden(form, `${code}-revision`, latest);
    }));
  section.prepend(panel);
  remove(shown, panel.querySelector("button"));
}

// Another person has saved an answer that was not touched here: it is offered, never forced in.
function newer(form, section, code, { theirs }) {
  const latest = String(theirs.revision);
  const [shown] = own(section, "[data-newer]");
  if (shown?.dataset.newer === latest) return;
  const note = document.createElement("div");
  note.className = "govuk-inset-text rd-typed";
  note.dataset.newer = latest;
  const backing = [["Note", theirs.note], ["Evidence", theirs.evidence]].filter(([, text]) => text);
  const now = [theirs.value_text, ...backing.map(([title, text]) => `${title}: ${text}`)].join("\n");
  note.textContent = `${theirs.by} changed this ${theirs.what} on ${theirs.at}. It is now: ${now} `;
  const button = document.createElement("button");
  button.type = "button";
  button.className = "rd-text-button";
  button.textContent = `Show it here (${code.replace("pair:", "")})`;
  button.addEventListener("click", () => {
    fill(form, theirs.fields || {});
    hidden(form, `${code}-revision`, latest);
    note.remove();
    entry(section)?.focus();
    form.dispatchEvent(new Event("autosave:now"));
  });
  note.append(button);
  section.prepend(note);
  remove(shown, button);
}

// Two answers that do not fit together: at each it is said, and at one is the field for the reason.
function contradicts(form, code, met, replies) {
  const name = CSS.escape(code);
  for (const place of form.querySelectorAll(`[data-contradiction="${name}"]`)) {
    const words = met ? place.dataset.words : "";
    if (place.textContent !== words) place.textContent = words;
    place.classList.toggle("rd-critical", met);
  }
  const wrong = ["error", "clash"].includes(replies[`pair:${code}`]?.state);
  for (const place of form.querySelectorAll(`[data-contradicted="${name}"]`)) place.hidden = !met && !wrong;
}

function show(form, reply) {
  for (const [code, answer] of Object.entries(reply.questions)) {
    const section = form.querySelector(`[data-question="${CSS.escape(code)}"]`);
    if (!section) continue;
    errors(form, section, answer.errors || {});
    const [saved] = own(section, "[data-saved]");
    if (saved && answer.saved !== undefined) saved.textContent = answer.saved;
    const [history] = own(section, "[data-history]");
    if (history && answer.saved) history.hidden = false;
    if (answer.state === "clash") clash(form, section, code, answer);
    else if (answer.state === "untouched") newer(form, section, code, answer);
    else if (["saved", "unchanged"].includes(answer.state)) {
      for (const settled of own(section, "[data-clash], [data-newer]")) remove(settled, entry(section));
      form.querySelector(`input[type=hidden][name="${CSS.escape(code)}-overwrite"]`)?.remove();
    }
  }
  for (const [code, words] of Object.entries(reply.not_fitting || {})) {
    const place = form.querySelector(`[data-question="${CSS.escape(code)}"] [data-not-fitting]`);
    if (!place || place.textContent === words) continue;
    place.hidden = !words;
    place.textContent = words;
  }
  for (const [code, met] of Object.entries(reply.contradictions || {})) contradicts(form, code, met, reply.questions);
  for (const place of document.querySelectorAll("[data-progress]")) place.textContent = reply.progress?.text ?? place.textContent;
  const { answered, total } = reply.progress || {};
  if (total) for (const bar of document.querySelectorAll("[data-progress-bar]")) bar.setAttribute("width", `${(100 * answered) / total}%`);
  for (const place of document.querySelectorAll("[data-range]")) place.textContent = reply.range_text ?? place.textContent;
  if (reply.asked) {
    // What is wrong stays in sight, so that it can be put right.
    const needed = (code) => reply.asked.includes(code) || ["error", "clash"].includes(reply.questions[code]?.state);
    for (const section of form.querySelectorAll("section[data-question]")) section.hidden = !needed(section.dataset.question);
  }
}

document.addEventListener("autosave:reply", (event) => show(event.target, event.detail));
document.addEventListener("news:shown", ({ target, detail }) => newer(target.closest("form"), target, detail.code, detail));
