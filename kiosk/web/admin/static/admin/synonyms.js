// The words people search with: what was searched and not found, and the everyday words that lead to a procedure's own.
import { fill, format, make, page, picture, words } from "../pages/page.js";
import { get, NoAnswer, post, Problem } from "../pages/call.js";
import { asker, chips, inFigures, rested, table } from "./asking.js";
import { doing, edit, empty, field, may, valueOf } from "./forms.js";

const PERIODS = [7, 30, 90];
const view = { days: 30, only: "", misses: null, items: null };
const content = document.getElementById("content");
const figures = make("div", { class: "figures" });
const missesHost = make("div", {});
const listHost = make("div", {});
const period = make("div", {});

// --- searched and not found --------------------------------------------------------------------------------------
const askMisses = asker(missesHost);

async function loadMisses() {
  drawPeriod();
  await askMisses(() => get(`/api/v1/admin/misses?days=${view.days}`, { tries: 2 }), (found) => { view.misses = found; return drawnMisses(); });
}

function drawPeriod() {
  const at = document.activeElement?.dataset.key;
  fill(period, chips(words("Period"), PERIODS.map((days) => [days, words("{n} days", { n: days })]), view.days, (days) => { view.days = days; void loadMisses(); }));
  if (at) period.querySelector(`[data-key="${CSS.escape(at)}"]`)?.focus();
}

function drawnMisses() {
  const { items, searches, opened, missed } = view.misses;
  const one = (label, n) => make("div", { class: "figure" }, label, make("b", {}, format.number(n)));
  fill(figures, one(words("Searches"), searches), one(words("Procedures opened"), opened), one(words("Not found"), missed));
  if (!items.length) return empty(picture("check", 48), words("Nothing was missed"), words("What people search for and do not find stands here, with how often."));
  return table([words("Searched"), words("How often"), words("Last"), ""], items.map(miss), "misses");
}

const miss = (one) => make("tr", { "data-query": one.query }, make("td", { class: "procedure-name" }, make("b", {}, one.query)), make("td", { class: "num" }, format.number(one.count)), make("td", { class: "num nowrap" }, inFigures(one.last)),
  make("td", { class: "acts" }, may ? make("span", { class: "acts acts-row" }, make("button", { class: "button button-small", type: "button", "aria-label": `${words("Teach it…")} – ${one.query}`, onclick: () => change({ said: one.query, means: "" }) }, words("Teach it…")),
    make("button", { class: "button button-small button-plain", type: "button", "aria-label": `${words("Take it off")} – ${one.query}`, onclick: () => forget(one) }, words("Take it off"))) : null));

async function forget(one) {
  if (await doing(() => post("/api/v1/admin/misses/forget", { query: one.query }).then(() => true), words("“{query}” is taken off the list.", { query: one.query }))) void loadMisses();
}

// --- everyday words ----------------------------------------------------------------------------------------------
const askList = asker(listHost);
const loadList = () => askList(() => get("/api/v1/admin/synonyms", { tries: 2 }), (found) => { view.items = found.items; return drawnList(); });
const folded = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").replace(/đ/gi, "d").toLowerCase();

function drawnList() {
  if (!view.items.length) return empty(picture("large_text", 48), words("No everyday words"), words("“Sang tên sổ đỏ” leads to the transfer of land use rights once somebody has written it down here."));
  const wanted = folded(view.only);
  const shown = view.items.filter((one) => folded(`${one.said} ${one.means}`).includes(wanted));
  if (!shown.length) return empty(picture("search", 48), words("Nothing found"), words("Try other words."));
  return table([words("People say"), words("It means"), "", ""], shown.map(synonym), "synonyms");
}

const synonym = (one) => make("tr", { "data-id": one.id }, make("td", { class: "procedure-name" }, make("b", {}, one.said)), make("td", { class: "procedure-name" }, one.means), make("td", {}, one.shipped ? make("span", { class: "tag" }, words("Shipped")) : null),
  make("td", { class: "acts" }, may ? make("span", { class: "acts acts-row" }, make("button", { class: "button button-small", type: "button", "aria-label": `${words("Change…")} – ${one.said}`, onclick: () => change(one) }, words("Change…")),
    make("button", { class: "button button-small button-plain", type: "button", "aria-label": `${words("Remove")} – ${one.said}`, onclick: () => remove(one) }, words("Remove"))) : null));

