// A list of the offices and units that one may look at, and asking anew while somebody goes on choosing.
import { fill, make, words } from "../pages/page.js";
import { NoAnswer, Problem, get } from "../pages/call.js";

/** Options for a `select`: everything, the units (indented), the offices below them. */
export function placeOptions(units, offices) {
  const indented = (unit) => `${"\u2003".repeat(unit.depth)}${[unit.label, unit.name].filter(Boolean).join(" ")}`;
  const parts = [make("option", { value: "" }, words("All offices"))];
  if (units.length) parts.push(make("optgroup", { label: words("Units") }, units.map((unit) => make("option", { value: unit.id }, indented(unit)))));
  if (offices.length) parts.push(make("optgroup", { label: words("Offices") }, offices.map((one) => make("option", { value: one.id }, one.text))));
  return parts;
}

/** Calls `draw` with what the address answers; an answer that was overtaken by a later question is dropped. */
export function asker(address, draw, failure) {
  let latest = 0;
  return async (asked) => {
    latest += 1;
    const mine = latest;
    try {
      const found = await get(`${address}?${new URLSearchParams(asked)}`, { tries: 2 });
      if (mine !== latest) return;
      fill(failure);
      draw(found);
    } catch (error) {
      if (!(error instanceof Problem || error instanceof NoAnswer)) throw error;
      if (mine === latest) fill(failure, make("p", { class: "note note-bad" }, error.message));
    }
  };
}
