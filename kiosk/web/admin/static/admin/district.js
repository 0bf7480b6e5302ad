// How far the tier above has the office's facts: complete to n of n, what waits, when it last answered; and pausing.
import { format, make, picture, words } from "../pages/page.js";
import { get, post } from "../pages/call.js";
import { deviceTag } from "../pages/conditions.js";
import { fromAbove } from "./deeds_in_words.js";
import { doing, may } from "./forms.js";

const EVERY_MS = 5000;
let found = null;

/** The card, or null while nothing is known and for an office without a tier above. */
export function districtCard(redraw) {
  if (!found || found.transport === "off") return null;
  const present = found.streams.at(-1);
  const line = (label, ...value) => [make("dt", {}, label), make("dd", {}, value)];
  return make("section", { class: "card", id: "district" },
    make("h2", {}, found.tier || words("Tier above"), " ", deviceTag(found.condition)),
    make("dl", { class: "facts" },
      line(words("Complete to"), present ? words("{n} of {all}", { n: format.number(present.complete_to), all: format.number(present.known_to) }) : "–"),
      line(words("Still to send"), words("{n} entries", { n: format.number(found.backlog) })),
      found.refill ? line(words("Coming back after the restore"), words("{n} entries", { n: format.number(found.refill) })) : null,
      line(words("Last acknowledged"), found.acked_at ? `${format.clock(found.acked_at)} ${format.day(found.acked_at)}` : "–"),
      found.configs.map((one) => line(fromAbove(one.name), one.version ? words("version {n} of {day}", { n: one.version, day: format.day(one.at) }) : "–", one.refused ? make("div", { class: "wrong" }, words("Version {n} could not be used: {why}", { n: one.refused.version, why: one.refused.why })) : null)),
      found.parked.length ? line(words("Not accepted"), words("{n} entries", { n: format.number(found.parked.length) })) : null),
    may ? make("div", { class: "day-acts" }, pauseButton(redraw), stickLink()) : null);
}

function pauseButton(redraw) {
  const set = (on) => post(`/api/v1/admin/district/${on ? "pause" : "resume"}`).then(async (answer) => { found = await get("/api/v1/admin/district"); redraw(); return answer; });
  const go = () => {
    const on = !found.paused;
    return doing(() => set(on), on ? words("Nothing is sent to the tier above until it is switched on again.") : words("Sending to the tier above goes on."), () => set(!on));
  };
  return make("button", { class: "button", type: "button", "data-key": "district-pause", onclick: go }, picture(found.paused ? "play" : "pause", 20), found.paused ? words("Send again") : words("Stop sending"));
}

function stickLink() {
  return make("a", { class: "button", href: "/api/v1/admin/district/parcel", download: "", "data-key": "district-stick" }, picture("paper", 20), words("File for a memory stick"));
}

/** Asks now and then, and draws again when something changed. */
export function followDistrict(redraw) {
  const ask = async () => {
    if (document.hidden) return;
    const answer = await get("/api/v1/admin/district");
    if (JSON.stringify(answer) === JSON.stringify(found)) return;
    found = answer;
    redraw();
  };
  const again = () => ask().catch(() => {}).finally(() => { if (found?.transport !== "off") setTimeout(again, EVERY_MS); });
  again();
}
