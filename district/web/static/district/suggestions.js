// Suggestions of citizens: newest first, by office, reason and words.
import { fill, format, make, page, words } from "../pages/page.js";
import { asker, placeOptions } from "./places.js";

const PAUSE_MS = 250;
const place = (id) => document.getElementById(id);
const view = { place: "", reason: "", text: "", offset: 0 };
let waiting = 0;

function textOf(one) {
  if (one.text !== null) return make("p", { class: "said" }, one.text);
  return one.erased ? make("p", { class: "quiet" }, words("The words were erased.")) : null;
}

function letterOf(one) {
  return make("li", { class: "suggestion" },
    make("header", {}, make("b", {}, one.name), make("time", { datetime: new Date(one.at).toISOString() }, `${format.clock(one.at)} ${format.day(one.at)}`)),
    one.reasons.length ? make("div", { class: "tags" }, one.reasons.map((reason) => make("span", { class: "tag" }, reason))) : null,
    textOf(one));
}

function turningOf(found) {
  const step = page.data.a_page;
  const turn = (offset) => () => { view.offset = offset; ask(view); place("main").scrollIntoView(); };
  const newer = view.offset > 0 ? make("button", { class: "button", type: "button", onclick: turn(Math.max(0, view.offset - step)) }, words("Newer")) : null;
  const older = view.offset + step < found.total ? make("button", { class: "button", type: "button", onclick: turn(view.offset + step) }, words("Older")) : null;
  return [newer, older];
}

function emptyOf() {
  const sought = view.place || view.reason || view.text;
  return make("li", { class: "empty" }, make("b", {}, sought ? words("No suggestion matches") : words("No suggestions yet")),
    sought ? null : make("p", {}, words("What is written at an office stands here as soon as its facts have arrived.")));
}

/** The choices, kept as they are chosen. */
function drawChoices(found) {
  const offices = found.offices.map(([id, name, count]) => ({ id, text: `${name} (${format.number(count)})` }));
  fill(place("place"), placeOptions(page.data.units, offices));
  fill(place("reason"), make("option", { value: "" }, words("All reasons")), found.reasons.map(([label, count]) => make("option", { value: label }, `${label} (${format.number(count)})`)));
  place("place").value = view.place;
  place("reason").value = view.reason;
}

function draw(found) {
  drawChoices(found);
  place("shown").textContent = ["", words("1 suggestion")][found.total] ?? words("{n} suggestions", { n: format.number(found.total) });
  fill(place("letters"), found.items.length ? found.items.map(letterOf) : emptyOf());
  fill(place("turning"), turningOf(found));
}

const ask = asker("/api/v1/suggestions", draw, place("failure"));

function choose(change) {
  Object.assign(view, change, { offset: 0 });
  clearTimeout(waiting);
  waiting = setTimeout(() => ask(view), "text" in change ? PAUSE_MS : 0);
}

place("search").addEventListener("input", (event) => choose({ text: event.target.value }));
place("place").addEventListener("change", (event) => choose({ place: event.target.value }));
place("reason").addEventListener("change", (event) => choose({ reason: event.target.value }));
draw(page.data.found);
