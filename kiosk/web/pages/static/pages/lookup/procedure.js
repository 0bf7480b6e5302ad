// The page of one procedure: what to bring, how long it takes, what it costs, where to go; and the same as a checklist
// on paper, by the browser's own printing.
import { fill, format, make, page, picture, serverNow, words } from "../page.js";
import { Problem } from "../call.js";
import { link } from "../blocks.js";
import { ask } from "./asking.js";
import { drawPapers } from "./papers.js";
import { cameFromHere, part, qrOf, toSearch } from "./places.js";
import { printSlipKey } from "./slip.js";
import { calm, dayOf, dong, heading, unknown, vi } from "./wording.js";

const CHANNELS = { in_person: () => words("at the office"), online: () => words("online"), post: () => words("by post") };

/** Draws the procedure; resolves to its name when it is there. */
export async function showProcedure({ key }, { view, signal }) {
  try {
    const found = await ask(`/procedures/${part(key)}`, signal);
    if (!found) return "";
    fill(view, drawn(found));
    return found.name;
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    fill(view, back(), calm("search", words("There is no such procedure here."), make("p", {}, words("It may have been replaced or repealed. Please search for it, or ask at a counter.")), make("a", { class: "button button-go", href: toSearch() }, words("Look up procedures"))));
    return words("There is no such procedure here.");
  }
}

function back() {
  const label = [picture("back", 20), words("Back to the list")];
  if (!cameFromHere()) return make("a", { class: "back", href: toSearch() }, label);
  return make("button", { class: "back", type: "button", onclick: () => history.back() }, label);
}

function drawn(found) {
  return make("article", { class: "procedure", "data-key": found.key },
    make("p", { class: "print-only print-head" }, make("b", {}, page.data.office), make("span", {}, words("Papers to bring"))),
    back(), head(found), warnings(found), facts(found),
    make("div", { class: "procedure-columns" },
      make("div", {}, section(words("Papers to bring"), drawPapers(found.papers)), section(words("Steps"), numbered(found.steps), "on-screen"), section(words("Forms and documents"), attachments(found.attachments), "on-screen"), section(words("Legal basis"), plainList(found.legal), "on-screen")),
      make("aside", {}, where(found), portal(found), acts(found))),
    make("p", { class: "print-only print-foot" }, words("As known on {day}. The office checks at the counter what is needed.", { day: format.day(serverNow()) })));
}

function head({ code, name, field, online }) {
  return make("header", { class: "procedure-head" }, heading(name, vi), make("p", { class: "procedure-about" },
    code ? make("span", {}, words("Code {code}", { code })) : null, make("span", vi, field), online ? make("span", { class: "tag tag-good" }, words("can be handed in online")) : null));
}

function warnings({ repealed, effective }) {
  if (repealed) return make("p", { class: "note note-warn" }, picture("warning", 24), make("span", {}, words("This procedure holds only until {day}; from then on it is repealed or replaced.", { day: dayOf(repealed) })));
  return effective ? make("p", { class: "quiet small on-screen" }, words("In force since {day}", { day: dayOf(effective) })) : null;
}

function facts({ deadline, fee, fees, fee_note: note, channels }) {
  const how = channels.map((one) => CHANNELS[one]?.() ?? one).join(" · ");
  return make("dl", { class: "facts" }, fact("clock", words("Time needed"), deadline ? make("span", vi, deadline) : unknown()),
    fact("paper", words("Fee"), fee ? make("span", vi, fee) : unknown(), feeTable(fees, note, fee)), fact("people", words("Handed in"), how || unknown()));
}

const fact = (drawing, label, ...value) => make("div", { class: "fact" }, picture(drawing, 28), make("dt", {}, label), make("dd", {}, value));

/** Only what the one line above does not say already: where it is the office's own remark, the fee of each way. */
function feeTable(fees, note, fee) {
  const lines = fee && note && fees.some(({ channel }) => channel) ? fees : [];
  const rows = lines.map(({ channel, dong: amount, note: remark }) => make("li", {}, channel ? `${CHANNELS[channel]?.() ?? channel}: ` : null, amount === null ? unknown() : make("b", {}, dong(amount)), remark ? make("span", vi, ` ${remark}`) : null));
  const said = note && note !== fee ? make("p", { class: "small quiet", ...vi }, note) : null;
  return [rows.length ? make("ul", { class: "fee-lines" }, rows) : null, said];
}

const section = (title, content, more = "") => (content ? make("section", { class: `card ${more}` }, make("h2", {}, title), content) : null);
const numbered = (lines) => (lines.length ? make("ol", { class: "lines", ...vi }, lines.map((line) => make("li", {}, line))) : null);
const plainList = (lines) => (lines.length ? make("ul", { class: "lines", ...vi }, lines.map((line) => make("li", {}, line))) : null);
const attachments = (files) => (files.length ? make("ul", { class: "lines", ...vi }, files.map(({ title, url }) => make("li", {}, link(url, title)))) : null);

function where({ service, service_name: name, counters, takes_numbers: takes }) {
  if (!name) return null;
  const places = !counters.length ? null : make("p", {}, counters.length === 1 ? words("Counter {list}", { list: counters[0] }) : words("Counters {list}", { list: counters.join(", ") }));
  return make("section", { class: "card where" }, make("h2", {}, words("Where to go")), make("p", { class: "where-service" }, make("span", { class: `letter letter-${service}` }, service), make("b", vi, name)),
    places, takes ? make("p", { class: "small quiet on-screen" }, words("Take a number for it at the touch screen of the office.")) : null);
}

function portal({ key, portal_url: url }) {
  if (!url || !/^https:\/\//i.test(url)) return null;
  const qr = make("img", { class: "qr", src: qrOf("procedure", key), alt: words("QR code of this procedure on the national portal"), width: 176, height: 176 });
  return make("section", { class: "card portal" }, make("h2", {}, words("On the national portal")), qr, make("p", { class: "small quiet" }, words("Scan it with your telephone, or open it here:")), make("p", { class: "on-screen" }, link(url, words("Open the national portal"))));
}

function acts(found) {
  const paper = make("button", { class: "button button-go", type: "button", onclick: () => print() }, picture("printer", 22), words("Print the list of papers"));
  return make("div", { class: "acts procedure-acts on-screen" }, paper, printSlipKey(found.key));
}
