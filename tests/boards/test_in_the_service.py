"""Boards and keypads in the real service, on the emulated cables of the demo: from a key to the figures."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from kiosk.config import Config, load
from kiosk.config.wiring import Data, Day, Printer, Voice
from kiosk.demo.virtual_boards import DemoBoards
from kiosk.service import Started, serve
from office.backoffice.settings import Settings
from office.domain.house import ALWAYS_OPEN
from office.domain.people import OPERATOR, Actor
from office.premises import Premises
from tests.asking import PATIENCE_S
from tests.office_fixture import TOUCH, rid, seat
from web.settings.kinds import Address

if TYPE_CHECKING:
    from playwright.sync_api import Browser

NEXT = 0x8B
CONFIG = Path(__file__).parents[2] / "config.toml"


@dataclass
class Hall:
    """A running office whose three counters have boards and keypads."""

    data: Path
    boards: DemoBoards
    started: Started | None = None

    @property
    def premises(self) -> Premises:
        assert self.started is not None
        return self.started.premises

    @contextmanager
    def open(self) -> Iterator[None]:
        up = threading.Event()

        def ready(started: Started) -> None:
            self.started = started
            up.set()

        thread = threading.Thread(target=serve, args=(self.config(),), kwargs=self._how(ready))
        thread.start()
        assert up.wait(20)
        try:
            if self.premises.performer.house.weekly != ALWAYS_OPEN:
                Settings(self.premises.performer).open_weekly(OPERATOR, None, ALWAYS_OPEN)
            yield
        finally:
            assert self.started is not None
            self.started.stop()
            thread.join(20)
            assert not thread.is_alive()

    def config(self) -> Config:
        usual = load(CONFIG)
        changes = {
            "data": Data(dir=self.data),
            "web": usual.web.model_copy(update={"listen": Address("127.0.0.1", 0)}),
            "day": Day(begins=0, ends=24 * 60),
            "printer": Printer(transport="off"),
            "voice": Voice(player="off"),
        }
        return self.boards.wired(usual.model_copy(update=changes))

    def _how(self, ready: Callable[[Started], None]) -> dict[str, Any]:
        return {"demo": True, "ready": ready, "virtual_boards": self.boards}

    def issue(self) -> str:
        return str(self.premises.desk.issue(TOUCH, rid(), service="A").body["number"])

    def seat(self, clerk: str, counter: int) -> Actor:
        return seat(self.premises, clerk, counter)

    def text(self, board: str) -> str:
        return next(str(one["text"]) for one in self.boards.seen()["boards"] if one["name"] == board)

    def shows(self, board: str, text: str, seconds: float = 8.0) -> None:
        until = time.monotonic() + seconds
        while self.text(board) != text:
            assert time.monotonic() < until, f"{board} shows {self.text(board)!r}, not {text!r}"
            time.sleep(0.01)

    def condition(self, device: str) -> str | None:
        return next(
            (one["condition"] for one in self.premises.desk.state()["devices"] if one["device"] == device), None
        )


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[Hall]:
    boards = DemoBoards(tmp_path / "ports", [1, 2])
    boards.start()
    try:
        yield Hall(tmp_path / "data", boards)
    finally:
        boards.stop()


def test_a_key_calls_and_every_board_shows_it(hall: Hall) -> None:
    with hall.open():
        hall.seat(clerk_of(hall, 0), 1)
        number = hall.issue()
        began = time.monotonic()
        hall.boards.press("keys-1", NEXT, 0)
        hall.shows("led-1", number[1:])
        assert time.monotonic() - began < 3
        hall.shows("hall", f"{number} QUAY 1")
        assert hall.text("led-2") == ""


def test_a_call_of_the_console_is_shown_too_and_a_counter_without_people_is_dark(hall: Hall) -> None:
    with hall.open():
        actor = hall.seat(clerk_of(hall, 0), 2)
        number = hall.issue()
        desk = hall.premises.desk
        desk.call_next(actor, rid(), counter=2)
        hall.shows("led-2", number[1:])
        desk.start(actor, rid(), counter=2)
        desk.finish(actor, rid(), counter=2)
        hall.shows("led-2", "")


def test_after_a_restart_the_boards_show_whom_the_counters_serve(hall: Hall) -> None:
    with hall.open():
        actor = hall.seat(clerk_of(hall, 0), 1)
        number = hall.issue()
        hall.premises.desk.call_next(actor, rid(), counter=1)
        hall.shows("led-1", number[1:])
    hall.boards.cut("led-1", lit=False)
    hall.boards.cut("led-1", lit=True)
    assert hall.text("led-1") == ""
    with hall.open():
        hall.shows("led-1", number[1:])


def test_a_board_that_loses_its_power_is_told_and_comes_back_with_its_number(hall: Hall) -> None:
    with hall.open():
        actor = hall.seat(clerk_of(hall, 0), 2)
        number = hall.issue()
        hall.premises.desk.call_next(actor, rid(), counter=2)
        hall.shows("led-2", number[1:])
        hall.boards.cut("led-2", lit=False)
        wait_for(lambda: hall.condition("board:led-2") == "offline")
        hall.boards.cut("led-2", lit=True)
        hall.shows("led-2", number[1:])
        wait_for(lambda: hall.condition("board:led-2") == "ok")


@pytest.mark.needs("chromium")
def test_the_page_draws_the_boards_and_its_keys_go_the_whole_way(hall: Hall, browser: "Browser") -> None:
    with hall.open():
        hall.seat(clerk_of(hall, 0), 1)
        number = hall.issue()
        assert hall.started is not None
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        complaints: list[str] = []
        page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        try:
            page.goto(f"{hall.started.url}/boards")
            page.click(f'[data-keypad="keys-1"] [data-command="{NEXT}"]')
            page.wait_for_selector(f'[data-board="led-1"][data-text="{number[1:]}"]', timeout=10_000)
            page.wait_for_selector(f'[data-board="hall"][data-text="{number} QUAY 1"]', timeout=10_000)
            page.click('[data-board="led-2"] button')
            wait_for(lambda: hall.condition("board:led-2") == "offline")
            assert complaints == []
        finally:
            page.close()


def test_the_page_answers_only_its_own_machine_and_its_own_page(hall: Hall) -> None:
    with hall.open():
        assert hall.started is not None
        url = hall.started.url
        body = {"keypad": "keys-1", "command": NEXT}

        def answered(**asked: Any) -> int:
            return httpx.post(f"{url}/boards/press", timeout=PATIENCE_S, **asked).status_code

        assert answered(json=body) == 204
        assert answered(json=body, headers={"Sec-Fetch-Site": "cross-site"}) == 404
        assert answered(json={**body, "keypad": "keys-9"}) == 404
        assert answered(json={**body, "command": 0}) == 422
        assert answered(content="x") == 400


def clerk_of(hall: Hall, place: int) -> str:
    """Somebody of the shipped office."""
    return [one.id for one in hall.config().first.people if one.role == "clerk"][place]


def wait_for(happens: Callable[[], bool], seconds: float = 10.0) -> None:
    until = time.monotonic() + seconds
    while not happens():
        assert time.monotonic() < until
        time.sleep(0.02)
