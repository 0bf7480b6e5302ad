// The lines of the list, with the matches lit; and what helps when there is none.
import { make, picture, words } from "../page.js";
import { toProcedure } from "./places.js";
import { calm, lit, unknownShort, vi } from "./wording.js";

export const drawHits = (items) => make("ul", { class: "hits", "aria-label": words("Procedures") }, items.map((item) => make("li", {}, drawHit(item))));

function drawHit({ key, code, name, field, deadline, fee, online, match }) {
  const about = [code && make("span", { class: "num" }, code), make("span", vi, field), online && make("span", { class: "tag tag-good" }, words("online"))].filter(Boolean);
  return make("a", { class: "hit", href: toProcedure(key), "data-key": key },
    make("span", { class: "hit-text" }, make("b", { class: "hit-name", ...vi }, lit(name, match ?? [])), make("span", { class: "hit-about" }, about),
      make("span", { class: "hit-facts" }, fact(words("Time needed"), deadline), fact(words("Fee"), fee))), picture("forward", 24));
}

const fact = (label, value) => make("span", { class: "hit-fact" }, make("small", {}, label), " ", value ? make("span", vi, value) : unknownShort());

/** Nothing was found: what may help, and the ways back. */
export function drawNothing(q, field, { clear, everyField }) {
  const title = q ? words("Nothing was found for “{text}”.", { text: q }) : words("There is nothing in this field.");
  const help = [words("Two or three words are enough, for example “khai sinh” or “sao y”."), words("Marks and small typing mistakes do not matter."), words("If it is not here, please ask at a counter: somebody there will help you.")];
  return calm("search", title, make("ul", { class: "help" }, help.map((line) => make("li", {}, line))), make("div", { class: "acts" },
    field && q ? make("button", { class: "button button-go", type: "button", onclick: everyField }, words("Search in all fields")) : null,
    make("button", { class: "button", type: "button", onclick: clear }, words("Show all procedures"))));
}
