"""What the tier above may have done here, by name. A name that is not on this list is refused."""

import queue
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from kiosk.district.hands import Hands
from kiosk.district.log_lines import MOST_LINES, parts_of
from printer.outcome import PrintState, Reason
from sync.wire.letters import Outcome

RESTART_SCREEN, TEST_PAGE, SEND_LOGS = "restart_screen", "test_page", "send_logs"
PRINT_PATIENCE_S = 20.0
_SCREEN = re.compile(r"touch|hall|rate:[1-9][0-9]?")


@dataclass(frozen=True, slots=True)
class Done:
    """`detail`: one line for people; `parts`: texts that go ahead of the answer."""

    outcome: Outcome
    detail: str = ""
    parts: tuple[str, ...] = ()


Deed = Callable[[Mapping[str, Any]], Done]


@dataclass(frozen=True, slots=True)
class Screens:
    """`roles`: of the devices that have a key; `ask_restart`: tells the window of a role to end."""

    roles: Callable[[], set[str]]
    ask_restart: Callable[[str], None]


def deeds(hands: Hands, screens: Screens) -> dict[str, Deed]:
    """Only what this office can do: without a printer there is no test page."""
    return {
        RESTART_SCREEN: partial(_restart_screen, screens),
        TEST_PAGE: partial(_test_page, hands),
        SEND_LOGS: partial(_send_logs, hands),
    }


def _restart_screen(screens: Screens, args: Mapping[str, Any]) -> Done:
    screen = str(args.get("screen", ""))
    if not _SCREEN.fullmatch(screen):
        return Done(Outcome.REFUSED, "screen must be touch, hall or rate:N")
    if screen not in screens.roles():
        return Done(Outcome.REFUSED, f"no screen {screen} here")
    screens.ask_restart(screen)
    return Done(Outcome.DONE, f"{screen} was asked to end; it opens again by itself")


def _test_page(hands: Hands, _args: Mapping[str, Any]) -> Done:
    if hands.print_test is None:
        return Done(Outcome.REFUSED, "no printer here")
    told: queue.SimpleQueue[tuple[PrintState, Reason | None]] = queue.SimpleQueue()
    hands.print_test(lambda state, reason: told.put((state, reason)))
    try:
        state, reason = told.get(timeout=PRINT_PATIENCE_S)
    except queue.Empty:
        return Done(Outcome.FAILED, "the printer did not answer")
    came = state in (PrintState.PRINTED, PrintState.ACCEPTED)
    return Done(Outcome.DONE if came else Outcome.FAILED, str(state if reason is None else reason))


def _send_logs(hands: Hands, args: Mapping[str, Any]) -> Done:
    wanted = args.get("lines", MOST_LINES)
    if type(wanted) is not int or not 1 <= wanted <= MOST_LINES:
        return Done(Outcome.REFUSED, f"lines must be from 1 to {MOST_LINES}")
    parts = parts_of(hands.last_lines(wanted))
    lines = sum(part.count("\n") + 1 for part in parts)
    return Done(Outcome.DONE, f"{lines} lines in {len(parts)} parts", tuple(parts))
