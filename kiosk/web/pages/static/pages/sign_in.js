// Signing in: who you are, your PIN, which counter. Keyboard and mouse; the PIN is never shown and never kept.
import { fill, format, make, page, picture, words } from "./page.js";
import { call, NoAnswer, Problem } from "./call.js";
import { isForeign, symbolOf, isDigit } from "./keyboard.js";
import { seats } from "./sign_in/seats.js";
import { pinPad } from "./sign_in/pin_pad.js";

const ROLES = {
  head: () => words("Head of the office"), technician: () => words("Technician"), inspector: () => words("Inspector"), clerk: () => null,
};
const MANY = 9;
const place = document.getElementById("entry");
let keys = () => undefined;

document.addEventListener("keydown", (event) => { if (!isForeign(event)) keys(symbolOf(event), event); });

/** The first letters of the last two words of a name: "Trần Lan Anh" is "LA". */
const initials = (name) => name.trim().split(/\s+/).slice(-2).map((part) => part[0] ?? "").join("").toUpperCase();

function avatar(person, large = false) {
  const size = large ? "avatar avatar-large" : "avatar";
  return person.photo_url ? make("img", { class: size, src: person.photo_url, alt: "" }) : make("span", { class: size, "aria-hidden": "true" }, initials(person.name));
}

const folded = (text) => text.normalize("NFD").replace(/\p{Mn}/gu, "").replaceAll("đ", "d").replaceAll("Đ", "d").toLowerCase();

function showPeople() {
  const people = page.data.people;
  const grid = make("div", { class: "people" });
  const search = people.length > MANY ? make("label", { class: "search" }, picture("person", 22), make("input", { type: "text", autocomplete: "off", placeholder: words("Find a name"), "aria-label": words("Find a name"), oninput: () => draw() })) : null;
  const found = () => people.filter((person) => folded(person.name).includes(folded(search?.querySelector("input").value ?? "")));
  const draw = () => {
    const shown = found();
    fill(grid, shown.length ? shown.map((person, at) => personCard(person, at)) : make("p", { class: "quiet" }, words("No such name here.")));
  };
  draw();
  const none = make("div", { class: "card empty" }, make("b", {}, words("Nobody can sign in yet.")), make("p", {}, words("The technician adds the first people: motcua clerk add")));
  fill(place, make("h1", {}, words("Who are you?")), whyHere(), search, people.length ? grid : none);
  keys = (symbol, event) => peopleKey(symbol, event, grid, search, found());
  (search?.querySelector("input") ?? grid.querySelector("button"))?.focus();
}

/** Why somebody who worked here a moment ago has to sign in again. */
function whyHere() {
  const { taken_over: taken, ended } = page.data;
  if (!taken) return ended ? make("p", { class: "note" }, words("Your session has ended, or you signed in somewhere else. Please sign in again.")) : null;
  const name = (number) => page.data.counters.find((one) => one.number === number)?.name ?? String(number);
  const values = { counter: name(taken.counter), other: name(taken.moved_to), time: format.clock(taken.at) };
  return make("p", { class: "note note-warn", id: "taken-over" }, picture("warning", 24), make("span", {}, taken.counter === taken.moved_to
    ? words("{counter} was opened in another browser at {time}. This one no longer acts; nothing that you did is lost. Sign in to work here again.", values)
    : words("You signed in at {other} at {time}, which closed {counter} here. Nothing that you did is lost. Sign in to work here again.", values)));
}

function personCard(person, at) {
  const role = (ROLES[person.role] ?? ROLES.clerk)();
  const sits = person.counter ? page.data.counters.find((one) => one.number === person.counter)?.name : null;
  return make("button", { class: "person", type: "button", "data-person": person.id, onclick: () => showEntry(person) },
    avatar(person, true), make("span", { class: "person-name" }, make("b", {}, person.name), make("small", {}, [person.title, sits].filter(Boolean).join(" · ")),
      role ? make("span", { class: "tag tag-primary" }, role) : null),
    at < MANY ? make("kbd", {}, String(at + 1)) : null);
}

function peopleKey(symbol, event, grid, search, found) {
  const cards = [...grid.querySelectorAll("button")];
  const at = cards.indexOf(document.activeElement);
  const perRow = cards.filter((card) => card.offsetTop === cards[0]?.offsetTop).length || 1;
  const step = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: perRow, ArrowUp: -perRow, "+": 1, "-": -1 }[symbol];
  const writing = search?.contains(document.activeElement);
  if (writing && (symbol === "ArrowLeft" || symbol === "ArrowRight")) return;
  if (step && cards.length) {
    event.preventDefault();
    cards[Math.min(Math.max(at < 0 ? 0 : at + step, 0), cards.length - 1)].focus();
  } else if (isDigit(symbol) && symbol !== "0" && found[Number(symbol) - 1] && !event.repeat) {
    event.preventDefault();
    showEntry(found[Number(symbol) - 1]);
  } else if (symbol === "Enter" && writing && found.length && !event.repeat) {
    event.preventDefault();
    showEntry(found[0]);
  }
}

