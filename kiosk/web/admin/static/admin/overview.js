// The office at a glance, and what the head may do with the working day.
import { fill, format, make, page, picture, words } from "../pages/page.js";
import { get, post } from "../pages/call.js";
import { cancelButton, open } from "../pages/dialogs.js";
import { listen } from "../pages/live.js";
import { table } from "./asking.js";
import { doing, edit, empty, field, letter, may, named, valueOf } from "./forms.js";
import { enterByHand } from "./by_hand.js";
import { officeFile } from "./office_file.js";
import { deviceRows } from "../pages/conditions.js";
import { districtCard, followDistrict } from "./district.js";
import { editLeaders, leaderLine } from "./leaders.js";
import { paperLine, printDay } from "./paper.js";

const view = { ...page.data };
const whole = Boolean(view.counters);
const content = document.getElementById("content");

function draw() {
  const at = document.activeElement?.dataset.key;
  fill(content, dayCard(), whole ? figures() : null, whole ? countersCard() : null, devicesCard(), districtCard(draw), whole ? officeCard() : null);
  if (at) content.querySelector(`[data-key="${CSS.escape(at)}"]`)?.focus();
}

function dayCard() {
  const { day } = view;
  return make("section", { class: "card", id: "day" },
    make("div", { class: "day-line" }, picture("calendar", 32), make("h2", {}, dayTitle(day)), dayTag(day),
      day.training ? make("span", { class: "tag tag-warn" }, words("Training")) : null),
    day.clock_suspect ? clockNote() : null,
    may ? make("div", { class: "day-acts" }, dayActs(day)) : null);
}

function dayTitle(day) {
  if (!day.date) return words("No working day yet");
  const [year, month, date] = day.date.split("-");
  return words("Working day {date}", { date: `${date}/${month}/${year}` });
}

function dayTag(day) {
  if (day.status === "open") return make("span", { class: "tag tag-good" }, words("Open"));
  return make("span", { class: "tag" }, day.status === "closed" ? words("Closed") : words("Not opened"));
}

function clockNote() {
  return make("div", { class: "note note-warn" }, picture("warning", 28), make("span", {},
    words("The clock of this machine cannot be right: it shows {at}. Set it, or confirm it if it is right.", { at: `${format.clock(view.now)} ${format.day(view.now)}` })),
  may ? make("button", { class: "button button-small", type: "button", onclick: () => act("/clock-confirm", words("The clock was confirmed.")) }, words("The clock is right")) : null);
}

function dayActs(day) {
  const slip = view.paper && day.date ? button("printer", words("Print the slip of the day"), printDay) : null;
  if (day.status !== "open") {
    return [button("play", words("Open the day"), () => act("/open", words("The day is open.")), "button-go"), slip];
  }
  const training = day.training
    ? button("pause", words("End training"), () => training_(false))
    : button("play", words("Training mode"), () => training_(true));
  return [training, button("paper", words("Numbers written by hand"), () => enterByHand(view.services, day.date, refresh)), button("lock", words("Close the day…"), close, "button-bad")];
}

const button = (drawing, label, onclick, extra = "") => make("button", { class: `button ${extra}`, type: "button", "data-key": label, onclick }, picture(drawing, 20), label);

async function act(path, said) {
  const answer = await doing(() => post(`/api/v1/day${path}`), said);
  if (answer) { view.day = answer.day; draw(); }
}

function training_(on) {
  const set = (value) => post("/api/v1/day/training", { on: value }).then((answer) => { view.day = answer.day; draw(); return answer; });
  const said = on ? words("Training mode: numbers from now on count in no figure.") : words("Training has ended.");
  return doing(() => set(on), said, () => set(!on));
}

/** The one act that asks before it does something. */
async function close() {
  let handle = null;
  const waiting = view.states?.waiting ?? 0;
  const text = waiting ? words("{n} people still wait; their numbers lapse.", { n: waiting }) : words("Nobody waits any more.");
  const go = make("button", { class: "button button-bad", type: "button", autofocus: true, onclick: () => handle.close(true) }, words("Close the day"));
  handle = open({ title: words("Close the working day?"), text, foot: [cancelButton(() => handle, words("Keep it open")), go], name: "close-day" });
  if (await handle.closed) await act("/close", words("The day is closed."));
}

