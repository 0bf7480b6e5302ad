// The list for the microphone: the page itself is the list; here is only the button that prints it.
document.getElementById("print").addEventListener("click", () => globalThis.print());
