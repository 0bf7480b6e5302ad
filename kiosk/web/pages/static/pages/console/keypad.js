// The keys on the screen: what each would do now, and which make no sense now.
import { fill, format, make, serverNow, words } from "../page.js";
import { desk } from "./desk.js";
import { everybody } from "./line.js";

const KEYS = [
  ["recall", () => words("Call again"), "+"], ["start", () => words("Start"), "*"], ["no_show", () => words("Absent"), "–"],
  ["transfer", () => words("Send on"), "/"], ["park", () => words("Set aside"), "."], ["by_number", () => words("Call number…"), "0–9"],
  ["walk_in", () => words("Issue a number"), "F8"], ["pause", () => words("Pause"), () => words("hold 0")],
];
const built = new Map();

export function drawKeys(place) {
  if (!built.size) build(place);
  drawGo();
  for (const [name, label] of KEYS) drawKey(name, name === "pause" && desk.paused ? words("Open again") : label());
  drawFinish();
}

function build(place) {
  const go = key("next", "key key-go", "Enter");
  const finish = key("finish", "key key-finish", "F9");
  fill(place, go, finish, KEYS.map(([name, , cap]) => key(name, "key", typeof cap === "string" ? cap : cap())));
}

function key(name, classes, cap) {
  const label = make("span", { class: "key-label" });
  const button = make("button", { class: classes, type: "button", "data-act": name }, label, make("kbd", {}, cap));
  built.set(name, { button, label, shown: null });
  return button;
}

/** Change a key only when it says something new, so that nothing flickers. */
function show(name, text, small, dim) {
  const one = built.get(name);
  const shown = `${text}|${small}|${dim}`;
  if (one.shown === shown) return;
  one.shown = shown;
  fill(one.label, text, small ? make("small", {}, small) : null);
  one.button.setAttribute("aria-disabled", String(dim));
}

function drawGo() {
  if (desk.paused) return show("next", words("Open the counter again"), null, false);
  if (!desk.ownServices.length && !desk.ticket) return show("next", words("Call next"), words("this counter serves nothing"), true);
  const next = desk.line.waiting[0]?.number;
  const here = desk.ticket?.number;
  const small = here && next ? words("{here} done, calls {next}", { here, next }) : here ? words("{here} done, nobody waiting", { here })
    : next ? words("calls {next}", { next }) : words("nobody is waiting");
  return show("next", words("Call next"), small, !desk.dayOpen || (!here && !next));
}

function drawFinish() {
  const serving = desk.ticket?.state === "serving";
  built.get("finish").button.hidden = !serving;
  document.getElementById("keys").classList.toggle("has-finish", serving);
  show("finish", words("Done, no call"), null, false);
}

function drawKey(name, label) {
  show(name, label, name === "no_show" ? missingForAbsent() : null, !makesSense(name));
}

function makesSense(name) {
  const state = desk.ticket?.state;
  if (name === "walk_in") return desk.dayOpen;
  if (name === "by_number") return desk.dayOpen && !desk.paused && everybody().length > 0;
  if (name === "pause") return state !== "called";
  if (name === "recall" || name === "start") return state === "called";
  if (name === "no_show") return state === "called" && !missingForAbsent();
  return state === "called" || state === "serving";
}

/** What is still missing before this person may be marked absent, or null. */
export function missingForAbsent() {
  const ticket = desk.ticket;
  if (ticket?.state !== "called") return null;
  const calls = desk.rules.calls - ticket.calls;
  const ms = desk.rules.ms - (serverNow() - Date.parse(ticket.called_at));
  const parts = [
    calls > 0 ? (calls === 1 ? words("1 more call") : words("{n} more calls", { n: calls })) : null,
    ms > 0 ? words("{n} s", { n: format.number(Math.ceil(ms / 1000)) }) : null,
  ].filter(Boolean);
  return parts.length ? parts.join(" · ") : null;
}
