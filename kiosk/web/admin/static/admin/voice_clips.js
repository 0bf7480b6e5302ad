// The clips of the voice: listen to each, put a recording of the office in its place, or take it away again.
import { fill, freshId, make, page, picture, words } from "../pages/page.js";
import { get, NoAnswer, post, Problem } from "../pages/call.js";
import { table } from "./asking.js";
import { doing, may } from "./forms.js";

const LARGEST = 2000000;
const held = { lists: {}, language: "vi", only: "" };
const host = make("div", {});
let sounding = null;

export function clipsCard(voice, lists) {
  held.lists = lists;
  if (!held.lists[held.language]) held.language = "vi";
  draw();
  return make("section", { class: "card card-gap", id: "clips" }, make("div", { class: "clips-head" }, make("h2", {}, words("Clips")),
    make("a", { class: "button button-small", href: "/admin/voice/record-list" }, picture("list", 16), words("List for recording"))),
  make("p", { class: "quiet" }, words("The voice is made of short sounds. Somebody of the office may record them instead; a clip without a recording keeps the shipped voice.")), host);
}

const list = () => held.lists[held.language];
const path = (one, act = "") => `/api/v1/admin/voice/clips/${held.language}/${one.clip}${act}`;

function draw() {
  const { clips, voice } = list();
  const recorded = clips.filter((one) => one.state === "recorded").length;
  const shown = clips.filter((one) => !held.only || one.state === held.only);
  const chip = (text, pressed, act) => make("button", { class: "chip", type: "button", "aria-pressed": String(pressed), onclick: () => { act(); draw(); } }, text);
  const languages = Object.keys(held.lists).length > 1 ? Object.keys(held.lists).map((key) => chip(key === "vi" ? "Tiếng Việt" : "English", held.language === key, () => { held.language = key; })) : [];
  fill(host, make("div", { class: "chips" }, languages, chip(words("All ({n})", { n: clips.length }), !held.only, () => { held.only = ""; }), chip(words("Recorded ({n})", { n: recorded }), held.only === "recorded", () => { held.only = "recorded"; }),
    chip(words("Without a clip ({n})", { n: clips.filter((one) => one.state === "missing").length }), held.only === "missing", () => { held.only = "missing"; })),
  make("p", { class: "quiet small" }, words("Recordings go into the voice “{name}”.", { name: voice })),
  shown.length ? table([], shown.map(row), "clips") : make("p", { class: "quiet" }, words("None.")));
}

const STATES = { recorded: ["tag-good", () => words("Own recording")], rendered: ["", () => words("Shipped voice")], missing: ["tag-warn", () => words("Spoken when needed")] };

function row(one) {
  const [kind, label] = STATES[one.state];
  const button = (text, drawing, onclick, more = {}) => make("button", { class: "button button-small", type: "button", "aria-label": `${text} – ${one.text}`, title: text, onclick, ...more }, drawing ? picture(drawing, 16) : text);
  const cell = make("td", { class: "acts" });
  const file = make("input", { type: "file", accept: "audio/wav,.wav", hidden: true, onchange: () => { const [chosen] = file.files; file.value = ""; if (chosen) void record(one, chosen, cell); } });
  cell.append(make("span", { class: "acts acts-row" }, [may ? make("button", { class: "button button-small", type: "button", "aria-label": `${words("Upload…")} – ${one.text}`, onclick: () => file.click() }, words("Upload…")) : null,
    may && one.state === "recorded" ? make("button", { class: "button button-small button-plain", type: "button", "aria-label": `${words("Take away")} – ${one.text}`, onclick: () => drop(one) }, words("Take away")) : null,
    may && one.old ? make("button", { class: "button button-small button-plain", type: "button", "aria-label": `${words("Earlier one")} – ${one.text}`, onclick: () => restore(one) }, words("Earlier one")) : null, may ? file : null].filter(Boolean)));
  return make("tr", { "data-clip": one.clip }, make("td", { class: "listen" }, button(words("Listen"), "play", () => listen(one), { disabled: one.state === "missing" })),
    make("td", {}, make("b", {}, one.text), one.hint ? make("small", { class: "quiet" }, ` ${one.hint}`) : null), make("td", {}, make("span", { class: `tag ${kind}` }, label())), cell);
}

async function listen(one) {
  sounding?.pause();
  sounding = new Audio(`${path(one)}?at=${Date.now()}`);
  await doing(async () => { try { await sounding.play(); } catch (error) { if (error.name !== "AbortError") throw new Problem(0, { code: "unheard", detail: words("This browser cannot play the clip.") }); } return true; }, words("Playing “{text}”", { text: one.text }));
}

async function reread() {
  held.lists[held.language] = await get(`/api/v1/admin/voice/clips/${held.language}`);
  draw();
}

const act = (one, name, body) => async () => { const answer = await post(path(one, `/${name}`), body); await reread(); return answer; };
const drop = (one) => doing(act(one, "drop"), words("The shipped voice is heard again for “{text}”.", { text: one.text }), act(one, "restore"));
const restore = (one) => doing(act(one, "restore", { version: 0 }), words("The earlier recording of “{text}” is used again.", { text: one.text }), one.state === "recorded" ? act(one, "restore", { version: 0 }) : act(one, "drop"));

async function record(one, file, cell) {
  const bar = make("progress", { max: 100, value: 0, "aria-label": words("Uploading") });
  cell.querySelector(".wrong")?.remove();
  cell.append(bar);
  const wrong = (text) => cell.append(make("span", { class: "wrong clip-wrong", role: "alert" }, text));
  if (file.size > LARGEST) { bar.remove(); wrong(words("The file is larger than 2 MB; one clip is one word or one short phrase.")); return; }
  try {
    await send(path(one), file, (part) => { bar.value = Math.round(part * 100); });
    await reread();
    await doing(async () => true, words("“{text}” is heard with your recording from now on.", { text: one.text }), one.state === "recorded" ? act(one, "restore", { version: 0 }) : act(one, "drop"));
  } catch (error) {
    if (!(error instanceof Problem || error instanceof NoAnswer)) throw error;
    wrong(error.facts?.errors?.[0]?.why ?? error.message);
  } finally {
    bar.remove();
  }
}

/** The file as the body, with its progress from 0 to 1: `fetch` cannot say how far an upload is. */
function send(address, file, told) {
  return new Promise((done, failed) => {
    const asked = new XMLHttpRequest();
    asked.open("PUT", `${address}?request_id=${freshId()}`);
    asked.timeout = 60000;
    asked.responseType = "json";
    for (const [name, value] of Object.entries({ "X-CSRF-Token": page.csrf ?? "", "Accept-Language": page.language, "Content-Type": "audio/wav" })) asked.setRequestHeader(name, value);
    asked.upload.onprogress = (event) => { if (event.lengthComputable) told(event.loaded / event.total); };
    asked.onload = () => (asked.status < 300 ? done(asked.response) : failed(new Problem(asked.status, asked.response ?? {})));
    asked.onerror = asked.ontimeout = () => failed(new NoAnswer());
    asked.send(file);
  });
}
