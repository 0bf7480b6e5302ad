// Somebody starts waiting and nobody was: a sound, the page's title, and a notification when the clerk works elsewhere.
import { page, words } from "../page.js";
import { toast } from "../toasts.js";
import { desk } from "./desk.js";

const STORED = "motcua.console.attention";
const NOTES_HZ = [[660, 0], [880, 0.16]];
let waitingBefore = desk.line.waiting.length;
let sounding = null;

export const isWanted = () => localStorage.getItem(STORED) !== "off";
const bell = document.getElementById("attention");

function show() {
  bell.setAttribute("aria-pressed", String(isWanted()));
  bell.classList.toggle("is-off", !isWanted());
}

/** Sound on or off; the browser remembers it. */
export function turnAttention() {
  localStorage.setItem(STORED, isWanted() ? "off" : "on");
  show();
  announceChoice();
}

export function startAttention() {
  bell.addEventListener("click", turnAttention);
  for (const kind of ["keydown", "pointerdown"]) document.addEventListener(kind, wakeSound, { once: true });
  desk.onChange(notice);
  show();
}

function announceChoice() {
  if (!isWanted()) return toast(words("No sound when somebody starts waiting."), { seconds: 3 });
  chime();
  if ("Notification" in globalThis && Notification.permission === "default") void Notification.requestPermission();
  return toast(words("A sound when somebody starts waiting."), { seconds: 3 });
}

/** Browsers allow sound only after the first key or click. */
function wakeSound() {
  if (sounding || !globalThis.AudioContext) return;
  sounding = new AudioContext();
}

function notice() {
  const waiting = desk.line.waiting.length;
  const begins = waitingBefore === 0 && waiting > 0;
  waitingBefore = waiting;
  if (!begins || !isWanted() || desk.paused) return;
  document.body.dataset.attention = String(Number(document.body.dataset.attention ?? 0) + 1);
  chime();
  if (document.hidden || !document.hasFocus()) notify(desk.line.waiting[0]);
}

function chime() {
  wakeSound();
  if (!sounding) return;
  void sounding.resume();
  for (const [hz, after] of NOTES_HZ) note(hz, sounding.currentTime + after);
}

function note(hz, at) {
  const tone = sounding.createOscillator();
  const loud = sounding.createGain();
  tone.frequency.value = hz;
  loud.gain.setValueAtTime(0.0001, at);
  loud.gain.exponentialRampToValueAtTime(0.25, at + 0.02);
  loud.gain.exponentialRampToValueAtTime(0.0001, at + 0.5);
  tone.connect(loud).connect(sounding.destination);
  tone.start(at);
  tone.stop(at + 0.55);
}

function notify(ticket) {
  if (!("Notification" in globalThis) || Notification.permission !== "granted") return;
  const shown = new Notification(words("Somebody is waiting"), {
    body: `${ticket.number} · ${desk.serviceName(ticket.service)}`, tag: "motcua-waiting", lang: page.language,
  });
  shown.onclick = () => { globalThis.focus(); shown.close(); };
}
