// One name for a key, wherever it is: the row of digits, a USB numpad with or without NumLock, or an input method that
// hides the letter.

const BY_CODE = {
  NumpadAdd: "+", NumpadSubtract: "-", NumpadMultiply: "*", NumpadDivide: "/", NumpadDecimal: ".", NumpadComma: ".",
  NumpadEnter: "Enter",
};

/** "0"…"9", "+", "-", "*", "/", ".", "Enter", "Escape", "F8", "ArrowUp", … */
export function symbolOf(event) {
  const numpad = /^Numpad([0-9])$/.exec(event.code);
  if (numpad) return numpad[1];
  if (BY_CODE[event.code]) return BY_CODE[event.code];
  if (event.key === "Process" || event.key === "Unidentified") {
    const row = /^Digit([0-9])$/.exec(event.code);
    if (row && !event.shiftKey) return row[1];
  }
  return event.key === "," ? "." : event.key;
}

export const isDigit = (symbol) => /^[0-9]$/.test(symbol);

/** Keys of the browser and the system (Ctrl+R, Alt+Tab …) stay theirs. */
export const isForeign = (event) => event.ctrlKey || event.altKey || event.metaKey || event.isComposing;

/** The person is writing text here, so letters and digits are text. */
export const isWriting = (target) =>
  target instanceof HTMLElement && (target.matches("textarea, select, input:not([type=checkbox]):not([type=radio]):not([type=button])") || target.isContentEditable);
