"""An office for screens without any service: its state is plain data, its answers are what the test says."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, cast
from zoneinfo import ZoneInfo

from office.domain.refusals import UnknownTicket
from office.views import RatingView, StateView, TicketView

if TYPE_CHECKING:
    from office.journal import FactView

START = datetime(2026, 11, 23, 8, 42, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))

SERVICES = (
    ("A", "Chứng thực", "Certification", "Sao y, chữ ký, hợp đồng", "Certified copies, signatures", 7),
    ("B", "Tư pháp – Hộ tịch", "Civil status", "Khai sinh, kết hôn, khai tử", "Births, marriages, deaths", 3),
    ("C", "Công an – Cư trú", "Police – Residence", "Thường trú, tạm trú", "Residence registration", 0),
    ("D", "Lao động – Bảo trợ xã hội", "Labour – Social support", "Trợ cấp, người có công", "Allowances", 2),
    ("E", "Kinh tế – Hộ kinh doanh", "Household business", "Đăng ký, thay đổi", "Registration, changes", 1),
    ("G", "Đất đai – Xây dựng", "Land – Construction", "Giấy chứng nhận, cấp phép", "Certificates, permits", 5),
    ("H", "Lĩnh vực khác", "Other matters", "Văn hóa, giáo dục, y tế", "Culture, education, health", 0),
    ("T", "Trả kết quả", "Collect a result", "Có giấy hẹn", "With an appointment slip", 1),
)
LEVELS = (
    (1, "Không hài lòng", "Not satisfied"),
    (2, "Bình thường", "Neutral"),
    (3, "Hài lòng", "Satisfied"),
    (4, "Rất hài lòng", "Very satisfied"),
)
REASONS = (
    ("attitude", "Thái độ phục vụ", "Attitude"),
    ("waiting", "Chờ lâu", "Long wait"),
    ("unclear", "Hướng dẫn không rõ", "Unclear guidance"),
    ("extra-papers", "Yêu cầu thêm giấy tờ", "Asked for extra papers"),
    ("many-visits", "Phải đi lại nhiều lần", "Had to come several times"),
    ("other", "Khác", "Other"),
)
QUESTION = ("overall", "Ông/bà hài lòng về lần phục vụ này ở mức nào?", "How satisfied are you with this service?")


class Time:
    """A clock for flows; `pass_` moves both its faces."""

    def __init__(self) -> None:
        self.ms = 1_000_000

    def now(self) -> int:
        return self.ms

    def wall(self) -> datetime:
        return START + timedelta(milliseconds=self.ms - 1_000_000)


def service(prefix: str, name: str, name_en: str, detail: str, detail_en: str, waiting: int) -> dict[str, Any]:
    return {
        "id": prefix,
        "prefix": prefix,
        "name": name,
        "name_en": name_en,
        "detail": detail,
        "detail_en": detail_en,
        "waiting": waiting,
        "wait": None,
        "late": False,
        "open": True,
        "why": None,
        "opens_at": None,
    }


def counter(number: int, services: Sequence[str]) -> dict[str, Any]:
    return {
        "number": number,
        "name": f"Quầy {number}",
        "services": list(services),
        "status": "open",
        "pause_reason": None,
        "clerk": {
            "id": "lan-anh",
            "name": "Trần Lan Anh",
            "title": "Công chức Tư pháp – Hộ tịch",
            "photo_url": None,
        },
        "ticket": None,
        "rating": None,
    }


SESSIONS = [
    {"begins": "07:30", "ends": "11:30", "gives": "07:30", "stops": "11:30"},
    {"begins": "13:30", "ends": "17:00", "gives": "13:30", "stops": "17:00"},
]


def morning() -> dict[str, Any]:
    """The office at 08:42, everything as usual. Tests change what they are about."""
    served = ("AT", "ACH", "AB", "DHT", "EG")
    return {
        "stream": "s1",
        "seq": 1,
        "now": "2026-11-23T01:42:00.000Z",
        "office": {
            "id": "thanh-son",
            "name": "Bộ phận Tiếp nhận và Trả kết quả xã Thanh Sơn",
            "parent": "Ủy ban nhân dân xã Thanh Sơn",
            "leaders": [],
        },
        "day": {"id": 1, "date": "2026-11-23", "status": "open", "training": False, "clock_suspect": False},
        "services": [service(*one) for one in SERVICES],
        "counters": [counter(number, list(one)) for number, one in enumerate(served, start=1)],
        "recent_calls": [],
        "missed": [],
        "devices": [],
        "paper": {"used_mm": 0, "roll_mm": 80_000, "left": 100},
        "notices": [],
        "opening": {"name": "", "sessions": SESSIONS, "opens_at": None},
    }


def call(number: str, counter_number: int) -> dict[str, Any]:
    return {
        "ticket": 1,
        "number": number,
        "service": number[0],
        "counter": counter_number,
        "priority": False,
        "called_at": "2026-11-23T01:41:00.000Z",
        "recall": False,
    }


def ticket(number: str = "A023", **changes: Any) -> TicketView:
    made = {
        "id": int(number[1:]),
        "number": number,
        "service": number[0],
        "priority": False,
        "state": "waiting",
        "ahead": 7,
        "wait": None,
        "counter": None,
        "calls": 0,
        "print": {"state": "queued", "reason": None, "job": None},
        **changes,
    }
    return cast("TicketView", made)


def window(
    ticket_id: int = 23, number: str = "A023", questions: Sequence[tuple[str, str, str]] = (QUESTION,)
) -> dict[str, Any]:
    """An open rating window on the scale of four."""
    return {
        "ticket": ticket_id,
        "number": number,
        "opened_at": "2026-11-23T01:42:00.000Z",
        "closes_at": "2026-11-23T01:42:45.000Z",
        "scale": 4,
        "questions": [{"id": key, "label": vi, "label_en": en} for key, vi, en in questions],
        "levels": [{"level": level, "label": vi, "label_en": en} for level, vi, en in LEVELS],
        "reasons": [{"id": key, "label": vi, "label_en": en} for key, vi, en in REASONS],
    }


class Double:
    """An `Office`: gives numbers, keeps the first answer of each request, and says no when told to.

    `says`: what the next acts raise or answer, by the act's name; `asked`: every act with its request id.
    """

    def __init__(self) -> None:
        self.now_state = morning()
        self.given: dict[str, TicketView] = {}
        self.asked: list[tuple[str, str, dict[str, Any]]] = []
        self.says: dict[str, list[Any]] = {}
        self.paper = "queued"

    def _act(self, name: str, request_id: str, answer: Callable[[], Any], **what: Any) -> Any:
        self.asked.append((name, request_id, what))
        said = self.says.get(name)
        if said:
            word = said.pop(0)
            if isinstance(word, Exception):
                raise word
            return word
        return answer()

    def issue(self, request_id: str, *, service: str, priority: bool = False) -> TicketView:
        def give() -> TicketView:
            if request_id not in self.given:
                number = f"{service}{len(self.given) + 1:03d}"
                paper = {"state": self.paper, "reason": None, "job": None}
                self.given[request_id] = ticket(
                    number, id=len(self.given) + 1, service=service, priority=priority, print=paper
                )
            return self.given[request_id]

        return cast("TicketView", self._act("issue", request_id, give, service=service, priority=priority))

    def cancel(self, request_id: str, *, ticket: int) -> TicketView:
        return cast("TicketView", self._act("cancel", request_id, lambda: self.ticket(ticket), ticket=ticket))

    def reprint(self, request_id: str, *, ticket: int) -> TicketView:
        return cast("TicketView", self._act("reprint", request_id, lambda: self.ticket(ticket), ticket=ticket))

    def rate(
        self,
        request_id: str,
        *,
        ticket: int,
        level: int,
        channel: str,
        age_ms: int | None = None,
        question: str = "overall",
    ) -> RatingView:
        answer = {"ticket": ticket, "scale": 4, "question": question, "level": level, "outcome": "rated"}
        what = {"ticket": ticket, "level": level, "channel": channel, "age_ms": age_ms, "question": question}
        return cast("RatingView", self._act("rate", request_id, lambda: answer, **what))

    def give_reasons(
        self, request_id: str, *, ticket: int, reasons: Sequence[str], comment: str | None = None
    ) -> RatingView:
        what = {"ticket": ticket, "reasons": list(reasons)}
        return cast("RatingView", self._act("reasons", request_id, dict, **what))

    def decline_rating(self, request_id: str, *, ticket: int) -> RatingView:
        return cast("RatingView", self._act("decline", request_id, dict, ticket=ticket))

    def ticket(self, ticket: int) -> TicketView:
        for one in self.given.values():
            if one["id"] == ticket:
                return one
        raise UnknownTicket(ticket=ticket)

    def ticket_by_number(self, number: str) -> TicketView:
        def find() -> TicketView:
            for one in self.given.values():
                if one["number"] == number:
                    return one
            raise UnknownTicket(number=number)

        return cast("TicketView", self._act("by_number", "", find, number=number))

    def state(self) -> StateView:
        return cast("StateView", self.now_state)

    def on_facts(self, listener: "Callable[[Sequence[FactView]], None]") -> Callable[[], None]:
        return lambda: None
