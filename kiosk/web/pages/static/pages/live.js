// What happens in the office, as it happens (`/api/v1/live`). Comes back by itself after a lost connection and goes on
// where it was (Last-Event-ID). Reads the stream itself instead of using EventSource: that way silence is noticed,
// the pauses have jitter, and a session that has ended is told from a network that is down.
import { page } from "./page.js";
import { signInAgain } from "./call.js";

const SILENCE_MS = 40000;
const FIRST_PAUSE_MS = 400;
const LONGEST_PAUSE_MS = 8000;
const BANNER_AFTER_MS = 1200;

/**
 * Listen: `on.state(state)`, `on.fact(fact)`, `on.connected(boolean)`. Returns {close}. The banner #lost is shown while
 * nothing is heard; a single short gap shows nothing.
 */
export function listen(on) {
  const stream = { lastId: "", pause: FIRST_PAUSE_MS, closed: false, abort: null, connected: true, bannerTimer: 0 };
  const close = () => { stream.closed = true; stream.abort?.abort(); clearTimeout(stream.bannerTimer); };
  addEventListener("online", () => { stream.pause = FIRST_PAUSE_MS; stream.wake?.(); });
  addEventListener("pagehide", () => stream.abort?.abort());
  void keepListening(stream, on);
  return { close };
}

async function keepListening(stream, on) {
  while (!stream.closed) {
    try {
      await readOnce(stream, on);
    } catch (error) {
      if (error.ended) { signInAgain(); return; }
    }
    if (stream.closed) return;
    lost(stream, on);
    await sleep(stream, stream.pause * (0.5 + Math.random()));
    stream.pause = Math.min(stream.pause * 2, LONGEST_PAUSE_MS);
  }
}

function sleep(stream, ms) {
  return new Promise((done) => { stream.wake = done; setTimeout(done, ms); });
}

async function readOnce(stream, on) {
  stream.abort = new AbortController();
  let timer = 0;
  const heard = () => { clearTimeout(timer); timer = setTimeout(() => stream.abort.abort(), SILENCE_MS); };
  heard();
  try {
    const headers = { Accept: "text/event-stream", ...(stream.lastId && { "Last-Event-ID": stream.lastId }) };
    const answer = await fetch("/api/v1/live", { headers, credentials: "same-origin", cache: "no-store", signal: stream.abort.signal });
    if (answer.status === 401) throw Object.assign(new Error("ended"), { ended: Boolean(page.person) });
    if (!answer.ok) throw new Error(`live: ${answer.status}`);
    await readEvents(answer.body, heard, (event) => deliver(event, stream, on));
  } finally {
    clearTimeout(timer);
  }
}

async function readEvents(body, heard, deliverEvent) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return;
    heard();
    const blocks = (rest + value).replaceAll("\r\n", "\n").split("\n\n");
    rest = blocks.pop();
    for (const block of blocks) deliverEvent(parse(block));
  }
}

/** One event of the stream: lines "field: value"; lines that begin with ":" only say that the server is there. */
function parse(block) {
  const event = { name: "message", id: null, data: [] };
  for (const line of block.split("\n")) {
    const at = line.indexOf(":");
    const field = at < 0 ? line : line.slice(0, at);
    const value = at < 0 ? "" : line.slice(at + 1).replace(/^ /, "");
    if (field === "event") event.name = value;
    else if (field === "id") event.id = value;
    else if (field === "data") event.data.push(value);
  }
  return event;
}

function deliver(event, stream, on) {
  back(stream, on);
  if (event.id) stream.lastId = event.id;
  if (!event.data.length) return;
  const data = JSON.parse(event.data.join("\n"));
  if (event.name === "state") on.state?.(data);
  else if (event.name === "fact") on.fact?.(data);
}

function back(stream, on) {
  stream.pause = FIRST_PAUSE_MS;
  clearTimeout(stream.bannerTimer);
  stream.bannerTimer = 0;
  if (stream.connected) return;
  stream.connected = true;
  showLost(false);
  on.connected?.(true);
}

function lost(stream, on) {
  if (!stream.connected || stream.bannerTimer) return;
  stream.bannerTimer = setTimeout(() => {
    stream.connected = false;
    showLost(true);
    on.connected?.(false);
  }, BANNER_AFTER_MS);
}

function showLost(shown) {
  const banner = document.getElementById("lost");
  if (banner) banner.hidden = !shown;
}
