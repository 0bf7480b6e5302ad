"""What the tier above may ask of this machine, as the composition root passes it in. None: there is no such thing."""

from collections.abc import Callable
from dataclasses import dataclass

from printer.outcome import PrintState, Reason

Printed = Callable[[PrintState, Reason | None], None]


def _no_lines(_most: int) -> list[str]:
    return []


@dataclass(frozen=True, slots=True)
class Hands:
    """`last_lines`: what the service said last; `print_test`: a slip that is no ticket, told once what came of it."""

    last_lines: Callable[[int], list[str]] = _no_lines
    print_test: Callable[[Printed], None] | None = None
    reload_templates: Callable[[], None] | None = None
