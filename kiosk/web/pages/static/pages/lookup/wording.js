// Sayings that several views share.
import { format, make, picture, words } from "../page.js";

/** What nobody is sure of is not said; 0 is a fee that somebody wrote. */
export const unknown = () => make("span", { class: "unknown" }, words("no information yet, please ask at a counter"));

/** The same for a line of a list. */
export const unknownShort = () => make("span", { class: "unknown" }, words("no information yet"));

/** Texts that the office keeps are Vietnamese, whatever the page speaks. */
export const vi = { lang: "vi" };

export const procedures = (n) => (n === 1 ? words("1 procedure") : words("{n} procedures", { n: format.number(n) }));

/** "23/11/2026" from "2026-11-23". */
export const dayOf = (iso) => iso.slice(0, 10).split("-").reverse().join("/");

export const dong = (amount) => (amount === 0 ? words("free of charge") : words("{amount} đ", { amount: format.number(amount) }));

/** A calm card: what is the case, and what can be done. */
export function calm(drawing, title, ...more) {
  return make("section", { class: "card empty" }, picture(drawing, 56), make("b", {}, title), more);
}

/** The head of a view, where the reader of a screen begins. */
export const heading = (text, attributes = {}) => make("h1", { tabindex: -1, "data-focus": true, ...attributes }, text);

/**
 * The text with the parts `[begin, end]` lit up. They are counted in characters, and JavaScript counts an emoji as two.
 */
export function lit(text, spans) {
  const letters = [...text];
  const drawn = [];
  let at = 0;
  for (const [begin, end] of [...spans].sort((one, other) => one[0] - other[0])) {
    if (begin < at || end <= begin) continue;
    drawn.push(letters.slice(at, begin).join(""), make("mark", {}, letters.slice(begin, end).join("")));
    at = end;
  }
  return [...drawn, letters.slice(at).join("")];
}
