"""The office with its screens on a real port, and what happens in it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from fastapi import FastAPI

from kiosk.caretaker.part import Caretaker
from kiosk.config import Config
from kiosk.district.part import DistrictPart
from kiosk.slips_part import SlipsPart
from kiosk.voice import voice_part
from kiosk.web import admin, app, screens
from kiosk.web.admin.health import Doctor
from kiosk.web.admin.pages import page_router
from kiosk.web.pages import Shell, trust
from kiosk.web.pages import router as office_pages
from kiosk.web.screens.router import router as screen_pages
from office.backoffice.office import BackOffice
from office.clock import Clock
from office.desk import Desk
from office.domain.house import Choice, Counter, Notice, RatingRules, Service
from office.domain.people import Actor
from office.first import FirstFill
from office.premises import Premises
from office.views import CounterView
from tests.daytime import DaytimeClock
from tests.office_fixture import FIRST, HEAD, fill_with, opened, rid, seat, take
from tests.patients import checkup_of
from tests.serving import Served, tell_announcement

LEVELS = {
    3: ("Không hài lòng", "Bình thường", "Hài lòng"),
    4: ("Không hài lòng", "Bình thường", "Hài lòng", "Rất hài lòng"),
    5: ("Rất không hài lòng", "Không hài lòng", "Bình thường", "Hài lòng", "Rất hài lòng"),
}
IN_ENGLISH = {
    "Rất không hài lòng": "Very unsatisfied",
    "Không hài lòng": "Unsatisfied",
    "Bình thường": "Neutral",
    "Hài lòng": "Satisfied",
    "Rất hài lòng": "Very satisfied",
}
REASONS = (
    ("thai-do", "Thái độ phục vụ", "Attitude of the staff"),
    ("cho-lau", "Chờ lâu", "Long wait"),
    ("huong-dan", "Hướng dẫn không rõ", "Unclear guidance"),
    ("giay-to", "Yêu cầu thêm giấy tờ", "More papers were asked for"),
    ("di-lai", "Phải đi lại nhiều lần", "Had to come several times"),
    ("khac", "Khác", "Something else"),
)
QUESTION = Choice(
    "overall", "Ông/bà hài lòng về lần phục vụ này ở mức nào?", "How satisfied are you with this service?"
)
SERVICES = (
    Service("A", "A", "Chứng thực", "Certification", position=1),
    Service("B", "B", "Tư pháp – Hộ tịch", "Civil status", position=2),
    Service("D", "D", "Lao động – Bảo trợ xã hội", "Labour, social protection", position=3),
    Service("E", "E", "Kinh tế – Hộ kinh doanh", "Economy, household businesses", position=4),
    Service("G", "G", "Đất đai – Xây dựng", "Land, construction", position=5),
    Service("T", "T", "Trả kết quả", "Results", position=6),
)
COUNTERS = (
    Counter(1, "Quầy 1", ("A", "T")),
    Counter(2, "Quầy 2", ("A", "B")),
    Counter(3, "Quầy 3", ("B", "D", "A")),
    Counter(4, "Bàn trả kết quả", ("T", "E", "G")),
)
CLERKS = {1: "an", 2: "chi", 3: "dung"}
TRUSTED = Path(__file__).parents[1] / "fixtures" / "tls" / "ca.crt"
"""The authority of the page that helps to trust it; nobody has its key any more."""


def rating(scale: int = 4, questions: tuple[Choice, ...] = (QUESTION,)) -> RatingRules:
    """The faces of this scale, with six reasons."""
    levels = tuple(Choice(f"muc-{i}", text, IN_ENGLISH[text]) for i, text in enumerate(LEVELS[scale], 1))
    return RatingRules(scale, levels, tuple(Choice(*one) for one in REASONS), questions)


HALL = replace(
    fill_with(rule="fifo"),
    services=SERVICES,
    counters=COUNTERS,
    rating=rating(),
    names=FIRST.names,
    clerks=FIRST.clerks,
)
"""The office of these tests."""


@dataclass
class ScreenOffice:
    """A served office, the clerks of counters 1 to 3 at their places."""

    premises: Premises
    served: Served
    clerks: dict[int, Actor] = field(default_factory=dict)
    since: int = 0
    """The last fact before the present test."""

    def sit_down(self) -> None:
        """The clerks come to their counters."""
        self.clerks = {counter: seat(self.premises, clerk, counter) for counter, clerk in CLERKS.items()}

    def begin_anew(self) -> None:
        """Everybody who stands at a counter is through, and another day begins."""
        for counter in self.clerks:
            standing = self.at(counter)["ticket"]
            if standing is not None and standing["state"] == "called":
                self.start(counter)
            if standing is not None:
                self.finish(counter)
        if self.desk.state()["day"]["status"] == "open":
            self.desk.close_day(HEAD, rid())
        self.desk.open_day(HEAD, rid())
        self.sit_down()
        self.since = self.desk.seq

    @property
    def url(self) -> str:
        return self.served.url

    @property
    def desk(self) -> Desk:
        return self.premises.desk

    def at(self, counter: int) -> CounterView:
        return next(one for one in self.desk.state()["counters"] if one["number"] == counter)

    def device(self, role: str) -> str:
        """A new device of this role; its id."""
        answer = self.premises.doors.add_device(HEAD, rid(), role=role, name=role)
        return str(answer.body["id"])

    def key(self, device: str) -> str:
        return str(self.premises.doors.one_time_key(HEAD, rid(), device=device).body["key"])

    def key_of(self, role: str) -> str:
        """A one-time key of a new device of this role."""
        return self.key(self.device(role))

    def take(self, service: str = "A", *, priority: bool = False) -> dict[str, Any]:
        return take(self.desk, service, priority=priority)

    def call(self, counter: int) -> dict[str, Any]:
        """The clerk presses next; the ticket that was called."""
        return dict(self.desk.call_next(self.clerks[counter], rid(), counter=counter).body["ticket"])

    def recall(self, counter: int) -> None:
        self.desk.recall(self.clerks[counter], rid(), counter=counter)

    def start(self, counter: int) -> None:
        self.desk.start(self.clerks[counter], rid(), counter=counter)

    def finish(self, counter: int) -> None:
        self.desk.finish(self.clerks[counter], rid(), counter=counter)

    def serve_one(self, counter: int) -> dict[str, Any]:
        """Somebody is called, served and finished: the faces come."""
        called = self.call(counter)
        self.start(counter)
        self.finish(counter)
        return called

    def announce(self, event: str, ticket: dict[str, Any], **body: Any) -> None:
        """What the voice of the hall tells: started, ended, skipped, failed."""
        about = {"number": ticket["number"], "counter": ticket["counter"], **body}
        tell_announcement(self.premises, event, f"ticket:{ticket['id']}", **about)

    def notices(self, *texts: str) -> None:
        """The lines of the hall, as the head sets them."""
        settings = BackOffice(self.premises.performer, self.premises.readers).settings
        settings.post_notices(HEAD, rid(), [Notice(text) for text in texts])

    @contextmanager
    def away(self) -> Iterator[None]:
        """The service is down for a while; the data stays."""
        with self.served.away():
            yield


@contextmanager
def office(
    data: Path,
    *,
    first: FirstFill = HALL,
    clock: Clock | None = None,
    day: bool = True,
    staffed: bool = True,
    second_language: str | None = None,
    doctor: Doctor | None = None,
) -> Iterator[ScreenOffice]:
    """The office, open on 127.0.0.1, until the block ends. `doctor`: another than the one of this machine."""
    with opened(data, clock or DaytimeClock(), first=first, day=day) as premises:
        served = Served(lambda: application_of(premises, second_language, doctor))
        with served.running():
            made = ScreenOffice(premises, served)
            if staffed:
                made.sit_down()
            yield made


def application_of(premises: Premises, second_language: str | None = None, doctor: Doctor | None = None) -> FastAPI:
    desk, performer = premises.desk, premises.performer
    shell = Shell(
        premises.doors,
        office_name=lambda: performer.house.names.name,
        templates=[admin.TEMPLATES, screens.TEMPLATES],
        static=[admin.STATIC, screens.STATIC],
    )
    pages = [
        office_pages(desk, shell, desk.records.people_at_the_door),
        page_router(shell),
        screen_pages(premises.doors, shell, second_language=lambda: second_language),
        trust.router(shell, TRUSTED, lambda: ("https://motcua.local", "https://192.168.1.20")),
    ]
    application = app.build(
        desk,
        premises.doors,
        pages=pages,
        api=[admin.api_router(), screens.api_router()],
        static=shell.static,
        error_page=shell.problem_page,
    )
    application.state.back_office = BackOffice(performer, premises.readers)
    application.state.slips = SlipsPart(Config().printer, premises, None)
    application.state.voice = voice_part(Config(), premises)  # not started: nothing is heard here
    application.state.district = DistrictPart(Config(), premises, "test")  # no tier above
    application.state.caretaker = Caretaker(Config().at(data=premises.data), premises)  # only when it is asked
    application.state.doctor = doctor or checkup_of(premises, application.state)
    return application
