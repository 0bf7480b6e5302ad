// Figures in words: days, minutes with one decimal, shares; a dash for what nobody knows.
import { format, make, page, words } from "../pages/page.js";
import { Problem, NoAnswer } from "../pages/call.js";
import { toast } from "../pages/toasts.js";
import { table } from "./asking.js";
import { letter, named, sentence } from "./forms.js";

export const day = (text) => text.split("-").reverse().join("/");
export const minutes = (ms) => (ms === null ? "–" : words("{mean} min", { mean: format.number(ms / 60000, 1) }));
/** The same where the table says that these are minutes. */
export const bare = (ms) => (ms === null ? "–" : format.number(ms / 60000, 1));
export const signed = (ms) => (ms >= 3000 ? `+${minutes(ms)}` : minutes(ms));
export const percent = (part, whole) => (whole ? `${format.number((100 * part) / whole, 1)}${page.language === "vi" ? "\u00a0" : ""}%` : "–");

/** Boxes with one figure each, so many beside one another; `rows`: [label, value, what stands small below it]. */
export const boxes = (beside, rows) => make("div", { class: `figures figures-${beside} card-gap` }, rows.map(([label, value, small]) => make("div", { class: "figure" }, label, make("b", {}, value), small ? make("small", {}, small) : null)));

/** A service as the name of a row. */
export const serviceName = (one) => make("span", { class: "named-group" }, letter(one.prefix, named(one)), make("span", {}, named(one)));

/** A table whose first column names a group; `rows`: arrays of a name and of figures as text. */
export function tableOf(heads, rows) {
  const row = ([name, ...figures]) => make("tr", {}, make("th", { scope: "row" }, name), figures.map((text) => make("td", { class: "num" }, text)));
  return table(heads, rows.map(row), "table-figures");
}

let turn = 0;

/** The newest question's answer; undefined for an older one that comes late, and after a refusal that was told. */
export async function latest(ask, { quietly = false } = {}) {
  turn += 1;
  const mine = turn;
  try {
    const found = await ask();
    return mine === turn ? found : undefined;
  } catch (error) {
    if (!(error instanceof Problem || error instanceof NoAnswer)) throw error;
    if (!quietly) toast(sentence(error), { kind: "bad", seconds: 9 });
    return undefined;
  }
}
