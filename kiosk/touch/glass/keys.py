"""From the keys of a keyboard to the control they mean: arrows by where things stand, Tab by the order of reading."""

from collections.abc import Sequence

from look.sheet.things import Target

ARROWS = {273: (0, -1), 274: (0, 1), 275: (1, 0), 276: (-1, 0)}
"""SDL's key codes → direction, y downwards."""

SPACE, TAB, ESCAPE, F10 = 32, 9, 27, 291
ENTER = frozenset({13, 271, SPACE})
DIGITS = {first + digit: digit for first in (48, 256) for digit in range(10)}
"""Of the main row and of the number pad; a box of buttons acts as either."""

BOUNCE_MS = 300
_PAD = {266: ".", 267: "/", 269: "-"}
"""Signs of the number pad besides its digits."""


def sign_of(code: int, modifiers: Sequence[str]) -> str:
    """What this key writes on a keyboard of the United States, as readers of barcodes are; "" for nothing."""
    if code in DIGITS:
        return str(DIGITS[code])
    sign = _PAD.get(code, chr(code) if 32 <= code < 127 else "")
    return sign.upper() if "shift" in modifiers else sign


def after(targets: Sequence[Target], name: str | None, step: int) -> str | None:
    """The next control in the order of reading; from none to the first or the last."""
    names = [target.name for target in targets]
    if not names:
        return None
    if name not in names:
        return names[0 if step > 0 else -1]
    return names[(names.index(name) + step) % len(names)]


def towards(targets: Sequence[Target], name: str | None, direction: tuple[int, int]) -> str | None:
    """The nearest control in that direction, first of all those in the same row or column; the present one when there
    is none.
    """
    here = next((target for target in targets if target.name == name), None)
    if here is None:
        return after(targets, None, 1)
    ways = [(_cost(here, target, *direction), target.name) for target in targets if target is not here]
    return min(((cost, there) for cost, there in ways if cost is not None), default=((), here.name))[1]


def _cost(here: Target, there: Target, dx: int, dy: int) -> tuple[bool, float] | None:
    """(beside the row or column, how far from middle to middle); None for what does not lie in that direction."""
    (x0, y0), (x1, y1) = here.area.middle, there.area.middle
    along = (x1 - x0) * dx + (y1 - y0) * dy
    if along <= 0:
        return None
    if dx:
        gap, across = max(there.area.y - here.area.bottom, here.area.y - there.area.bottom, 0), abs(y1 - y0)
    else:
        gap, across = max(there.area.x - here.area.right, here.area.x - there.area.right, 0), abs(x1 - x0)
    return gap > 0, along + 2.5 * gap + across / 50
