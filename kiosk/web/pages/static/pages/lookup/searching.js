// The list of procedures: searched as one types, by field, most asked first. The last answers are kept for a while, so
// that going back shows the list as it was, and a deleted letter costs nothing.
import { fill, make, words } from "../page.js";
import { Problem } from "../call.js";
import { ask, oneAtATime } from "./asking.js";
import { drawFields } from "./fields.js";
import { drawHits, drawNothing } from "./hits.js";
import { LONGEST, beforeLeaving, leadLanguagesHere, shortened, toSearch } from "./places.js";
import { calm, heading, procedures } from "./wording.js";
import { searchBox } from "./search_box.js";

const PER_PAGE = 20;
const QUIET_MS = 150;
const SETTLED_MS = 700; // browsers refuse addresses that change with every letter
const KEPT_MS = 300_000;
const KEPT = 30;
const kept = new Map();

/** Draws the search and its list; resolves when the first list is there. */
export async function showSearch({ q, field }, { view, signal, moved }) {
  const search = { q, field, signal, asking: oneAtATime(signal), items: [], timers: {}, places: frame(view) };
  const box = searchBox({ value: q, longest: LONGEST, place: search.places, onInput: (text) => changed(search, { q: shortened(text) }, QUIET_MS) });
  fill(search.places.box, box.element);
  search.focus = box.focus;
  search.clear = () => { box.put(""); changed(search, { q: "", field: "" }, 0); box.focus(); };
  beforeLeaving(() => settle(search));
  signal.addEventListener("abort", () => end(search, box), { once: true });
  if (!moved && matchMedia("(pointer: fine)").matches) box.focus();
  await find(search);
  return words("Look up procedures");
}

function end({ timers }, box) {
  for (const timer of Object.values(timers)) clearTimeout(timer);
  beforeLeaving(null);
  box.end();
}

function frame(view) {
  const places = {
    box: make("div", { class: "search-place" }), fields: make("div", { class: "fields" }), count: make("p", { class: "count", role: "status", "aria-live": "polite" }),
    list: make("div", { class: "hits-place" }), more: make("div", { class: "more" }),
  };
  fill(view, make("div", { class: "searching" }, heading(words("What would you like to do?")), places.box, places.fields, places.count, places.list, places.more));
  return places;
}

/** Ask anew a little after the last letter, and let the address follow when the person has stopped. */
function changed(search, change, after) {
  Object.assign(search, change);
  clearTimeout(search.timers.ask);
  clearTimeout(search.timers.settle);
  search.timers.ask = setTimeout(() => { void find(search); }, after);
  search.timers.settle = setTimeout(() => settle(search), SETTLED_MS);
}

function settle({ q, field }) {
  history.replaceState(history.state, "", toSearch(q.trim(), field));
  leadLanguagesHere();
}

async function find(search) {
  search.places.list.setAttribute("aria-busy", "true");
  const signal = search.asking.next();
  const answer = await answered(search, signal);
  if (!answer || signal.aborted) return;
  search.places.list.removeAttribute("aria-busy");
  draw(search, answer);
}

/** The answer, or the office's refusal drawn; null when another question came. */
async function answered({ q, field, places }, signal) {
  const question = questionOf(q.trim(), field, 0);
  const before = kept.get(question);
  if (before && performance.now() - before.at < KEPT_MS) return before.answer;
  try {
    return keep(question, await ask(question, signal));
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    places.list.removeAttribute("aria-busy");
    fill(places.list, calm("warning", error.message));
    return null;
  }
}

function questionOf(q, field, offset) {
  const asked = new URLSearchParams({ ...(q && { q }), ...(field && { field }), limit: PER_PAGE, ...(offset && { offset }) });
  return `/procedures?${asked}`;
}

function keep(question, answer) {
  if (!answer) return null;
  kept.delete(question);
  kept.set(question, { answer, at: performance.now() });
  if (kept.size > KEPT) kept.delete(kept.keys().next().value);
  return answer;
}

function draw(search, answer) {
  const { places, q, field } = search;
  const isEmpty = !answer.total && !q.trim() && !field;
  places.box.hidden = isEmpty;
  fill(places.fields, isEmpty ? null : drawFields(answer.fields, field, (name) => changed(search, { field: name }, 0)));
  fill(places.count, isEmpty ? null : counted(answer, q.trim(), field));
  const reading = places.list.contains(document.activeElement) ? document.activeElement.dataset.key : null;
  if (answer.total) fill(places.list, drawHits(answer.items));
  else fill(places.list, isEmpty ? nothingKept() : drawNothing(q.trim(), field, { clear: search.clear, everyField: () => changed(search, { field: "" }, 0) }));
  if (reading) goOnReading(search, reading);
  offerMore(search, answer);
}

/** Who had gone down to a line while an answer was on its way stays at it, or begins at the top again. */
function goOnReading({ places, focus }, key) {
  const line = places.list.querySelector(`[data-key="${CSS.escape(key)}"]`) ?? places.list.querySelector(".hit");
  if (line) line.focus(); else focus();
}

const nothingKept = () => calm("paper", words("No procedures have been entered here yet."), make("p", {}, words("Please ask at a counter.")));

/** How many there are, and what was searched instead of what was typed. */
function counted({ total, searched }, q, field) {
  if (!total) return null;
  const how = q || field ? procedures(total) : words("Asked for most often come first · {n}", { n: procedures(total) });
  return searched ? [how, " · ", words("searched for “{text}”", { text: searched })] : how;
}

function offerMore(search, answer) {
  const shown = search.places.list.querySelectorAll(".hit").length;
  if (!answer.total || shown >= answer.total) return fill(search.places.more);
  const button = make("button", { class: "button", type: "button" }, words("Show more ({n} left)", { n: answer.total - shown }));
  button.addEventListener("click", () => { void fetchMore(search, answer, shown, button); });
  return fill(search.places.more, button);
}

async function fetchMore(search, answer, shown, button) {
  button.disabled = true;
  const signal = search.asking.next();
  const more = await ask(questionOf(search.q.trim(), search.field, shown), signal);
  if (!more || signal.aborted) return;
  const whole = keep(questionOf(search.q.trim(), search.field, 0), { ...answer, items: [...answer.items, ...more.items], total: more.total });
  draw(search, whole);
  search.places.list.querySelectorAll(".hit")[shown]?.focus();
}