const redraw = () => { if (view.items) fill(listHost, drawnList()); };
const add = async ({ said, means }) => put((await post("/api/v1/admin/synonyms", { said, means })).synonym);
const set = async (id, { said, means }) => put((await post(`/api/v1/admin/synonyms/${id}`, { said, means })).synonym);

function put(synonym_) {
  const place = view.items.findIndex((one) => one.id === synonym_.id);
  if (place < 0) view.items.unshift(synonym_); else view.items[place] = synonym_;
  redraw();
  return synonym_;
}

async function drop(one) {
  await post(`/api/v1/admin/synonyms/${one.id}/remove`);
  view.items = view.items.filter((other) => other.id !== one.id);
  redraw();
  return true;
}

const remove = (one) => doing(() => drop(one), words("“{said}” is removed.", { said: one.said }), () => add(one));

/** `one` without an id: new words. */
async function change(one) {
  const found = make("div", { class: "found", "aria-live": "polite" });
  const look = rested(() => void try_(form_(), found), 300);
  const saved = await edit({
    title: one.id ? words("Everyday words") : words("New everyday words"), name: "synonym", wide: true,
    content: [make("div", { class: "form-row" }, field({ name: "said", label: words("People say"), value: one.said, maxlength: 80, oninput: look }),
      field({ name: "means", label: words("It means"), value: one.means, maxlength: 200, oninput: look, autofocus: Boolean(one.said), hint: words("Words of the procedure's own name, or its code; several are divided by “;”.") })), found],
    save: async (form) => {
      const given = { said: valueOf(form, "said").trim(), means: valueOf(form, "means").trim() };
      const done = await (one.id ? set(one.id, given) : add(given));
      await doing(async () => true, words("“{said}” leads there from now on.", { said: done.said }), one.id ? () => set(one.id, one) : () => drop(done));
      return done;
    },
  });
  if (saved && !one.id) void loadMisses();
}

const lastOf = (means) => means.split(";").at(-1).trim();
const form_ = () => document.querySelector("dialog[open] form");

/** What these words find now, so that nobody has to guess. */
async function try_(form, host) {
  const q = form ? lastOf(valueOf(form, "means")) : "";
  if (!q) { fill(host); return; }
  try {
    const { items } = await get(`/api/v1/procedures?${new URLSearchParams({ q, limit: 3 })}`, { tries: 1 });
    if (form !== form_() || lastOf(valueOf(form, "means")) !== q) return;
    fill(host, make("h3", {}, words("What is found with these words")), items.length ? make("ol", {}, items.map((one) => make("li", {}, one.name))) : make("p", { class: "wrong" }, words("Nothing is found with these words.")));
  } catch (error) {
    if (!(error instanceof Problem || error instanceof NoAnswer)) throw error;
    fill(host, make("p", { class: "quiet" }, error.message));
  }
}

function listCard() {
  const look = make("input", { type: "search", maxlength: 60, autocomplete: "off", "aria-label": words("Search"), placeholder: words("Search"), oninput: () => { view.only = look.value.trim(); redraw(); } });
  return make("section", { class: "card card-gap", id: "words" }, make("h2", {}, words("Everyday words")), make("p", { class: "quiet" }, words("Who searches for the words at the left finds what the words at the right find.")), make("div", { class: "filters" }, make("div", { class: "search" }, picture("search", 22), look)), listHost);
}

if (may) document.getElementById("acts").append(make("button", { class: "button button-go", type: "button", id: "add", onclick: () => change({ said: "", means: "" }) }, picture("plus", 20), words("Add everyday words")));
fill(content, make("section", { class: "card", id: "misses" }, make("h2", {}, words("Searched and not found")), period, figures, missesHost), listCard());
await Promise.all([loadMisses(), loadList()]);
