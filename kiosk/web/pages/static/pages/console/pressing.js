// A press is felt at once: the key's button goes down before any answer comes, and shows when one is slow to come.

const SHOWN_MS = 140;
const SLOW_MS = 150;
const slow = new Map();

const buttonOf = (name) => document.querySelector(`[data-act="${name === "call" ? "next" : name}"]`);

export function pressed(name) {
  flash(buttonOf(name));
  slow.set(name, setTimeout(() => buttonOf(name)?.classList.add("is-busy"), SLOW_MS));
}

export function settled(name) {
  clearTimeout(slow.get(name));
  buttonOf(name)?.classList.remove("is-busy");
}

export function flash(button) {
  if (!button) return;
  button.classList.add("is-pressed");
  setTimeout(() => button.classList.remove("is-pressed"), SHOWN_MS);
}
