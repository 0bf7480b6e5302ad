// The faces. Each level has an outline, a mouth and a colour of its own, so that they differ in shape also in grey and
// for people who do not see red and green.

const SVG = "http://www.w3.org/2000/svg";
const EYES = "M24 25v2M40 25v2";

/** Outline, eyes, mouth (the laughing one is filled), and the class that gives the colour; best first. */
const LAUGH = { name: "laugh", outline: ["circle", { cx: 32, cy: 32, r: 27 }], mouth: "M20 38c4 9 20 9 24 0z", filled: true };
const SMILE = { name: "smile", outline: ["rect", { x: 6, y: 6, width: 52, height: 52, rx: 16 }], mouth: "M20 39c6 6 18 6 24 0" };
const FLAT = { name: "flat", outline: ["path", { d: "M20 5h24l15 15v24L44 59H20L5 44V20z" }], mouth: "M21 42h22" };
const DOUBT = { name: "doubt", outline: ["path", { d: "M18 7h28l14 25-14 25H18L4 32z" }], mouth: "M22 43c5-3 15-3 20 0" };
const UPSET = { name: "upset", outline: ["path", { d: "M32 4 60 32 32 60 4 32z" }], mouth: "M20 45c6-7 18-7 24 0" };

/** The faces of each scale, from level 1 (the lowest) upwards. */
const SCALES = { 3: [UPSET, FLAT, LAUGH], 4: [UPSET, FLAT, SMILE, LAUGH], 5: [UPSET, DOUBT, FLAT, SMILE, LAUGH] };

function part(tag, attributes) {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  return element;
}

function faceOf(level, scale) {
  return (SCALES[scale] ?? SCALES[4])[level - 1] ?? FLAT;
}

/** The class name of a level's face: laugh, smile, flat, doubt, upset. */
export const faceName = (level, scale) => faceOf(level, scale).name;

/** The drawing of a level's face. */
export function drawFace(level, scale) {
  const face = faceOf(level, scale);
  const drawing = part("svg", { viewBox: "0 0 64 64", class: "face", "aria-hidden": "true", focusable: "false" });
  drawing.append(
    part(face.outline[0], { ...face.outline[1], class: "face-outline" }),
    part("path", { d: EYES, class: "face-eyes" }),
    part("path", { d: face.mouth, class: face.filled ? "face-mouth is-filled" : "face-mouth" }),
  );
  return drawing;
}
