// What needs somebody's attention, the worst first, in whole sentences.
import { fill, format, make, words } from "../pages/page.js";
import { broken, CLOCK_OFF_MS, when } from "./office_rows.js";

const MOST = 12;
const MOST_DEVICES = 3;

function said(row) {
  const { alarms } = row;
  const found = [];
  if (alarms.clones) found.push(["bad", words("Two machines send under one certificate. Was a disk copied?")]);
  if (alarms.forks) found.push(["bad", words("{n} facts contradict earlier ones; they are in quarantine.", { n: format.number(alarms.forks) })]);
  if (alarms.audit) found.push(["bad", words("The daily count does not agree with what arrived.")]);
  if (alarms.rejects) found.push(["bad", words("{n} letters could not be read.", { n: format.number(alarms.rejects) })]);
  if (row.state !== "new" && !row.online) found.push(["warn", offline(row)]);
  else if (row.backlog > 500) found.push(["warn", words("{n} facts still to come.", { n: format.number(row.backlog) })]);
  if (alarms.gaps) found.push(["warn", alarms.gaps === 1 ? words("A gap is being filled.") : words("{n} gaps are being filled.", { n: format.number(alarms.gaps) })]);
  if (Math.abs(row.clock_offset_ms ?? 0) > CLOCK_OFF_MS) found.push(["warn", clock(row.clock_offset_ms)]);
  const ill = broken(row.devices).slice(0, MOST_DEVICES).map(([name, condition]) => `${name}: ${condition}.`);
  if (ill.length) found.push(["warn", ill.join(" ")]);
  if (!row.known) found.push(["warn", words("Sends, but nobody has entered it here.")]);
  return found.map(([kind, text]) => ({ row, kind, text }));
}

function clock(ms) {
  const n = format.number(Math.round(Math.abs(ms) / 60000));
  return ms > 0 ? words("Its clock is {n} minutes ahead.", { n }) : words("Its clock is {n} minutes behind.", { n });
}

function offline(row) {
  const since = row.last_fact_at ? words("Not connected; last fact {time}.", { time: when(row.last_fact_at) }) : words("Not connected.");
  const rest = words("{n} facts still to come.", { n: format.number(row.backlog) });
  return row.backlog ? [since, rest].join(" ") : since;
}

export function attention(place, rows) {
  const all = rows.flatMap(said).sort((one, other) => (one.kind === other.kind ? 0 : one.kind === "bad" ? -1 : 1));
  const text = JSON.stringify(all.map((one) => [one.row.id, one.text]));
  if (place.dataset.text === text) return;
  place.dataset.text = text;
  if (all.length === 0) { fill(place, make("p", { class: "quiet" }, words("Nothing. All is in order."))); return; }
  const lines = all.slice(0, MOST).map((one) => make("div", { class: `alarm alarm-${one.kind}` }, make("b", {}, one.row.name), make("span", {}, one.text)));
  const more = all.length > MOST ? make("p", { class: "quiet small attention-more" }, words("and {n} more: sort the table by condition", { n: all.length - MOST })) : null;
  fill(place, lines, more);
}
