// The catalogue of procedures: a file is tried, its report read, and sent; below, what each office made of it.
import { fill, format, make, page, picture, words } from "../pages/page.js";
import { NoAnswer, Problem } from "../pages/call.js";
import { field } from "./fields.js";

const LONGEST_MS = 120_000;
const LOOK_AGAIN_MS = 5000;
const { data } = page;
const place = (id) => document.getElementById(id);
const number = (value) => format.number(value);
const view = { file: null, to: "", whole: false, report: null, sent: false, busy: false, wrong: "", asked: 0 };
const cell = (title, text, kind = "") => make("td", { class: kind, "data-title": title, "data-none": text === "–" }, text);
const end = (title, text) => cell(title, text, "end num");
const moment = (at) => (at ? `${format.clock(at)} ${format.day(at)}` : "–");
const named = (one) => (one.id === "" ? words("Whole tier") : [one.label, one.name].filter(Boolean).join(" "));

// --- asking ------------------------------------------------------------------------------------------------------
async function put(isTrial) {
  const query = new URLSearchParams({ to: view.to, name: view.file.name.slice(-100), whole: view.whole, dry_run: isTrial });
  let answer;
  try {
    answer = await fetch(`/api/v1/procedures?${query}`, { method: "PUT", body: view.file.bytes, credentials: "same-origin", signal: AbortSignal.timeout(LONGEST_MS),
      headers: { "X-CSRF-Token": page.csrf ?? "", "Accept-Language": page.language, Accept: "application/json", "Content-Type": "application/octet-stream" } });
  } catch {
    throw new NoAnswer();
  }
  const body = await answer.json();
  if (!answer.ok) throw new Problem(answer.status, body);
  return body;
}

async function ask(isTrial) {
  view.asked += 1;
  const mine = view.asked;
  Object.assign(view, { busy: true, wrong: "", report: isTrial ? null : view.report, sent: false });
  drawAnswer();
  try {
    const report = await put(isTrial);
    if (mine !== view.asked) return;
    Object.assign(view, { report, sent: !isTrial && report.accepted });
  } catch (error) {
    if (!(error instanceof Problem || error instanceof NoAnswer)) throw error;
    if (mine === view.asked) view.wrong = error.message;
  }
  if (mine !== view.asked) return;
  view.busy = false;
  drawAnswer();
  if (view.sent) await look();
}

function choose(change) {
  Object.assign(view, change);
  if (view.file !== null) ask(true);
}

/** Its bytes as they are now: what is tried is what is sent, whatever becomes of the file meanwhile. */
async function take(file) {
  view.asked += 1;
  Object.assign(view, { file: null, report: null, sent: false, busy: false });
  try {
    view.wrong = file.size > data.largest ? words("The file is too large; at most {n} MB are read.", { n: number(data.largest / 1e6) }) : "";
    if (!view.wrong) choose({ file: { name: file.name, bytes: await file.arrayBuffer() } });
  } catch {
    view.wrong = words("The file cannot be read. Please choose it again.");
  }
  drawAnswer();
}

// --- the form ----------------------------------------------------------------------------------------------------
function drawForm() {
  const options = data.targets.map((one) => [one.id, `${"\u2003".repeat(one.depth)}${named(one)}`]);
  const to = field({ name: "to", label: words("For"), options });
  const file = make("input", { id: "file", name: "file", type: "file", accept: ".csv,.tsv,.txt,.xlsx,.json" });
  const whole = make("input", { id: "whole", type: "checkbox" });
  view.to = data.targets[0]?.id ?? "";
  to.querySelector("select").addEventListener("change", (event) => choose({ to: event.target.value }));
  file.addEventListener("click", () => { file.value = ""; }); // the same file, corrected, is a choice again
  file.addEventListener("change", () => { if (file.files.length) void take(file.files[0]); });
  whole.addEventListener("change", () => choose({ whole: whole.checked }));
  fill(place("form"), to,
    make("div", { class: "field" }, make("label", { for: "file" }, words("Catalogue file")), file, make("span", { class: "hint" }, words("CSV, Excel (.xlsx) or JSON. It is tried first; nothing is sent before you have read the report."))),
    make("label", { class: "check", for: "whole" }, whole, make("span", {}, words("The file is the whole catalogue: at the offices, procedures that it does not name are repealed"))));
  place("form").addEventListener("submit", (event) => event.preventDefault());
}

// --- the report --------------------------------------------------------------------------------------------------
const note = (kind, drawing, text, act = null) => make("div", { class: `note ${kind && `note-${kind}`}`, role: kind === "bad" ? "alert" : "status" }, picture(drawing, 26), make("span", { class: "note-text" }, text), act);

