// The condition of the devices that exist, in words; a trouble stands out. Beside it the voice of the hall.
import { fill, make, picture, words } from "../page.js";
import { post, trying } from "../call.js";
import { toast } from "../toasts.js";
import { desk } from "./desk.js";
import { voiceFoot } from "./voice.js";

const CALM = new Set(["ok", "ready", "online", "paper_low", "near_end", "off"]);
const PAPER = new Set(["paper_low", "near_end", "paper_out", "cover_open"]);
const LOW = 10; // percent of the roll
const PRINTER = {
  ok: () => words("Printer: normal"), ready: () => words("Printer: normal"), online: () => words("Printer: normal"),
  paper_low: () => words("Printer: paper is running low"), near_end: () => words("Printer: paper is running low"),
  paper_out: () => words("Printer: out of paper"), cover_open: () => words("Printer: cover is open"),
  offline: () => words("Printer: switched off or unplugged"), unreachable: () => words("Printer: switched off or unplugged"),
  in_use: () => words("Printer: another program is using it"), not_allowed: () => words("Printer: not allowed, please call the technician"),
  rubbish: () => words("Printer: wrong connection, please call the technician"), silent: () => words("Printer: does not answer"), unknown: () => words("Printer: does not answer"),
  error: () => words("Printer: error, please call the technician"), cutter: () => words("Printer: the cutter is stuck"),
  off: () => words("Printer: none"),
};

export function drawFoot(place) {
  const low = (desk.state.paper?.left ?? 100) <= LOW;
  const key = JSON.stringify([low, desk.state.devices.map((one) => [one.device, one.condition, one.detail])]);
  if (place.dataset.shown === key) return; // a button that is being pressed stays the same element
  place.dataset.shown = key;
  const printers = desk.state.devices.filter((device) => device.device.startsWith("printer"));
  fill(place, printers.map((one) => printer(one, low)), power(), room(), voiceFoot(), make("span", { class: "foot-help" }, hint("more", words("more"), "F2"), hint("help", words("all keys"), "F1"), hint("end", words("end of day"), "F12")));
}

const hint = (name, label, cap) => make("button", { class: "foot-key", type: "button", "data-act": name }, make("kbd", {}, cap), make("span", {}, label));

function printer({ condition, detail }, low) {
  const text = (PRINTER[detail] ?? PRINTER[condition] ?? PRINTER.error)();
  const calm = CALM.has(condition);
  return [make("span", { class: `foot-device ${calm ? "" : "is-bad"}`, "data-condition": condition, title: detail ?? "" }, calm ? null : picture("warning", 20), text),
    low || PAPER.has(condition) ? make("button", { class: "button button-small", type: "button", id: "paper-changed", onclick: () => void paperChanged() }, words("Paper was changed")) : null];
}

/** Nothing while the mains are there: a clerk only has to know that the machine may end soon. */
function power() {
  const said = { on_battery: () => words("Power cut: the machine runs on its battery"), low: () => words("Battery nearly empty: the machine switches off now") };
  const told = said[desk.state.devices.find((one) => one.device === "ups")?.condition];
  return told ? make("span", { class: "foot-device is-bad", id: "power" }, picture("warning", 20), told()) : null;
}

/** A full disk lets the office finish its day; somebody has to make room until then. */
function room() {
  const isFull = desk.state.devices.some((one) => one.device === "disk" && one.condition === "full");
  return isFull ? make("span", { class: "foot-device is-bad", id: "room" }, picture("warning", 20), words("Disk full: please call the technician")) : null;
}

/** Whoever put a roll in says so; what is left counts from there. */
async function paperChanged() {
  const answer = await trying(() => post("/api/v1/printer/paper-changed"));
  if (!answer) return;
  const back = () => void trying(() => post("/api/v1/printer/paper-changed", { used_mm: answer.before_mm }));
  toast(words("A whole roll counts from now on."), { kind: "good", seconds: 10, act: { label: words("Undo"), run: back } });
}
