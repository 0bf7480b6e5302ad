// What counts as a press: a finger that goes down and comes up on the same control of the same view, however many
// other fingers, palms and dossiers lie on the glass. A control that was taken away meanwhile hears nothing, so a press
// cannot land on what came after it; what is new takes presses a moment later where a double tap would do harm.

const SETTLES_MS = 600;

/** Calls `press(control)` for controls with `data-press`. `data-settles` on a view: taps within 600 ms do not count. */
export function watchPresses(root, press) {
  const fingers = new Map();
  const lift = (id) => {
    const control = fingers.get(id);
    fingers.delete(id);
    if (control && ![...fingers.values()].includes(control)) control.classList.remove("is-pressed");
    return control;
  };
  root.addEventListener("pointerdown", (event) => {
    const control = event.target.closest?.("[data-press]");
    if (!control || control.disabled || isSettling(control)) return;
    fingers.set(event.pointerId, control);
    control.classList.add("is-pressed");
  });
  root.addEventListener("pointerup", (event) => {
    const control = lift(event.pointerId);
    if (control?.isConnected && !control.disabled && isOver(control, event)) press(control);
  });
  root.addEventListener("pointercancel", (event) => lift(event.pointerId));
  root.addEventListener("click", (event) => {
    const control = event.detail === 0 ? event.target.closest?.("[data-press]") : null; // a key, not a finger
    if (control && !control.disabled && !isSettling(control)) press(control);
  });
}

function isOver(control, event) {
  const box = control.getBoundingClientRect();
  return event.clientX >= box.left && event.clientX <= box.right && event.clientY >= box.top && event.clientY <= box.bottom;
}

/** Whether the control's view is so new that a press still belongs to the one before. */
export function isSettling(control) {
  const since = Number(control.closest("[data-settles]")?.dataset.settles ?? -Infinity);
  return performance.now() - since < SETTLES_MS;
}

/** No zoom, no scrolling, no menus, no marking: the glass takes taps and nothing else. */
export function onlyTaps(root) {
  for (const name of ["contextmenu", "gesturestart", "dragstart", "selectstart", "dblclick"]) {
    root.addEventListener(name, (event) => event.preventDefault());
  }
  root.addEventListener("touchmove", (event) => event.preventDefault(), { passive: false });
  root.addEventListener("wheel", (event) => event.preventDefault(), { passive: false });
  root.addEventListener("keydown", (event) => {
    const moves = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (moves) moveFocus(root, moves, event);
  });
}

function moveFocus(root, by, event) {
  const controls = [...root.querySelectorAll("[data-press]:not([disabled])")];
  const at = controls.indexOf(document.activeElement);
  event.preventDefault();
  controls[at < 0 ? 0 : (at + by + controls.length) % controls.length]?.focus();
}
