// What if: after each choice the page is asked again, and what the levels come to is put in place.
// Without this file the button does the same.

const form = document.querySelector("[data-what-if]");
const LIVE = ["came-to", "came-to-line"];
const PAUSE = 250;
let waiting = 0;
let latest = 0;

// Who had the focus in what is replaced has it in the same place of what comes.
function replace(here, there) {
  const reach = () => [...here.querySelectorAll("a, button, summary, input:not([type=hidden])")];
  const place = reach().indexOf(document.activeElement);
  here.replaceChildren(...there.childNodes);
  reach()[place]?.focus({ preventScroll: true });
}

function put(fresh) {
  const top = form.getBoundingClientRect().top;
  const named = document.getElementById("id_name")?.value;
  for (const id of LIVE) {
    const [here, there] = [document.getElementById(id), fresh.getElementById(id)];
    if (here && there && here.innerHTML !== there.innerHTML) replace(here, there);
  }
  // What is above the form grows, and the question that was answered stays where it is.
  document.documentElement.style.overflowAnchor = "none";
  window.scrollBy({ top: form.getBoundingClientRect().top - top, behavior: "instant" });
  // A name that was typed for the scenario stays.
  const name = document.getElementById("id_name");
  if (name && named) name.value = named;
  const [parts, now] = [form, fresh].map((page) => [...page.querySelectorAll("[data-part]")]);
  for (const [place, part] of parts.entries()) if (now[place]) part.textContent = now[place].textContent;
}

async function ask() {
  const turn = ++latest;
  const chosen = [...new FormData(form)].filter(([, level]) => level);
  const address = `${form.getAttribute("action")}?${new URLSearchParams(chosen)}`;
  try {
    const answer = await fetch(address);
    if (!answer.ok || turn !== latest) return;
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
    // What cannot be supposed is said at its question, as after the button.
    if (fresh.querySelector(".govuk-error-summary") || !fresh.getElementById("came-to")) {
      window.location.assign(address);
    } else if (document.documentElement.matches(":active")) {
      // A page that moves under a press loses the click: asked again once it has ended.
      waiting = setTimeout(ask, PAUSE);
    } else {
      put(fresh);
      // Reloaded, or sent to a colleague, the address has what is chosen.
      window.history.replaceState(null, "", address);
    }
  } catch {
    // No connection: the button will say so.
  }
}

form?.addEventListener("change", () => {
  clearTimeout(waiting);
  waiting = setTimeout(ask, PAUSE);
});
