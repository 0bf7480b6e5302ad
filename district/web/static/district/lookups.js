// What was searched and not found, over the offices.
import { fill, format, make, page, words } from "../pages/page.js";
import { asker, placeOptions } from "./places.js";

const place = (id) => document.getElementById(id);
const view = { place: "", days: page.data.days };
const number = (value) => format.number(value);
const end = (title, text) => make("td", { class: "end num", "data-title": title }, text);
const known = new Map();

function drawSums(total) {
  const share = total.searches ? words("{n} % of all searches", { n: number(Math.round((100 * total.missed) / total.searches)) }) : "";
  const sums = [[words("Searches"), total.searches, ""], [words("Pages opened"), total.opened, ""], [words("Nothing found"), total.missed, share]];
  fill(place("sums"), sums.map(([title, count, small]) => make("div", { class: "sum" }, title, make("b", {}, number(count)), make("small", {}, small))));
}

function rowOf(one) {
  return make("tr", {}, make("td", { class: "typed" }, make("b", {}, one.query)), end(words("Times"), number(one.times)), end(words("Offices"), number(one.offices)), make("td", { "data-title": words("Last time") }, format.day(`${one.last}T12:00:00`)));
}

function drawPlaces(offices) {
  for (const one of offices) known.set(one.id, { id: one.id, text: one.name });
  fill(place("place"), placeOptions(page.data.units, [...known.values()]));
  place("place").value = view.place;
}

function draw(found) {
  drawPlaces(found.offices);
  drawSums(found.total);
  place("shown").textContent = found.missed.length ? words("{n} different searches", { n: number(found.missed.length) }) : "";
  fill(place("missed"), found.missed.map(rowOf));
  place("missed").closest("table").hidden = found.missed.length === 0;
  fill(place("empty"), found.missed.length ? [] : make("div", { class: "empty" }, make("b", {}, words("Nothing was searched in vain")), make("p", {}, words("Offices send their counts when they close their day."))));
  fill(place("offices"), found.offices.map((one) => make("tr", {}, make("td", {}, one.name), end(words("Searches"), number(one.searches)), end(words("Not found"), number(one.missed)))));
}

const ask = asker("/api/v1/lookups", draw, place("failure"));

fill(place("days"), page.data.spans.map((days) => make("option", { value: days, selected: days === view.days }, words("The last {n} days", { n: number(days) }))));
place("days").addEventListener("change", (event) => { view.days = Number(event.target.value); ask(view); });
place("place").addEventListener("change", (event) => { view.place = event.target.value; ask(view); });
draw(page.data.found);
