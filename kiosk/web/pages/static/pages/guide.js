// The guide is text; what a script adds is only the button that prints it.
const button = document.getElementById("print");
button.hidden = false;
button.addEventListener("click", () => window.print());
