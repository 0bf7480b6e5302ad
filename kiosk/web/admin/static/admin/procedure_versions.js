// The versions of a procedure: each is kept, with what changed in it; an earlier one can be used again.
import { format, make, page, words } from "../pages/page.js";
import { cancelButton, open } from "../pages/dialogs.js";
import { daysLater, inFigures, table } from "./asking.js";
import { may } from "./forms.js";
import { COLUMNS, differing, told } from "./procedure_words.js";

const SOURCES = { sample: () => words("Shipped with the product"), page: () => words("On this page"), above: () => words("Sent by the tier above"), command: () => words("By command") };
const sourceOf = (source) => SOURCES[source]?.() ?? words("From the file {name}", { name: source });

/** `use(procedure)`: what to do with an earlier one; `change(version)`: with one that is still to come. */
export function versionsCard(one, use, change) {
  const rows = one.versions.map((version, at) => {
    const before = one.versions[at + 1];
    const changes = before ? differing(before.procedure, version.procedure) : [];
    return make("tr", { "data-version": version.version }, make("td", { class: "num" }, version.version), make("td", { class: "nowrap num" }, `${format.clock(version.at)} ${format.day(version.at)}`), make("td", {}, sourceOf(version.source)),
      make("td", { class: "nowrap" }, span(version), version.version === one.version ? make("span", { class: "tag tag-good tag-beside" }, words("shown")) : null), make("td", {}, before ? changes.map((key) => COLUMNS[key]()).join(", ") || words("nothing") : make("span", { class: "quiet" }, words("first version"))),
      make("td", { class: "acts" }, make("span", { class: "acts acts-row" }, may && isComing(version) && version.version !== one.version ? make("button", { class: "button button-small", type: "button", "aria-label": `${words("Change…")} – ${version.version}`, onclick: () => change(version) }, words("Change…")) : null,
        changes.length ? make("button", { class: "button button-small", type: "button", "aria-label": `${words("What changed…")} – ${version.version}`, onclick: () => compare(before, version, changes, may ? use : null) }, words("What changed…")) : null)));
  });
  return make("section", { class: "card card-gap", id: "versions" }, make("h2", {}, words("Versions")), table([words("No."), words("Entered"), words("Source"), words("From when"), words("Changed"), ""], rows));
}

const isComing = ({ effective, until }) => effective > page.data.today && !until;

function span({ effective, until }) {
  if (!until) return effective ? words("from {date}", { date: inFigures(effective) }) : words("not limited");
  return `${effective ? inFigures(effective) : "…"} – ${inFigures(daysLater(until, -1))}`;
}

async function compare(before, after, changes, use) {
  let handle = null;
  const rows = changes.map((key) => make("tr", {}, make("th", { scope: "row" }, COLUMNS[key]()), make("td", { class: "as-written" }, told(key, before.procedure[key])), make("td", { class: "as-written" }, told(key, after.procedure[key]))));
  const again = use && make("button", { class: "button", type: "button", onclick: () => { handle.close(null); void use({ ...before.procedure, repealed: after.procedure.repealed }); } }, words("Use version {n} again", { n: before.version }));
  handle = open({ title: words("Version {n}", { n: after.version }), content: [table(["", words("Version {n}", { n: before.version }), words("Version {n}", { n: after.version })], rows, "compared")], foot: [again, cancelButton(() => handle)].filter(Boolean), wide: true, name: "versions" });
  await handle.closed;
}
