// The page of offices: asks every two seconds, draws what changed, keeps the last good figures when nobody answers.
import { fill, format, heardTime, make, page, serverNow, words } from "../pages/page.js";
import { NoAnswer, Problem, get } from "../pages/call.js";
import { COLUMNS, matches, rowOf, watched } from "./office_rows.js";
import { attention } from "./attention.js";
import { prepareAdding } from "./adding.js";

const EVERY_MS = 2000;
const STATES = [["", words("All conditions")], ["bad", words("Alarm")], ["warn", words("To watch")], ["off", words("Not connected")], ["good", words("In order")], ["new", words("Nothing arrived yet")]];
const view = { data: heard(page.data), sort: "name", down: false, answered: true };
const drawn = new Map();
const place = (id) => document.getElementById(id);

/** Sets the clock by it, too. */
function heard(data) {
  if (data.database && data.at) heardTime(data.at);
  return { ...data, rows: data.rows.map(watched) };
}

function percent(share) {
  return share === null ? "–" : words("{n} %", { n: format.number(share * 100) });
}

/** In how many offices there was any. */
const among = (count) => words("in {n} offices", { n: format.number(view.data.rows.filter((row) => count(row) > 0).length) });

function drawSums() {
  const sum = view.data.sum;
  const cards = [
    [words("Offices online"), `${sum.online}/${sum.offices}`, sum.online === sum.offices ? words("all connected") : words("{n} not connected", { n: sum.offices - sum.online })],
    [words("Complete"), `${sum.complete}/${sum.offices}`, words("{n} facts still to come", { n: format.number(sum.backlog) })],
    [words("Numbers today"), format.number(sum.tickets_today), among((row) => row.tickets_today)],
    [words("Ratings today"), format.number(sum.ratings_today), among((row) => row.ratings_today)],
    [words("Response rate"), percent(sum.rated_share), words("{n} ratings / {of} services", { n: format.number(sum.ratings_today), of: format.number(sum.windows_today) })],
    [words("Offices with an alarm"), format.number(sum.alarmed), sum.alarmed ? words("see “Needs attention”") : words("none"), sum.alarmed ? "sum-bad" : ""],
  ];
  fill(place("sums"), cards.map(([title, big, small, kind = ""]) => make("div", { class: `sum ${kind}` }, title, make("b", {}, big), make("small", {}, small))));
}

function drawFailures() {
  const notes = [];
  const at = view.data.at ? format.clock(view.data.at) : null;
  const kept = at ? words("The figures below are of {time}.", { time: at }) : words("There are no figures yet.");
  const silent = words("The server does not answer. Trying again by itself…");
  const away = words("The database does not answer.");
  const patient = words("Offices keep their facts until it is back.");
  if (!view.answered) notes.push([silent, kept].join(" "));
  else if (!view.data.database) notes.push([away, kept, patient].join(" "));
  if (view.answered && !view.data.broker) notes.push(words("The broker cannot be reached: nothing arrives at the moment. Offices keep their facts until it is back."));
  const text = notes.join("|");
  if (place("failures").dataset.text === text) return;
  place("failures").dataset.text = text;
  fill(place("failures"), notes.map((note) => make("p", { class: "note note-bad" }, note)));
}

function drawHeads() {
  fill(place("heads"), COLUMNS.map((column) => {
    const sorted = view.sort === column.key;
    const press = () => { view.down = sorted ? !view.down : column.down ?? false; view.sort = column.key; drawHeads(); drawRows(); };
    return make("th", { class: column.end ? "end" : "", "aria-sort": sorted ? (view.down ? "descending" : "ascending") : null },
      make("button", { type: "button", onclick: press }, column.title));
  }));
}

const collator = new Intl.Collator("vi", { numeric: true });

function inOrder(one, other) {
  const value = COLUMNS.find((column) => column.key === view.sort).value;
  const [a, b] = [value(one), value(other)];
  const order = typeof a === "string" ? collator.compare(a, b) : a - b;
  return (view.down ? -order : order) || collator.compare(one.name, other.name);
}

function drawRows() {
  const wanted = { text: place("search").value, unit: place("unit").value, state: place("state").value };
  const shown = view.data.rows.filter((row) => matches(row, wanted)).sort(inOrder);
  const elements = shown.map((row) => {
    const text = JSON.stringify([format.day(serverNow()), row]);
    const kept = drawn.get(row.id);
    if (kept?.text === text) return kept.element;
    const element = rowOf(row);
    drawn.set(row.id, { text, element });
    return element;
  });
  const body = place("rows");
  if (elements.length !== body.children.length || elements.some((element, at) => body.children[at] !== element)) body.replaceChildren(...elements);
  const all = view.data.rows.length;
  place("shown").textContent = shown.length === all ? "" : words("{n} of {all}", { n: shown.length, all });
  drawEmpty(all, shown.length);
}

function drawEmpty(all, shown) {
  for (const id of ["search", "state", "sums"]) place(id).closest("label, select, section").hidden = all === 0;
  place("heads").parentElement.hidden = all === 0;
  if (shown > 0) fill(place("empty"));
  else if (all > 0) fill(place("empty"), make("div", { class: "empty" }, make("b", {}, words("No office matches"))));
  else fill(place("empty"), make("div", { class: "empty" }, make("b", {}, words("No offices yet")),
    make("p", {}, words("Add an office and give it its bundle; its row appears here as soon as it greets."))));
}

function drawUnits() {
  const options = [["", words("Whole tier")], ...view.data.units.map((unit) => [unit.id, `${"\u2003".repeat(unit.depth)}${[unit.label, unit.name].filter(Boolean).join(" ")}`])];
  const text = JSON.stringify(options);
  if (place("unit").dataset.text === text) return;
  const chosen = place("unit").value;
  place("unit").dataset.text = text;
  fill(place("unit"), options.map(([value, label]) => make("option", { value }, label)));
  place("unit").value = options.some(([value]) => value === chosen) ? chosen : "";
  place("unit").hidden = options.length === 1;
}

function draw() {
  drawFailures();
  drawSums();
  drawUnits();
  drawRows();
  attention(place("attention"), view.data.rows);
  place("attention").parentElement.hidden = view.data.rows.length === 0;
}

async function look() {
  try {
    view.data = heard(await get("/live", { tries: 1 }));
    view.answered = true;
  } catch (error) {
    if (!(error instanceof Problem || error instanceof NoAnswer)) throw error;
    view.answered = false;
  }
  draw();
}

async function goOn() {
  if (!document.hidden) await look();
  setTimeout(goOn, EVERY_MS);
}

fill(place("state"), STATES.map(([value, label]) => make("option", { value }, label)));
for (const id of ["search", "unit", "state"]) place(id).addEventListener("input", drawRows);
drawHeads();
draw();
prepareAdding(look, () => view.data.units);
setTimeout(goOn, EVERY_MS);
