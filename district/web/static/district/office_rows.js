// One row for each office, and what it can be sorted and found by.
import { deviceTag, nameOf } from "../pages/conditions.js";
import { format, make, serverNow, words } from "../pages/page.js";

export const CLOCK_OFF_MS = 120000;

/** Broken devices as [name, condition] in words; what only wants watching at the office itself is not among them. */
export function broken(devices) {
  const printerFirst = ([name]) => (name === "printer" ? 0 : 1);
  const inOrder = Object.entries(devices).sort().sort((one, other) => printerFirst(one) - printerFirst(other));
  const tags = inOrder.map(([name, condition]) => [nameOf(name), deviceTag(condition)]);
  return tags.filter(([, tag]) => tag.classList.contains("tag-bad")).map(([name, tag]) => [name, inside(tag.textContent)]);
}

/** As it stands inside of a sentence. */
const inside = (text) => text.charAt(0).toLocaleLowerCase() + text.slice(1);

/** With a broken device, what would be in order is to be watched. */
export const watched = (row) => (row.state === "good" && broken(row.devices).length ? { ...row, state: "warn" } : row);

/** Letters without their signs: "Đồng Hoá" is found by "dong hoa". */
const folded = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").replace(/đ/gi, "d").toLowerCase();

export function matches(row, { text, unit, state }) {
  if (unit && !row.units.includes(unit)) return false;
  if (state && row.state !== state) return false;
  const words_ = folded(text).split(/\s+/).filter(Boolean);
  const hay = folded([row.name, row.id, ...row.path].join(" "));
  return words_.every((word) => hay.includes(word));
}

const RANK = { bad: 0, off: 1, warn: 2, new: 3, good: 4 };

export const COLUMNS = [
  { key: "name", title: words("Office"), value: (row) => row.name },
  { key: "state", title: words("Condition"), value: (row) => RANK[row.state] },
  { key: "tickets", title: words("Visits"), end: true, down: true, value: (row) => row.tickets_today },
  { key: "ratings", title: words("Ratings"), end: true, down: true, value: (row) => row.ratings_today },
  { key: "share", title: words("Response"), end: true, down: true, value: (row) => row.rated_share ?? -1 },
  { key: "complete", title: words("Complete to"), end: true, down: true, value: (row) => row.known_to - row.complete_to },
  { key: "backlog", title: words("To come"), end: true, down: true, value: (row) => row.backlog },
  { key: "last", title: words("Last fact"), end: true, down: true, value: (row) => row.last_fact_at ?? 0 },
  { key: "clock", title: words("Clock"), end: true, down: true, value: (row) => Math.abs(row.clock_offset_ms ?? 0) },
];

/** A figure under its column; on a narrow screen, where a row is a card, the title stands before it. */
const end = (key, text, kind = "") => make("td", { class: `end num ${kind}`, "data-title": COLUMNS.find((column) => column.key === key).title, "data-none": text === "–" }, text);

export function rowOf(row) {
  const short = row.complete_to < row.known_to;
  return make("tr", { "data-office": row.id },
    make("td", {}, make("span", { class: "name" }, make("span", { class: `mark mark-${row.state}`, title: condition(row).text }),
      make("span", {}, make("a", { href: `/offices/${encodeURIComponent(row.id)}` }, row.name), row.path.length ? make("small", {}, row.path.join(" / ")) : null))),
    make("td", { class: condition(row).kind }, condition(row).text),
    end("tickets", row.stream ? format.number(row.tickets_today) : "–"),
    end("ratings", row.stream ? format.number(row.ratings_today) : "–"),
    end("share", row.rated_share === null ? "–" : words("{n} %", { n: format.number(row.rated_share * 100) })),
    end("complete", row.stream ? `${format.number(row.complete_to)}/${format.number(row.known_to)}` : "–", short ? "is-short" : ""),
    end("backlog", row.backlog ? format.number(row.backlog) : "–", row.backlog ? "is-short" : ""),
    end("last", row.last_fact_at ? when(row.last_fact_at) : "–"),
    end("clock", offset(row.clock_offset_ms), Math.abs(row.clock_offset_ms ?? 0) > CLOCK_OFF_MS ? "is-short" : ""));
}

/** Today the time, else the day. */
export const when = (at) => (format.day(at) === format.day(serverNow()) ? format.clock(at) : format.day(at));

function offset(ms) {
  if (ms === null) return "–";
  if (Math.abs(ms) < 1000) return words("right");
  const sign = ms > 0 ? "+" : "-";
  const seconds = Math.round(Math.abs(ms) / 1000);
  if (seconds < 120) return words("{n} s", { n: `${sign}${format.number(seconds)}` });
  if (seconds < 7200) return words("{n} min", { n: `${sign}${format.number(Math.round(seconds / 60))}` });
  return words("{n} h", { n: `${sign}${format.number(Math.round(seconds / 3600))}` });
}

/** What is to be said about an office in a few words; the worst first. */
export function condition(row) {
  const { alarms } = row;
  if (alarms.clones) return { kind: "said-bad", text: words("two machines") };
  if (alarms.forks) return { kind: "said-bad", text: words("contradiction") };
  if (alarms.audit) return { kind: "said-bad", text: words("counts differ") };
  if (alarms.rejects) return { kind: "said-bad", text: words("unreadable letters") };
  if (row.merged_into) return { kind: "said-warn", text: words("merged") };
  if (row.state === "new") return row.enrolled ? { kind: "", text: words("bundle made") } : { kind: "", text: row.revoked ? words("revoked") : words("not enrolled") };
  if (!row.online) return { kind: "said-warn", text: words("not connected") };
  if (alarms.gaps) return { kind: "said-warn", text: words("gaps") };
  const [ill] = broken(row.devices);
  if (ill) return { kind: "said-warn", text: ill[1] };
  if (row.state === "warn") return { kind: "said-warn", text: row.backlog ? words("catching up") : words("clock is off") };
  return { kind: "", text: words("in order") };
}
