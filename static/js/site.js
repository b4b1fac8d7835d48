// Starts govuk-frontend's components. Its address is in the page, because the server adds a
// fingerprint to file names that an import written here could not know.
const address = document.querySelector("script[data-govuk]").dataset.govuk;
const { initAll } = await import(new URL(address, document.baseURI).href);
initAll();

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