function verdict(found) {
  if (view.sent) return note("good", "check", words("Sent. The offices take it in as soon as they are connected; below is what they say."));
  if (found.why) return note("bad", "warning", words("This cannot be sent: {why}", { why: found.why }));
  if (!found.accepted) return note("bad", "warning", words("The file has mistakes, so nothing of it can be sent. Please correct the lines below and choose it again."));
  const label = found.offices === 1 ? words("Send to one office") : words("Send to {n} offices", { n: number(found.offices) });
  const go = make("button", { class: "button button-go", type: "button", id: "send", disabled: view.busy, onclick: () => ask(false) }, label);
  const [kind, drawing, text] = found.warnings ? ["warn", "warning", words("It can be sent. Please look at what is said below first.")] : ["good", "check", words("It can be sent.")];
  return note(kind, drawing, text, go);
}

function figures(found) {
  const one = (label, count) => make("span", {}, label, make("b", {}, number(count)));
  const read = [found.format.toUpperCase(), found.encoding, words("{n} lines", { n: number(found.rows) })].filter(Boolean).join(" · ");
  return make("div", { class: "report-figures" }, make("span", {}, read), found.accepted ? [one(words("New"), found.new), one(words("Changed"), found.changed), one(words("Repealed"), found.repealed), one(words("Unchanged"), found.unchanged)] : null,
    one(words("Mistakes"), found.errors), one(words("To look at"), found.warnings));
}

const KINDS = { error: ["tag-bad", words("Mistake")], warning: ["tag-warn", words("To look at")], info: ["", words("Information")] };
const WHAT = { new: ["tag-good", words("New")], changed: ["", words("Changed")], repealed: ["tag-warn", words("Repealed")] };

function line([kind, label], first, text, about) {
  return make("tr", {}, make("td", { class: "num" }, first), make("td", {}, make("span", { class: `tag ${kind}` }, label)), make("td", {}, text, about ? make("small", {}, about) : null));
}

function list(title, rows) {
  return rows.length ? make("div", {}, make("h3", {}, title), make("div", { class: "table-wrap report", tabindex: 0 }, make("table", { class: "table" }, make("tbody", {}, rows)))) : null;
}

function reportOf(found) {
  return [verdict(found), figures(found),
    list(words("What was found"), found.notes.map((one) => line(KINDS[one.severity], one.row ?? "–", one.text, [one.code, one.name].filter(Boolean).join(" · ")))),
    list(words("What changes"), found.changes.map((one) => line(WHAT[one.what], one.code, one.name)))];
}

function drawAnswer() {
  fill(place("answer"), view.wrong ? note("bad", "warning", view.wrong) : null, view.busy ? note("", "clock", words("The file is being read…")) : null, view.report ? reportOf(view.report) : null);
}

// --- what became of it -------------------------------------------------------------------------------------------
function targetRow(one) {
  const { sent } = one;
  return make("tr", {}, make("td", {}, make("b", {}, named(one))), end(words("Procedures"), number(sent.count)), cell(words("Written"), moment(sent.at)), cell(words("By"), sent.by), make("td", { class: "small quiet wide" }, sent.whole ? words("the whole catalogue") : words("over the offices' own")));
}

const STATES = {
  applied: (one) => make("span", { class: "tag tag-good" }, words("Version {n} in force", { n: one.applied })),
  refused: () => make("span", { class: "tag tag-bad" }, words("Refused")),
  waiting: () => make("span", { class: "tag tag-warn" }, words("Not there yet")),
};

/** Why an office refused, as it says so; what is not among them it said in words. */
const REASONS = {
  bad_signature: words("not signed by this tier"), other_name: words("not signed by this tier"), no_key: words("the office does not know this tier's key; enrol it again"),
  unknown_name: words("the office's version does not know this yet"), too_large: words("too large"), damaged: words("damaged on the way"),
};

function officeRow(one) {
  const state = one.sent || one.applied ? STATES[one.state](one) : make("span", { class: "tag" }, words("Nothing sent"));
  return make("tr", { "data-office": one.id }, make("td", {}, make("a", { href: `/offices/${encodeURIComponent(one.id)}` }, one.name)), end(words("Version sent"), one.sent || "–"), make("td", { "data-title": words("At the office") }, state), end(words("In force there"), one.total === null ? "–" : number(one.total)), make("td", { class: "small quiet wide" }, REASONS[one.refused] ?? one.refused));
}

function draw() {
  const sent = data.targets.filter((one) => one.sent);
  fill(place("targets"), sent.length ? sent.map(targetRow) : make("tr", {}, make("td", { colspan: 5, class: "quiet" }, words("Nothing has been sent yet."))));
  fill(place("offices"), data.offices.length ? data.offices.map(officeRow) : make("tr", {}, make("td", { colspan: 5, class: "quiet" }, words("No offices yet"))));
}

async function look() {
  try {
    const answer = await fetch("/api/v1/procedures", { credentials: "same-origin", cache: "no-store", headers: { Accept: "application/json" } });
    if (answer.ok) Object.assign(data, await answer.json());
  } catch {
    return; // what stands there is what was heard last; the next look may reach the server again
  }
  draw();
}

async function goOn() {
  if (!document.hidden && data.offices.some((one) => one.state === "waiting" && one.sent)) await look();
  setTimeout(goOn, LOOK_AGAIN_MS);
}

if (place("form")) drawForm();
draw();
setTimeout(goOn, LOOK_AGAIN_MS);
