// Buttons that write Markdown's signs, so that nobody has to know them.
import { make, words } from "../pages/page.js";

const MARKS = [
  ["heading", () => words("Heading"), (area) => lines(area, () => "## ")],
  ["bold", () => words("Bold"), (area) => around(area, "**", words("bold text"))],
  ["item", () => words("List"), (area) => lines(area, () => "- ")],
  ["numbered", () => words("Numbered list"), (area) => lines(area, (at) => `${at + 1}. `)],
  ["leaders", () => words("Leaders"), (area) => put(area, area.selectionEnd, area.selectionEnd, "\n\n[[lãnh đạo]]\n")],
  ["link", () => words("Link"), (area) => put(area, area.selectionStart, area.selectionEnd, link(chosen(area) || words("what it says")))],
  ["table", () => words("Table"), (area) => put(area, area.selectionEnd, area.selectionEnd, grid(words("Item"), words("How much")))],
];

export const marksOf = (area) => make("div", { class: "marks", role: "group", "aria-label": words("Write") }, MARKS.map(([key, label, act]) =>
  make("button", { class: "button button-small", type: "button", "data-mark": key, onclick: () => act(area) }, label())));

const link = (text) => `[${text}](https://)`;
const grid = (first, second) => `\n\n| ${first} | ${second} |\n| --- | --- |\n|  |  |\n`;
const chosen = (area) => area.value.slice(area.selectionStart, area.selectionEnd);

/** As if it had been typed, so that Ctrl+Z takes it back. */
function put(area, from, to, text) {
  area.focus();
  area.setSelectionRange(from, to);
  if (!document.execCommand("insertText", false, text)) {
    area.setRangeText(text, from, to, "end");
    area.dispatchEvent(new Event("input", { bubbles: true }));
  }
}

function around(area, sign, otherwise) {
  const [from, text] = [area.selectionStart, chosen(area) || otherwise];
  put(area, from, area.selectionEnd, `${sign}${text}${sign}`);
  area.setSelectionRange(from + sign.length, from + sign.length + text.length);
}

/** Before each line that is touched; a line that has the sign loses it. */
function lines(area, sign) {
  const from = area.value.lastIndexOf("\n", area.selectionStart - 1) + 1;
  const next = area.value.indexOf("\n", area.selectionEnd);
  const to = next < 0 ? area.value.length : next;
  const touched = area.value.slice(from, to).split("\n");
  const off = touched.every((line, at) => line.startsWith(sign(at)));
  put(area, from, to, touched.map((line, at) => (off ? line.slice(sign(at).length) : `${sign(at)}${line.replace(/^(#+ |[-*] |\d+\. )/, "")}`)).join("\n"));
}
