"""When a window ends because the tier above asked for it: only at a word for its own role."""

from typing import Any

import pytest

from display.glass.program import asks_to_end
from kiosk.touch.app import read
from office.journal import FactView


def fact(kind: str, **body: Any) -> FactView:
    return {"seq": 1, "stream": "s", "at": "", "kind": kind, "version": 1, "subject": "", "fact": body}


@pytest.mark.parametrize(
    ("facts", "ends"),
    [
        ([fact("screen.restart_asked", screen="hall")], True),
        ([fact("ticket.called"), fact("screen.restart_asked", screen="hall")], True),
        ([fact("screen.restart_asked", screen="touch")], False),
        ([fact("screen.restart_asked")], False),
        ([fact("ticket.called", screen="hall")], False),
        ([], False),
    ],
)
def test_a_window_ends_at_its_own_name_only(facts: list[FactView], ends: bool) -> None:
    assert asks_to_end(facts, "hall") is ends


def test_the_screen_of_faces_has_the_name_of_its_counter(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MOTCUA_TOKEN", "t")
    server = ["--server", "http://127.0.0.1:1"]
    assert read([*server, "--screen", "rate", "--counter", "3"]).role == "rate:3"
    assert read(server).role == "touch"
