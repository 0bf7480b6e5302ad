// The condition of the devices that exist, in words; a trouble stands out. Beside it the voice of the hall.
import { fill, make, picture, words } from "../page.js";
import { desk } from "./desk.js";
import { voiceFoot } from "./voice.js";

const CALM = new Set(["ok", "ready", "online", "paper_low", "near_end", "off"]);
const PRINTER = {
  ok: () => words("Printer: normal"), ready: () => words("Printer: normal"), online: () => words("Printer: normal"),
  paper_low: () => words("Printer: paper is running low"), near_end: () => words("Printer: paper is running low"),
  paper_out: () => words("Printer: out of paper"), cover_open: () => words("Printer: cover is open"),
  offline: () => words("Printer: switched off or unplugged"), unreachable: () => words("Printer: switched off or unplugged"),
  silent: () => words("Printer: does not answer"), unknown: () => words("Printer: does not answer"),
  error: () => words("Printer: error, please call the technician"), cutter: () => words("Printer: the cutter is stuck"),
  off: () => words("Printer: none"),
};

export function drawFoot(place) {
  const key = JSON.stringify(desk.state.devices.map((one) => [one.device, one.condition, one.detail]));
  if (place.dataset.shown === key) return; // a button that is being pressed stays the same element
  place.dataset.shown = key;
  const printers = desk.state.devices.filter((device) => device.device.startsWith("printer"));
  fill(place, printers.map(printer), voiceFoot(), make("span", { class: "foot-help" }, make("kbd", {}, "F1"), words("all keys"), make("kbd", {}, "F12"), words("end of day")));
}

function printer({ condition, detail }) {
  const text = (PRINTER[condition] ?? PRINTER.error)();
  const calm = CALM.has(condition);
  return make("span", { class: `foot-device ${calm ? "" : "is-bad"}`, "data-condition": condition, title: detail ?? "" }, calm ? null : picture("warning", 20), text);
}
