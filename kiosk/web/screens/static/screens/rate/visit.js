// What the tablet shows at a moment: one value out of what the office says and what the person in front has just
// pressed. Knows no element of the page. `at` are milliseconds of performance.now(), `clock` the office's own time.
//
// The rule that surprises: a rating that was given stays on the screen for its few seconds although the office already
// shows the next person; only a new window for somebody else takes its place.

const THANKS_MS = 5000;
const SHORT_THANKS_MS = 3000;
const REASONS_MS = 27000;
const KEPT_TICKETS = 20;

export class Visit {
  /** `number`: of the counter; `low`: {scale: [levels that are asked why]}; `clock()`: the office's time in ms. */
  constructor(number, low, clock) {
    Object.assign(this, { number, low, clock, state: null, away: false, given: null, declined: null, sending: null, over: new Set(), answers: new Map() });
  }

  get counter() {
    return this.state?.counters.find((one) => one.number === this.number) ?? null;
  }

  hearState(state) {
    this.state = state;
  }

  /** A call is shown at once; the state that follows says the same. */
  hearFact(fact) {
    const counter = this.counter;
    if (!counter || fact.fact.counter !== this.number) return false;
    if (fact.kind !== "ticket.called" && fact.kind !== "ticket.recalled") return false;
    counter.ticket = { ...counter.ticket, id: Number(fact.subject.split(":")[1]), number: fact.fact.number, state: fact.fact.state };
    return true;
  }

  /** The window that still takes a press, or null. */
  get window() {
    const found = this.counter?.rating;
    if (!found || this.over.has(found.ticket)) return null;
    return this.clock() < Date.parse(found.closes_at) ? found : null;
  }

  /** The question that is asked now: those before it are answered. */
  questionOf(window) {
    return window.questions[Math.min(this.answersOf(window.ticket).size, window.questions.length - 1)];
  }

  /** What this person answered so far: question -> level. */
  answersOf(ticket) {
    if (!this.answers.has(ticket)) this.answers = new Map([[ticket, new Map()]]);
    return this.answers.get(ticket);
  }

  // --- what the person does

  /** The press is on its way: nothing else counts until it is answered. `level` null: no rating at all. */
  send({ window, question }, level) {
    this.sending = { window, question, level };
  }

  /** The office took the press; `answer` is its view of the rating. */
  taken(answer, at) {
    const { window, question, level } = this.sending;
    this.sending = null;
    if (level === null) {
      this.declined = { ticket: window.ticket, ends: at + SHORT_THANKS_MS };
      this.forget(window.ticket);
      return;
    }
    const answers = this.answersOf(window.ticket).set(question.id, level);
    if (!answer.outcome && answers.size < window.questions.length) return;
    this.forget(window.ticket);
    if (!this.window) this.thank(window, question, level, at, Date.parse(answer.change_until ?? "") - this.clock() || 0);
  }

  /** The last answer stands for its seconds, and can be changed for `changeMs`; a low one is asked why, once. */
  thank(window, question, level, at, changeMs) {
    const before = this.given?.window.ticket === window.ticket ? this.given : null;
    const low = this.low[window.scale] ?? [];
    const why = window.reasons.length > 0 && !before?.told && [...this.answersOf(window.ticket).values()].some((one) => low.includes(one));
    this.given = {
      window, question, level, picked: before?.picked ?? new Set(), told: before?.told ?? false,
      phase: why ? "reasons" : "thanks", changeUntil: at + Math.max(0, changeMs), ends: at + (why ? REASONS_MS : THANKS_MS),
    };
  }

  /** The office did not take it: too early (it belonged to the person before), too late, or no answer came. */
  notTaken(code, at) {
    const { window, question } = this.sending;
    this.sending = null;
    if (code === "no_window") this.forget(window.ticket);
    if (code !== "already_rated") return;
    if (this.given) {
      this.given.changeUntil = at;
    } else if (this.answersOf(window.ticket).set(question.id, null).size >= window.questions.length) {
      this.forget(window.ticket);
    }
  }

  /** This window is done here, whatever a state that is on its way still says. */
  forget(ticket) {
    this.over.add(ticket);
    if (this.over.size > KEPT_TICKETS) this.over.delete(this.over.values().next().value);
  }

  /** The reasons were sent or skipped. */
  told(at) {
    Object.assign(this.given, { phase: "thanks", told: true, ends: at + SHORT_THANKS_MS });
  }

  // --- what is shown

  /** Ends what is over; gives the reasons that were picked and still have to be sent, or null. */
  lapse(at) {
    if (this.declined && at >= this.declined.ends) this.declined = null;
    const given = this.given;
    if (!given) return null;
    const ticket = given.window.ticket;
    const next = this.counter?.ticket;
    const begun = next?.state === "serving" && next.id !== ticket && at > given.changeUntil;
    if (this.sending || (!this.window && !begun && at < given.ends)) return null;
    this.given = null;
    return given.phase === "reasons" && given.picked.size ? { ticket, reasons: [...given.picked] } : null;
  }

  /** {name, …}: faces | reasons | thanks | declined | called | serving | paused | idle | closed | gone | starting. */
  view(at) {
    if (this.given) return { name: this.given.phase, ...this.given, mayChange: at < this.given.changeUntil };
    if (this.sending) return { name: "faces", ...this.sending, level: undefined };
    const window = this.window;
    if (window) return { name: "faces", window, question: this.questionOf(window) };
    if (this.declined) return { name: "declined", ticket: this.declined.ticket };
    return this.restingView();
  }

  restingView() {
    const counter = this.counter;
    if (!this.state) return { name: "starting" };
    if (!counter) return { name: "gone" };
    if (this.state.day.status !== "open" || counter.status === "closed") return { name: "closed" };
    const ticket = this.away ? null : counter.ticket;
    if (ticket) return { name: ticket.state === "serving" ? "serving" : "called", ticket: ticket.id, number: ticket.number };
    return { name: counter.status === "paused" ? "paused" : "idle" };
  }

  /** The number that is called while somebody is still rating, or null. */
  get nextNumber() {
    const ticket = this.counter?.ticket;
    return ticket?.state === "called" && !this.away ? ticket.number : null;
  }
}
