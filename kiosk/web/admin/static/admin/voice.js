// The hall's voice: whether it can be heard, which voice reads how, how loud by the hour, what may be announced, and
// the clips that it is made of. One form, saved as a whole; it holds from the next announcement on.
import { fill, make, page, picture, words } from "../pages/page.js";
import { get, post } from "../pages/call.js";
import { deviceRows } from "../pages/conditions.js";
import { checked, checks, doing, field, may, saving, valueOf } from "./forms.js";
import { clipsCard } from "./voice_clips.js";
import { hoursCard, volumesOf } from "./voice_hours.js";

const view = { voice: page.data.voice, part: page.data.part, held: structuredClone(page.data.voice) };
const content = document.getElementById("content");
const form = make("form", { class: "form form-full", novalidate: true, id: "voice" });
const state = make("div", {});

const REGIONS = {
  north: [() => words("Northern voice (usual)"), () => words("105 is “một trăm linh năm”, 1000 is “nghìn”.")],
  central: [() => words("Central voice"), () => words("105 is “một trăm lẻ năm”, 1000 is “nghìn”.")],
  south: [() => words("Southern voice"), () => words("105 is “một trăm lẻ năm”, 1000 is “ngàn”.")],
};
const READINGS = {
  digits: [() => words("Digit by digit (usual)"), () => words("A023 is “a không hai ba”. Hardest to mishear in a loud hall.")],
  natural: [() => words("As people count"), () => words("A023 is “a hai mươi ba”. Shorter and more natural.")],
};

// --- now ---------------------------------------------------------------------------------------------------------
const TRIED = {
  ok: () => words("It can be heard now."), waiting: () => words("Another announcement comes first; then it can be heard."), no_card: () => words("No loudspeaker is in use: what is said only goes into a sound file."), no_device: () => words("There is no sound device"),
  no_program: () => words("The program that plays sound is not installed"), busy: () => words("Another program is using the sound device"),
  hangs: () => words("The sound device does not take any sound"), error: () => words("The sound cannot be played"),
};

function drawState() {
  const { on, muted, progress } = view.part;
  const rows = deviceRows(view.part.devices);
  fill(state, make("section", { class: "card" }, make("h2", {}, words("Now")),
    on ? null : note("information", words("The voice is switched off in the settings of this machine ([voice] player).")),
    view.part.player === "file" ? note("warning", words("No loudspeaker is in use: what is said only goes into a sound file.")) : null,
    muted ? note("warning", words("The hall is muted: numbers are only shown, not called out.")) : null,
    progress ? make("p", { class: "making" }, make("progress", { max: progress.total, value: progress.done, "aria-label": words("Clips are being made") }), words("The clips of a voice are being made: {done} of {total}. Calls are spoken meanwhile.", progress)) : null,
    rows ?? make("p", { class: "quiet" }, words("The loudspeaker has not reported anything yet.")), acts()));
}

const note = (drawing, text) => make("div", { class: `note ${drawing === "warning" ? "note-warn" : ""}` }, picture(drawing, 24), make("span", {}, text));

function acts() {
  const { on, muted } = view.part;
  if (!on) return null;
  const mute = make("button", { class: "button", type: "button", id: "mute", "aria-pressed": String(muted), onclick: () => setMute(!muted) }, picture(muted ? "speaker" : "pause", 18), muted ? words("Switch the sound on again") : words("Mute the hall"));
  return make("div", { class: "voice-acts" }, page.data.may_use ? mute : null, page.data.may_try ? trial() : null);
}

async function setMute(muted) {
  const set = async (value) => { const answer = await post("/api/v1/admin/voice/mute", { on: value }); view.part = { ...view.part, muted: answer.muted }; drawState(); return answer; };
  await doing(() => set(muted), muted ? words("The hall is muted from the next announcement on.") : words("Announcements can be heard again."), () => set(!muted));
}

function trial() {
  const box = make("form", { class: "trial", novalidate: true }, field({ name: "number", label: words("Try a call: number"), value: "A023", maxlength: 6 }),
    field({ name: "counter", label: words("Counter"), kind: "select", value: 3, options: page.data.counters.map((one) => [one.number, one.name]) }),
    make("button", { class: "button", type: "submit", id: "try" }, picture("speaker", 20), words("Let it be heard")));
  box.addEventListener("submit", (event) => { event.preventDefault(); void tryIt(box); });
  return box;
}

async function tryIt(box) {
  await saving(box, async () => {
    const answer = await post("/api/v1/admin/voice/try", { number: valueOf(box, "number"), counter: Number(valueOf(box, "counter")) });
    const good = answer.condition === "ok" || answer.condition === "waiting";
    await doing(async () => answer, (TRIED[answer.condition] ?? TRIED.error)());
    box.dataset.heard = good ? "yes" : "no";
    return answer;
  });
}

// --- how it speaks -----------------------------------------------------------------------------------------------
function cards(name, choices, chosen, label) {
  return make("div", { class: "options options-row", "data-field": name, role: "radiogroup", "aria-label": label }, Object.entries(choices).map(([key, [title, text]]) =>
    make("label", { class: "option" }, make("input", { type: "radio", name, value: key, checked: chosen === key, disabled: !may }), make("b", {}, title()), make("p", {}, text()))));
}

