// "Add another": one more row of evidence, a copy of the last with the next number and no words.
// "Use it as evidence": what the organisation already has, put into the first blank row.

function renumber(row, number) {
  for (const element of row.querySelectorAll("*")) {
    for (const name of ["id", "name", "for", "aria-describedby"]) {
      const value = element.getAttribute(name);
      if (value) element.setAttribute(name, value.replace(/-evidence-\d+/g, `-evidence-${number}`));
    }
  }
}

function blank(row) {
  for (const message of row.querySelectorAll(".govuk-error-message")) message.remove();
  for (const group of row.querySelectorAll(".govuk-form-group--error")) group.classList.remove("govuk-form-group--error");
  for (const field of row.querySelectorAll("input, textarea")) {
    field.value = "";
    field.classList.remove("govuk-input--error", "govuk-textarea--error");
    field.removeAttribute("aria-describedby");
  }
  for (const label of row.querySelectorAll("label")) label.textContent = label.textContent.replace(/\d+/, (number) => Number(number) + 1);
}

for (const button of document.querySelectorAll("[data-add-evidence]")) {
  const code = CSS.escape(button.dataset.addEvidence);
  const rows = () => document.querySelectorAll(`[data-evidence-row="${code}"]`);
  const most = Number(button.dataset.most || 20);
  const offer = () => { button.hidden = rows().length === 0 || rows().length >= most; };
  offer();
  button.addEventListener("click", () => {
    const last = [...rows()].at(-1);
    const row = last.cloneNode(true);
    blank(row);
    renumber(row, rows().length);
    last.after(row);
    row.querySelector("input:not([type=hidden])").focus();
    offer();
  });
}

// Where no row is free the press goes to the server, which says so and saves the rest.
for (const button of document.querySelectorAll("[data-use-evidence]")) {
  const code = CSS.escape(button.dataset.useEvidence);
  const fields = (row) => [...row.querySelectorAll("input:not([type=hidden])")];
  const free = () => [...document.querySelectorAll(`[data-evidence-row="${code}"]`)].find((row) => fields(row).every((field) => !field.value.trim()));
  button.addEventListener("click", (event) => {
    const more = document.querySelector(`[data-add-evidence="${code}"]`);
    if (!free() && more && !more.hidden) more.click();
    const row = free();
    if (!row) return;
    event.preventDefault();
    const [title, link] = fields(row);
    title.value = button.dataset.title;
    link.value = button.dataset.link;
    row.closest("details").open = true;
    const said = document.createElement("span");
    said.tabIndex = -1;
    said.textContent = "It is in your evidence below.";
    button.replaceWith(said);
    said.focus();
    row.closest("form").dispatchEvent(new Event("autosave:now"));
  });
}
