// What the hall did not hear: an announcement of this counter that was left out or failed, and what to do about it.
import { words } from "../page.js";
import { toast } from "../toasts.js";
import { desk } from "./desk.js";

const SECONDS = 12;
const NO_SOUND = new Set(["no_card", "no_device", "no_program"]);
const OF_DEVICE = new Set(["no_device", "no_program", "busy", "hangs", "error"]);

const WHY = {
  not_called: (number) => words("{number} was not announced: it was no longer being called.", { number }),
  called_anew: (number) => words("{number} was called again before its announcement; it is announced once.", { number }),
  too_old: (number) => words("{number} was not announced: too many announcements were waiting.", { number }),
  stopped: (number) => words("{number} was not announced: the office's computer was being restarted.", { number }),
  clips_missing: (number) => words("{number} was announced with gaps: recordings are missing. Please tell the technician.", { number }),
  busy: (number) => words("{number} was not announced: another program is using the sound device.", { number }),
};
const otherwise = (number) => words("{number} was not announced: the loudspeaker did not play.", { number });
/** These are as they should be, or were heard after all: nothing has to be done. */
const CALM = new Set(["not_called", "called_anew", "clips_missing"]);

/** Announcements that this console has asked for and has not heard of: id of the notice. */
const asked = new Set();
export const remember = (notice) => asked.add(notice);

const conditionOf = (name) => desk.state.devices.find((one) => one.device === name)?.condition;

/** Whether the hall hears nothing because there is nothing to play on; nobody expects it where it is muted. */
export const hasNoSound = () => conditionOf("announcements") === "ok" && NO_SOUND.has(conditionOf("voice"));

/** A fact of the live stream. */
export function hearUnheard({ kind, fact, subject }) {
  if (!kind.startsWith("announcement.")) return;
  if (subject.startsWith("notice:")) return ofNotice(kind, fact);
  if (fact.counter === desk.number && (kind === "announcement.skipped" || kind === "announcement.failed")) ofCall(fact);
}

function ofCall({ number, reason }) {
  if (OF_DEVICE.has(reason) && hasNoSound()) return; // the band above says so already
  const why = (WHY[reason] ?? otherwise)(number);
  if (CALM.has(reason)) return toast(why, { seconds: 6 });
  const ticket = desk.ticket;
  const still = ticket?.number === number && ticket.state === "called";
  return toast(still ? [why, words("Press + to call it again.")].join(" ") : why, { kind: "bad", seconds: SECONDS });
}

function ofNotice(kind, { notice, reason }) {
  if (!asked.has(notice) || kind === "announcement.asked" || kind === "announcement.started") return;
  asked.delete(notice);
  if (kind === "announcement.ended" || (OF_DEVICE.has(reason) && hasNoSound())) return;
  toast(words("The announcement could not be heard. Please say it yourself, or start it again."), { kind: "bad", seconds: SECONDS });
}
