// Tells the styles that scripts run, before the first paint. govuk-frontend asks for both names.
document.body.classList.add("js-enabled");
if ("noModule" in HTMLScriptElement.prototype) {
  document.body.classList.add("govuk-frontend-supported");
}
