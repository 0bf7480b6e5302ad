// The form of a procedure. An empty box is not known; it is never read as nothing to pay or nothing to wait.
import { make, page, words } from "../pages/page.js";
import { checked, checks, field, may, named, numberOf, valueOf } from "./forms.js";
import { CERTAINTIES, CHANNELS, COLUMNS, DAY_KINDS, dong, dongOf } from "./procedure_words.js";
import { rows } from "./rows.js";

const BLANK = { code: "", name: "", field: "", service: null, channels: ["in_person"], days: null, day_kind: "working_day", deadline_note: "", fees: [], fee_note: "", papers: [], steps: [], legal: [], attachments: [],
  online_url: null, desk_minutes: null, sure_of_code: "high", sure_of_fee: "high", sure_of_deadline: "high", effective: null, repealed: null };
/** The fields that the catalogue has, for the box where one is written. */
export const known = { fields: [] };
/** A line of each list with nothing in it; what is not said is left out by the API. */
const BLANKS = { fees: { channel: null, dong: null, note: "", since: null }, papers: { name: "", copies: "" }, attachments: { title: "", url: "" } };
const MOST = { fees: 20, papers: 100, attachments: 50 };

const options = (choices) => Object.entries(choices).map(([key, label]) => [key, label()]);
const card = (title, ...more) => make("section", { class: "card" }, make("h2", {}, title), make("div", { class: "form form-full" }, more));
const box = (procedure, name, more = {}) => field({ name, label: COLUMNS[name](), value: procedure[name] ?? "", disabled: !may, ...more });
const lines = (procedure, name, hint) => field({ name, label: COLUMNS[name](), kind: "textarea", value: procedure[name].join("\n"), disabled: !may, hint });

/** Returns {form, held}; `held` are the lists, kept as they are typed. */
export function formOf(given_) {
  const procedure = given_ ?? BLANK;
  const held = Object.fromEntries(Object.entries(BLANKS).map(([name, blank]) => [name, procedure[name].map((one) => ({ ...blank, ...one }))]));
  const form = make("form", { class: "procedure-form", novalidate: true }, about(procedure, !given_), time(procedure), money(procedure, held), papers(procedure, held), how(procedure, held), validity(procedure),
    make("datalist", { id: "fields" }, known.fields.map((name) => make("option", { value: name }))));
  return { form, held };
}

function about(procedure, isNew) {
  const services = [["", words("None: “other fields” takes it")], ...page.data.services.map((one) => [one.id, `${one.prefix} ${named(one)}`])];
  const boxes = checks({ name: "channels", label: COLUMNS.channels(), items: Object.entries(CHANNELS).map(([value, label]) => ({ value, label: label() })), chosen: procedure.channels });
  for (const one of boxes.querySelectorAll("input")) one.disabled = !may;
  return card(words("What it is"), make("div", { class: "form-row form-code" }, box(procedure, "code", { maxlength: 40, disabled: !may || !isNew, hint: isNew ? words("As the national database writes it, e.g. 1.001193.") : "" }), sure(procedure, "code")), box(procedure, "name", { kind: "textarea", maxlength: 500, class: "low-text" }),
    make("div", { class: "form-row" }, box(procedure, "field", { maxlength: 120, list: "fields" }), field({ name: "service", label: COLUMNS.service(), kind: "select", value: procedure.service ?? "", options: services, disabled: !may, hint: words("Whose number “Take a number for this” gives.") })),
    boxes, box(procedure, "desk_minutes", { kind: "number", min: 0, max: 600, hint: words("Only the office sees this.") }));
}

const sure = (procedure, of) => field({ name: `sure_of_${of}`, label: COLUMNS[`sure_of_${of}`](), kind: "select", value: procedure[`sure_of_${of}`], options: options(CERTAINTIES), disabled: !may });

const time = (procedure) => card(words("How long it takes"),
  make("div", { class: "form-row" }, box(procedure, "days", { kind: "number", min: 0, max: 3650, hint: words("0 = within the day. Empty = not known.") }), field({ name: "day_kind", label: COLUMNS.day_kind(), kind: "select", value: procedure.day_kind, options: options(DAY_KINDS), disabled: !may }), sure(procedure, "deadline")),
  box(procedure, "deadline_note", { maxlength: 500, hint: words("Stands in place of the days when it is filled in.") }));

