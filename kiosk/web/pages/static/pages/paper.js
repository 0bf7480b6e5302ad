// The slips of the demo: the newest large, the others in a row. Asks once a second.
import { fill, format, make, page, words } from "./page.js";

const EVERY_MS = 1000;
let shown = "";
let chosen = null;

const address = (job) => `/paper/${job.job}.png?at=${job.at}`;
const caption = (job) => words("Slip {job}, {time}", { job: job.job, time: format.clock(job.at) });

function draw(jobs) {
  const place = document.getElementById("papers");
  if (!jobs.length) return fill(place, empty());
  const large = jobs.find((job) => job.job === chosen) ?? jobs[0];
  const picture = make("figure", { class: "slip", "data-job": large.job }, make("img", { src: address(large), alt: caption(large) }), make("figcaption", {}, caption(large)));
  const small = jobs.map((job) => make("button", { class: `slip-small ${job === large ? "is-here" : ""}`, type: "button", onclick: () => choose(job, jobs) },
    make("img", { src: address(job), alt: "", loading: "lazy" }), make("span", {}, job.job)));
  return fill(place, make("div", { class: "slips" }, picture, make("div", { class: "slips-small" }, small)));
}

function choose(job, jobs) {
  chosen = job === jobs[0] ? null : job.job;
  draw(jobs);
}

const empty = () => make("div", { class: "card empty" }, make("b", {}, words("Nothing has been printed yet.")), make("p", {}, words("Take a number: its slip appears here within a second.")));

function show(jobs) {
  const now = JSON.stringify(jobs);
  if (now === shown) return;
  shown = now;
  draw(jobs);
}

async function look() {
  try {
    const answer = await fetch("/paper/newest", { cache: "no-store", signal: AbortSignal.timeout(5000) });
    if (answer.ok) show((await answer.json()).jobs);
    document.getElementById("lost").hidden = answer.ok;
  } catch {
    document.getElementById("lost").hidden = false;
  }
  setTimeout(look, EVERY_MS);
}

show(page.data.jobs);
setTimeout(look, EVERY_MS);
