// When the office is open and gives numbers: the next two weeks, the usual week, special days, notices, limits.
import { fill, make, page, words } from "../pages/page.js";
import { ahead } from "./ahead.js";
import { table } from "./asking.js";
import { inFigures } from "./calendar.js";
import { letter, named } from "./forms.js";
import { notices } from "./notices.js";
import { daysAbove, specialDays } from "./special_days.js";
import { week } from "./week.js";

function services() {
  const special = page.data.services.filter((one) => !one.switched_on || limits(one));
  const rows = special.map((one) => make("tr", {}, make("td", {}, letter(one.prefix)), make("td", {}, make("b", {}, named(one))), make("td", {}, one.switched_on ? null : make("span", { class: "tag tag-warn" }, one.off_until ? words("Switched off until {date}", { date: inFigures(one.off_until) }) : words("Switched off"))),
    make("td", { class: "num" }, limits(one) || "–")));
  return make("section", { class: "card card-gap" }, make("h2", {}, words("Services with a limit or switched off")),
    rows.length ? table([], rows) : make("p", { class: "quiet" }, words("Every service gives numbers without a limit within these hours.")),
    make("p", {}, make("a", { href: "/admin/services" }, words("Change it on the page of services"))));
}

function limits(one) {
  return [one.quota === null ? null : words("at most {n} numbers a day", { n: one.quota }), one.quota_morning === null ? null : words("{n} in a morning", { n: one.quota_morning }),
    one.quota_afternoon === null ? null : words("{n} in an afternoon", { n: one.quota_afternoon }), one.stop_before === null ? null : words("none in the last {n} minutes", { n: one.stop_before })].filter(Boolean).join(" · ");
}

fill(document.getElementById("content"), ahead(), week(), specialDays(), daysAbove(), notices(), services());
