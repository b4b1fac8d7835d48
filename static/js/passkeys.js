// Passkeys: allauth's scripts make and use them; this shows the button where scripts run, and says
// what happened when the device, the browser or the person said no.
const part = document.querySelector("[data-passkey]");
const alert = document.querySelector("[data-passkey-alert]");

const WORDS = {
  NotAllowedError: "Nothing came from your device. You may have cancelled, waited too long, or have no passkey for this service on it. Try again.",
  InvalidStateError: "This device or key is on your account already.",
  SecurityError: "Passkeys do not work at this address. Open the service by its name, not by a number.",
  NotSupportedError: "This device or key cannot make the passkey. Try another one.",
};

function say(words) {
  alert.textContent = "";
  const hidden = document.createElement("span");
  hidden.className = "govuk-visually-hidden";
  hidden.textContent = "Error: ";
  alert.append(hidden, words);
  alert.hidden = false;
}

document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  say(WORDS[event.detail.exception?.name] ?? "That did not work. Try again.");
});

if (!window.PublicKeyCredential || !navigator.credentials) {
  say("This browser cannot use passkeys.");
} else {
  const named = (name) => part.querySelector(`[data-passkey-${name}]`)?.id;
  const ids = { credential: part.querySelector("[name=credential]").id, passwordless: named("alone") };
  const data = document.getElementById("passkey-options");
  if (data) ids.data = data.id;
  const kind = part.dataset.passkey;
  ids[kind] = named("button");
  window.allauth.webauthn.forms[`${kind}Form`]({ ids });
  for (const hidden of document.querySelectorAll("[data-passkey-shown]")) hidden.hidden = false;
  document.getElementById(ids[kind]).addEventListener("click", () => { alert.hidden = true; });
}
