// Parts of a page that ask the office for what they show: calm while nothing came, plain words and another try when
// nobody answers, and an answer that a later question overtook is not shown.
import { fill, make, picture, words } from "../pages/page.js";
import { NoAnswer, Problem } from "../pages/call.js";

/** Returns `ask(question, draw)`: fills `host` with what `draw` makes of the answer. Resolves to the answer, or undefined. */
export function asker(host) {
  let turn = 0;
  return async function ask(question, draw) {
    turn += 1;
    const mine = turn;
    host.setAttribute("aria-busy", "true");
    if (!host.hasChildNodes()) fill(host, make("p", { class: "quiet" }, words("Reading…")));
    try {
      const answer = await question();
      if (mine !== turn) return undefined;
      fill(host, draw(answer));
      return answer;
    } catch (error) {
      if (!(error instanceof Problem || error instanceof NoAnswer)) throw error;
      if (mine === turn) fill(host, failed(error, () => ask(question, draw)));
      return undefined;
    } finally {
      if (mine === turn) host.removeAttribute("aria-busy");
    }
  };
}

const failed = (error, again) => make("div", { class: "note note-bad", role: "alert" }, picture("warning", 26), make("span", {}, error.message),
  make("button", { class: "button button-small", type: "button", "data-key": "again", onclick: again }, words("Try again")));

/** `run` after a rest of typing. */
export function rested(run, ms = 250) {
  let timer = 0;
  return () => { clearTimeout(timer); timer = setTimeout(run, ms); };
}

/** A table in a box of its own; `heads` [] = none. Where the box is narrow, cells stand below one another with their heads. */
export function table(heads, rows, kind = "") {
  for (const row of rows) heads.forEach((text, at) => { if (at && text) row.cells[at].dataset.head = text; });
  return make("div", { class: "table-wrap" }, make("table", { class: `table ${kind}` },
    heads.length ? make("thead", {}, make("tr", {}, heads.map((text) => make("th", { scope: "col" }, text)))) : null, make("tbody", {}, rows)));
}

/** Buttons of which one is pressed: `choices` are [key, label]. */
export const chips = (label, choices, chosen, choose) => make("div", { class: "chips", role: "group", "aria-label": label }, choices.map(([key, text]) =>
  make("button", { class: "chip", type: "button", "data-key": `chip-${key}`, "aria-pressed": String(key === chosen), onclick: () => choose(key) }, text)));

/** The ISO date so many days later. */
export const daysLater = (date, days) => new Date(Date.parse(`${date}T12:00:00Z`) + days * 86400000).toISOString().slice(0, 10);

/** "25/12/2026" of an ISO date, also of one with a time. */
export const inFigures = (date) => date.slice(0, 10).split("-").reverse().join("/");
