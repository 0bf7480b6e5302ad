"""From the keys of a keyboard to the control they mean: arrows by where things stand, Tab by the order of reading."""

from collections.abc import Sequence

from look.sheet.things import Target

ARROWS = {273: (0, -1), 274: (0, 1), 275: (1, 0), 276: (-1, 0)}
"""SDL's key codes → direction, y downwards."""

ENTER = frozenset({13, 271, 32})
TAB, ESCAPE, F10 = 9, 27, 291
DIGITS = {first + digit: digit for first in (48, 256) for digit in range(10)}
"""Of the main row and of the number pad; a box of buttons acts as either."""

BOUNCE_MS = 300


def after(targets: Sequence[Target], name: str | None, step: int) -> str | None:
    """The next control in the order of reading; from none to the first or the last."""
    names = [target.name for target in targets]
    if not names:
        return None
    if name not in names:
        return names[0 if step > 0 else -1]
    return names[(names.index(name) + step) % len(names)]


def towards(targets: Sequence[Target], name: str | None, direction: tuple[int, int]) -> str | None:
    """The nearest control in that direction; the present one when there is none."""
    here = next((target for target in targets if target.name == name), None)
    if here is None:
        return after(targets, None, 1)
    dx, dy = direction
    best, best_cost = here.name, float("inf")
    for target in targets:
        along, aside = _distance(here, target, dx, dy)
        cost = along + 2.5 * aside
        if target is not here and along > 0 and cost < best_cost:
            best, best_cost = target.name, cost
    return best


def _distance(here: Target, there: Target, dx: int, dy: int) -> tuple[float, float]:
    """How far in the direction (from middle to middle), and how far beside it (the gap between the two)."""
    (x0, y0), (x1, y1) = here.area.middle, there.area.middle
    along = (x1 - x0) * dx + (y1 - y0) * dy
    if dx:
        aside = max(there.area.y - here.area.bottom, here.area.y - there.area.bottom, 0)
        return along, aside + abs(y1 - y0) / 50
    aside = max(there.area.x - here.area.right, here.area.x - there.area.right, 0)
    return along, aside + abs(x1 - x0) / 50
