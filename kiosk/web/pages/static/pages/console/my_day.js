// One's own day at a glance: how many, how long, by hour and by service, and the last visits, each of which can still
// get its note or the mark that its times are not exact. Nothing about ratings.
import { format, make, words } from "../page.js";
import { choose } from "../dialogs.js";
import { get, trying } from "../call.js";
import { desk } from "./desk.js";
import { afterwards } from "./visit.js";

export async function showMyDay() {
  const day = await trying(() => get(`/api/v1/counters/${desk.number}/day`, { tries: 2 }));
  if (!day) return;
  const ticket = await choose({
    name: "my-day", title: words("My day"), wide: true, above: [figures(day), make("div", { class: "day-halves" }, hours(day.hours), services(day.services))],
    text: day.since ? words("Since {time}", { time: format.clock(day.since) }) : "",
    items: day.recent.map(visit),
  });
  if (ticket) await askAbout(ticket);
}

async function askAbout(ticket) {
  const run = await choose({ name: "visit", title: ticket.number, text: about(ticket), items: afterwards(ticket) });
  if (run) await run();
}

const time = (ms) => (ms === null ? "–" : words("{n} min", { n: format.number(ms / 60000, 1) }));

function figures(day) {
  const figure = (name, value, label) => make("div", { class: "figure", "data-day": name }, label, make("b", {}, value));
  return make("div", { class: "figures day-figures" },
    figure("served", format.number(day.served), words("Served")), figure("mean", time(day.mean_ms), words("Mean time")),
    figure("longest", time(day.longest_ms), words("Longest")), figure("recalls", format.number(day.recalls), words("Called again")),
    figure("no_show", format.number(day.no_show), words("Absent")), figure("parked", format.number(day.parked), words("Set aside")),
    figure("paused", format.minutes(day.paused_ms), words("Paused")));
}

/** A bar an hour, as high as its share of the fullest one. */
function hours(list) {
  const most = Math.max(1, ...list.map((one) => one.served));
  const bar = ({ hour, served }) => {
    const fill = make("i", {});
    fill.style.height = `${Math.round((served / most) * 100)}%`;
    return make("li", { title: words("{hour}:00, {n} served", { hour, n: served }) }, make("b", {}, served ? format.number(served) : ""), make("span", {}, fill), make("small", {}, String(hour)));
  };
  return make("section", {}, make("h3", {}, words("By hour")), list.length ? make("ol", { class: "day-hours" }, list.map(bar)) : nothingYet());
}

function services(list) {
  const row = ({ service, served, mean_ms: mean }) => make("tr", {}, make("td", {}, make("b", { class: `ink-${desk.prefix(service)}` }, desk.prefix(service)), " ", desk.serviceName(service)),
    make("td", { class: "end" }, format.number(served)), make("td", { class: "end" }, time(mean)));
  return make("section", {}, make("h3", {}, words("By service")), list.length ? make("table", { class: "table" }, make("tbody", {}, list.map(row))) : nothingYet());
}

const nothingYet = () => make("p", { class: "quiet" }, words("Nobody served yet."));

const STATES = {
  waiting: () => words("waiting"), called: () => words("called"), serving: () => words("being served"), parked: () => words("set aside"), done: () => words("done"),
  no_show: () => words("absent"), cancelled: () => words("cancelled"), expired: () => words("sent home"),
};

const visit = (ticket) => ({
  label: ticket.number, letter: desk.prefix(ticket.service), detail: about(ticket), value: ticket,
  tag: ticket.inexact ? words("times not exact") : ticket.noted ? words("noted") : null, tagClass: ticket.inexact ? "tag-warn" : "tag-primary",
});

function about(ticket) {
  const span = ticket.started_at && ticket.finished_at ? `${format.clock(ticket.started_at)}–${format.clock(ticket.finished_at)}` : ticket.called_at ? format.clock(ticket.called_at) : null;
  return [desk.serviceName(ticket.service), span, STATES[ticket.state]?.()].filter(Boolean).join(" · ");
}