function speakingCard() {
  const { voice } = view;
  const names = make("datalist", { id: "voices" }, page.data.voices.map((name) => make("option", { value: name })));
  const further = checks({ name: "further", label: words("Also"), items: [{ value: "repeat", label: words("Say each call twice") }, { value: "english", label: words("Then in English too") }], chosen: [voice.repeat ? "repeat" : "", voice.english ? "english" : ""] });
  for (const box of further.querySelectorAll("input")) box.disabled = !may;
  return make("section", { class: "card" }, make("h2", {}, words("Voice and reading")), cards("region", REGIONS, voice.region, words("Voice")), make("h3", {}, words("How numbers are read")), cards("reading", READINGS, voice.reading, words("How numbers are read")), further,
    make("div", { class: "form-row" }, field({ name: "name", label: words("Own voice"), value: voice.name, maxlength: 31, list: "voices", disabled: !may, hint: words("A short name such as “co-lan” keeps the recordings of one person apart. Empty: recordings replace clips of the voice above.") }),
      field({ name: "english_name", label: words("Own voice in English"), value: voice.english_name, maxlength: 31, list: "voices", disabled: !may })), names,
    make("p", { class: "quiet" }, words("When several announcements wait, each becomes shorter by itself: first without the repetition, then without the chime, then “A023, quầy ba”.")));
}

// --- announcements -----------------------------------------------------------------------------------------------
const notices = make("div", { class: "field", "data-field": "notices" });

function drawNotices() {
  const box = (one, name, language, label) => make("input", { class: "input", value: one[name], maxlength: 300, disabled: !may, "aria-label": `${label}, ${language}`, oninput: (event) => { one[name] = event.target.value; } });
  const rows = view.held.notices.map((one, at) => {
    const label = words("Announcement {n}", { n: at + 1 });
    return [make("span", {}, at + 1), box(one, "text", "Tiếng Việt", label), box(one, "text_en", "English", label),
      may ? make("button", { class: "button button-small", type: "button", title: words("Remove"), "aria-label": words("Remove announcement {n}", { n: at + 1 }), onclick: () => { view.held.notices.splice(at, 1); drawNotices(); } }, picture("cross", 14)) : make("span")];
  });
  const add = make("button", { class: "button button-small", type: "button", disabled: view.held.notices.length >= 10, onclick: () => { view.held.notices.push({ id: fresh(), text: "", text_en: "" }); drawNotices(); } }, picture("plus", 16), words("One more announcement"));
  fill(notices, rows.length ? make("div", { class: "pairs" }, rows.flat()) : make("span", { class: "quiet" }, words("None yet.")), may ? make("div", {}, add) : null);
}

function fresh() {
  for (let at = 1; ; at += 1) if (![...view.held.notices, ...view.voice.notices].some((one) => one.id === `loi-${at}`)) return `loi-${at}`;
}

const noticesCard = () => make("section", { class: "card" }, make("h2", {}, words("Announcements")), make("p", { class: "quiet" }, words("Short sentences that somebody at a counter may let the hall hear, in Vietnamese and, if you like, in English.")), notices);

// --- all of it ---------------------------------------------------------------------------------------------------
function given() {
  const { held } = view;
  const further = checked(form, "further");
  return { region: valueOf(form, "region"), reading: valueOf(form, "reading"), name: valueOf(form, "name").trim(), english_name: valueOf(form, "english_name").trim(),
    english: further.includes("english"), repeat: further.includes("repeat"), volume: volumesOf(form), quiet: held.quiet, notices: held.notices };
}

async function save() {
  if (form.querySelector(".span .is-wrong, .quiet-times .wrong")) return;
  const before = view.voice;
  const set = async (value) => {
    view.voice = (await post("/api/v1/admin/settings/voice", value)).settings.voice;
    view.held = structuredClone(view.voice);
    draw();
    return true;
  };
  if (await saving(form, () => set(given()))) await doing(async () => true, words("It holds from the next announcement on."), () => set(before));
}

function draw() {
  drawNotices();
  fill(form, speakingCard(), hoursCard(view.held), noticesCard(), may ? make("div", { class: "sticky-save" }, make("button", { class: "button button-go", type: "submit" }, words("Save")), make("button", { class: "button", type: "button", onclick: () => { view.held = structuredClone(view.voice); draw(); } }, words("As before"))) : null);
  fill(clips, clipsCard(view.voice, page.data.clips));
}

const clips = make("div", {});
form.addEventListener("submit", (event) => { event.preventDefault(); void save(); });
fill(content, state, form, clips);
drawState();
draw();

/** Somebody else may mute it, and clips are made by themselves. */
async function follow() {
  if (document.hidden) return;
  view.part = await get("/api/v1/admin/voice", { tries: 1 }).catch(() => view.part);
  if (!state.contains(document.activeElement)) drawState();
}

if (page.data.may_use) setInterval(follow, 3000);
