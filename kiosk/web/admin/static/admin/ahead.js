// The next two weeks as they will be, with what is not saved yet.
import { fill, make, page, words } from "../pages/page.js";
import { calendar, inFigures, weekdayOf } from "./calendar.js";

const host = make("section", { class: "card", id: "ahead" });
const SET_BY = { above: () => words("by the tier above"), own: () => words("by the office"), both: () => words("by the tier above and the office") };

function draw() {
  fill(host, make("h2", {}, words("The next two weeks"), calendar.isChanged ? make("span", { class: "tag tag-warn tag-beside" }, words("Not saved yet")) : null),
    make("div", { class: "ahead" }, calendar.ahead.map(day)));
}

function day(one) {
  const closed = one.sessions.length === 0;
  const classes = ["ahead-day", closed ? "is-closed" : "", one.date === page.data.today ? "is-today" : ""].filter(Boolean).join(" ");
  return make("div", { class: classes, "data-date": one.date },
    make("b", { class: "ahead-when" }, weekdayOf(one.date), make("span", { class: "quiet" }, ` ${inFigures(one.date).slice(0, 5)}`)),
    one.set_by === "week" ? null : make("span", { class: one.set_by === "own" ? "tag" : "tag tag-warn", title: SET_BY[one.set_by]() }, one.name || SET_BY[one.set_by]()),
    closed ? make("span", { class: "quiet" }, words("Closed all day")) : one.sessions.map(session), one.notices.length ? notices(one.notices) : null);
}

function session(one) {
  const gives = one.gives !== one.begins || one.stops !== one.ends;
  const numbers = one.gives < one.stops ? words("numbers {from}–{to}", { from: one.gives, to: one.stops }) : words("no numbers");
  return make("span", { class: "ahead-session" }, `${one.begins}–${one.ends}`, gives ? make("small", { class: "quiet" }, numbers) : null);
}

const notices = (lines) => make("small", { class: "quiet", title: lines.join("\n") }, lines.length === 1 ? words("1 notice") : words("{n} notices", { n: lines.length }));

export function ahead() {
  draw();
  return host;
}

calendar.onChange(draw);
