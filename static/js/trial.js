// Presses "Continue" until the trial has been through every submission, and shows how far it is.
// Without this file the button does the same, one batch at a time.

const form = document.getElementById("trial-continue");
const bar = document.getElementById("trial-progress");
const text = document.getElementById("trial-text");

async function pressOn() {
  const response = await fetch(window.location.href, {
    method: "POST",
    body: new FormData(form),
    headers: { Accept: "application/json" },
  });
  if (!response.ok) throw new Error(`The server answered ${response.status}`);
  const state = await response.json();
  bar.max = state.total;
  bar.value = state.done;
  text.textContent = `${state.done} of ${state.total}`;
  if (state.status === "running") {
    await pressOn();
  } else {
    window.location.reload();
  }
}

if (form) {
  const button = form.querySelector("button");
  button.hidden = true;
  pressOn().catch(() => {
    // The person left the page, was signed out or lost the network: the button takes over.
    button.hidden = false;
  });
}
