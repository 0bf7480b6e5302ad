// What this counter knows: the office's state, its line, its figures. Refreshed when something happened, never by guess.
import { heardTime, page } from "../page.js";
import { get, NoAnswer, Problem } from "../call.js";

const REST_MS = 250;
const ANEW_MS = 2000;
const ACTIVE = new Set(["called", "serving"]);
const listeners = [];
const lineListeners = [];
heardTime(page.data.state.now);
let refreshing = false;
let again = false;

export const desk = {
  number: page.data.counter,
  rules: page.data.no_show,
  /** The office's own reasons: {park: [{id, label, label_en}], pause}. */
  reasons: page.data.reasons,
  state: page.data.state,
  line: page.data.line,
  figures: page.data.figures,
  connected: true,
  /** What may be undone: {text, until (the office's clock, ms), act} or null. */
  undo: null,
  /** Digits typed so far, and whether 0 has been held long enough. */
  typed: "",
  held: false,
  /** The row of the line that the arrow keys have marked: ticket id or null. */
  marked: null,

  get counter() { return this.state.counters.find((counter) => counter.number === this.number) ?? null; },
  get ticket() { return this.counter?.ticket ?? null; },
  get expect() { return this.ticket?.id ?? null; },
  get paused() { return this.counter?.status === "paused"; },
  get dayOpen() { return this.state.day.status === "open"; },

  service(id) { return this.state.services.find((service) => service.id === id) ?? null; },

  /** The service's name in the reader's language. */
  serviceName(id) {
    const service = this.service(id);
    if (!service) return id;
    return (page.language !== "vi" && service.name_en) || service.name;
  },

  prefix(id) { return this.service(id)?.prefix ?? "H"; },

  counterName(number) { return this.state.counters.find((counter) => counter.number === number)?.name ?? String(number); },

  /** The services that are served here, in the office's order. */
  get ownServices() { return this.state.services.filter((service) => this.counter?.services.includes(service.id)); },

  /** What was noted for this ticket, or null. */
  note(ticket) { return this.line.notes.find((note) => note.ticket === ticket.id) ?? null; },

  onChange(listener) { listeners.push(listener); },
  /** `listener(line, asked)`: the line as the office has just told it; asked when (performance.now). */
  onLine(listener) { lineListeners.push(listener); },
  changed() { for (const listener of listeners) listener(); },
  set(values) { Object.assign(this, values); this.changed(); },

  /** A state from the live stream; an older one than what is shown is left aside. */
  heard(state) {
    heardTime(state.now);
    const older = state.stream === this.state.stream && state.seq < this.state.seq;
    if (!older) this.state = this.withOwnAnswers(state);
    this.changed();
    if (!older) { this.checkSeat(); void this.refresh(); }
  },

  /** Time alone changes a state, too: hours end, a line grows too long for the day. Then the answers of acts stay. */
  withOwnAnswers(state) {
    if (state.stream !== this.state.stream || state.seq > this.state.seq) return state;
    return { ...state, counters: state.counters.map((counter) => (counter.number === this.number ? this.counter : counter)) };
  },

  /** An act has answered with this ticket: it stands at the counter when it is called or being served. */
  standsHere(answered) {
    const ticket = ACTIVE.has(answered?.state) ? answered : null;
    this.counterIs({ ticket });
    void this.refresh();
  },

  /** The counter itself as an act has answered it. */
  counterIs(view) {
    const counters = this.state.counters.map((counter) => (counter.number === this.number ? { ...counter, ...view } : counter));
    this.set({ state: { ...this.state, counters } });
  },

  setConnected(yes) { this.set({ connected: yes }); },

  /** Somebody else may sit here now; then this page's session has ended and asking shows it. */
  checkSeat() {
    if (this.counter?.clerk?.id !== page.person.id) get("/console/figures", { tries: 1 }).catch(() => undefined);
  },

  /** Read line and figures again; at most one at a time, and not more often than every quarter second. */
  async refresh() {
    if (refreshing) { again = true; return; }
    refreshing = true;
    let rest = REST_MS;
    const asked = performance.now();
    try {
      const [line, figures] = await Promise.all([
        get(`/api/v1/counters/${this.number}/line`, { tries: 1 }), get("/console/figures", { tries: 1 }),
      ]);
      this.set({ line, figures });
      for (const listener of lineListeners) listener(line, asked);
    } catch (error) {
      if (!(error instanceof Problem || error instanceof NoAnswer)) throw error;
      // Whatever made this page ask has happened: what it shows would stay wrong until the next thing happens.
      if (error instanceof NoAnswer || error.status >= 500) { again = true; rest = ANEW_MS; }
    } finally {
      setTimeout(() => { refreshing = false; if (again) { again = false; void desk.refresh(); } }, rest);
    }
  },

  /** Read everything again, after the office has said that this page was behind. */
  async reread() {
    const state = await get("/api/v1/state", { tries: 2 });
    heardTime(state.now);
    this.set({ state });
    void this.refresh();
  },
};
