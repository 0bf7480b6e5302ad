// All keys at a glance (F1 or ?).
import { make, words } from "../page.js";
import { isOpen, numpadBack, open } from "../dialogs.js";

const ROWS = () => [
  [["Enter"], words("Call next; the person at the counter is done"), []],
  [["+"], words("Call the same number again"), []],
  [["*"], words("Start: the person has come"), []],
  [["–"], words("Absent, after enough calls"), []],
  [["/"], words("Send on to another service or counter"), ["3", "/"]],
  [["."], words("Set aside with a reason"), ["2", "."]],
  [["0–9", "Enter"], words("Call that number"), []],
  [["F8"], words("Issue a number for somebody here"), ["0", "+"]],
  [["F9"], words("Done, without calling anybody"), ["0", "."]],
  [["F3"], words("The same person needs another service"), ["0", "*", "1"]],
  [["F4"], words("A note for the clerks"), ["0", "*", "2"]],
  [["F6"], words("My day"), ["0", "*", "5"]],
  [["F2"], words("Everything else"), ["0", "*"]],
  [[words("hold 0")], words("Pause, or open again (let go after a second)"), []],
  [["Esc"], words("Undo within ten seconds"), ["0", "/"]],
  [["F12"], words("End of day (asks first)"), ["0", "–"]],
  [[words("arrows")], words("Mark a number in the line; Space shows what can be done with it"), []],
];

const caps = (keys) => keys.map((key) => make("kbd", {}, key));

export function showHelp() {
  if (isOpen()) return;
  const rows = ROWS().map(([keys, text, numpad]) => make("tr", {}, make("td", { class: "help-keys" }, caps(keys)), make("td", {}, text), make("td", { class: "help-keys" }, caps(numpad))));
  const head = make("tr", {}, make("th", {}, words("Press")), make("th", {}, words("What it does")), make("th", {}, words("On a numpad")));
  const dialog = open({
    name: "help", title: words("All keys"), wide: true, content: [
      make("table", { class: "table help" }, make("thead", {}, head), make("tbody", {}, rows)),
      make("p", {}, make("a", { href: "/guide/can-bo", target: "_blank", rel: "noopener" }, words("All of this on one sheet, to print"))),
    ],
    foot: [numpadBack(() => dialog, words("Close"))],
    keys: (symbol) => { const close = ["F1", "?", "Enter", "-"].includes(symbol); if (close) dialog.close(null); return close; },
  });
}
