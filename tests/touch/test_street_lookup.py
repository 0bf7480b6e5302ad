"""Looking up a procedure in a real window before a real office: taps on one side, paper on the other."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.touch.shadow import Shadow
from tests.touch.street import Glass, Street, glass, street, wait_for
from tests.touch.test_street import PANEL, opened, papers, picture, tickets

pytestmark = [pytest.mark.slow, pytest.mark.needs("Xvfb", "xdotool", "import")]


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Street]:
    with street(tmp_path) as made:
        yield made


@pytest.fixture
def screen(tmp_path: Path) -> Iterator[Glass]:
    with glass(tmp_path, (PANEL.width, PANEL.height)) as made:
        yield made


def tap(screen: Glass, shadow: Shadow, folder: Path, name: str) -> None:
    """Taps a control and waits until the window looks different and takes taps again."""
    before = picture(screen, folder).crop((0, 100, PANEL.width, PANEL.height)).tobytes()
    screen.tap(*shadow.place(name))

    def has_changed() -> bool:
        return picture(screen, folder).crop((0, 100, PANEL.width, PANEL.height)).tobytes() != before

    wait_for(has_changed, 10, f"what {name} does")
    shadow.press(name)
    time.sleep(0.7)  # a page that has just come takes no taps


def test_from_home_by_typing_to_a_procedure_its_list_of_papers_and_a_number(
    office: Street, screen: Glass, tmp_path: Path
) -> None:
    token = office.token("touch")
    office.start()
    shadow = Shadow(office.url, token.read_text(encoding="ascii"), PANEL)
    opened(screen, tmp_path, office, token)
    try:
        for name in ("lookup", *(f"key:{sign}" for sign in "kh"), "procedure:1.001193"):
            tap(screen, shadow, tmp_path, name)
        screen.tap(*shadow.place("print"))
        wait_for(lambda: len(papers(office)) == 1, 15, "the list of papers")
        wait_for(lambda: papers(office)[0].stat().st_size > 1_000, 10, "the bytes of the list")
        assert papers(office)[0].read_bytes().startswith(b"\x1b@")
        assert tickets(office, token) == 0
        time.sleep(0.7)
        screen.tap(*shadow.place("take"))
        wait_for(lambda: tickets(office, token) == 1, 10, "the number")
        wait_for(lambda: len(papers(office)) == 2, 15, "the paper of the number")
    finally:
        shadow.close()
