// In what condition the devices are, in words; for the pages of the office and of the tier above.
import { format, make, picture, words } from "./page.js";

const CONDITIONS = {
  ready: ["tag-good", () => words("Ready")], ok: ["tag-good", () => words("Ready")], printing: ["tag-good", () => words("Printing")],
  paper_near_end: ["tag-warn", () => words("Paper runs low")], near_end: ["tag-warn", () => words("Paper runs low")],
  paper_out: ["tag-bad", () => words("Out of paper")], cover_open: ["tag-bad", () => words("Cover open")], cutter: ["tag-bad", () => words("Cutter is stuck")],
  cutter_error: ["tag-bad", () => words("Cutter is stuck")], offline: ["tag-bad", () => words("Offline")], unreachable: ["tag-bad", () => words("Does not answer")],
  in_use: ["tag-bad", () => words("In use by another program")], not_allowed: ["tag-bad", () => words("The service may not use it")], rubbish: ["tag-bad", () => words("Answers make no sense")],
  silent: ["tag-warn", () => words("Gives no answer")], error: ["tag-bad", () => words("Fault")], off: ["", () => words("Switched off")],
  muted: ["tag-warn", () => words("Muted")], making: ["", () => words("Being made")], incomplete: ["tag-warn", () => words("Incomplete")], no_card: ["tag-warn", () => words("No sound device")], no_device: ["tag-warn", () => words("No sound device")],
  no_program: ["tag-bad", () => words("Sound program missing")], busy: ["tag-warn", () => words("In use by another program")], hangs: ["tag-bad", () => words("Takes no sound")],
  online: ["tag-good", () => words("Connected")], behind: ["tag-warn", () => words("Catching up")], paused: ["tag-warn", () => words("Stopped by hand")], refused: ["tag-bad", () => words("Turned away")],
  disturbed: ["tag-warn", () => words("Others speak on the cable")],
  second_missing: ["tag-warn", () => words("Second place is missing")], second_strange: ["tag-warn", () => words("A stick of somebody else is plugged in")], second_failed: ["tag-warn", () => words("Second place is full or broken")], failed: ["tag-bad", () => words("No copy could be made")],
  restored: ["tag-warn", () => words("Came back from a copy")], new: ["tag-bad", () => words("Begun anew: there was no copy")], changed: ["tag-bad", () => words("The journal was changed")],
  full: ["tag-bad", () => words("No room left")], read_only: ["tag-bad", () => words("Cannot be written")],
  on_battery: ["tag-warn", () => words("On battery")], low: ["tag-bad", () => words("Battery nearly empty")], worn: ["tag-warn", () => words("Battery worn out")],
  rejected: ["tag-warn", () => words("Some entries not accepted")], not_enrolled: ["tag-bad", () => words("Not set up")],
};
const NAMES = { printer: () => words("Ticket printer"), voice: () => words("Loudspeaker"), "voice-clips": () => words("Clips of the voice"), announcements: () => words("Announcements"), district: () => words("Tier above"),
  backup: () => words("Copies of the data"), data: () => words("Data"), disk: () => words("Disk"), ups: () => words("Power supply (UPS)") };
const KINDS = {
  voice: (name) => words("Loudspeaker {name}", { name }), board: (name) => words("Board {name}", { name }), keypad: (name) => words("Keypad {name}", { name }),
  "rating-box": (name) => words("Rating buttons {name}", { name }), bus: (name) => words("Cable {name}", { name }),
};

/** "Ticket printer", "Board led-1"; a device that nobody knows keeps its own name. */
export function nameOf(device) {
  const [kind, name] = device.split(/:(.*)/s);
  if (name && KINDS[kind]) return KINDS[kind](name);
  return (NAMES[device] ?? (() => device))();
}

/** A table of devices, or null when there are none. */
export function deviceRows(devices) {
  if (!devices.length) return null;
  return make("div", { class: "table-wrap" }, make("table", { class: "table" }, make("tbody", {}, devices.map(row))));
}

/** The condition as a small coloured word. */
export function deviceTag(condition) {
  const [kind, label] = CONDITIONS[condition] ?? ["tag-warn", () => condition];
  return make("span", { class: `tag ${kind}` }, label());
}

const DETAILS = { estimate: () => words("as estimated from what was printed"), in_use: CONDITIONS.in_use[1], not_allowed: CONDITIONS.not_allowed[1], rubbish: CONDITIONS.rubbish[1], silent: CONDITIONS.silent[1] };
const detailOf = (detail) => (DETAILS[detail] ?? (() => detail))();

function row(one) {
  return make("tr", {}, make("td", {}, make("span", { class: "person" }, picture(one.device.startsWith("printer") ? "printer" : "device", 26), make("b", {}, nameOf(one.device)))),
    make("td", {}, deviceTag(one.condition), one.detail ? make("small", { class: "quiet" }, ` ${detailOf(one.detail)}`) : null),
    make("td", { class: "end quiet" }, words("since {at}", { at: `${format.clock(one.since)} ${format.day(one.since)}` })));
}