function money(procedure, held) {
  const columns = [
    { key: "channel", label: words("Handed in"), options: [["", words("Every way")], ...options(CHANNELS)] },
    { key: "dong", label: words("Đồng"), maxlength: 16, show: (value) => (typeof value === "string" ? value : dong(value)), read: dongOf },
    { key: "note", label: words("In words, e.g. “per copy”"), maxlength: 300 },
    { key: "since", label: words("From the day"), type: "date", read: (text) => text || null },
  ];
  return card(words("What it costs"), rows({ name: "fees", label: COLUMNS.fees(), items: held.fees, columns, blank: () => ({ ...BLANKS.fees }), add: words("Add a fee"), most: MOST.fees, kind: "rows-fees", hint: words("An empty amount is not known. Write 0 where nothing is to be paid.") }),
    make("div", { class: "form-row" }, box(procedure, "fee_note", { maxlength: 500, hint: words("Stands in place of the amounts when it is filled in.") }), sure(procedure, "fee")));
}

const papers = (procedure, held) => card(COLUMNS.papers(), rows({ name: "papers", label: words("Papers"), items: held.papers, columns: [{ key: "name", label: words("Paper to bring"), maxlength: 500 }, { key: "copies", label: words("Copies, e.g. “1 original”"), maxlength: 120 }],
  blank: () => ({ ...BLANKS.papers }), add: words("Add a paper"), most: MOST.papers, kind: "rows-papers", hint: words("The slip with the papers to bring prints them in this order.") }));

const how = (procedure, held) => card(words("Steps, legal basis, forms"), lines(procedure, "steps", words("One step on each line.")), lines(procedure, "legal", words("One decree or law on each line.")),
  rows({ name: "attachments", label: COLUMNS.attachments(), items: held.attachments, columns: [{ key: "title", label: words("Name"), maxlength: 200 }, { key: "url", label: "https://…", type: "url", maxlength: 500 }], blank: () => ({ ...BLANKS.attachments }), add: words("Add a link"), most: MOST.attachments, kind: "rows-links" }),
  box(procedure, "online_url", { kind: "url", maxlength: 500, hint: words("Shown as a QR code. Begins with https://.") }));

const validity = (procedure) => card(words("From when"), make("div", { class: "form-row" }, box(procedure, "effective", { kind: "date", hint: words("Empty: always. Until that day the version before is shown.") })));

const text = (form, name) => valueOf(form, name).trim();
const listed = (form, name) => valueOf(form, name).split("\n").map((one) => one.trim()).filter(Boolean);

/** What the form says, as the API wants it. Lines of which nothing is filled in are left out. */
export function given(form, held, before) {
  return {
    ...(before ?? BLANK), code: text(form, "code"), name: text(form, "name").replace(/\s+/g, " "), field: text(form, "field"), service: valueOf(form, "service") || null, channels: checked(form, "channels"),
    days: numberOf(form, "days"), day_kind: valueOf(form, "day_kind"), deadline_note: text(form, "deadline_note"), fee_note: text(form, "fee_note"),
    fees: held.fees.filter((one) => one.dong !== null || one.note.trim()).map((one) => ({ ...one, channel: one.channel || null, note: one.note.trim() })),
    papers: held.papers.filter((one) => one.name.trim()).map((one) => ({ name: one.name.trim(), copies: one.copies.trim() })), attachments: held.attachments.filter((one) => one.title.trim() || one.url.trim()).map((one) => ({ title: one.title.trim(), url: one.url.trim() })),
    steps: listed(form, "steps"), legal: listed(form, "legal"), online_url: text(form, "online_url") || null, desk_minutes: numberOf(form, "desk_minutes"),
    sure_of_code: valueOf(form, "sure_of_code"), sure_of_fee: valueOf(form, "sure_of_fee"), sure_of_deadline: valueOf(form, "sure_of_deadline"), effective: valueOf(form, "effective") || null,
  };
}
