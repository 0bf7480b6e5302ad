// What the office's slips look like: the text of a template, the paper beside it as one types, and the earlier ones.
import { fill, format, make, page, picture, words } from "../pages/page.js";
import { get, NoAnswer, post, Problem, trying } from "../pages/call.js";
import { cancelButton, open } from "../pages/dialogs.js";
import { toast } from "../pages/toasts.js";
import { table } from "./asking.js";
import { doing } from "./forms.js";

const AFTER_MS = 350;
const PRINTER_MS = 20_000; // the office answers when the paper is out
const view = { lines: page.data.templates, paper: page.data.width, slip: "ticket", now: null };
const drafts = new Map(); // what was typed and not saved, by slip and paper
const content = document.getElementById("content");
const parts = {};
let waits = null;
let asked = 0;

const key = () => `${view.slip}/${view.paper}`;
const path = (act = "") => `/api/v1/admin/templates/${key()}${act}`;
const dirty = (name = key()) => drafts.has(name);

function draw() {
  fill(content, make("div", { class: "chips" }, view.lines.filter((one) => one.paper === view.paper).map(slipChip)),
    make("div", { class: "slips" }, make("section", { class: "card", id: "editor" }, head(), editor(), mistakes(), acts(), help()), paper()));
}

function slipChip(one) {
  const pressed = one.slip === view.slip;
  return make("button", { class: "chip", type: "button", "aria-pressed": String(pressed), "data-slip": one.slip, onclick: () => show(one.slip, view.paper) },
    one.label, dirty(`${one.slip}/${one.paper}`) ? make("span", { class: "dot", title: words("Not saved") }) : null);
}

function head() {
  const width = (mm) => make("button", { class: "chip", type: "button", "aria-pressed": String(mm === view.paper), onclick: () => show(view.slip, mm) }, words("{mm} mm", { mm }));
  parts.state = make("span", { class: "tag" });
  state();
  return make("div", { class: "slip-head" }, make("h2", {}, view.now?.label ?? ""), parts.state, make("span", { class: "chips" }, width(80), width(58)),
    view.paper === page.data.width ? null : make("span", { class: "quiet small" }, words("The printer has {mm} mm.", { mm: page.data.width })));
}

const SOURCES = { own: ["tag-good", () => words("Own template")], above: ["", () => words("From the tier above")], shipped: ["", () => words("As shipped")], ticket: ["", () => words("Like the ticket")] };
const AGAIN = { above: () => words("The template from the tier above is used again."), ticket: () => words("It is printed like the ticket again.") };

function state() {
  const [kind, label] = dirty() ? ["tag-warn", () => words("Not saved")] : SOURCES[view.now?.source] ?? ["", () => ""];
  parts.state.className = `tag ${kind}`;
  parts.state.textContent = label();
}

function editor() {
  parts.text = make("textarea", { class: "slip-text", id: "text", spellcheck: "false", autocapitalize: "off", autocomplete: "off", "aria-label": words("Text of the template"), "aria-describedby": "mistakes", oninput: typed });
  parts.text.value = drafts.get(key()) ?? view.now?.text ?? "";
  return parts.text;
}

function typed() {
  if (parts.text.value === view.now.text) drafts.delete(key()); else drafts.set(key(), parts.text.value);
  state();
  buttons();
  clearTimeout(waits);
  waits = setTimeout(() => void look(), AFTER_MS);
}

function mistakes() {
  parts.mistakes = make("ul", { class: "slip-mistakes", id: "mistakes", "aria-live": "polite" });
  return parts.mistakes;
}

function tell(found) {
  fill(parts.mistakes, found.map((one) => make("li", {}, make("button", { type: "button", onclick: () => jump(one.line) },
    one.line ? make("span", { class: "line" }, words("Line {n}", { n: one.line })) : null, one.text))));
  parts.text.setAttribute("aria-invalid", String(found.length > 0));
  parts.wrong = found.length > 0;
  buttons();
}

/** To the line of a mistake. */
function jump(line) {
  const before = parts.text.value.split("\n").slice(0, Math.max(line - 1, 0)).join("\n").length + (line > 1 ? 1 : 0);
  const end = parts.text.value.indexOf("\n", before);
  parts.text.focus();
  parts.text.setSelectionRange(before, end < 0 ? parts.text.value.length : end);
  parts.text.scrollTop = Math.max(line - 4, 0) * parseFloat(getComputedStyle(parts.text).lineHeight);
}

function acts() {
  parts.acts = make("div", { class: "day-acts" });
  buttons();
  return parts.acts;
}

function buttons() {
  if (!parts.acts) return;
  const at = document.activeElement?.dataset.key;
  const button = (id, drawing, label, onclick, more = {}) => make("button", { class: `button ${more.kind ?? ""}`, type: "button", "data-key": id, disabled: more.off ?? false, onclick }, drawing ? picture(drawing, 20) : null, label);
  fill(parts.acts, button("save", "check", words("Save"), save, { kind: "button-go", off: !dirty() || parts.wrong }),
    page.data.prints && view.paper === page.data.width ? button("try", "printer", words("Print a trial"), tryOut, { off: parts.wrong }) : null,
    dirty() ? button("forget", "undo", words("Throw away what I typed"), forget) : null,
    view.now?.earlier.length ? button("earlier", "clock", words("Earlier ones…"), earlier) : null,
    view.now?.source === "own" ? button("drop", "", words("Stop using our own template"), drop, { kind: "button-plain" }) : null);
  if (at) parts.acts.querySelector(`[data-key="${CSS.escape(at)}"]`)?.focus();
}

