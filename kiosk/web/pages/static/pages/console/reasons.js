// The office's own reasons for setting somebody aside and for a pause, in the reader's language; sent and kept as the
// office wrote them.
import { page, words } from "../page.js";
import { choose } from "../dialogs.js";
import { desk } from "./desk.js";

const shown = (reason) => (page.language !== "vi" && reason.label_en) || reason.label;
const all = () => [...desk.reasons.park, ...desk.reasons.pause];

/** A kept reason in the reader's language; what somebody wrote stays as it is. */
export function reasonText(kept) {
  const known = all().find((reason) => reason.label === kept);
  return known ? shown(known) : kept;
}

/** The place of a reason as it is typed before the key: 2 is the second one. */
export const parkReason = (place) => desk.reasons.park[place - 1]?.label ?? null;

/** Ask for one; resolves to the reason as it is kept, or null. `kind`: park or pause. */
export function askReason(kind, asking) {
  return choose({
    ...asking, name: kind, items: desk.reasons[kind].map((reason) => ({ label: shown(reason), value: reason.label })),
    other: { label: words("Another reason…"), placeholder: words("Write the reason and press Enter") },
  });
}
