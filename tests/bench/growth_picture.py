"""Draws the growth from one office to a thousand as one SVG with two charts: waiting, and what it costs."""

import math
from collections.abc import Callable, Sequence
from typing import Protocol

WIDTH, HEIGHT, LEFT, TOP, APART = 420, 240, 56, 44, 520
_COLOURS = ("#1a5fb4", "#c64600", "#26a269")


class Step(Protocol):
    @property
    def offices(self) -> int: ...
    @property
    def p50_s(self) -> float: ...
    @property
    def p95_s(self) -> float: ...
    @property
    def collector_cpu(self) -> float: ...
    @property
    def broker_cpu(self) -> float: ...
    @property
    def collector_mb(self) -> float: ...


Line = tuple[str, Callable[[Step], float]]
WAITING: Sequence[Line] = (("p50", lambda one: one.p50_s * 1000), ("p95", lambda one: one.p95_s * 1000))
COSTS: Sequence[Line] = (
    ("collector, % of a processor", lambda one: one.collector_cpu * 100),
    ("broker, % of a processor", lambda one: one.broker_cpu * 100),
    ("collector, MB", lambda one: one.collector_mb),
)


def draw(steps: Sequence[Step]) -> str:
    """The whole picture."""
    charts = [
        _chart(0, "live fact to acknowledgement, ms", steps, WAITING),
        _chart(APART, "what the tier above spends", steps, COSTS),
    ]
    size = f'width="{2 * APART}" height="{HEIGHT + TOP + 56}"'
    head = f'<svg xmlns="http://www.w3.org/2000/svg" {size} font-family="sans-serif" font-size="13">'
    return "\n".join([head, '<rect width="100%" height="100%" fill="white"/>', *charts, "</svg>", ""])


def _chart(at: int, title: str, steps: Sequence[Step], lines: Sequence[Line]) -> str:
    most = _round_up(max(value(step) for _, value in lines for step in steps))
    last = math.log10(max(step.offices for step in steps)) or 1.0

    def place(offices: int, value: float) -> tuple[float, float]:
        return at + LEFT + math.log10(offices) / last * WIDTH, TOP + HEIGHT * (1 - value / most)

    parts = [f'<text x="{at + LEFT}" y="20" font-weight="bold">{title}</text>']
    for share in (0.0, 0.25, 0.5, 0.75, 1.0):
        y = TOP + HEIGHT * (1 - share)
        parts.append(f'<path d="M{at + LEFT} {y:.1f}h{WIDTH}" stroke="#ddd"/>')
        parts.append(f'<text x="{at + LEFT - 6}" y="{y + 4:.1f}" text-anchor="end">{most * share:g}</text>')
    for step in steps:
        x = place(step.offices, 0)[0]
        parts.append(f'<text x="{x:.1f}" y="{TOP + HEIGHT + 18}" text-anchor="middle">{step.offices}</text>')
    parts.append(f'<text x="{at + LEFT + WIDTH}" y="{TOP + HEIGHT + 38}" text-anchor="end">offices</text>')
    for number, (name, value) in enumerate(lines):
        points = [place(step.offices, value(step)) for step in steps]
        parts.append(_line(points, _COLOURS[number]))
        parts.append(f'<text x="{at + LEFT + 8}" y="{TOP + 14 + 17 * number}" fill="{_COLOURS[number]}">{name}</text>')
    return "\n".join(parts)


def _line(points: Sequence[tuple[float, float]], colour: str) -> str:
    path = "L".join(f"{x:.1f} {y:.1f}" for x, y in points)
    dots = "".join(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3.5" fill="{colour}"/>' for x, y in points)
    return f'<path d="M{path}" fill="none" stroke="{colour}" stroke-width="2"/>{dots}'


def _round_up(value: float) -> float:
    """To 1, 2 or 5 times a power of ten."""
    if value <= 0:
        return 1.0
    power = 10.0 ** math.floor(math.log10(value))
    return next(step * power for step in (1.0, 2.0, 5.0, 10.0) if step * power >= value)
