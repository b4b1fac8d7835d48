// The sandbox of a preview: after each change the page is asked again, and what it says of the score
// and of the questions asked is put in place. Without this the buttons do the same.

const form = document.querySelector("[data-sandbox]");
const LIVE = ["score-line", "score-progress", "score-parts", "score-working", "start-again"];
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
  for (const id of LIVE) {
    const [here, there] = [document.getElementById(id), fresh.getElementById(id)];
    if (here && there && here.innerHTML !== there.innerHTML) replace(here, there);
  }
  for (const section of form.querySelectorAll("[data-question]")) {
    const there = fresh.getElementById(section.id);
    if (there) section.hidden = there.hidden;
  }
  // The same questions are on both pages, so what is said of their answers is in the same order.
  const [here, now] = [form, fresh].map((page) => [...page.querySelectorAll("[data-contradiction], [data-contradicted]")]);
  for (const [place, element] of here.entries()) {
    if (!now[place]) continue;
    element.hidden = now[place].hidden;
    element.classList.toggle("rd-critical", now[place].classList.contains("rd-critical"));
    if ("words" in element.dataset && element.textContent !== now[place].textContent) element.textContent = now[place].textContent;
  }
}

async function ask() {
  const turn = ++latest;
  const data = new URLSearchParams(new FormData(form));
  data.delete("go");
  try {
    const answer = await fetch(form.action, { method: "POST", body: data });
    if (!answer.ok || turn !== latest) return;
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
    // A page that moves under a press loses the click: asked again once it has ended.
    if (document.documentElement.matches(":active")) waiting = setTimeout(ask, PAUSE);
    else put(fresh);
  } catch {
    // No connection: the buttons will say so.
  }
}

form?.addEventListener("change", (event) => {
  if (event.target.name === "as_sector") return;
  clearTimeout(waiting);
  waiting = setTimeout(ask, PAUSE);
});
