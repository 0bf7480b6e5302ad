// A whole file of procedures: chosen or dropped, tried first without changing anything, its report read, then taken in.
// The office takes all of a file or nothing of it.
import { fill, format, freshId, make, page, picture, words } from "../pages/page.js";
import { NoAnswer, Problem } from "../pages/call.js";
import { chips, table } from "./asking.js";
import { sentence } from "./forms.js";
import { COLUMNS } from "./procedure_words.js";

const LARGEST = 12_000_000;
const LONGEST_MS = 120_000;
const view = { file: null, whole: false, report: null, wrong: "", busy: "", done: false, only: "" };
const host = make("div", { id: "file" });

export function fileView() {
  Object.assign(view, { file: null, report: null, wrong: "", busy: "", done: false, only: "" });
  draw();
  return host;
}

function draw() {
  const at = document.activeElement?.dataset.key;
  fill(host, chooser(), view.wrong ? make("div", { class: "note note-bad card-gap", role: "alert" }, picture("warning", 26), make("span", {}, view.wrong), view.file.size <= LARGEST ? make("button", { class: "button button-small", type: "button", "data-key": "again", onclick: () => void tryIt() }, words("Try again")) : null) : null,
    view.busy ? make("p", { class: "note card-gap", role: "status" }, picture("clock", 24), make("span", {}, view.busy)) : null, view.report ? report() : null);
  if (at) host.querySelector(`[data-key="${CSS.escape(at)}"]`)?.focus();
}

// --- choosing ----------------------------------------------------------------------------------------------------
function chooser() {
  const input = make("input", { type: "file", hidden: true, accept: ".csv,.tsv,.txt,.xlsx,.json", onchange: () => { const [file] = input.files; input.value = ""; if (file) void choose(file); } });
  const area = make("div", { class: "drop" }, picture("note", 44), make("b", {}, view.file ? view.file.name : words("Drop a file here")), make("span", { class: "quiet" }, view.file ? size(view.file) : words("CSV, Excel (.xlsx) or JSON, at most 12 MB. Nothing is changed before you have read the report.")),
    make("button", { class: `button ${view.file ? "" : "button-go"}`, type: "button", "data-key": "choose", onclick: () => input.click() }, view.file ? words("Choose another file…") : words("Choose a file…")), input);
  dropping(area);
  const whole = make("input", { type: "checkbox", "data-key": "whole", checked: view.whole, disabled: Boolean(view.busy) || view.done, onchange: () => { view.whole = whole.checked; if (view.file) void tryIt(); } });
  return make("section", { class: "card" }, make("h2", {}, words("Read a file")), area, make("label", { class: "check" }, whole, make("span", {}, words("The file is the whole catalogue: procedures that it does not name are repealed"))));
}

function dropping(area) {
  area.addEventListener("dragover", (event) => { event.preventDefault(); area.classList.add("is-over"); });
  area.addEventListener("dragleave", () => area.classList.remove("is-over"));
  area.addEventListener("drop", (event) => { event.preventDefault(); area.classList.remove("is-over"); const [file] = event.dataTransfer.files; if (file) void choose(file); });
}

const size = (file) => (file.size < 1e5 ? words("{n} kB", { n: format.number(file.size / 1000, 1) }) : words("{n} MB", { n: format.number(file.size / 1e6, 1) }));

async function choose(file) {
  Object.assign(view, { file, report: null, wrong: "", done: false, only: "" });
  if (file.size <= LARGEST) { await tryIt(); return; }
  view.wrong = words("The file has {n}; at most 12 MB are read.", { n: size(file) });
  draw();
}

// --- sending -----------------------------------------------------------------------------------------------------
async function send(isTrial) {
  const query = new URLSearchParams({ name: view.file.name.slice(0, 100), dry_run: isTrial, whole: view.whole, request_id: freshId() });
  let answer;
  try {
    answer = await fetch(`/api/v1/admin/procedures/file?${query}`, { method: "PUT", body: view.file, credentials: "same-origin", signal: AbortSignal.timeout(LONGEST_MS),
      headers: { "X-CSRF-Token": page.csrf ?? "", "Accept-Language": page.language, "Content-Type": "application/octet-stream" } });
  } catch {
    throw new NoAnswer();
  }
  const body = await answer.json();
  if (!answer.ok) throw new Problem(answer.status, body);
  return body;
}

async function asked(busy, isTrial) {
  const { file } = view;
  Object.assign(view, { busy, wrong: "" });
  draw();
  try {
    const found = await send(isTrial);
    if (file !== view.file) return;
    Object.assign(view, { report: found, done: !isTrial && found.accepted });
  } catch (error) {
    if (!(error instanceof Problem || error instanceof NoAnswer)) throw error;
    if (file === view.file) view.wrong = sentence(error);
  }
  if (file === view.file) { view.busy = ""; draw(); }
}