function showEntry(person) {
  const wrong = make("p", { class: "pin-wrong", role: "alert", id: "wrong" });
  const pad = pinPad({ onEnter: () => void enter() });
  const chooser = seats(person);
  const go = make("button", { class: "button button-go entry-go", type: "button", onclick: () => void enter() }, words("Sign in"), make("kbd", {}, "Enter"));
  const back = make("button", { class: "button button-plain entry-back", type: "button", onclick: showPeople }, picture("back", 20), words("Somebody else"), make("kbd", {}, "Esc"));
  const entering = { busy: false, unlockedAt: 0, timer: 0 };

  const tell = (text) => fill(wrong, text ? [picture("warning", 22), make("span", {}, text)] : []);

  async function enter() {
    if (entering.busy || performance.now() < entering.unlockedAt) return;
    if (!pad.value()) { tell(words("Please enter your PIN.")); return; }
    if (!chooser.chosen()) { tell(words("Please choose a counter.")); return; }
    entering.busy = true;
    go.classList.add("is-pressed");
    go.disabled = true;
    tell("");
    try {
      await signIn(person, pad.value(), chooser.chosen());
    } catch (error) {
      if (!(error instanceof Problem || error instanceof NoAnswer)) throw error;
      pad.clear();
      refused(error);
    } finally {
      entering.busy = false;
      go.classList.remove("is-pressed");
      go.disabled = performance.now() < entering.unlockedAt;
    }
  }

  function refused(error) {
    pad.shake();
    if (error.code === "locked") lock(Number(error.facts.retry_after) || 300);
    else tell(error.code === "ticket_active" ? words("You still have somebody at another counter. Finish there first.") : error.message);
    if (error.code === "counter_taken") void chooser.reread();
  }

  function lock(seconds) {
    entering.unlockedAt = performance.now() + seconds * 1000;
    const tick = () => {
      const left = Math.ceil((entering.unlockedAt - performance.now()) / 1000);
      go.disabled = left > 0;
      if (left <= 0) { tell(""); return; }
      tell(words("Too many wrong PINs. Try again in {time}, or ask the head of the office.", { time: `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}` }));
      entering.timer = setTimeout(tick, 500);
    };
    clearTimeout(entering.timer);
    tick();
  }

  keys = (symbol, event) => {
    const used = entryKey(symbol, event, pad, chooser, { enter, back: () => { clearTimeout(entering.timer); showPeople(); } });
    if (used) { event.preventDefault(); if (isDigit(symbol)) tell(""); }
  };
  fill(place, make("div", { class: "entry-grid" },
    make("section", { class: "card entry-pin" }, make("div", { class: "entry-who" }, avatar(person, true), make("div", {}, make("h1", {}, person.name), make("p", { class: "quiet" }, person.title))), pad.element, wrong),
    make("section", { class: "card entry-seat" }, make("h2", {}, words("Where do you work now?")), chooser.element, make("div", { class: "entry-foot" }, back, go))));
  document.activeElement?.blur();
}

function entryKey(symbol, event, pad, chooser, { enter, back }) {
  if (isDigit(symbol)) { if (!event.repeat) pad.type(symbol); return true; }
  if (symbol === "Backspace" || symbol === ".") { pad.rubOut(); return true; }
  if (symbol === "Delete") { pad.clear(); return true; }
  if (event.repeat && !symbol.startsWith("Arrow")) return symbol === "Enter";
  if (symbol === "Escape" || symbol === "/") { if (pad.value()) pad.clear(); else back(); return true; }
  if (symbol === "Enter") { void enter(); return true; }
  if (symbol === "ArrowDown" || symbol === "+") { chooser.move(1); return true; }
  if (symbol === "ArrowUp" || symbol === "-") { chooser.move(-1); return true; }
  return false;
}

async function signIn(person, pin, seat) {
  const path = seat.number ? `/api/v1/counters/${seat.number}/sign-in` : "/api/v1/session";
  await call("POST", path, { clerk: person.id, pin }, { plain: true, tries: 2 });
  if (seat.number) localStorage.setItem(`motcua.seat.${person.id}`, String(seat.number));
  const next = page.data.next;
  const wanted = next && !(next.startsWith("/console") && !seat.number) ? next : null;
  location.assign(wanted ?? (seat.number ? "/console" : "/admin"));
}

const one = page.data.people.length === 1 ? page.data.people[0] : null;
if (one) showEntry(one); else showPeople();
