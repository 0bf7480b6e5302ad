// Everything that has no key of its own on a numpad, each always under the same digit (F2, or 0 *).
import { words } from "../page.js";
import { choose } from "../dialogs.js";
import { isWanted, turnAttention } from "./attention.js";
import { desk } from "./desk.js";
import { showHelp } from "./help.js";
import { everybody, openTicket } from "./line.js";
import { showMyDay } from "./my_day.js";
import { canFloat, floatWindow } from "./small_window.js";
import { afterwards, askGoOn } from "./visit.js";

export async function showMore() {
  const ticket = desk.ticket;
  const [note, times] = afterwards(ticket);
  const run = await choose({
    name: "more", title: ticket ? words("More for {number}", { number: ticket.number }) : words("More"), items: [
      { label: words("Another service for the same person"), detail: words("with the same number"), value: askGoOn, disabled: !ticket, tag: "F3" },
      { ...note, tag: "F4" },
      times,
      { label: words("A number of the line…"), detail: words("priority, return, print again, cancel"), value: askWhich, disabled: !everybody().length },
      { label: words("My day"), value: showMyDay, tag: "F6" },
      { label: words("All keys"), value: showHelp, tag: "F1" },
      { label: isWanted() ? words("No sound when somebody starts waiting") : words("A sound when somebody starts waiting"), value: turnAttention },
      ...(canFloat() ? [{ label: words("A small window on top of the others"), value: floatWindow }] : []),
      { label: words("Look up procedures"), detail: words("in another tab"), value: () => { window.open("/lookup", "_blank", "noopener"); } },
    ].map((item) => ({ ...item, tagClass: "tag-key" })),
  });
  if (run) await run();
}

/** One of the line, then what can be done with it. */
async function askWhich() {
  const ticket = await choose({
    name: "which-of-line", title: words("Which number?"), wide: true, items: everybody().map((one) => ({
      label: one.number, letter: desk.prefix(one.service), detail: desk.serviceName(one.service), value: one, tag: STATES[one.state]?.() ?? (one.priority ? words("priority") : null),
    })),
  });
  if (ticket) await openTicket(ticket);
}

const STATES = { parked: () => words("set aside"), no_show: () => words("absent") };
