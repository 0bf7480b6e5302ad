// What stands over everything: practice, a doubtful clock, no voice in the hall, no working day, a session that ended,
// a line that is too long for the rest of the day.
import { make, picture, words } from "../page.js";
import { desk } from "./desk.js";
import { sessionEnded } from "./session_end.js";
import { hasNoSound } from "./unheard.js";

const band = (kind, drawing, text) => make("div", { class: `band band-${kind}`, role: "status" }, picture(drawing, 22), make("span", {}, text));

/** Those who wait here cannot all be served before the office closes. */
function lateLine() {
  const late = desk.ownServices.filter((service) => service.late).map((service) => desk.serviceName(service.id));
  const closes = desk.state.opening?.sessions.at(-1)?.ends;
  if (!late.length || !closes) return "";
  return words("{services}: not everybody who waits can be served before {time}. Please tell the head of the office.", { services: late.join(", "), time: closes });
}

const cameBack = () => desk.state.devices.some(({ device, condition }) => device === "data" && ["restored", "new"].includes(condition));

/** The bands of this moment. */
export function bands() {
  const { training, clock_suspect: suspect, status } = desk.state.day;
  const ended = sessionEnded(), late = lateLine();
  return [
    training && band("training", "information", words("TRAINING: nothing here counts")),
    suspect && band("warn", "clock", words("The clock of the office's computer may be wrong. Please tell the head of the office.")),
    cameBack() && band("warn", "warning", words("The office's data came back from a copy. Whoever holds a slip that is not in the line takes a new number; please call these people first.")),
    hasNoSound() && band("off", "speaker", words("The hall hears no announcements: there is no loudspeaker. Please call people by voice, and tell the technician.")),
    ended && band("off", "clock", ended),
    late && band("warn", "people", late),
    status === "none" && band("off", "information", words("The day is not open. Numbers and calls begin when the head opens it.")),
    status === "closed" && band("off", "information", words("The working day has ended. Numbers and calls begin again with the next day.")),
  ];
}
