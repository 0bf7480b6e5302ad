"""A slip before a reader and a suggestion by taps, in a real window before a real office."""

import time
from collections.abc import Iterator
from pathlib import Path
from typing import cast

import pytest

from kiosk.touch.page import MessagePage
from office.backoffice.letters import LettersView, LetterView
from office.remote import Asking
from tests.touch.counsel_double import NUMBER
from tests.touch.shadow import Shadow
from tests.touch.street import Glass, Street, glass, street, wait_for
from tests.touch.test_street import PANEL, opened, papers, tickets
from tests.touch.test_street_lookup import tap

pytestmark = [pytest.mark.slow, pytest.mark.needs("Xvfb", "xdotool", "import")]
HEAD = "minh-tuan"


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Street]:
    with street(tmp_path) as made:
        yield made


@pytest.fixture
def screen(tmp_path: Path) -> Iterator[Glass]:
    with glass(tmp_path, (PANEL.width, PANEL.height)) as made:
        yield made


def letters(office: Street, pin: str) -> list[LetterView]:
    """As the head reads them."""
    door = Asking(office.url)
    head = Asking(office.url, door.post("/session", {"clerk": HEAD, "pin": pin})["token"])
    try:
        return cast("LettersView", head.get("/admin/letters"))["items"]
    finally:
        head.close()
        door.close()


def test_a_suggestion_reaches_the_head_and_a_slip_gives_a_number_for_the_result(
    office: Street, screen: Glass, tmp_path: Path
) -> None:
    token, pin = office.token("touch"), office.pin(HEAD)
    office.start()
    shadow = Shadow(office.url, token.read_text(encoding="ascii"), PANEL)
    opened(screen, tmp_path, office, token)
    try:
        for name in ("suggest", "reason:waiting"):
            tap(screen, shadow, tmp_path, name)
        screen.tap(*shadow.place("send"))
        wait_for(lambda: len(letters(office, pin)) == 1, 15, "the letter")
        assert [one["id"] for one in letters(office, pin)[0]["reasons"]] == ["waiting"]
        shadow.flow.tell(MessagePage(title=""))  # as the thanks do, without a second letter
        time.sleep(0.7)
        tap(screen, shadow, tmp_path, "back")
        screen.xdotool("type", "--delay", "3", NUMBER)
        screen.xdotool("key", "Return")
        wait_for(lambda: len(papers(office)) == 1, 15, "the paper of the number")
        assert tickets(office, token) == 1
    finally:
        shadow.close()
