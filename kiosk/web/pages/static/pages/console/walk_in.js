// A number for somebody who asks at the counter: the key and a service, two presses. Then the number stands there
// large, to be read out, with what became of its slip.
import { fill, make, words } from "../page.js";
import { choose, numpadBack, open } from "../dialogs.js";
import { get } from "../call.js";
import * as acts from "./acts.js";
import { desk } from "./desk.js";

export async function askWalkIn() {
  const wish = { priority: false };
  const tick = make("input", { type: "checkbox", tabindex: -1, onchange: () => { wish.priority = tick.checked; } });
  const flip = () => { tick.checked = !tick.checked; wish.priority = tick.checked; };
  const service = await choose({
    name: "walk-in", title: words("A number for somebody here"), text: words("Which service?"), wide: true,
    above: [make("label", { class: "check priority-check" }, tick, words("Priority"), make("kbd", {}, "+"))],
    items: ownFirst().map(offered),
    more: (symbol) => { if (symbol === "+") flip(); return symbol === "+"; },
  });
  if (service) await issue(service, wish.priority);
}

/** `02 +`: for the second service of this counter, without asking. */
export function walkInTyped(place) {
  const service = desk.ownServices[place - 1];
  return service ? issue(service.id, false) : askWalkIn();
}

async function issue(service, priority) {
  const ticket = await acts.issue(service, priority);
  if (ticket) { void desk.refresh(); await showIssued(ticket); }
}

/** What this counter serves stands first, so that its keys are always the same. */
function ownFirst() {
  const own = desk.ownServices;
  return [...own, ...desk.state.services.filter((service) => !own.includes(service))];
}

const offered = (service) => ({
  label: desk.serviceName(service.id), letter: service.prefix, value: service.id, tag: service.open ? null : words("closed now"),
  detail: service.waiting === 1 ? words("1 person waiting") : words("{n} people waiting", { n: service.waiting }),
});

const PRINT_WORDS = {
  queued: () => words("The slip is being printed…"), printed: () => words("The slip is printed."), accepted: () => words("The slip was sent to the printer."),
  failed: () => words("The slip could not be printed. Please write the number down for the person."),
  unknown: () => words("The printer does not answer. Please check the slip."), off: () => words("No printer. Please write the number down for the person."),
};
const STILL_MS = [700, 1200, 2000, 4000];

/** The number large, to be read out; goes away by itself. */
async function showIssued(ticket) {
  const slip = make("p", { class: "slip-state" });
  const draw = (print) => { slip.dataset.state = print.state; fill(slip, (PRINT_WORDS[print.state] ?? PRINT_WORDS.queued)()); };
  draw(ticket.print);
  const dialog = open({
    name: "issued", title: words("The number is"), content: [
      make("div", { class: `issued-number ink-${desk.prefix(ticket.service)}` }, ticket.number),
      make("p", { class: "issued-what" }, about(ticket)), slip,
    ],
    foot: [numpadBack(() => dialog, words("Close"))],
    keys: (symbol) => { const close = symbol === "Enter" || symbol === "-"; if (close) dialog.close(null); return close; },
  });
  const timer = setTimeout(() => dialog.close(null), 20000);
  void followPrint(ticket, draw, dialog);
  await dialog.closed;
  clearTimeout(timer);
}

function about(ticket) {
  const ahead = ticket.ahead === null ? null : ticket.ahead === 1 ? words("1 person ahead") : words("{n} people ahead", { n: ticket.ahead });
  return [desk.serviceName(ticket.service), ticket.priority ? words("priority") : null, ahead].filter(Boolean).join(" · ");
}

async function followPrint(ticket, draw, dialog) {
  let open = true;
  void dialog.closed.then(() => { open = false; });
  for (const pause of STILL_MS) {
    await new Promise((done) => setTimeout(done, pause));
    if (!open) return;
    const now = await get(`/api/v1/tickets/${ticket.id}`, { tries: 1 }).catch(() => null);
    if (!now) continue;
    draw(now.print);
    if (now.print.state !== "queued") return;
  }
}
