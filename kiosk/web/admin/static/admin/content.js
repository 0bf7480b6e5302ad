// The pages that citizens read at the touch screen and on the lookup page: their order, one at a time in its editor; and
// where the progress of a dossier is asked for.
import { fill, make, page, picture, words } from "../pages/page.js";
import { get, post } from "../pages/call.js";
import { asker, inFigures, table } from "./asking.js";
import { drafts, editorOf } from "./content_editor.js";
import { dossierCard } from "./dossier.js";
import { doing, empty, may } from "./forms.js";

const NEW = "new";
const view = { items: null, most: 0, longest: 0 };
const content = document.getElementById("content");
const acts = document.getElementById("acts");
const list = make("section", { class: "card", id: "pages" });
const ask = asker(list);
const dossier = dossierCard();

const load = () => ask(() => get("/api/v1/admin/content", { tries: 2 }), (found) => { Object.assign(view, found); return drawn(); });

const STATES = {
  shown: ["tag-good", () => words("Shown")], coming: ["tag-warn", () => words("Later")], over: ["", () => words("Over")], unfilled: ["tag-warn", () => words("Not filled in: not shown")],
};

function drawn() {
  drawActs();
  if (!view.items.length) return empty(picture("information", 48), words("No pages yet"), words("Rules, forms, fees, leaders: what people ask for at the counter again and again."));
  return table(["", words("Page"), words("State"), words("Shown on"), words("Changed"), ""], view.items.map(row), "pages");
}

function row(one, place) {
  const [kind, label] = STATES[one.state];
  const move = (step, text, name) => make("button", { class: `button button-small ${name}`, type: "button", "aria-label": text, title: text, "data-key": `${name}-${one.slug}`, disabled: !view.items[place + step], onclick: () => order(place, step) }, picture("back", 16));
  return make("tr", { "data-slug": one.slug }, make("td", {}, picture(one.pictogram, 28)), make("td", { class: "wide-cell" }, make("a", { class: "page-link", href: `#${one.slug}` }, one.title), drafts.has(one.slug) ? make("span", { class: "tag tag-warn tag-beside" }, words("Not saved")) : null),
    make("td", {}, make("span", { class: `tag ${kind}` }, label())), make("td", { class: "nowrap" }, span(one)), make("td", { class: "nowrap num" }, one.updated_on ? inFigures(one.updated_on) : "–"),
    make("td", { class: "acts" }, may ? make("span", { class: "acts acts-row" }, make("span", { class: "move" }, move(-1, words("Move {name} up", { name: one.title }), "up"), move(1, words("Move {name} down", { name: one.title }), "down")),
      make("button", { class: "button button-small button-plain", type: "button", "aria-label": `${words("Remove")} – ${one.title}`, onclick: () => remove(one) }, words("Remove"))) : null));
}

function span({ since, until }) {
  if (since && until) return `${inFigures(since)} – ${inFigures(until)}`;
  if (since) return words("from {date}", { date: inFigures(since) });
  return until ? words("until {date}", { date: inFigures(until) }) : words("not limited");
}

function redraw() {
  const at = document.activeElement?.dataset.key;
  fill(list, drawn());
  if (at) list.querySelector(`[data-key="${CSS.escape(at)}"]`)?.focus();
}

const taken = (answer) => { view.items = answer.items; redraw(); return true; };

async function order(place, step) {
  const before = view.items.map((one) => one.slug);
  const wanted = [...before];
  [wanted[place], wanted[place + step]] = [wanted[place + step], wanted[place]];
  const set = async (slugs) => taken(await post("/api/v1/admin/content/order", { slugs }));
  await doing(() => set(wanted), words("The pages are shown in this order now."), () => set(before));
}

async function remove(one) {
  const slugs = view.items.map((other) => other.slug);
  const again = async () => { await post(`/api/v1/admin/content/${one.slug}/restore`, { version: one.version }); return taken(await post("/api/v1/admin/content/order", { slugs })); };
  await doing(async () => taken(await post(`/api/v1/admin/content/${one.slug}/remove`)), words("“{title}” is removed.", one), again);
  drafts.delete(one.slug);
}

function drawActs() {
  fill(acts, may ? make("a", { class: "button button-go", href: `#${NEW}`, "data-key": "add" }, picture("plus", 20), words("Add a page")) : null);
}

async function show() {
  const slug = decodeURIComponent(location.hash.slice(1));
  if (!slug) { drawActs(); fill(content, list, dossier); await load(); return; }
  await load(); // an editor begins with what the office has now, not with what was listed before
  if (decodeURIComponent(location.hash.slice(1)) !== slug) return;
  const one = view.items?.find((other) => other.slug === slug) ?? null;
  if (!one && slug !== NEW) { location.hash = ""; return; }
  fill(acts, make("a", { class: "button", href: "#", "data-key": "list" }, picture("back", 20), words("All pages")));
  fill(content, editorOf(one, view));
  scrollTo(0, 0);
}

window.addEventListener("hashchange", () => void show());
await show();
