// Reads one batch from a broker, knowing nothing but the published contract: node decode.mjs CONTRACT BROKER OFFICE
// Prints one line "listening", then the batch as JSON once its chain of digests was reckoned again.

import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { inflateSync } from "node:zlib";
import mqtt from "mqtt";
import { parse } from "yaml";

const [contractPath, broker, office] = process.argv.slice(2);
const contract = parse(readFileSync(contractPath, "utf8"));
const channel = contract.channels.live;
const message = contract.components.messages.batch;
const topic = channel.address.replace("{office}", office);

const byCodePoint = (one, other) => Buffer.compare(Buffer.from(one), Buffer.from(other)); // UTF-8 keeps their order

function canonical(value) {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (value !== null && typeof value === "object") {
    const keys = Object.keys(value).sort(byCodePoint);
    return `{${keys.map((key) => `${JSON.stringify(key)}:${canonical(value[key])}`).join(",")}}`;
  }
  if (typeof value === "number" && !Number.isSafeInteger(value)) throw new Error(`not an integer of ours: ${value}`);
  return JSON.stringify(value);
}

const sha256 = (...parts) => parts.reduce((hash, part) => hash.update(part), createHash("sha256")).digest();

function decode(payload) {
  if (payload.length > message["x-limits"].deflated) throw new Error("too large");
  const text = inflateSync(payload, { maxOutputLength: message["x-limits"].inflated }).toString("utf8");
  const event = JSON.parse(text);
  const { type, source } = contract.components.schemas.Batch.properties;
  if (event.type !== type.const || !new RegExp(source.pattern).test(event.source)) throw new Error("not a batch");
  const { data } = event;
  let digest = Buffer.from(data.before, "hex");
  data.events.forEach((fact, place) => {
    if (fact.q !== data.first + place) throw new Error(`a gap before ${fact.q}`);
    digest = sha256(digest, Buffer.from(canonical(fact)));
  });
  if (digest.toString("hex") !== data.after) throw new Error("the chain does not hold");
  if (data.first === 1 && data.before !== sha256(data.stream).toString("hex")) throw new Error("a wrong beginning");
  return event;
}

const client = await mqtt.connectAsync(broker, { protocolVersion: 5, clean: true });
client.on("message", async (_topic, payload) => {
  try {
    console.log(JSON.stringify(decode(payload)));
  } catch (error) {
    console.log(JSON.stringify({ refused: error.message }));
  }
  await client.endAsync();
});
await client.subscribeAsync(topic, { qos: 1 });
console.log("listening");
