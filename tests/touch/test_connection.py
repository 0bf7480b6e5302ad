"""The way to a real office: the stream into the flow, the sign-in of the staff, the photos of clerks."""

import queue
import time
from collections.abc import Callable, Iterator
from datetime import datetime
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from kiosk.touch.connection import Photos, Staff, join
from kiosk.touch.errands import Runner
from kiosk.touch.models.touch import Touch
from kiosk.touch.page import HomePage, NumberPage
from office.backoffice.people import People
from office.domain.people import OPERATOR
from office.domain.refusals import Refusal, WrongPin
from office.remote import OfficeAway, RemoteOffice
from tests.office_fixture import ZONE, rid, seat, take
from tests.pages.serving import PIN, House, house

DEADLINE_S = 10.0


@pytest.fixture
def served(tmp_path: Path) -> Iterator[House]:
    with house(tmp_path) as made:
        yield made


class Window:
    """The thread of a window, without a window: calls wait until they are answered."""

    def __init__(self) -> None:
        self.calls: queue.SimpleQueue[Callable[[], None]] = queue.SimpleQueue()
        self.runner = Runner(self.calls.put)

    def until(self, check: Callable[[], bool], tick: Callable[[], None] = lambda: None) -> None:
        end = time.monotonic() + DEADLINE_S
        while not check():
            assert time.monotonic() < end
            tick()
            try:
                self.calls.get(timeout=0.05)()
            except queue.Empty:
                continue


def token(served: House, role: str) -> str:
    made = served.premises.doors.add_device(OPERATOR, rid(), role=role, name=role).body
    return str(made["token"])


def test_a_number_over_the_network_from_the_tap_to_the_page(served: House) -> None:
    window, office = Window(), RemoteOffice(served.url, token(served, "touch"))
    flow = Touch(office, window.runner, lambda: time.monotonic_ns() // 1_000_000, lambda: datetime.now(ZONE))
    join(flow, office, window.calls.put)
    office.start()
    try:
        window.until(lambda: isinstance(flow.page(), HomePage), flow.tick)
        flow.press("service:A")
        window.until(lambda: isinstance(flow.page(), NumberPage), flow.tick)
        page = flow.page()
        assert isinstance(page, NumberPage)
        assert page.number == "A001"
    finally:
        office.close()
        window.runner.close()


def test_staff_sign_in_and_out_over_the_network(served: House) -> None:
    staff = Staff(served.url, token(served, "touch"), lambda: None)
    assert [(one["id"], one["role"]) for one in staff.people()] == [("binh", "head"), ("ky", "technician")]
    with pytest.raises(WrongPin):
        staff.sign_in("binh", "000000")
    session = staff.sign_in("binh", PIN)
    assert session.role == "head"
    session.set_training(rid(), on=True)
    assert served.premises.desk.state()["day"]["training"]
    ticket = take(served.premises.desk)
    with pytest.raises(Refusal):
        session.reprint(rid(), ticket=ticket["id"])  # this office has no printer
    session.close()
    with pytest.raises(OfficeAway):
        session.set_training(rid(), on=False)


def test_a_photo_is_fetched_once_and_shown_when_it_is_there(served: House) -> None:
    out = BytesIO()
    Image.new("RGB", (64, 64), "#2B621D").save(out, "PNG")
    People(served.premises.performer).set_photo(OPERATOR, rid(), "an", out.getvalue())
    seat(served.premises, "an", 1)
    clerk = served.premises.desk.state()["counters"][0]["clerk"]
    assert clerk is not None
    address = clerk["photo_url"]
    assert address is not None
    window, came = Window(), list[bool]()
    photos = Photos(served.url, token(served, "rate:1"), window.runner)
    try:
        photos.came = lambda: came.append(True)
        assert photos(address) is None
        window.until(lambda: bool(came))
        picture = photos(address)
        assert picture is not None
        assert picture.getpixel((32, 32)) == (0x2B, 0x62, 0x1D, 255)
        assert photos("/photos/nobody?v=1") is None
    finally:
        photos.close()
        window.runner.close()
