// The counter's console: puts its parts together. All knowledge stands in `desk` (console/desk.js); every part draws
// what it finds there, and every act goes through console/acts.js.
import { listen } from "./live.js";
import { desk } from "./console/desk.js";
import { drawAll, drawTimes } from "./console/drawing.js";
import { startKeys } from "./console/keys.js";
import { startMouse } from "./console/mouse.js";
import { startAttention } from "./console/attention.js";
import { hearUnheard } from "./console/unheard.js";
import { startAnewWhenOld } from "./console/stale.js";

desk.onChange(drawAll);
startKeys();
startMouse();
startAttention();
drawAll();
setInterval(() => { if (!document.hidden) drawTimes(); }, 250);

listen({
  state: (state) => desk.heard(state),
  fact: hearUnheard,
  connected: (yes) => { desk.setConnected(yes); if (yes) void startAnewWhenOld(); },
});
