// The condition of the devices that exist, in words; a trouble stands out.
import { fill, make, picture, words } from "../page.js";
import { desk } from "./desk.js";

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
  const printers = desk.state.devices.filter((device) => device.device.startsWith("printer"));
  fill(place, printers.map(printer), make("span", { class: "foot-help" }, make("kbd", {}, "F1"), words("all keys"), make("kbd", {}, "F12"), words("end of day")));
}

function printer({ condition, detail }) {
  const text = (PRINTER[condition] ?? PRINTER.error)();
  const calm = CALM.has(condition);
  return make("span", { class: `foot-device ${calm ? "" : "is-bad"}`, "data-condition": condition, title: detail ?? "" }, calm ? null : picture("warning", 20), text);
}