function help() {
  const names = (list) => list.map((name) => make("code", {}, `{${name}}`)).flatMap((one) => [one, " "]);
  return make("details", { class: "slip-help" }, make("summary", {}, words("What may stand here")),
    make("p", {}, words("A slip is a list of blocks, each begun by [[block]]. Kinds: text, number, rule, space, qr, image, each.")),
    make("p", {}, words("Sizes are dots; 8 dots are 1 mm. A text may have a value at the right end of its line.")),
    make("p", {}, words("Fields:"), " ", names(view.now?.fields ?? [])),
    Object.entries(view.now?.lists ?? {}).map(([name, fields]) => make("p", {}, words("For each of “{list}”:", { list: name }), " ", names(fields))));
}

function paper() {
  parts.image = make("img", { class: `paper-${view.paper}`, alt: words("The slip as it is printed"), hidden: true });
  parts.length = make("span", { class: "quiet small" });
  parts.paper = make("aside", { class: "slip-paper" }, parts.image, parts.length);
  return parts.paper;
}

/** What this text looks like; an answer that a later question overtook is not shown. */
async function look() {
  const question = ++asked;
  const text = parts.text.value;
  let found;
  try {
    found = await post(path("/preview"), { text });
  } catch (error) {
    if (!(error instanceof Problem || error instanceof NoAnswer)) throw error;
    if (question === asked) tell([{ text: error.message, line: 0 }]);
    return;
  }
  if (question !== asked) return;
  tell(found.mistakes);
  parts.paper.classList.toggle("is-old", !found.picture);
  if (!found.picture) return;
  parts.image.src = found.picture;
  parts.image.hidden = false;
  parts.length.textContent = words("{mm} mm of paper", { mm: found.mm });
}

async function show(slip, width) {
  Object.assign(view, { slip, paper: width });
  clearTimeout(waits);
  view.now = await get(path());
  draw();
  await look();
}

/** The answer of an act: the template that is in use now. */
async function taken(answer) {
  view.now = answer;
  const line = view.lines.find((one) => one.slip === answer.slip && one.paper === answer.paper);
  Object.assign(line, { source: answer.source, changed_at: answer.changed_at, wrong: answer.mistakes.length });
  drafts.delete(key());
  draw();
  await look();
  return answer;
}

/** Somebody else's text is never written over unseen: it is fetched, and what was typed stays for a second wish. */
async function saved(text) {
  try {
    return await change("/save", { text, instead_of: view.now.text })();
  } catch (error) {
    if (error instanceof Problem && error.facts?.errors?.[0]?.field === "instead_of") {
      view.now = await get(path());
      draw();
      void look();
    }
    throw error;
  }
}

const change = (act, body) => async () => { const answer = await post(path(act), body); await taken(answer); return answer; };
const back = (had) => (had ? change("/restore", { version: 0 }) : change("/drop"));

const save = () => doing(() => saved(parts.text.value), words("Saved. The next slip looks like this."), back(view.now.source === "own"));
const drop = () => doing(change("/drop"), (answer) => (AGAIN[answer.source] ?? (() => words("The shipped template is used again.")))(), change("/restore", { version: 0 }));
const restore = (version) => doing(change("/restore", { version }), words("The earlier template is used again."), back(view.now.source === "own"));

function forget() {
  const typed_ = parts.text.value;
  const name = key();
  drafts.delete(name);
  draw();
  void look();
  toast(words("What was typed is thrown away."), { act: { label: words("Undo"), run: () => { drafts.set(name, typed_); if (name === key()) { draw(); void look(); } } } });
}

async function tryOut() {
  const done = await trying(() => post(`/api/v1/admin/templates/${view.slip}/print`, { text: parts.text.value }, { patience: PRINTER_MS }));
  if (done) told(done);
}

function told({ state: how, why }) {
  if (how === "printed") toast(words("The trial is printed."), { kind: "good" });
  else if (how === "accepted") toast(words("The trial was sent to the printer."), { kind: "good" });
  else toast(why ?? words("The printer does not answer."), { kind: "bad", seconds: 10 });
}

async function earlier() {
  let handle = null;
  const rows = view.now.earlier.map((one) => make("tr", {}, make("td", {}, `${format.clock(one.at)} ${format.day(one.at)}`),
    make("td", { class: "end" }, make("button", { class: "button button-small", type: "button", onclick: () => { handle.close(null); void restore(one.version); } }, words("Use it again")))));
  handle = open({ title: words("Earlier ones"), text: words("The time says until when each was in use. Using one again can be taken back."), content: [table([], rows)], foot: [cancelButton(() => handle)], name: "earlier" });
  await handle.closed;
}

window.addEventListener("beforeunload", (event) => { if (drafts.size) event.preventDefault(); });
await show("ticket", view.paper);
