// A procedure's columns in words: for its form, for what changed between two versions, and for the report of a file.
import { format, page, words } from "../pages/page.js";
import { inFigures } from "./asking.js";
import { named } from "./forms.js";

export const COLUMNS = {
  code: () => words("Code"), name: () => words("Name"), field: () => words("Field"), service: () => words("Number taken for"), channels: () => words("Ways to hand it in"),
  days: () => words("Days"), day_kind: () => words("Counted in"), deadline_note: () => words("Deadline in words"), fees: () => words("Fees"), fee_note: () => words("Fee in words"),
  papers: () => words("Papers to bring"), steps: () => words("Steps"), legal: () => words("Legal basis"), attachments: () => words("Forms and links"), online_url: () => words("Page of the national portal"), desk_minutes: () => words("Minutes at the counter"),
  sure_of_code: () => words("How sure the code is"), sure_of_fee: () => words("How sure the fee is"), sure_of_deadline: () => words("How sure the deadline is"), effective: () => words("In force from"), repealed: () => words("Repealed on"),
};
export const CHANNELS = { in_person: () => words("At the counter"), online: () => words("Online"), post: () => words("By post") };
export const DAY_KINDS = { working_day: () => words("Working days"), day: () => words("Calendar days") };
export const CERTAINTIES = { high: () => words("Sure"), medium: () => words("Rather sure"), low: () => words("Not sure: shown as unknown") };

/** 2000 as "2.000"; what is not known stays empty. */
export const dong = (value) => (value === null || value === undefined ? "" : format.number(value));

/** "2.000 đ" as 2000; null for nothing, the text itself when it is no number, so that the office says so. */
export function dongOf(text) {
  const plain = text.replace(/[.,\sđ₫]/gi, "");
  if (!plain) return null;
  return /^\d{1,15}$/.test(plain) ? Number(plain) : text;
}

const TOLD = {
  service: (id) => { const one = page.data.services.find((other) => other.id === id); return one ? `${one.prefix} ${named(one)}` : id; },
  channels: (list) => list.map((one) => CHANNELS[one]()).join(", "),
  day_kind: (kind) => DAY_KINDS[kind](),
  fees: (list) => list.map((one) => [one.channel ? CHANNELS[one.channel]() : "", [one.dong === undefined || one.dong === null ? "" : `${dong(one.dong)} đ`, one.note].filter(Boolean).join(" "), one.since ? words("from {date}", { date: inFigures(one.since) }) : ""].filter(Boolean).join(" · ").trim()).join("\n"),
  papers: (list) => list.map((one) => (one.copies ? `${one.name} (${one.copies})` : one.name)).join("\n"),
  attachments: (list) => list.map((one) => `${one.title} ${one.url}`).join("\n"),
  steps: (list) => list.join("\n"),
  legal: (list) => list.join("\n"),
  effective: inFigures,
  repealed: inFigures,
};
for (const key of ["sure_of_code", "sure_of_fee", "sure_of_deadline"]) TOLD[key] = (value) => CERTAINTIES[value]();

/** One column of a procedure for a reader; "–" when it is empty. */
export function told(key, value) {
  const isEmpty = value === null || value === undefined || value === "" || (Array.isArray(value) && !value.length);
  return isEmpty ? "–" : TOLD[key]?.(value) ?? String(value);
}

/** The columns that differ, in the form's order. */
export const differing = (one, other) => Object.keys(COLUMNS).filter((key) => JSON.stringify(one[key] ?? null) !== JSON.stringify(other[key] ?? null));
