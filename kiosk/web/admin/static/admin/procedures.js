// The catalogue of procedures: the list with its search, one procedure at a time, and a whole file at once. Where one is,
// stands in the address behind "#", so that the browser's way back works.
import { fill, format, make, page, picture, words } from "../pages/page.js";
import { get } from "../pages/call.js";
import { asker, chips, inFigures, rested, table } from "./asking.js";
import { empty, field, letter, may } from "./forms.js";
import { fileView } from "./procedure_file.js";
import { known } from "./procedure_form.js";
import { oneView, unsaved } from "./procedure_one.js";

const PAGE = 50;
const FILE = "file";
const NEW = "new";
const view = { q: "", field: "", state: "in_force", found: null };
const content = document.getElementById("content");
const acts = document.getElementById("acts");
const head = make("div", {});
const list = make("section", { class: "card", id: "list" });
const ask = asker(list);

const STATES = { in_force: () => words("In force"), coming: () => words("Coming"), repealed: () => words("Repealed") };
const letters = new Map(page.data.services.map((one) => [one.id, one]));

const address = (offset) => `/api/v1/admin/procedures?${new URLSearchParams({ q: view.q, field: view.field, state: view.state, offset, limit: PAGE })}`;

async function search() {
  const found = await ask(() => get(address(0), { tries: 2 }), (answer) => { view.found = answer; return drawn(); });
  if (found) drawHead();
}

async function further(event) {
  const next = await ask(() => get(address(view.found.items.length), { tries: 2 }), (answer) => {
    view.found = { ...answer, items: [...view.found.items, ...answer.items] };
    return drawn();
  });
  if (next && event) list.querySelectorAll("tbody tr a")[view.found.items.length - next.items.length]?.focus();
}

function drawn() {
  const { items, total } = view.found;
  if (!items.length) return nothing();
  return [make("p", { class: "quiet small", role: "status" }, words("Procedures: {n}", { n: format.number(total) })), table([words("Code"), words("Procedure"), words("Number for"), words("Deadline"), words("Fee"), words("From when")], items.map(row), "procedures"),
    items.length < total ? make("div", { class: "more" }, make("button", { class: "button", type: "button", onclick: further }, words("Show more"))) : null];
}

function nothing() {
  if (view.q || view.field) return empty(picture("search", 48), words("Nothing found"), words("Try other words, or choose another field above."));
  if (view.state !== "in_force") return empty(picture("calendar", 48), words("None here"), words("Procedures with a first or a last day stand here."));
  return empty(picture("note", 48), words("No procedures yet"), words("Without procedures the touch screen and the lookup page show no lookup at all. Read a file of the province, or add them one by one."),
    may ? make("a", { class: "button button-go", href: `#${FILE}` }, picture("plus", 20), words("Read a file…")) : null);
}

function row(one) {
  const service = letters.get(one.service);
  return make("tr", { "data-code": one.code }, make("td", { class: "nowrap num" }, one.code),
    make("td", { class: "procedure-name" }, make("a", { href: `#${encodeURIComponent(one.code)}` }, one.name), make("small", { class: "quiet" }, one.field), unsaved(one.code) ? make("span", { class: "tag tag-warn tag-beside" }, words("Not saved")) : null),
    make("td", {}, service ? letter(service.prefix, service.name) : make("span", { class: "quiet" }, "–")), make("td", { class: "told" }, one.deadline ?? unknown()), make("td", { class: "told" }, one.fee ?? unknown()), make("td", {}, days(one)));
}

const unknown = () => make("span", { class: "quiet" }, words("not known"));

function days(one) {
  if (one.state === "repealed") return make("span", { class: "tag tag-bad" }, words("repealed from {date}", { date: inFigures(one.repealed) }));
  if (one.state === "coming") return make("span", { class: "tag tag-warn" }, words("from {date}", { date: inFigures(one.effective) }));
  if (one.repealed) return make("span", { class: "tag tag-warn" }, words("repealed from {date}", { date: inFigures(one.repealed) }));
  return make("span", { class: "quiet" }, one.effective ? words("from {date}", { date: inFigures(one.effective) }) : words("not limited"));
}

function drawHead() {
  const { counts, fields } = view.found;
  known.fields = fields.map((one) => one.name);
  const at = document.activeElement?.dataset.key;
  const choices = Object.entries(STATES).map(([key, label]) => [key, words("{what} ({n})", { what: label(), n: format.number(counts[key]) })]);
  fill(head.firstElementChild, chips(words("State"), choices, view.state, (key) => { view.state = key; void search(); }));
  const select = head.querySelector("select");
  fill(select, make("option", { value: "" }, words("All fields")), fields.map((one) => make("option", { value: one.name, selected: one.name === view.field }, words("{what} ({n})", { what: one.name, n: format.number(one.count) }))));
  if (at) head.querySelector(`[data-key="${CSS.escape(at)}"]`)?.focus();
}

function filters() {
  const look = make("input", { name: "q", type: "search", value: view.q, maxlength: 100, autocomplete: "off", "aria-label": words("Search"), placeholder: words("Name or code, e.g. khai sinh") });
  const form = make("form", { class: "filters", role: "search" }, make("div", { class: "search" }, picture("search", 22), look), field({ name: "field", label: words("Field"), kind: "select", options: [["", words("All fields")]] }));
  const later = rested(() => { view.q = look.value.trim(); view.field = form.elements.field.value; void search(); });
  form.addEventListener("input", later);
  form.addEventListener("submit", (event) => { event.preventDefault(); later(); });
  return form;
}

const way = (to, drawing, label, kind = "") => make("a", { class: `button ${kind}`, href: `#${to}`, "data-key": to }, drawing ? picture(drawing, 20) : null, label);

function showList() {
  fill(acts, make("a", { class: "button", href: "/api/v1/admin/procedures/export.csv", download: true }, picture("paper", 20), words("As a table (CSV)")),
    may ? [way(NEW, "plus", words("Add a procedure")), way(FILE, "", words("Read a file…"), "button-go")] : null);
  if (!head.hasChildNodes()) fill(head, make("div", {}), filters());
  fill(content, head, list);
  void search();
}

/** What stands behind "#": nothing = the list. */
function show() {
  const place = decodeURIComponent(location.hash.slice(1));
  if (!place) { showList(); return; }
  fill(acts, make("a", { class: "button", href: "#", "data-key": "list" }, picture("back", 20), words("All procedures")));
  fill(content, place === FILE && may ? fileView() : oneView(place === NEW && may ? null : place));
  scrollTo(0, 0);
}

window.addEventListener("hashchange", show);
show();
