// A page of content, drawn from its blocks: the same ones that the touch screen draws, and the preview of the editor.
// Nothing is ever parsed as markup; a link leads only where people can see that it leads.
import { make } from "./page.js";

const LISTS = { item: "ul", numbered: "ol" };
const SAFE = /^(https?:\/\/|mailto:|tel:)/i;
const LOCAL = /^\/(?![/\\])/;

/** The elements of these blocks (`kind`, `level`, `spans`, `cells`), for make() or fill(). */
export function drawBlocks(blocks) {
  const drawn = [];
  for (let at = 0; at < blocks.length;) {
    const run = sameFamily(blocks, at);
    drawn.push(draw(run));
    at += run.length;
  }
  return drawn.flat();
}

const familyOf = (block) => (LISTS[block.kind] ? "list" : block.kind);

/** A row of the first level is the head of a table: another one begins. */
const isHead = (block) => block.kind === "row" && block.level === 1;

/** Items that follow one another are one list, and rows one table; everything else stands alone. */
function sameFamily(blocks, at) {
  const family = familyOf(blocks[at]);
  let end = at + 1;
  if (family === "list" || family === "row") while (end < blocks.length && familyOf(blocks[end]) === family && !isHead(blocks[end])) end += 1;
  return blocks.slice(at, end);
}

function draw(run) {
  const [first] = run;
  if (LISTS[first.kind]) return lists(run);
  if (first.kind === "row") return table(run);
  if (first.kind === "heading") return make(`h${Math.min(Math.max(first.level || 1, 1) + 1, 5)}`, {}, drawSpans(first.spans));
  return make("p", {}, drawSpans(first.spans));
}

function lists(run) {
  const outer = [];
  const open = [];
  const last = () => open[open.length - 1];
  for (const block of run) {
    while (open.length && (last().level > block.level || (last().level === block.level && last().kind !== block.kind))) open.pop();
    if (!open.length || last().level < block.level) {
      const element = make(LISTS[block.kind]);
      const parent = last()?.element.lastElementChild;
      if (parent) parent.append(element); else outer.push(element);
      open.push({ level: block.level, kind: block.kind, element });
    }
    last().element.append(make("li", {}, drawSpans(block.spans)));
  }
  return outer;
}

function table(run) {
  const line = (tag, row) => make("tr", {}, (row.cells ?? []).map((cell) => make(tag, tag === "th" ? { scope: "col" } : {}, drawSpans(cell))));
  const heads = run.filter(isHead);
  return make("div", { class: "table-wrap" }, make("table", { class: "table" }, heads.length ? make("thead", {}, heads.map((row) => line("th", row))) : null,
    make("tbody", {}, run.slice(heads.length).map((row) => line("td", row)))));
}

/** The text of one line with its bold, italic and linked parts. */
export const drawSpans = (spans) => (spans ?? []).map(drawSpan);

function drawSpan({ text, bold = false, italic = false, href = null }) {
  let drawn = document.createTextNode(text);
  if (italic) drawn = make("i", {}, drawn);
  if (bold) drawn = make("b", {}, drawn);
  return href ? link(href, drawn) : drawn;
}

/** A link to another server opens beside this page and learns nothing of it; what is no address stays plain text. */
export function link(href, ...children) {
  if (LOCAL.test(href)) return make("a", { href }, children);
  if (!SAFE.test(href)) return make("span", {}, children);
  return make("a", { href, target: "_blank", rel: "noopener noreferrer" }, children);
}
