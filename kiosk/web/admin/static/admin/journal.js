// Who did what: the journal as sentences, newest first, by group, person or number.
import { fill, format, make, page, picture, words } from "../pages/page.js";
import { get } from "../pages/call.js";
import { toast } from "../pages/toasts.js";
import { doing, empty, field, sentence } from "./forms.js";
import { doerOf, drawingOf, sentenceOf } from "./deeds_in_words.js";

const view = { deeds: page.data.found.deeds, before: page.data.found.before, group: "", by: "", number: "" };
const content = document.getElementById("content");
const list = make("section", { class: "card" });
const GROUPS = [["", () => words("Everything")], ["tickets", () => words("Numbers")], ["counters", () => words("Counters")], ["people", () => words("People")], ["office", () => words("The office")], ["devices", () => words("Devices")], ["day", () => words("Working day")]];

function filters() {
  const chips = make("div", { class: "chips", role: "group", "aria-label": words("What") });
  const drawChips = () => fill(chips, GROUPS.map(([key, label]) => make("button", { class: "chip", type: "button", "aria-pressed": String(view.group === key), onclick: () => { view.group = key; drawChips(); chips.querySelector("[aria-pressed=true]").focus(); void search(); } }, label())));
  drawChips();
  const who = field({ name: "by", label: words("Who"), kind: "select", value: "", options: [["", words("Everybody")], ...page.data.people.map((one) => [one.id, one.name])] });
  const number = make("input", { name: "number", "aria-label": words("Number"), placeholder: words("Number, e.g. A023"), autocomplete: "off", maxlength: 16 });
  const form = make("form", { class: "filters", role: "search" }, make("div", { class: "search" }, picture("search", 22), number), who);
  let timer = 0;
  const later = () => { clearTimeout(timer); timer = setTimeout(() => { view.by = form.elements.by.value; view.number = number.value.trim(); void search(); }, 250); };
  form.addEventListener("input", later);
  form.addEventListener("submit", (event) => { event.preventDefault(); later(); });
  return [chips, form];
}

let turn = 0;

async function ask(before) {
  turn += 1;
  const mine = turn;
  const query = new URLSearchParams({ group: view.group, by: view.by, number: view.number, ...(before && { before }) });
  const found = await doing_(() => get(`/api/v1/admin/deeds?${query}`));
  return mine === turn ? found : undefined;
}

/** Refusals as a toast, success in silence. */
async function doing_(act) {
  try {
    return await act();
  } catch (error) {
    await doing(() => { throw error; }, sentence(error));
    return undefined;
  }
}

async function search() {
  const found = await ask(null);
  if (found) { Object.assign(view, found); draw(); }
}

async function older() {
  const found = await ask(view.before);
  if (!found) return;
  Object.assign(view, { deeds: [...view.deeds, ...found.deeds], before: found.before });
  draw();
}

function draw() {
  if (!view.deeds.length) { fill(list, empty(picture("list", 48), words("Nothing found"), words("Choose something else above."))); return; }
  const rows = [];
  let day = "";
  for (const deed of view.deeds) {
    if (format.day(deed.at) !== day) { day = format.day(deed.at); rows.push(make("li", { class: "deeds-day" }, day)); }
    rows.push(row(deed));
  }
  fill(list, make("ol", { class: "deeds" }, rows), view.before ? make("div", { class: "more" }, make("button", { class: "button", type: "button", onclick: older }, words("Show older"))) : null);
}

const row = (deed) => make("li", { class: "deed" }, make("time", { datetime: deed.at }, format.clock(deed.at)), picture(drawingOf(deed.kind), 22), make("span", {}, sentenceOf(deed), make("small", {}, doerOf(deed))));

async function verify() {
  const found = await doing_(() => get("/api/v1/admin/journal"));
  if (!found) return;
  const broken = found.streams.find((one) => one.broken_at !== null);
  if (broken) toast(words("The journal does not hold at entry {n}. Please tell the tier above.", { n: broken.broken_at }), { kind: "bad", seconds: 60 });
  else toast(words("The journal is whole: {n} entries, none changed or missing.", { n: format.number(found.streams.reduce((sum, one) => sum + one.facts, 0)) }), { kind: "good" });
}

document.getElementById("acts").append(make("button", { class: "button", type: "button", id: "verify", onclick: verify }, picture("check", 20), words("Check the journal")));
fill(content, filters(), list);
draw();