const tryIt = () => asked(words("The file is being read…"), true);
const takeIt = () => asked(words("The procedures are being taken in…"), false);

// --- the report --------------------------------------------------------------------------------------------------
function report() {
  const { report: found } = view;
  return make("div", { id: "report" }, verdict(found), figures(found), found.notes.length ? notes(found) : null, found.changes.length ? changes(found) : null);
}

function verdict(found) {
  if (view.done) return box("good", "check", words("Done. Citizens find these procedures from now on."), make("a", { class: "button", href: "#" }, words("All procedures")));
  if (!found.accepted) return box("bad", "warning", words("The file has mistakes, so nothing of it is taken in. Please correct the lines below and read it again."));
  if (!changing(found)) return box("", "information", words("The catalogue already has everything that this file says."));
  const go = make("button", { class: "button button-go", type: "button", "data-key": "take", disabled: Boolean(view.busy), onclick: takeIt }, picture("check", 20), words("Take it into the catalogue"));
  return box(found.warnings ? "warn" : "good", found.warnings ? "warning" : "check", found.warnings ? words("The file can be taken in. Please look at what is said below first.") : words("The file can be taken in."), go);
}

const changing = (found) => found.new + found.changed + found.repealed;
const box = (kind, drawing, text, act = null) => make("div", { class: `note card-gap ${kind && `note-${kind}`}`, role: "status" }, picture(drawing, 26), make("span", { class: "note-text" }, text), act);

function figures(found) {
  const one = (key, label, n) => make("div", { class: "figure", "data-figure": key }, label, make("b", {}, format.number(n)));
  return make("section", { class: "card" }, make("h2", {}, [found.format.toUpperCase(), found.encoding, words("Lines: {n}", { n: format.number(found.rows) })].filter(Boolean).join(" · ")), make("div", { class: "figures" },
    found.accepted ? [one("new", words("New"), found.new), one("changed", words("Changed"), found.changed), one("repealed", words("Repealed"), found.repealed), one("unchanged", words("Unchanged"), found.unchanged)] : null,
    one("errors", words("Mistakes"), found.errors), one("warnings", words("To look at"), found.warnings)));
}

const shortened = (name) => (name.length > 120 ? `${name.slice(0, 120)}…` : name);
const SEVERITIES = { error: ["tag-bad", () => words("Mistake")], warning: ["tag-warn", () => words("To look at")], info: ["", () => words("Information")] };

function notes(found) {
  const kinds = Object.keys(SEVERITIES).filter((kind) => found.notes.some((one) => one.severity === kind));
  const shown = found.notes.filter((one) => !view.only || one.severity === view.only);
  const rows = shown.map((one) => make("tr", { "data-severity": one.severity }, make("td", { class: "num nowrap" }, one.row ?? "–"), make("td", {}, make("span", { class: `tag ${SEVERITIES[one.severity][0]}` }, SEVERITIES[one.severity][1]())),
    make("td", { class: "procedure-name" }, one.text, one.code || one.name ? make("small", { class: "quiet" }, [one.code, shortened(one.name)].filter(Boolean).join(" · ")) : null)));
  const of = (kind) => found.notes.filter((one) => one.severity === kind).length;
  const said = found.errors + found.warnings;
  return make("section", { class: "card", id: "notes" }, make("h2", {}, words("What was found")),
    kinds.length > 1 ? chips(words("What was found"), [["", words("All ({n})", { n: found.notes.length })], ...kinds.map((kind) => [kind, words("{what} ({n})", { what: SEVERITIES[kind][1](), n: of(kind) })])], view.only, (kind) => { view.only = kind; draw(); }) : null,
    table([words("Line"), "", words("What it is")], rows, "report-lines"), said > found.notes.length ? make("p", { class: "quiet" }, words("Only the first {n} are shown.", { n: format.number(found.notes.length) })) : null);
}

const CHANGES = { new: ["tag-good", () => words("New")], changed: ["tag-warn", () => words("Changed")], repealed: ["tag-bad", () => words("Repealed")] };

function changes(found) {
  const rows = found.changes.map((one) => make("tr", {}, make("td", { class: "nowrap num" }, one.code), make("td", {}, make("span", { class: `tag ${CHANGES[one.what][0]}` }, CHANGES[one.what][1]())),
    make("td", { class: "procedure-name" }, one.name, one.fields.length ? make("small", { class: "quiet" }, one.fields.map((key) => COLUMNS[key]?.() ?? key).join(", ")) : null)));
  return make("section", { class: "card", id: "changes" }, make("h2", {}, view.done ? words("What has changed") : words("What will change")), table([words("Code"), "", words("Procedure")], rows, "report-lines"),
    changing(found) > found.changes.length ? make("p", { class: "quiet" }, words("Only the first {n} are shown.", { n: format.number(found.changes.length) })) : null);
}
