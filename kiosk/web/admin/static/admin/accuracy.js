// How right the shown waiting times were: by service, by the length of the real wait, by day.
import { fill, format, make, page, picture, words } from "../pages/page.js";
import { get } from "../pages/call.js";
import { boxes, day, latest, minutes, percent, serviceName, signed, tableOf } from "./figures.js";
import { empty } from "./forms.js";

const PERIODS = [7, 14, 31, 92];
const view = { found: page.data.found, days: page.data.days };
const content = document.getElementById("content");

function draw() {
  const { found } = view;
  fill(content, periods(), found.total.people + found.free.people ? [figures(), card("services", words("By service"), words("Service"), found.services, serviceName),
    card("lengths", words("By the length of the wait"), words("Real wait"), found.lengths, lengthName), card("days", words("By day"), words("Day"), found.days, (one) => day(one.key))] : nothing());
}

const nothing = () => empty(picture("target", 48), words("Nobody has been called on these days yet."), words("Each number keeps what it was told; it is compared as soon as it is called."));

function periods() {
  const chip = (n) => make("button", { class: "chip", type: "button", "aria-pressed": String(view.days === n), onclick: () => choose(n) }, words("{n} days", { n }));
  const { since, until } = view.found;
  return make("div", { class: "chips", role: "group", "aria-label": words("Period") }, PERIODS.map(chip), since ? make("span", { class: "chosen-period" }, words("{since} to {until}", { since: day(since), until: day(until) })) : null);
}

async function choose(days) {
  const found = await latest(() => get(`/api/v1/admin/accuracy?days=${days}`));
  if (!found) return;
  Object.assign(view, { found, days });
  draw();
  content.querySelector("[aria-pressed=true]").focus();
}

function figures() {
  const { total } = view.found;
  const silent = total.people - total.told;
  return [boxes(3, [[words("People who were called"), format.number(total.people), ""], [words("Told a time"), format.number(total.told), percent(total.told, total.people)],
    [words("Mean wait"), minutes(total.wait_ms), ""], [words("Off by, on average"), minutes(total.off_ms), ""],
    [words("Told too much or too little"), signed(total.bias_ms), ""], [words("Inside what was shown"), percent(total.inside, total.told), words("meant are 80 of 100")]]),
  make("p", { class: "card-note card-gap" }, words("With +, people were told more than they waited; with -, less. Inside means that the real wait lay between the two minutes shown."),
    " ", silent ? words("{n} people were told no time, because nobody could know.", { n: format.number(silent) }) : "", " ", freeNote())];
}

/** Who came to a free counter is counted apart. */
function freeNote() {
  const { free } = view.found;
  return free.people ? words("Not counted here: {n} people who came to a free counter; of them {share} were called within the minute.", { n: format.number(free.people), share: percent(free.inside, free.told) }) : "";
}

function card(id, title, first, groups, name) {
  const heads = [first, words("Number of people"), words("Told a time"), words("Mean wait"), words("Off by"), words("Too much or too little"), words("Inside what was shown")];
  const row = (one) => {
    const e = one.error;
    return [name(one), format.number(e.people), format.number(e.told), minutes(e.wait_ms), minutes(e.off_ms), signed(e.bias_ms), percent(e.inside, e.told)];
  };
  return make("section", { class: "card", id }, make("h2", {}, title), tableOf(heads, groups.map(row)));
}

function lengthName(one) {
  if (one.key.endsWith("+")) return words("more than {n} minutes", { n: one.key.slice(0, -1) });
  return words("up to {n} minutes", { n: one.key });
}

draw();
