// The office's session may end in the middle of a call. Nobody is lost by it: only new numbers stop, and the clerk is told.
import { format, serverNow, words } from "../page.js";
import { desk } from "./desk.js";

/** What is said between two sessions, and after the last, as long as somebody is at this counter or waits for it. */
export function sessionEnded() {
  const { sessions } = desk.state.opening;
  const now = format.clock(serverNow());
  const ended = sessions.filter((one) => one.ends <= now).at(-1);
  if (!ended || !desk.dayOpen || sessions.some((one) => one.begins <= now && now < one.ends)) return null;
  const n = desk.line.waiting.length;
  if (!desk.ticket && n === 0) return null;
  return words("The session ended at {time}: no new numbers. Whoever has one is still served; {n} waiting here.", { time: ended.ends, n });
}
