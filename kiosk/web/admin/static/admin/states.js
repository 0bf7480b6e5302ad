// The states of a ticket, and how its paper came out, in words and colours.
import { make, words } from "../pages/page.js";

const STATES = {
  waiting: ["tag-primary", () => words("Waiting")], called: ["tag-warn", () => words("Called")], serving: ["tag-good", () => words("Being served")],
  parked: ["tag-warn", () => words("Parked")], done: ["", () => words("Done")], no_show: ["tag-bad", () => words("Absent")],
  cancelled: ["", () => words("Cancelled")], expired: ["", () => words("Lapsed")],
};
const PRINTS = {
  queued: () => words("Printing…"), printed: () => words("Printed"), accepted: () => words("Sent to the printer"),
  failed: () => words("Not printed"), unknown: () => words("Not known whether printed"), off: () => words("Without paper"),
};

export const stateName = (state) => (STATES[state]?.[1] ?? (() => state))();
export const stateTag = (state) => make("span", { class: `tag ${STATES[state]?.[0] ?? ""}` }, stateName(state));
export const printName = (state) => (PRINTS[state] ?? (() => state))();
