// The rail of the answering page: marks the question that is being read, says what a save changed,
// and is one line that opens where there is no room at the side.

const rail = document.querySelector("[data-rail]");
const box = rail.querySelector("details");
const jump = rail.querySelector("[data-rail-jump]");
const wide = matchMedia("(min-width: 64em)");
const links = [...rail.querySelectorAll("[data-rail-to]")];
const shown = () => links.filter((link) => !link.parentElement.hidden);
const question = (link) => document.getElementById(`question-${link.dataset.railTo}`);

// The last question whose beginning has passed the upper third of the window.
function mark() {
  const here = shown();
  const passed = here.filter((link) => question(link)?.getBoundingClientRect().top < innerHeight / 3);
  const current = passed.at(-1) ?? here[0];
  if (!current) return;
  const number = Number(rail.dataset.passed) + here.indexOf(current) + 1;
  const total = Number(rail.dataset.passed) + here.length + Number(rail.dataset.left);
  jump.textContent = `Question ${number} of ${total}`;
  if (current.ariaCurrent) return;
  for (const link of links) link.removeAttribute("aria-current");
  current.setAttribute("aria-current", "true");
  if (!wide.matches) return;
  const [place, room] = [current.getBoundingClientRect(), rail.getBoundingClientRect()];
  if (place.top < room.top) rail.scrollTop -= room.top - place.top;
  if (place.bottom > room.bottom) rail.scrollTop += place.bottom - room.bottom;
}

let waiting = false;
function soon() {
  if (waiting) return;
  waiting = true;
  requestAnimationFrame(() => {
    waiting = false;
    mark();
  });
}

function fit() {
  box.open = wide.matches;
  rail.dataset.ready = "";
}

rail.addEventListener("click", (event) => {
  // Before the browser goes there, so that the place is where the closed list leaves it.
  if (event.target.closest("[data-rail-to]") && !wide.matches) box.open = false;
});
rail.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || wide.matches || !box.open) return;
  box.open = false;
  box.querySelector("summary").focus();
});
// Left open it would cover what the focus comes to. A page that moves under a press loses the click.
document.addEventListener("focusin", ({ target }) => {
  const pressed = document.documentElement.matches(":active");
  if (!pressed && !wide.matches && !rail.contains(target)) box.open = false;
});
document.addEventListener("autosave:reply", ({ detail }) => {
  for (const link of links) {
    const code = link.dataset.railTo;
    const { state, said } = detail.rail?.[code] || {};
    if (state) {
      link.dataset.state = state;
      link.querySelector("[data-rail-said]").textContent = said;
    }
    const section = question(link);
    if (section) link.parentElement.hidden = section.hidden;
  }
  soon();
});
wide.addEventListener("change", fit);
addEventListener("scroll", soon, { passive: true });
addEventListener("resize", soon);
fit();
mark();
