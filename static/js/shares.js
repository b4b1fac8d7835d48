// What a weight amounts to moves while it is typed. The server says the same once it is saved. How
// many points of the score that is moves on the page of one question, which brings what that takes;
// elsewhere the server says it then.
//
// A share comes with its weight and with the sum that it is of, also of rows on other pages: both in
// ten-thousandths, the least that a weight can have, so that all sums are of whole numbers.

const WAIT = "Save to see";
const NOTHING = "Nothing";
const cell = (row, name) => row.querySelector(`:scope > .field-${name}`);
const saved = (share) => share.querySelector("[data-whole]")?.dataset;

function typedIn(input) {
  const typed = Math.round(10000 * input.value.trim());
  return Number.isFinite(typed) ? Math.max(typed, 0) : 0;
}

function weightOf(row) {
  const deleted = row.querySelector(":scope > .delete input:checked");
  return deleted ? 0 : typedIn(cell(row, "weight").querySelector("input"));
}

// One decimal, half up as the server has it, without a zero: 16% or 2.4%.
const percent = (part, whole) => `${Math.floor((2000 * part + whole) / (2 * whole)) / 10}%`;

// A dimension without a scored question counts for nothing, so a new one moves no share.
function counts(row, table) {
  if (row.classList.contains("empty-form")) return false;
  const takesNew = table.closest("#questions-group") !== null;
  return takesNew || cell(row, "share").dataset.saved?.endsWith("%");
}

function move(table, others) {
  const rows = [...table.tBodies[0].rows].filter((row) => cell(row, "weight") && counts(row, table));
  const whole = rows.reduce((sum, row) => sum + weightOf(row), others);
  for (const row of rows) {
    const [share, worth] = [cell(row, "share"), cell(row, "worth")];
    const weight = weightOf(row);
    share.textContent = weight ? percent(weight, whole) : NOTHING;
    worth.textContent = share.textContent === share.dataset.saved ? worth.dataset.saved : weight ? WAIT : "";
  }
}

for (const table of document.querySelectorAll(".inline-group table")) {
  const shares = [...table.querySelectorAll(".form-row > .field-share")];
  const counted = shares.map(saved).filter(Boolean);
  const inPages = table.closest(".inline-group").querySelector(".rd-pages");
  if (!shares.length || (inPages && !counted.length)) continue;
  const here = counted.reduce((sum, one) => sum + Number(one.weight), 0);
  const others = counted.length ? counted[0].whole - here : 0;
  for (const name of ["share", "worth"]) {
    for (const held of table.querySelectorAll(`.form-row > .field-${name}`)) {
      held.dataset.saved = held.textContent.trim();
    }
  }
  for (const kind of ["input", "change"]) {
    table.addEventListener(kind, (event) => {
      if (event.target.closest(".field-weight, .delete")) move(table, others);
    });
  }
}

// The page of one dimension or question says it in a sentence.
const weight = document.querySelector("#id_weight");
const share = document.querySelector(".field-amounts_to [data-whole]");
const points = document.querySelector(".field-amounts_to [data-sectors]");
const nothing = document.querySelector(".field-amounts_to [data-nothing]");
if (weight && share) {
  const rest = share.parentElement.querySelector("[data-whole] ~ span");
  const [shown, sentence] = [share.textContent, rest.textContent];
  const others = share.dataset.whole - share.dataset.weight;
  weight.addEventListener("input", () => {
    const typed = typedIn(weight);
    nothing.hidden = typed > 0;
    nothing.previousElementSibling.hidden = !typed;
    if (typed) share.textContent = percent(typed, others + typed);
    if (points || !typed) return;
    rest.textContent = share.textContent === shown ? sentence : `. ${WAIT} how many points that is.`;
  });
}

// In each sector the points of the dimension are divided among the weights asked there.
const sectors = points?.dataset.sectors
  ? points.dataset.sectors.split(" ").map((one) => one.split("/").map(BigInt))
  : [];

// Points of the score for a part of what the question can earn: "2.4", or "2.4 to 2.9" by sector,
// of a weight above 0.
// Half up, as the server rounds: the products are beyond what a number of JavaScript holds exactly.
function worth(part, full) {
  const typed = BigInt(typedIn(weight));
  const tenths = sectors.map(([above, below, others]) => {
    const [value, of] = [above * typed * BigInt(part), below * (others + typed) * BigInt(full)];
    return Number((20n * value + of) / (2n * of));
  });
  const ends = new Set(tenths.length ? [Math.min(...tenths), Math.max(...tenths)] : [0]);
  return [...ends].map((end) => (end / 10).toFixed(1)).join(" to ");
}

// Levels: the one with most points earns all of them. A checklist: all lines together do.
const FULL = {
  "levels-group": (each) => Math.max(0, ...each),
  "checklistitems-group": (each) => each.reduce((sum, one) => sum + one, 0),
};

function earn(table, fullOf) {
  const rows = [...table.tBodies[0].rows].filter((row) => !row.classList.contains("empty-form"));
  const inputs = rows.flatMap((row) => {
    const input = cell(row, "points")?.querySelector("input");
    const deleted = row.querySelector(":scope > .delete input:checked");
    return input && !deleted ? [[cell(row, "worth"), input]] : [];
  });
  const full = fullOf(inputs.map(([, input]) => typedIn(input)));
  const inPages = table.closest(".inline-group").querySelector(".rd-pages");
  for (const [shown, input] of inputs) {
    const none = input.value.trim() === "" || !full || !typedIn(weight);
    shown.textContent = none ? "" : inPages ? WAIT : worth(typedIn(input), full);
  }
}

if (weight && points) {
  const tables = Object.entries(FULL).flatMap(([id, fullOf]) => {
    const table = document.querySelector(`#${id} table`);
    return table ? [[table, fullOf]] : [];
  });
  const moveAll = () => {
    const text = typedIn(weight) ? worth(1, 1) : "";
    const bySector = text.includes(" to ") ? ", depending on the sector" : "";
    points.textContent = `. It can move the overall score by ${text} points${bySector}.`;
    for (const [table, fullOf] of tables) earn(table, fullOf);
  };
  weight.addEventListener("input", moveAll);
  for (const [table] of tables) {
    for (const kind of ["input", "change"]) {
      table.addEventListener(kind, (event) => {
        if (event.target.closest(".field-points, .delete")) moveAll();
      });
    }
  }
}
