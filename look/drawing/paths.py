"""The paths of our own drawings as points: `M L H V C S Q A Z` and their small letters, as SVG 1.1 says (chapter 8).

Only what `look.pictograms` and `drawing.shapes` use is read; anything else is a mistake of ours and raises ValueError.
"""

import cmath
import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

_TOKEN = re.compile(r"([a-zA-Z])|([+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)")
_COUNTS = {"m": 2, "l": 2, "h": 1, "v": 1, "c": 6, "s": 4, "q": 4, "a": 7, "z": 0}
_STEPS = 24
"""Straight pieces of one curve: below a tenth of a unit on a field of 64."""


@dataclass(slots=True)
class Line:
    """One pen stroke: its points, and whether it returns to its start."""

    points: list[complex] = field(default_factory=list)
    closed: bool = False


@dataclass(slots=True)
class _Pen:
    """Where the pen is. `handle`: the last control point of a curve, for its smooth continuation."""

    lines: list[Line] = field(default_factory=list)
    at: complex = 0j
    handle: complex | None = None

    def move(self, to: complex) -> None:
        self.lines.append(Line([to]))
        self.at, self.handle = to, None

    def draw(self, points: list[complex], handle: complex | None = None) -> None:
        if self.lines[-1].closed:
            self.lines.append(Line([self.at]))
        self.lines[-1].points += points
        self.at, self.handle = points[-1], handle

    def close(self) -> None:
        self.lines[-1].closed = True
        self.at, self.handle = self.lines[-1].points[0], None


def lines_of(path: str) -> list[Line]:
    """The strokes of a path's `d`."""
    pen = _Pen()
    for letter, numbers in _commands(path):
        _act(pen, letter, numbers)
    return pen.lines


def _commands(path: str) -> Iterator[tuple[str, list[float]]]:
    """Every command with its numbers; a command that is left out is the former one again."""
    letter, numbers = "", list[float]()
    for found in _TOKEN.finditer(path):
        if found[1]:
            letter, numbers = found[1], []
            if letter.lower() not in _COUNTS:
                raise ValueError(f"no such path command: {letter}")
        else:
            numbers.append(float(found[2]))
        if letter and len(numbers) == _COUNTS[letter.lower()]:
            yield letter, numbers
            letter, numbers = {"m": "l", "M": "L"}.get(letter, letter), []


def _act(pen: _Pen, letter: str, n: list[float]) -> None:
    base = pen.at if letter.islower() else 0j
    points = [base + complex(n[at], n[at + 1]) for at in range(0, len(n) - 1, 2)]
    match letter.lower():
        case "m":
            pen.move(points[0])
        case "l":
            pen.draw(points)
        case "h":
            pen.draw([complex(base.real + n[0], pen.at.imag)])
        case "v":
            pen.draw([complex(pen.at.real, base.imag + n[0])])
        case "c":
            pen.draw(_cubic(pen.at, *points), points[1])
        case "s":
            first = pen.at if pen.handle is None else 2 * pen.at - pen.handle
            pen.draw(_cubic(pen.at, first, *points), points[0])
        case "q":
            pen.draw(_quadratic(pen.at, *points))
        case "a":
            pen.draw(_arc(pen.at, n, base + complex(n[5], n[6])))
        case _:
            pen.close()


def _cubic(a: complex, b: complex, c: complex, d: complex) -> list[complex]:
    steps = (step / _STEPS for step in range(1, _STEPS + 1))
    return [(1 - t) ** 3 * a + 3 * (1 - t) ** 2 * t * b + 3 * (1 - t) * t**2 * c + t**3 * d for t in steps]


def _quadratic(a: complex, b: complex, c: complex) -> list[complex]:
    steps = (step / _STEPS for step in range(1, _STEPS + 1))
    return [(1 - t) ** 2 * a + 2 * (1 - t) * t * b + t**2 * c for t in steps]


def _arc(start: complex, n: list[float], end: complex) -> list[complex]:
    """A part of a circle (both radii equal, no rotation), by its centre (SVG 1.1, appendix F.6.5)."""
    radius, large, sweep = n[0], n[3] != 0, n[4] != 0
    if radius != n[1] or start == end:
        raise ValueError("only parts of circles are read")
    half = (end - start) / 2
    radius = max(radius, abs(half))
    side = 1 if large != sweep else -1
    reach = math.sqrt(max(0.0, radius**2 - abs(half) ** 2))
    centre = start + half + side * reach * 1j * half / abs(half)
    begin = cmath.phase(start - centre)
    turn = cmath.phase((end - centre) / (start - centre))
    if sweep and turn < 0:
        turn += 2 * math.pi
    elif not sweep and turn > 0:
        turn -= 2 * math.pi
    return [centre + cmath.rect(radius, begin + turn * step / _STEPS) for step in range(1, _STEPS + 1)]


def circle(cx: float, cy: float, r: float) -> Line:
    """A whole circle."""
    steps = 4 * _STEPS
    return Line([complex(cx, cy) + cmath.rect(r, 2 * math.pi * step / steps) for step in range(steps)], closed=True)


def rectangle(x: float, y: float, w: float, h: float, rx: float = 0) -> Line:
    """A rectangle with round corners."""
    if not rx:
        return Line([complex(x, y), complex(x + w, y), complex(x + w, y + h), complex(x, y + h)], closed=True)
    path = (
        f"M{x + rx} {y}H{x + w - rx}A{rx} {rx} 0 0 1 {x + w} {y + rx}V{y + h - rx}A{rx} {rx} 0 0 1 {x + w - rx} {y + h}"
        f"H{x + rx}A{rx} {rx} 0 0 1 {x} {y + h - rx}V{y + rx}A{rx} {rx} 0 0 1 {x + rx} {y}z"
    )
    return lines_of(path)[0]
