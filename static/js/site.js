// Starts govuk-frontend's components. Its address is in the page, because the server adds a
// fingerprint to file names that an import written here could not know.
const address = document.querySelector("script[data-govuk]").dataset.govuk;
const { initAll } = await import(new URL(address, document.baseURI).href);
initAll();

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

// Pages are not kept, so Back brings a form without what was typed: leaving a long text
// is asked first. Forms that save as people type look after themselves.
const texts = [...document.querySelectorAll('form[method="post"]:not([data-autosave]) textarea')];
const refused = document.querySelector(".govuk-error-summary") !== null;
let sent = false;
addEventListener("submit", () => (sent = true));
addEventListener("pageshow", () => (sent = false));
addEventListener("beforeunload", (event) => {
  const typed = (text) => text.value !== (refused ? "" : text.defaultValue);
  if (!sent && texts.some(typed)) event.preventDefault();
});
