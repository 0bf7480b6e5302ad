// A one-time key for the browser of a screen: to scan with the device's camera, or to type.
import { fill, format, make, words } from "../pages/page.js";
import { post, trying } from "../pages/call.js";
import { open } from "../pages/dialogs.js";
import { toast } from "../pages/toasts.js";

const ONLY_HERE = /^(localhost|127\.|\[::1\])/;

/** Make a key for this device and show it until it is put away; it is never shown again. */
export async function showKey(device) {
  const made = await trying(() => post(`/api/v1/admin/devices/${device.id}/key-to-scan`, { origin: location.origin }));
  if (!made) return undefined;
  let handle = null;
  const address = make("output", { class: "secret secret-long", tabindex: 0 });
  const done = make("button", { class: "button button-go", type: "button", autofocus: true, onclick: () => handle.close(true) }, words("Close"));
  const copy = make("button", { class: "button", type: "button", onclick: () => copyText(made.address, address) }, words("Copy"));
  fill(address, made.address ?? "");
  handle = open({
    title: device.name, name: "key",
    text: words("Scan the drawing with the device, or open this address once in its browser, before {at}.", { at: format.clock(made.expires_at) }),
    content: [drawing(made.qr, device.name), address, ONLY_HERE.test(location.hostname) ? make("p", { class: "note note-warn" }, words("Other machines cannot reach “{host}”. Open this page under the machine's address in the office network and make the key there.", { host: location.hostname })) : null].filter(Boolean),
    foot: [copy, done],
  });
  handle.element.addEventListener("click", (event) => { if (event.target === handle.element) event.stopImmediatePropagation(); }, { capture: true });
  return handle.closed;
}

function drawing(svg, name) {
  const picture = make("img", { class: "key-qr", alt: words("QR code of the address for {name}", { name }), width: 264, height: 264 });
  picture.src = `data:image/svg+xml,${encodeURIComponent(svg)}`;
  return picture;
}

async function copyText(text, shown) {
  try {
    await navigator.clipboard.writeText(text);
    toast(words("Copied."), { kind: "good", seconds: 3 });
  } catch {
    const range = document.createRange();
    range.selectNodeContents(shown);
    getSelection().removeAllRanges();
    getSelection().addRange(range);
    toast(words("Please copy the marked text."), { seconds: 4 });
  }
}