function figures() {
  const s = view.states;
  const at = (...names) => names.reduce((sum, name) => sum + (s[name] ?? 0), 0);
  const open_ = view.counters.filter((one) => one.status === "open").length;
  const rows = [[words("Waiting"), at("waiting")], [words("At the counters"), at("called", "serving")], [words("Served"), at("done")],
    [words("Parked"), at("parked")], [words("Absent"), at("no_show")], [words("Counters open"), `${open_}/${view.counters.length}`]];
  return make("div", { class: "figures figures-6 card-gap" }, rows.map(([label, value]) => make("div", { class: "figure" }, label, make("b", {}, typeof value === "number" ? format.number(value) : value))));
}

function countersCard() {
  const rows = view.counters.map(counterRow);
  return make("section", { class: "card" }, make("h2", {}, words("Counters")), rows.length ? table(["", words("Counter"), words("Services"), words("Clerk"), words("Number")], rows)
    : empty(picture("counter", 48), words("No counters yet"), "", make("a", { class: "button", href: "/admin/counters" }, words("Add a counter"))));
}

const STATUS = { open: () => words("Open"), paused: () => words("Paused"), closed: () => words("Closed") };

function counterRow(one) {
  const letters = one.services.map((id) => view.services.find((service) => service.id === id)).filter(Boolean);
  return make("tr", { class: one.status === "closed" ? "is-off" : "" },
    make("td", { class: "nowrap" }, make("span", { class: `dot dot-${one.status}` }), STATUS[one.status]()),
    make("td", {}, make("b", {}, one.name)), make("td", {}, make("span", { class: "letters" }, letters.map((service) => letter(service.prefix, named(service))))),
    make("td", {}, one.clerk ? one.clerk.name : "–"), make("td", {}, one.ticket ? make("b", { class: "num" }, one.ticket.number) : "–"));
}

function devicesCard() {
  const rows = deviceRows(view.devices);
  return make("section", { class: "card" }, make("h2", {}, words("Devices")),
    rows ?? make("p", { class: "quiet" }, words("No device has reported anything yet.")), paperLine(view, draw));
}

function officeCard() {
  const { names, notices, leaders } = view;
  const line = (label, value) => [make("dt", {}, label), make("dd", {}, value?.length ? value : "–")];
  return make("section", { class: "card", id: "office" }, make("h2", {}, words("The office")),
    make("dl", { class: "facts" }, line(words("Name"), names.name), line(words("Above it"), names.parent), line(words("Leaders"), leaders.map(leaderLine)),
      line(words("Web address"), names.url), line(words("Notices in the hall"), notices.length ? notices.map((text) => make("div", {}, text)) : ""),
      view.notices_above.length ? line(words("Notices from the tier above"), view.notices_above.map((text) => make("div", {}, text))) : null),
    may ? make("div", { class: "day-acts" }, make("button", { class: "button", type: "button", "data-key": "rename", onclick: rename }, words("Change…")),
      make("button", { class: "button", type: "button", "data-key": "leaders", onclick: nameLeaders }, words("Leaders…")), make("a", { class: "button", href: "/admin/opening#notices" }, words("Notices…")), officeFile()) : null);
}

async function rename() {
  const { names } = view;
  const done = await edit({
    title: words("The office"), wide: true,
    content: [field({ name: "name", label: words("Name"), value: names.name, maxlength: 120, hint: words("At the top of every ticket and screen.") }),
      field({ name: "parent", label: words("Above it"), value: names.parent, maxlength: 120 }),
      field({ name: "url", label: words("Web address"), value: names.url, maxlength: 120, hint: words("At the foot of the ticket.") })],
    save: (form) => post("/api/v1/admin/settings/names", Object.fromEntries(["name", "parent", "url"].map((key) => [key, valueOf(form, key)]))),
  });
  if (!done) return;
  view.names = done.settings.names;
  draw();
  await doing(async () => done, words("Saved."));
}

async function nameLeaders() {
  const done = await editLeaders(view.leaders);
  if (!done) return;
  view.leaders = done.settings.leaders;
  draw();
  await doing(async () => done, words("Saved."));
}

async function refresh() {
  const found = await get("/api/v1/admin/tickets");
  view.states = found.states;
  draw();
}

let pending = null;

function heard(state) {
  Object.assign(view, { day: state.day, devices: state.devices, now: state.now, paper: state.paper });
  if (whole) Object.assign(view, { counters: state.counters, services: state.services });
  draw();
  pending ??= setTimeout(() => { pending = null; refresh().catch(() => {}); }, 1500);
}

draw();
followDistrict(draw);
if (whole) listen({ state: heard, fact: () => {}, connected: () => {} });
