// Where to sit: the counters, which of them are taken and by whom, and the way into the office without a counter.
import { fill, make, page, words } from "../page.js";

const WITHOUT_COUNTER = new Set(["head", "technician", "inspector"]);
const NO_SEAT = new Set(["technician", "inspector"]);

/** A chooser for this person: {element, chosen() -> {number|null} or null, move(step), reread()}. */
export function seats(person) {
  const element = make("div", { class: "seats", role: "radiogroup", "aria-label": words("Counters") });
  let counters = page.data.counters;
  let chosen = null;

  const options = () => [
    ...(WITHOUT_COUNTER.has(person.role) ? [{ number: null, name: words("Administration, without a counter"), free: true }] : []),
    ...(NO_SEAT.has(person.role) ? [] : counters.map((counter) => ({ ...counter, free: !counter.clerk || counter.clerk.id === person.id }))),
  ];
  const free = () => options().filter((option) => option.free);

  function suggest() {
    const wantsAdmin = page.data.next && !page.data.next.startsWith("/console") && WITHOUT_COUNTER.has(person.role);
    const last = Number(localStorage.getItem(`motcua.seat.${person.id}`));
    const sitting = counters.find((counter) => counter.clerk?.id === person.id)?.number;
    const order = wantsAdmin ? [null] : [sitting, last, person.counter, free()[0]?.number];
    const best = order.find((number) => number !== undefined && free().some((option) => option.number === number));
    chosen = free().find((option) => option.number === best) ?? free()[0] ?? null;
  }

  function draw() {
    fill(element, options().map((option) => seat(option)));
    element.querySelector(".is-here")?.scrollIntoView({ block: "nearest" });
  }

  function seat(option) {
    const here = chosen !== null && option.number === chosen.number;
    const taken = option.free ? null : words("taken: {name}", { name: option.clerk.name });
    const own = option.clerk?.id === person.id ? words("you are signed in here") : null;
    return make("button", {
      class: `seat ${here ? "is-here" : ""}`, type: "button", role: "radio", tabindex: -1, "aria-checked": String(here), disabled: !option.free,
      "data-seat": option.number ?? "none", onclick: () => { chosen = option; draw(); },
    }, make("span", { class: "seat-mark" }), make("span", { class: "seat-name" }, make("b", {}, option.name), make("small", {}, taken ?? own ?? (option.services ?? []).join(", "))));
  }

  suggest();
  draw();
  return {
    element,
    chosen: () => chosen,
    move(step) {
      const all = free();
      if (!all.length) return;
      const at = all.findIndex((option) => option.number === chosen?.number);
      chosen = all[(at + step + all.length) % all.length];
      draw();
    },
    async reread() {
      const answer = await fetch("/sign-in/counters", { cache: "no-store", signal: AbortSignal.timeout(5000) }).catch(() => null);
      if (!answer?.ok) return;
      counters = (await answer.json()).counters;
      if (chosen && !free().some((option) => option.number === chosen.number)) chosen = null;
      draw();
    },
  };
}
