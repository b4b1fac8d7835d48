// What a weight amounts to moves while it is typed. The server says the same once it is saved, and
// then also how many points of the score that is, which only it knows exactly.

const WAIT = "Save to see";
const cell = (row, name) => row.querySelector(`:scope > .field-${name}`);

// In ten-thousandths, the least that a weight can have, so that all sums are of whole numbers.
function weightOf(row) {
  const weight = Math.round(10000 * cell(row, "weight").querySelector("input").value.trim());
  return weight > 0 && !row.querySelector(":scope > .delete input:checked") ? weight : 0;
}

// One decimal, half up as the server has it, without a zero: 16% or 2.4%.
const percent = (part, whole) => `${Math.floor((2000 * part + whole) / (2 * whole)) / 10}%`;

// A dimension without a scored question counts for nothing, so a new one moves no share.
function counts(row, table) {
  if (row.classList.contains("empty-form")) return false;
  const takesNew = table.closest("#questions-group") !== null;
  return row.classList.contains("has_original") ? cell(row, "share").dataset.saved !== "" : takesNew;
}

function move(table) {
  const rows = [...table.tBodies[0].rows].filter((row) => cell(row, "weight") && counts(row, table));
  const whole = rows.reduce((sum, row) => sum + weightOf(row), 0);
  for (const row of rows) {
    const [share, worth] = [cell(row, "share"), cell(row, "worth")];
    share.textContent = weightOf(row) ? percent(weightOf(row), whole) : "";
    worth.textContent = share.textContent === share.dataset.saved ? worth.dataset.saved : WAIT;
  }
}

for (const table of document.querySelectorAll(".inline-group table")) {
  const shares = table.querySelectorAll(".form-row > .field-share");
  // Of a table in several pages not every weight is here.
  if (!shares.length || table.closest(".inline-group").querySelector(".rd-pages")) continue;
  for (const name of ["share", "worth"]) {
    for (const held of table.querySelectorAll(`.form-row > .field-${name}`)) {
      held.dataset.saved = held.textContent.trim();
    }
  }
  for (const kind of ["input", "change"]) {
    table.addEventListener(kind, (event) => {
      if (event.target.closest(".field-weight, .delete")) move(table);
    });
  }
}
