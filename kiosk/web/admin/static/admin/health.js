// The check of the machine: what was found part by part, a new look at all of it or at one part, on paper or copied;
// below it the machine itself and the report of the commissioning.
import { fill, format, make, page, picture, words } from "../pages/page.js";
import { get, post, trying } from "../pages/call.js";
import { toast } from "../pages/toasts.js";
import { showMachine } from "./machine.js";

const LOOK_MS = 500;
const LEVELS = { ok: ["tag-good", () => words("Good"), "check"], warn: ["tag-warn", () => words("Look at it"), "information"], bad: ["tag-bad", () => words("Fault"), "warning"] };
const content = document.getElementById("content");
let found = page.data.found;
let following = false;

const levelOf = (part) => (part.state === "done" ? part.level : null);
const count = (level) => found.parts.flatMap((part) => part.findings).filter((one) => one.level === level).length;

function draw() {
  fill(content, summary(), make("div", { class: "checks-found" }, found.parts.map(card)));
  document.getElementById("begin").disabled = found.running;
}

function summary() {
  if (found.running) {
    const done = found.parts.filter((part) => !["waiting", "looking"].includes(part.state)).length;
    const looking = found.parts.find((part) => part.state === "looking")?.title ?? "";
    return make("section", { class: "card card-gap check-progress" }, make("b", {}, looking ? words("Looking at: {part}", { part: looking }) : words("Looking …")),
      make("progress", { max: found.parts.length, value: done, "aria-label": words("How far the check is") }), make("span", { class: "quiet" }, words("{n} of {all}", { n: done, all: found.parts.length })));
  }
  if (!found.at) return make("p", { class: "note" }, picture("information"), make("span", {}, words("Nothing was looked at yet.")));
  const [bad, warn] = [count("bad"), count("warn")];
  const kind = bad ? "note-bad" : warn ? "note-warn" : "note-good";
  const said = bad || warn ? words("Faults: {bad} · to look at: {warn}", { bad, warn }) : words("Everything is well.");
  return make("p", { class: `note ${kind}`, id: "summary" }, picture(bad ? "warning" : warn ? "information" : "check"), make("span", {}, said), make("small", {}, words("Checked at {at}", { at: `${format.clock(found.at)} ${format.day(found.at)}` })));
}

function card(part) {
  const level = levelOf(part);
  return make("section", { class: `card check-part${level === "bad" ? " is-bad" : level === "warn" ? " is-warn" : ""}`, "data-part": part.key },
    make("div", { class: "check-head" }, make("h2", {}, part.title), stateTag(part, level),
      make("button", { class: "button button-small", type: "button", disabled: found.running, "aria-label": `${words("Check again")} – ${part.title}`, onclick: () => begin([part.key]) }, words("Check again"))),
    part.state === "done" ? make("ul", { class: "check-lines" }, part.findings.map(line)) : null,
    level && level !== "ok" && page.data.guides[part.key] ? make("a", { class: "check-guide", href: `/guide/${page.data.guides[part.key]}`, target: "_blank" }, picture("book", 18), words("What to do, step by step")) : null);
}

function stateTag(part, level) {
  if (part.state === "looking") return make("span", { class: "tag tag-primary" }, words("Looking …"));
  if (part.state === "waiting") return make("span", { class: "tag" }, words("Its turn comes"));
  if (!level) return make("span", { class: "tag" }, words("Not looked at"));
  return make("span", { class: `tag ${LEVELS[level][0]}` }, LEVELS[level][1]());
}

function line(one) {
  return make("li", { class: `check-line is-${one.level}` }, picture(LEVELS[one.level][2], 20),
    make("div", {}, make("span", {}, one.text), one.lines.map((text) => make("p", { class: one.level === "ok" ? "quiet" : "check-advice" }, text))));
}

async function begin(parts = []) {
  const started = await trying(() => post("/api/v1/admin/health/examine", { parts }));
  if (!started) return;
  found = started;
  draw();
  await follow();
}

async function follow() {
  if (following) return;
  following = true;
  while (found.running) {
    await new Promise((done) => { setTimeout(done, LOOK_MS); });
    const next = await trying(() => get("/api/v1/admin/health"));
    if (!next) break;
    found = next;
    draw();
  }
  following = false;
}

/** All of it as plain text, for a message to whoever helps. */
function asText() {
  const at = found.at ? `${format.clock(found.at)} ${format.day(found.at)}` : "";
  const parts = found.parts.filter((part) => part.state === "done").map((part) => [`${part.title}: ${LEVELS[part.level][1]()}`,
    ...part.findings.flatMap((one) => [`  [${LEVELS[one.level][1]()}] ${one.text}`, ...one.lines.map((text) => `      ${text}`)])].join("\n"));
  return [`${words("Machine check")} ${at}`, ...parts].join("\n");
}

async function copy() {
  const text = asText();
  const done = globalThis.isSecureContext ? await navigator.clipboard.writeText(text).then(() => true, () => false) : copiedOldWay(text);
  toast(done ? words("Copied.") : words("The browser does not allow copying; please print it."), { kind: done ? "good" : "bad" });
}

/** Plain http in the office's network: browsers keep the newer way for https. */
function copiedOldWay(text) {
  const area = make("textarea", { class: "check-copied", "aria-hidden": "true" });
  area.value = text;
  document.body.append(area);
  area.select();
  const done = document.execCommand("copy");
  area.remove();
  return done;
}

/** What was kept when the office was set up: to be signed, and to be looked up later. */
function commissioning() {
  const at = page.data.commissioned;
  const said = at ? words("Made at {at} when the office was set up.", { at: `${format.clock(at)} ${format.day(at)}` }) : words("None was kept on this machine. The setup makes it once, at its end.");
  return make("section", { class: "card check-part machine", id: "commissioning-card" },
    make("div", { class: "check-head" }, make("h2", {}, words("Report of the commissioning"))), make("p", { class: "quiet" }, said),
    at ? make("div", { class: "acts" }, make("a", { class: "button", id: "report", href: "/api/v1/admin/health/commissioning", download: true }, picture("paper", 20), words("Download the report (PDF)"))) : null);
}

document.getElementById("acts").append(
  make("button", { class: "button", type: "button", id: "copy", onclick: copy }, picture("note", 20), words("Copy")),
  make("button", { class: "button", type: "button", id: "print", onclick: () => globalThis.print() }, picture("printer", 20), words("Print")),
  make("a", { class: "button", id: "bundle", href: "/api/v1/admin/health/bundle", download: true }, picture("paper", 20), words("File for support")),
  make("button", { class: "button button-go", type: "button", id: "begin", onclick: () => begin() }, picture("search", 20), words("Check everything")));
draw();
showMachine(document.getElementById("machine"));
fill(document.getElementById("commissioning"), commissioning());
if (found.running) follow();
else if (!found.at) begin();
