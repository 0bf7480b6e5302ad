// In what condition the devices are, in words; used by the overview and the page of devices.
import { format, make, picture, words } from "../pages/page.js";

const CONDITIONS = {
  ready: ["tag-good", () => words("Ready")], ok: ["tag-good", () => words("Ready")], printing: ["tag-good", () => words("Printing")],
  paper_near_end: ["tag-warn", () => words("Paper runs low")], near_end: ["tag-warn", () => words("Paper runs low")],
  paper_out: ["tag-bad", () => words("Out of paper")], cover_open: ["tag-bad", () => words("Cover open")], cutter: ["tag-bad", () => words("Cutter is stuck")],
  cutter_error: ["tag-bad", () => words("Cutter is stuck")], offline: ["tag-bad", () => words("Offline")], unreachable: ["tag-bad", () => words("Does not answer")],
  silent: ["tag-warn", () => words("Gives no answer")], error: ["tag-bad", () => words("Fault")], off: ["", () => words("Switched off")],
  muted: ["tag-warn", () => words("Muted")], making: ["", () => words("Being made")], incomplete: ["tag-warn", () => words("Incomplete")], no_device: ["tag-warn", () => words("No sound device")],
  no_program: ["tag-bad", () => words("Sound program missing")], busy: ["tag-warn", () => words("In use by another program")], hangs: ["tag-bad", () => words("Takes no sound")],
};
const NAMES = { printer: () => words("Ticket printer"), voice: () => words("Loudspeaker"), "voice-clips": () => words("Clips of the voice"), announcements: () => words("Announcements") };
const nameOf = (device) => (device.startsWith("voice:") ? words("Loudspeaker {name}", { name: device.slice(6) }) : (NAMES[device] ?? (() => device))());

/** A table of devices, or null when there are none. */
export function deviceRows(devices) {
  if (!devices.length) return null;
  return make("div", { class: "table-wrap" }, make("table", { class: "table" }, make("tbody", {}, devices.map(row))));
}

function row(one) {
  const [kind, label] = CONDITIONS[one.condition] ?? ["tag-warn", () => one.condition];
  return make("tr", {}, make("td", {}, make("span", { class: "person" }, picture(one.device.startsWith("printer") ? "printer" : "device", 26), make("b", {}, nameOf(one.device)))),
    make("td", {}, make("span", { class: `tag ${kind}` }, label()), one.detail ? make("small", { class: "quiet" }, ` ${one.detail}`) : null),
    make("td", { class: "end quiet" }, words("since {at}", { at: `${format.clock(one.since)} ${format.day(one.since)}` })));
}
