// The machine itself: its clock, new windows, a new start, the end of the day for it. Everything but the windows asks first.
import { fill, format, make, page, picture, words } from "../pages/page.js";
import { get, post, trying } from "../pages/call.js";
import { doing, edit, field, valueOf } from "./forms.js";

let host = null;
let view = null;

export async function showMachine(element) {
  host = element;
  view = await trying(() => get("/api/v1/admin/machine"));
  if (view) draw();
}

function draw() {
  fill(host, make("section", { class: "card check-part machine", id: "machine-card" },
    make("div", { class: "check-head" }, make("h2", {}, words("This machine"))),
    make("p", { class: "machine-clock" }, picture("clock", 24), make("b", {}, `${format.clock(view.now)} ${format.day(view.now)}`), make("span", { class: "quiet" }, clockSaid())),
    view.able ? make("div", { class: "acts" }, buttons()) : make("p", { class: "quiet" }, words("It is not set up as an appliance: its clock and its end are left to whoever looks after it."))));
}

function clockSaid() {
  if (view.synced) return words("Its clock is kept by the network.");
  return view.suspect ? words("Nobody believes this clock. Please set it.") : words("Its clock runs alone, without the network.");
}

const button = (drawing, label, id, onclick, kind = "") => make("button", { class: `button ${kind}`, type: "button", id, onclick }, picture(drawing, 20), label);

function buttons() {
  return [view.synced ? null : button("clock", words("Set the clock…"), "set-clock", setClock),
    button("device", words("Start the screens again"), "restart-windows", () => doing(() => post("/api/v1/admin/machine/restart-windows"), words("The screens start again."))),
    button("play", words("Restart the machine…"), "restart", () => end("restart", words("Restart the machine?"), words("Nobody can take a number or be called for about two minutes. Numbers that were given stay."), words("Restart"))),
    button("lock", words("Switch the machine off…"), "power-off", () => end("power-off", words("Switch the machine off?"), words("It has to be switched on again by hand. Numbers that were given stay."), words("Switch the machine off")), "button-bad")];
}

/** The time of this computer stands there already: it is nearly always right. */
function here() {
  const parts = new Intl.DateTimeFormat("en-CA", { timeZone: page.zone, year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit", hourCycle: "h23" }).formatToParts(new Date());
  const of = (type) => parts.find((part) => part.type === type).value;
  return [`${of("year")}-${of("month")}-${of("day")}`, `${of("hour")}:${of("minute")}`];
}

async function setClock() {
  const [day, time] = here();
  const set = await edit({
    title: words("Set the clock"), text: words("The time of the computer in front of you stands here already. Compare it with a watch."), name: "clock",
    content: [field({ name: "at", label: words("Date"), kind: "date", value: day }), field({ name: "time", label: words("Time of day"), kind: "time", value: time })],
    saveLabel: words("Set the clock"),
    save: (form) => {
      const at = `${valueOf(form, "at")}T${valueOf(form, "time")}`;
      return isFar(at) ? { at } : give({ at });
    },
  });
  const now = set?.at ? await askAgain(set.at) : set;
  if (!now) return;
  view = now;
  draw();
}

const give = (wanted) => post("/api/v1/admin/machine/clock", wanted);

const FAR_DAYS = 29;
const isFar = (at) => Math.abs(Date.parse(`${at}Z`) - Date.parse(view.believed)) > FAR_DAYS * 86_400_000;

/** A wrong year would stand on every slip, and make everything look old. */
const askAgain = (at) => edit({
  title: words("Is it really {day}?", { day: at.slice(0, 10).split("-").reverse().join("/") }), name: "clock-sure", content: [], saveLabel: words("Yes, set the clock"),
  text: words("The clock was last known to be right on {day}. A wrong date would stand on every number, and in time delete what is not old.", { day: format.day(view.believed) }),
  save: () => give({ at, sure: true }),
});

async function end(wish, title, text, saveLabel) {
  await edit({
    title, text, name: wish, content: [], saveLabel,
    save: () => post(`/api/v1/admin/machine/${wish}`),
  });
}
