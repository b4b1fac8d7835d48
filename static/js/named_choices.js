// Django's boxes that search as you type take their name from what is chosen in them, which at first is
// nothing. They get the name that their label has, whenever they are drawn.

function name() {
  for (const box of document.querySelectorAll(".select2-selection:not([data-named])")) {
    const label = box.closest(".form-row")?.querySelector("label");
    if (!label) continue;
    box.dataset.named = "";
    label.id ||= `${label.htmlFor}_label`;
    for (const part of [box, box.querySelector("[role=textbox]")]) part?.setAttribute("aria-labelledby", `${label.id} ${part.id}`.trim());
  }
}

addEventListener("DOMContentLoaded", () => {
  new MutationObserver(name).observe(document.body, { childList: true, subtree: true });
  name();
});
