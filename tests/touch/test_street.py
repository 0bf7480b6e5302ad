"""Real windows on a real X server before a real office: taps and keys on one side, paper and ratings on the other."""

import subprocess
import time
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any, cast
from uuid import uuid4

import pytest
from PIL import Image

from kiosk.touch.layout.placing import placed
from kiosk.touch.models.rating import Rating
from look.sheet.measures import Measures
from office.remote import Asking
from tests.daytime import MORNING
from tests.touch.double import Double
from tests.touch.shadow import Shadow
from tests.touch.street import Glass, Street, glass, street, wait_for
from tests.touch.walk import AtOnce

pytestmark = [pytest.mark.slow, pytest.mark.needs("Xvfb", "xdotool", "import")]
PANEL = Measures(540, 960, 21.5)
SIZE = ("--size", f"{PANEL.width}x{PANEL.height}", "--timezone", MORNING.key)
SHOWN_S, PATIENCE_S = 25.0, 30.0
INK, GROUND, PRIMARY = (11, 37, 69), (243, 246, 250), (0, 69, 143)


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Street]:
    with street(tmp_path) as made:
        yield made


@pytest.fixture
def screen(tmp_path: Path) -> Iterator[Glass]:
    with glass(tmp_path, (PANEL.width, PANEL.height)) as made:
        yield made


def place_of(office: Street, token: Path, control: str, counter: int | None = None) -> tuple[float, float]:
    """Where this control stands on the first page of the screen."""
    if counter is None:
        shadow = Shadow(office.url, token.read_text(encoding="ascii"), PANEL)
        shadow.close()
        return shadow.place(control)
    asking = Asking(office.url, token.read_text(encoding="ascii"))
    state = asking.get("/state")
    asking.close()

    def wall() -> datetime:
        return datetime.now(MORNING)

    flow = Rating(Double(), AtOnce(), lambda: 0, wall, counter=counter)
    flow.hear_state(state)
    targets = placed(flow.page(), PANEL).targets
    return next(target.area.middle for target in targets if target.name == control)


def picture(screen: Glass, folder: Path) -> Image.Image:
    """What is on the display now."""
    path = folder / "root.png"
    subprocess.run(["import", "-window", "root", str(path)], env=screen.around, check=True, timeout=20)
    with Image.open(path) as opened:
        return opened.convert("RGB")


def opened(screen: Glass, folder: Path, office: Street, token: Path, *more: str) -> "subprocess.Popen[bytes]":
    """A window that shows the office."""
    window = screen.open("--server", office.url, "--token-file", str(token), *SIZE, *more)

    def is_there() -> bool:
        assert window.poll() is None, screen.log()
        seen = picture(screen, folder)
        return seen.getpixel((PANEL.width // 2, 4)) == INK and has_text(seen)

    wait_for(is_there, SHOWN_S, "the window to show the office")
    if "--screen" not in more:
        shadow = Shadow(office.url, token.read_text(encoding="ascii"), PANEL)
        shadow.close()
        area = shadow.area("lookup")
        spot = (round(area.x) + 6, round(area.middle[1]))
        wait_for(lambda: picture(screen, folder).getpixel(spot) == PRIMARY, SHOWN_S, "everything that is offered")
    time.sleep(0.7)  # a page that has just come takes no taps
    return window


def has_text(seen: Image.Image) -> bool:
    """The clock in the strip on top: white on dark."""
    strip = seen.crop((PANEL.width // 2, 8, PANEL.width, 60))
    return any(min(colour) > 200 for _, colour in cast("list[Any]", strip.getcolors(1 << 20)))


def papers(office: Street) -> list[Path]:
    return sorted(office.paper.glob("*.escpos"))


def tickets(office: Street, token: Path) -> int:
    asking = Asking(office.url, token.read_text(encoding="ascii"), patience_s=PATIENCE_S)
    state = asking.get("/state")
    asking.close()
    return sum(int(service["waiting"]) for service in state["services"])


def test_a_tap_becomes_a_number_and_paper_and_a_triple_tap_becomes_no_second(
    office: Street, screen: Glass, tmp_path: Path
) -> None:
    token = office.token("touch")
    office.start()
    opened(screen, tmp_path, office, token)
    screen.tap(*place_of(office, token, "service:A"), times=3)
    wait_for(lambda: len(papers(office)) == 1, 10, "the paper")
    wait_for(lambda: papers(office)[0].stat().st_size > 1_000, 5, "the bytes of the paper")
    assert papers(office)[0].read_bytes().startswith(b"\x1b@")
    time.sleep(1.5)
    assert tickets(office, token) == 1
    assert len(papers(office)) == 1


def test_the_keyboard_reaches_the_window_and_gets_a_number(office: Street, screen: Glass, tmp_path: Path) -> None:
    token = office.token("touch")
    office.start()
    opened(screen, tmp_path, office, token)
    screen.xdotool("key", "--delay", "120", "Tab", "Tab", "Return")
    wait_for(lambda: len(papers(office)) == 1, 10, "the paper")
    assert tickets(office, token) == 1


def test_a_service_killed_between_tap_and_answer_gives_one_number_and_the_screen_comes_back(
    office: Street, screen: Glass, tmp_path: Path
) -> None:
    token = office.token("touch")
    office.start()
    opened(screen, tmp_path, office, token)
    place = place_of(office, token, "service:A")
    office.kill()
    screen.tap(*place)
    time.sleep(0.5)
    office.start()
    wait_for(lambda: tickets(office, token) == 1, 40, "the number after the restart")
    time.sleep(2)
    assert tickets(office, token) == 1


def test_a_counter_is_rated_by_tap_while_the_next_number_is_called(
    office: Street, screen: Glass, tmp_path: Path
) -> None:
    token, pin = office.token("rate:3"), office.pin("lan-anh")
    touch = office.token("touch")
    office.start()
    asking = Asking(office.url, touch.read_text(encoding="ascii"))
    for _ in range(2):
        asking.post("/tickets", {"service": "A", "request_id": str(uuid4())})
    asking.close()
    door = Asking(office.url)
    clerk = Asking(office.url, door.post("/counters/3/sign-in", {"clerk": "lan-anh", "pin": pin})["token"])
    opened(screen, tmp_path, office, token, "--screen", "rate", "--counter", "3")
    for act in ("next", "start", "finish", "next"):
        clerk.post(f"/counters/3/{act}", {"request_id": str(uuid4())})
    time.sleep(1.5)
    screen.tap(*place_of(office, token, "face:4", counter=3))

    def is_rated() -> bool:
        state = clerk.get("/state")
        return next(one for one in state["counters"] if one["number"] == 3)["rating"] is None

    wait_for(is_rated, 10, "the rating")
    window = clerk.get("/state")["counters"][2]
    assert window["ticket"]["state"] == "called"
    clerk.close()
    door.close()


def test_an_office_that_goes_away_is_told_calmly_and_comes_back_by_itself(
    office: Street, screen: Glass, tmp_path: Path
) -> None:
    token = office.token("touch")
    office.start()
    window = opened(screen, tmp_path, office, token)
    tile = place_of(office, token, "service:C")
    before = picture(screen, tmp_path)
    office.kill()
    spot = (round(tile[0]), round(tile[1]) + 2)
    edge = (spot[0] - 100, spot[1])
    wait_for(lambda: picture(screen, tmp_path).getpixel(edge) == GROUND, 15, "the calm page")
    office.start()
    wait_for(lambda: picture(screen, tmp_path).getpixel(edge) == before.getpixel(edge), 20, "the tiles")
    assert window.poll() is None
