// One procedure: everything that citizens read of it, the versions before, and its end. What somebody has typed and not
// saved stays as it was when they come back from the list.
import { fill, make, page, picture, words } from "../pages/page.js";
import { get, post, Problem } from "../pages/call.js";
import { asker, inFigures } from "./asking.js";
import { doing, edit, field, may, saving, valueOf } from "./forms.js";
import { formOf, given } from "./procedure_form.js";
import { versionsCard } from "./procedure_versions.js";

const changed = new Map(); // code ("" = a new one) → what is shown of a procedure that somebody has changed and not saved

export const unsaved = (code) => changed.has(code);
export const path = (code, act = "") => `/api/v1/admin/procedures/${encodeURIComponent(code)}${act}`;

/** `code` null: a new one. */
export function oneView(code) {
  const kept = changed.get(code ?? "");
  if (kept) return kept;
  const host = make("div", { id: "one" });
  if (code === null) fill(host, drawn(host, null));
  else void asker(host)(() => get(path(code)), (answer) => drawn(host, answer));
  return host;
}

function drawn(host, one) {
  const key = one?.procedure.code ?? "";
  const { form, held } = formOf(one?.procedure ?? null);
  const note = make("span", { class: "quiet", hidden: true }, words("Not saved"));
  const foot = make("div", { class: "sticky-save" }, make("button", { class: "button button-go", type: "submit", "data-key": "save" }, one ? words("Save") : words("Add it")),
    make("button", { class: "button", type: "button", "data-key": "before", onclick: () => { changed.delete(key); fill(host, drawn(host, one)); } }, words("As before")), note);
  if (may) form.append(foot);
  form.addEventListener("input", () => { changed.set(key, host); note.hidden = false; });
  form.addEventListener("submit", (event) => { event.preventDefault(); void save(host, form, held, one); });
  return [one ? heading(host, one) : null, form, one ? versionsCard(one, (procedure) => put(host, procedure, one.procedure, words("The earlier version is used again.")), (version) => { fill(host, drawn(host, { ...one, procedure: version.procedure })); scrollTo(0, 0); }) : null];
}

const STATES = { in_force: ["tag-good", () => words("In force")], coming: ["tag-warn", () => words("Coming")], repealed: ["tag-bad", () => words("Repealed")] };

function heading(host, one) {
  const { procedure } = one;
  const [kind, label] = STATES[one.state];
  const ends = procedure.repealed ? make("span", { class: "tag tag-warn" }, words("repealed from {date}", { date: inFigures(procedure.repealed) })) : null;
  const act = procedure.repealed ? make("button", { class: "button button-small", type: "button", "data-key": "unrepeal", onclick: () => repealOn(host, one, null) }, words("It stays in force"))
    : make("button", { class: "button button-small button-bad", type: "button", "data-key": "repeal", onclick: () => repeal(host, one) }, words("Repeal…"));
  return make("section", { class: "card procedure-head" }, make("h2", {}, procedure.name), make("div", { class: "acts" }, make("span", { class: "num" }, procedure.code), make("span", { class: `tag ${kind}` }, label()), ends,
    make("a", { class: "button button-small", href: `/lookup/${encodeURIComponent(procedure.code)}`, target: "_blank", rel: "noopener" }, picture("search", 16), words("As citizens see it")), may ? act : null));
}

async function save(host, form, held, one) {
  const wanted = given(form, held, one?.procedure ?? null);
  const code = wanted.code || "";
  const done = await saving(form, async () => {
    checkAmounts(held.fees);
    const answer = await post(one ? path(code) : path(code || "-"), { procedure: wanted });
    changed.delete(one ? code : "");
    return answer;
  });
  if (!done) { form.querySelector(".wrong")?.scrollIntoView({ block: "center" }); return; }
  if (one) fill(host, drawn(host, done));
  else location.hash = encodeURIComponent(done.procedure.code);
  const back = one && (() => sent(host, one.procedure));
  await doing(async () => true, one ? words("Saved. Citizens read it from now on.") : words("{code} is in the catalogue.", { code: done.procedure.code }), back);
}

/** What is no amount is said at its own line; the API knows only the column. */
function checkAmounts(fees) {
  const errors = fees.map((one, at) => ({ field: `fees.${at}`, why: words("Please write the amount in figures, e.g. 2.000."), wrong: typeof one.dong === "string" })).filter((one) => one.wrong);
  if (errors.length) throw new Problem(422, { errors });
}

async function sent(host, procedure) {
  const answer = await post(path(procedure.code), { procedure });
  changed.delete(procedure.code);
  fill(host, drawn(host, answer));
  return answer;
}

const put = (host, procedure, before, said) => doing(() => sent(host, procedure), said, () => sent(host, before));

async function repeal(host, one) {
  await edit({
    title: words("Repeal {code}", { code: one.procedure.code }), text: words("From this day on citizens do not find it any more. It is kept, with all its versions."), saveLabel: words("Repeal"), name: "repeal",
    content: [field({ name: "on", label: words("Repealed on"), kind: "date", value: page.data.today })],
    save: async (form) => (await repealOn(host, one, valueOf(form, "on"), form)) ?? undefined,
  });
}

async function repealOn(host, one, on, form = null) {
  const set = async (value) => { const answer = await post(path(one.procedure.code, "/repeal"), { on: value }); changed.delete(one.procedure.code); fill(host, drawn(host, answer)); return answer; };
  const said = on ? words("Repealed on {date}.", { date: inFigures(on) }) : words("It stays in force.");
  if (!form) return doing(() => set(on), said, () => set(one.procedure.repealed));
  const answer = await set(on);
  void doing(async () => answer, said, () => set(one.procedure.repealed));
  return answer;
}

window.addEventListener("beforeunload", (event) => { if (changed.size) event.preventDefault(); });
