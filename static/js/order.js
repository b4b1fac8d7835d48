// Rows of a table that have an order: their handle is dragged, or moved with the arrow keys. Either
// way the numbers in the column "Position" are what is saved, and what works without this.

const EDGE = 40; // how near the edge of the window a row is dragged for the page to scroll
const status = document.createElement("p");
status.className = "visually-hidden";
status.setAttribute("role", "status");

const number = (row) => row.querySelector(":scope > .field-position input");
const nameOf = (row) => row.querySelector(".original p")?.firstChild?.textContent.trim() ?? "";

function rowsOf(table) {
  return [...table.tBodies[0].querySelectorAll(":scope > .has_original")].filter(number);
}

// Positions count through a whole table of the edition, so the rows share out the numbers they have.
function renumber(rows) {
  const held = rows.map((row) => parseInt(number(row).value, 10)).filter(Number.isInteger);
  const sorted = [...new Set(held)].sort((a, b) => a - b);
  const first = sorted[0] ?? 1;
  rows.forEach((row, place) => {
    number(row).value = sorted.length === rows.length ? sorted[place] : first + place;
  });
}

function settle(table, row) {
  const rows = rowsOf(table);
  renumber(rows);
  status.textContent = `${nameOf(row)} is now ${rows.indexOf(row) + 1} of ${rows.length}. Save to keep this.`;
}

function byKey(event, table, row) {
  const rows = rowsOf(table);
  const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
  const other = rows[rows.indexOf(row) + step];
  if (!step) return;
  event.preventDefault();
  if (!other) return;
  if (step < 0) other.before(row);
  else other.after(row);
  event.currentTarget.focus();
  settle(table, row);
}

function byPointer(down, table, row) {
  if (down.button) return;
  const handle = down.currentTarget;
  const done = new AbortController();
  down.preventDefault();
  row.classList.add("rd-dragged");

  function follow(move) {
    if (move.clientY < EDGE) scrollBy(0, -EDGE / 2);
    if (move.clientY > innerHeight - EDGE) scrollBy(0, EDGE / 2);
    const rows = rowsOf(table);
    const here = rows.indexOf(row);
    const middle = (one) => one.getBoundingClientRect().top + one.offsetHeight / 2;
    const above = rows.slice(0, here).find((one) => move.clientY < middle(one));
    const below = rows.slice(here + 1).findLast((one) => move.clientY > middle(one));
    if (above) above.before(row);
    else if (below) below.after(row);
  }

  function drop() {
    done.abort();
    row.classList.remove("rd-dragged");
    handle.focus();
    settle(table, row);
  }

  // Not of the handle: it is taken out of the page for a moment each time its row moves.
  document.addEventListener("pointermove", follow, { signal: done.signal });
  for (const end of ["pointerup", "pointercancel"]) document.addEventListener(end, drop, { signal: done.signal });
}

function addHandle(table, row) {
  const handle = document.createElement("button");
  handle.type = "button";
  handle.className = "rd-handle";
  handle.textContent = "⠿";
  handle.title = "Drag, or press the up and down arrow keys";
  handle.setAttribute("aria-label", `Move ${nameOf(row)} with the up and down arrow keys`);
  handle.addEventListener("keydown", (event) => byKey(event, table, row));
  handle.addEventListener("pointerdown", (event) => byPointer(event, table, row));
  number(row).before(handle);
}

for (const table of document.querySelectorAll(".inline-group .rd-table > table")) {
  // A row with faults is followed by what they are: such a table keeps its order.
  if (table.querySelector(".row-form-errors, .errorlist")) continue;
  const rows = rowsOf(table);
  if (rows.length > 1) rows.forEach((row) => addHandle(table, row));
}
document.querySelector("#content")?.append(status);
