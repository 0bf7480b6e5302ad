"""An office for the hall display without any service: its state is plain data, its facts are what the test says."""

from typing import TYPE_CHECKING, Any, cast
from zoneinfo import ZoneInfo

from display.hall.board import Board
from display.hall.hall import Hall
from office.clock import SetClock
from office.domain.moment import utc_text
from office.views import StateView

if TYPE_CHECKING:
    from office.journal import FactView

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
EIGHT_FORTY_TWO = 1_795_395_600_000 + 42 * 60_000
SERVICES = (
    ("A", "Chứng thực", "Certification", 7),
    ("B", "Tư pháp – Hộ tịch", "Civil status", 3),
    ("D", "Lao động – Bảo trợ xã hội", "Labour, social protection", 2),
    ("E", "Kinh tế – Hộ kinh doanh", "Economy, household businesses", 1),
    ("G", "Đất đai – Xây dựng", "Land, construction", 5),
    ("T", "Trả kết quả", "Results", 1),
)
COUNTERS = (
    (1, "Quầy 1"),
    (2, "Quầy 2"),
    (3, "Quầy 3"),
    (4, "Bàn trả kết quả"),
    (5, "Quầy số 5"),
    (6, ""),
)
NOTICES = (
    "Hồ sơ nộp sau 15:00 được trả kết quả vào ngày làm việc tiếp theo.",
    "Xin giữ phiếu đến khi được phục vụ xong. Người cao tuổi, phụ nữ mang thai được ưu tiên.",
)


def wait_of(people: int) -> dict[str, int] | None:
    """Nobody: a free counter; one: nobody knows; else the longer the more people wait."""
    if people == 1:
        return None
    return {"low": 0, "high": 1} if people == 0 else {"low": 5 * (people // 3), "high": 5 * (people // 3) + 10}


SESSIONS = [{"begins": "07:30", "ends": "11:30", "gives": "07:30", "stops": "11:30"}]


class Telling:
    """A hall ("vi", or "vi+en" with a second language), its clock, and everything that the office may tell it.

    Tickets get ids as they are first named.
    """

    def __init__(self, language: str = "vi") -> None:
        language, _, second = language.partition("+")
        self.clock = SetClock(EIGHT_FORTY_TWO)
        self.hall = Hall(self.clock, ZONE, language, second)
        self.ids: dict[str, int] = {}
        self.state: dict[str, Any] = {
            "stream": "s",
            "seq": 1,
            "office": {
                "id": "thanh-son",
                "name": "Bộ phận Tiếp nhận và Trả kết quả xã Thanh Sơn",
                "parent": "Ủy ban nhân dân xã Thanh Sơn",
            },
            "day": {"id": 1, "date": "2026-11-23", "status": "open", "training": False, "clock_suspect": False},
            "services": [
                {"id": p, "prefix": p, "name": vi, "name_en": en, "waiting": n, "wait": wait_of(n), "opens_at": None}
                for p, vi, en, n in SERVICES
            ],
            "counters": [{"number": number, "name": name, "ticket": None} for number, name in COUNTERS],
            "recent_calls": [],
            "missed": [],
            "devices": [],
            "notices": [],
            "opening": {"name": "", "sessions": SESSIONS, "opens_at": None},
        }

    # --- time and looking
    def after(self, seconds: float) -> "Telling":
        self.clock.advance(round(seconds * 1000))
        return self

    @property
    def board(self) -> Board:
        return self.hall.board()

    @property
    def large(self) -> str:
        """The number that stands large and its counter, "A023@3"; "" for none."""
        now = self.board.now
        return "" if now is None else f"{now.number}@{now.place}"

    @property
    def rows(self) -> list[str]:
        return [f"{row.number}@{row.place}" for row in self.board.last]

    # --- what the office tells
    def id_of(self, number: str) -> int:
        return self.ids.setdefault(number, len(self.ids) + 1)

    def tell_state(self) -> "Telling":
        self.hall.hear_state(cast("StateView", {**self.state, "now": utc_text(self.clock.now().wall)}))
        return self

    def at(self, counter: int) -> dict[str, Any]:
        return next(one for one in self.state["counters"] if one["number"] == counter)

    def fact(self, kind: str, number: str, ago_ms: int = 0, **body: Any) -> "Telling":
        """Only the fact, without a state."""
        at = utc_text(self.clock.now().wall - ago_ms)
        subject = f"ticket:{self.id_of(number)}"
        fact = {"seq": 1, "stream": "s", "at": at, "kind": kind, "version": 1, "subject": subject}
        body = {"number": number, "service": number[0], **body}
        self.hall.hear_facts([cast("FactView", {**fact, "fact": body})])
        return self

    def call(self, number: str, counter: int, *, recall: bool = False, priority: bool = False) -> "Telling":
        """A call as it is at the office: the fact, and the state that follows it."""
        self._list(number, counter, recall=recall, priority=priority)
        self.at(counter)["ticket"] = {"id": self.id_of(number), "number": number, "state": "called"}
        kind = "ticket.recalled" if recall else "ticket.called"
        self.fact(kind, number, counter=counter, state="called", **({"priority": True} if priority else {}))
        return self.tell_state()

    def _list(self, number: str, counter: int, *, recall: bool, priority: bool) -> None:
        ticket, calls = self.id_of(number), self.state["recent_calls"]
        call = {
            "ticket": ticket,
            "number": number,
            "service": number[0],
            "counter": counter,
            "called_at": utc_text(self.clock.now().wall),
            "priority": priority,
            "recall": recall,
        }
        self.state["recent_calls"] = [call, *(one for one in calls if one["ticket"] != ticket)][:10]

    def leave(self, kind: str, number: str, **body: Any) -> "Telling":
        """The ticket leaves its counter: no_show, parked, transferred."""
        for one in self.state["counters"]:
            if one["ticket"] is not None and one["ticket"]["number"] == number:
                one["ticket"] = None
        if kind == "no_show":
            self.state["missed"].insert(0, number)
        self.fact(f"ticket.{kind}", number, **body)
        return self.tell_state()

    def speak(self, event: str, number: str, counter: int, **body: Any) -> "Telling":
        return self.fact(f"announcement.{event}", number, counter=counter, **body)


def busy(language: str = "vi") -> Telling:
    """An ordinary morning: seven calls, the last one long enough ago not to flash."""
    office = Telling(language)
    office.hall.hear_presence(True)
    office.tell_state()
    calls = (("G006", 6), ("C002", 3), ("A021", 2), ("E004", 5), ("A022", 1), ("B011", 4), ("A023", 3))
    for number, counter in calls:
        office.call(number, counter, priority=number == "E004").after(30)
    return office
