// The voice of the hall from a counter: mute it, or let it say one of the office's announcements.
import { make, picture, words } from "../page.js";
import { choose } from "../dialogs.js";
import { get, post, trying } from "../call.js";
import { toast } from "../toasts.js";
import { desk } from "./desk.js";
import { remember } from "./unheard.js";

const TROUBLE = {
  no_program: () => words("Voice: cannot be heard, please call the technician"), hangs: () => words("Voice: cannot be heard, please call the technician"),
  no_card: () => words("Voice: no sound device"), no_device: () => words("Voice: no sound device"), busy: () => words("Voice: the sound device is in use"), error: () => words("Voice: cannot be heard, please call the technician"),
};
const conditionOf = (name) => desk.state.devices.find((one) => one.device === name)?.condition;

/** What the foot shows of it: nothing where the hall has no voice. */
export function voiceFoot() {
  const sound = conditionOf("announcements");
  if (sound === undefined || sound === "off") return [];
  const muted = sound === "muted";
  const trouble = TROUBLE[conditionOf("voice")];
  return [
    muted ? make("span", { class: "foot-device is-bad foot-voice", role: "status" }, picture("warning", 20), words("The hall is muted")) : null,
    trouble && !muted ? make("span", { class: "foot-device is-bad foot-voice" }, picture("warning", 20), trouble()) : null,
    make("span", { class: "foot-acts" },
      make("button", { class: "button button-small", type: "button", id: "mute", "aria-pressed": String(muted), onclick: () => void mute(!muted) }, muted ? words("Sound on") : words("Mute the hall")),
      make("button", { class: "button button-small", type: "button", id: "announce", disabled: muted, onclick: () => void announce() }, words("Announce…"))),
  ];
}

async function mute(on) {
  if (!await trying(() => post("/api/v1/admin/voice/mute", { on }))) return;
  toast(on ? words("The hall is muted from the next announcement on.") : words("Announcements can be heard again."), { seconds: 4 });
}

async function announce() {
  const voice = await trying(() => get("/api/v1/admin/voice"));
  if (!voice) return;
  const notice = await choose({
    name: "announce", title: words("Which announcement?"), text: voice.notices.length ? words("The hall hears it when it is its turn.") : words("The head of the office has not written any yet."),
    items: voice.notices.map((one) => ({ label: one.text, detail: one.text_en, value: one.id })),
  });
  if (!notice) return;
  remember(notice);
  if (await trying(() => post("/api/v1/admin/voice/announce", { notice }))) toast(words("It will be announced in a moment."), { kind: "good", seconds: 3 });
}
