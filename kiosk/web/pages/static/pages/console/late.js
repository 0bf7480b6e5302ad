// Until when somebody who was absent may come back, in words: by the clock, or for some more calls of the service,
// whichever is longer.
import { format, serverNow, words } from "../page.js";

/** True when only a new number helps. The clock may pass the time while the page looks on. */
export const isOver = ({ late }) => Boolean(late) && (late.over || (late.calls_left <= 0 && serverNow() > Date.parse(late.until)));

const since = (ticket) => (ticket.no_show_at ? words("absent since {time}", { time: format.clock(ticket.no_show_at) }) : words("absent"));

export const lateText = (ticket) => (ticket.late ? `${since(ticket)} · ${toleranceText(ticket)}` : since(ticket));

/** The part that helps to decide, for a row. */
export function toleranceText(ticket) {
  if (!ticket.late) return since(ticket);
  const { until, calls_left: calls } = ticket.late;
  if (isOver(ticket)) return words("a new number is needed");
  if (serverNow() <= Date.parse(until)) return words("may return until {time}", { time: format.clock(until) });
  return calls === 1 ? words("may return for 1 more call") : words("may return for {n} more calls", { n: calls });
}
