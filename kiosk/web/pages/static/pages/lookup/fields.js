// The fields (lĩnh vực) as keys to tap; the chosen one stays in sight, and many of them are folded away.
import { fill, format, make, words } from "../page.js";
import { vi } from "./wording.js";

const SHOWN = matchMedia("(max-width: 40rem)").matches ? 4 : 8;
let unfolded = false;

/** Keys for these fields ({name, count}), `chosen` or "" for all; `choose(name)` when one is tapped. */
export function drawFields(fields, chosen, choose) {
  const all = fields.some(({ name }) => name === chosen) || !chosen ? fields : [{ name: chosen, count: 0 }, ...fields];
  if (all.length < 2 && !chosen) return null;
  const row = make("div", { class: "chips", role: "group", "aria-label": words("Fields") });
  const draw = () => {
    const shown = unfolded ? all : all.filter(({ name }, at) => at < SHOWN || name === chosen);
    const rest = all.length - shown.length;
    fill(row, chip(words("All"), !chosen, () => choose("")), shown.map(({ name, count }) => chip(name, name === chosen, () => choose(name === chosen ? "" : name), count)),
      rest ? fold(words("{n} more fields", { n: rest }), true) : unfolded && all.length > SHOWN ? fold(words("Fewer fields"), false) : null);
  };
  const fold = (label, open) => make("button", { class: "chip chip-more", type: "button", "aria-expanded": String(!open), onclick: () => { unfolded = open; draw(); row.querySelector(".chip-more").focus(); } }, label);
  draw();
  return row;
}

function chip(label, isChosen, onclick, count = 0) {
  const number = count ? make("small", {}, format.number(count)) : null;
  return make("button", { class: "chip", type: "button", "aria-pressed": String(isChosen), onclick }, make("span", count ? vi : {}, label), number);
}
