"""Every state of every screen, each reached as a person would reach it: for pictures, layouts and the window itself."""

from collections.abc import Callable, Iterator
from typing import Any

from kiosk.touch.page import Page
from look.words import DEFAULT, say
from office.domain.refusals import Locked, QuotaReached
from office.remote import OfficeAway
from tests.touch.counsel_examples import COUNSEL_SCREENS
from tests.touch.double import QUESTION, call, morning, service, ticket, window
from tests.touch.lookup_examples import LOOKUP_SCREENS
from tests.touch.walk import Walk

LONG = "Giải quyết các thủ tục hành chính thuộc lĩnh vực " + "đất đai, nhà ở, xây dựng và môi trường, " * 7
LEADERS = [
    {"name": "Nguyễn Thị Thanh Hoa", "title": "Chủ tịch Ủy ban nhân dân xã", "phone": "0203 3 123 456"},
    {
        "name": "Phạm Minh Tuấn",
        "title": "Phó Chủ tịch, Trưởng Bộ phận Tiếp nhận và Trả kết quả",
        "phone": "0912 345 678",
    },
    {"name": "Lê Văn Bình", "title": "", "phone": ""},
]
NOTICES = [
    "Hồ sơ nộp sau 15:00 được trả kết quả vào ngày làm việc tiếp theo.",
    "Đường dây nóng của xã: 0203 3 123 456 (ông Phạm Minh Tuấn, Phó Chủ tịch).",
]


_LATE_BANDS = [
    None if high == 0 else {"low": low, "high": high}
    for low, high in (
        (70, 110),
        (3, 8),
        (0, 1),
        (0, 1),
        (80, 120),
        (0, 1),
        (10, 20),
        (0, 2),
    )
]


def _closed(state: dict[str, Any], why: str, opens_at: str | None, *prefixes: str) -> dict[str, Any]:
    for one in state["services"]:
        if not prefixes or one["prefix"] in prefixes:
            one.update(open=False, why=why, opens_at=opens_at)
    return state


def _home() -> Walk:
    state = _closed(morning(), "closed", "13:30", "H")
    bands = {"A": (10, 20), "B": (15, 25), "D": (10, 15), "E": (5, 10), "G": (40, 60), "T": (5, 5)}
    for one in state["services"]:
        low, high = bands.get(one["prefix"], (0, 0))
        one["wait"] = {"low": low, "high": high} if high else None
    return Walk(state=state)


def _today() -> Walk:
    """As the first version of the office shows it: no waits; services full, switched off, without a counter."""
    state = _closed(morning(), "quota_reached", "2026-11-24T07:30", "B")
    _closed(state, "not_today", None, "G")
    state["services"][3].update(why="no_counter")
    state["services"][6].update(why="no_counter")
    return Walk(state=state)


def _late() -> Walk:
    """An hour before closing: nobody waits where the counters are busy, and some lines are longer than the day."""
    state = morning()
    for one, waiting, band in zip(state["services"], (64, 0, 3, 0, 22, 1, 9, 2), _LATE_BANDS, strict=False):
        one.update(waiting=waiting, wait=band, late=waiting > 20)
    return Walk(state=state)


def _crowded() -> Walk:
    state = morning()
    for place, prefix in enumerate("KLMNP"):
        state["services"].append(service(prefix, f"Lĩnh vực số {place + 9}", "", "Chi tiết", "", 120 + place))
    state["services"][0].update(name=LONG, waiting=238, wait={"low": 120, "high": 180})
    state["services"][1]["detail"] = LONG
    return Walk(state=state)


def _few() -> Walk:
    state = morning()
    state["services"] = state["services"][:3]
    return Walk(state=state)


def _idle(**changes: Any) -> Walk:
    return Walk().hear(**changes).pass_ms(30_500)


def _restored() -> Walk:
    from kiosk.caretaker.copying import CAME_BACK  # brings the store along, which no window has in its memory

    return _idle(notices=[say(DEFAULT, CAME_BACK)])


def _closed_office() -> Walk:
    state = _closed(morning(), "day_closed", "2026-11-24T07:30")
    state["notices"] = NOTICES
    return Walk(state=state)


def _holiday() -> Walk:
    state = _closed(morning(), "closed", "2026-11-24T07:30")
    state["opening"] = {"name": "Tết Nguyên đán", "sessions": [], "opens_at": "2026-11-24T07:30"}
    return Walk(state=state)


def _asking(ms: int) -> Walk:
    walk = _home()
    walk.errands.waits = True
    return walk.press("service:A").pass_ms(ms)


def _number(paper: str | None, reason: str | None = None, **changes: Any) -> Walk:
    walk = _home()
    walk.office.says["issue"] = [ticket(id=23, **changes)]
    walk.office.given["x"] = ticket(id=23)
    walk.press("service:A")
    return walk if paper is None else walk.printed(23, paper, reason)


def _number_late() -> Walk:
    walk = _late()
    walk.office.says["issue"] = [ticket(id=23, ahead=64, wait={"low": 70, "high": 110})]
    return walk.press("service:A").printed(23, "printed", None)


def _reprinted() -> Walk:
    return _number("failed", "paper_out").press("reprint").printed(23, "failed", "paper_out")


def _refused() -> Walk:
    walk = _home()
    walk.office.says["issue"] = [QuotaReached(service="A", opens_at="2026-11-24T07:30")]
    return walk.press("service:A")


def _refused_session() -> Walk:
    walk = _home()
    walk.office.says["issue"] = [QuotaReached(service="A", opens_at="13:30")]
    return walk.press("service:A")


def _given_up() -> Walk:
    walk = _home()
    walk.office.says["issue"] = [OfficeAway("gone")] * 500
    return walk.press("service:A").pass_ms(31_000)


def _away() -> Walk:
    walk = Walk()
    walk.flow.hear_presence(False)
    return walk.pass_ms(2_000)


def _entry(typed: str = "") -> Walk:
    return Walk().press("give_back").type_keys(typed)


def _confirm() -> Walk:
    walk = Walk()
    walk.office.given["x"] = ticket(id=23)
    return walk.press("give_back").type_keys("A23").press("next")


def _called_already() -> Walk:
    walk = Walk()
    walk.office.given["x"] = ticket(id=23, state="called")
    return walk.press("give_back").type_keys("A23").press("next")


def _staff(*steps: str) -> Walk:
    walk = Walk()
    walk.flow.press("staff")
    return walk.press(*steps)


def _staff_many() -> Walk:
    walk = Walk()
    one = {"title": "Công chức Văn phòng – Thống kê", "role": "technician"}
    walk.keys.known = [{"id": f"n{n}", "name": f"Nguyễn Hoàng Phương Thảo {n}", **one} for n in range(9)]
    walk.flow.press("staff")
    return walk


def _menu() -> Walk:
    walk = _number("failed", "paper_out").press("done")
    walk.flow.press("staff")
    return walk.press("person:binh").type_keys("1234").press("next")


def _locked() -> Walk:
    walk = _staff("person:binh")
    walk.keys.refuses = Locked(retry_after=300)
    return walk.type_keys("1").press("next")


def _rate(**changes: Any) -> Walk:
    state = morning()
    state["counters"][2].update(changes)
    return Walk(3, state)


def _faces(level: int | None = None, **changes: Any) -> Walk:
    walk = _rate(rating=window(), **changes)
    walk.flow.drawn()
    walk.pass_ms(1_000)
    return walk if level is None else walk.press(f"face:{level}")


def _scale(scale: int) -> Walk:
    made = window()
    words = ("Rất không hài lòng", "Không hài lòng", "Bình thường", "Hài lòng", "Rất hài lòng")
    chosen = words if scale == 5 else ("Không hài lòng", "Bình thường", "Hài lòng")
    levels = [{"level": place, "label": word, "label_en": ""} for place, word in enumerate(chosen, start=1)]
    made.update(scale=scale, levels=levels)
    return _rate(rating=made)


NEXT = ticket("A024", id=24, state="called", counter=3)
TWO = (QUESTION, ("speed", "Thời gian chờ có hợp lý không?", "Was the wait reasonable?"))

TICKET_SCREENS: dict[str, Callable[[], Walk]] = {
    "home": _home,
    "home-today": _today,
    "home-late": _late,
    "home-crowded": _crowded,
    "home-more": lambda: _crowded().press("leaf:1"),
    "home-few": _few,
    "home-training": lambda: Walk().hear(day={**morning()["day"], "training": True}),
    "idle-calls": lambda: _idle(recent_calls=[call("A023", 3), call("B007", 2), call("T011", 1)], notices=NOTICES),
    "idle-notice": lambda: _idle(notices=NOTICES),
    "idle-restored": _restored,
    "idle-leader": lambda: _idle(office={**morning()["office"], "leaders": LEADERS[:1]}),
    "idle-leader-long": lambda: _idle(office={**morning()["office"], "leaders": LEADERS[1:2]}),
    "idle-leader-bare": lambda: _idle(office={**morning()["office"], "leaders": LEADERS[2:]}),
    "priority": lambda: _home().press("priority"),
    "asking": lambda: _asking(200),
    "asking-slow": lambda: _asking(3_000),
    "number-printing": lambda: _number(None),
    "number-taken": lambda: _number("printed"),
    "number-wait": lambda: _number("printed", wait={"low": 10, "high": 20}),
    "number-late": _number_late,
    "number-priority": lambda: _number("printed", priority=True, ahead=1),
    "number-paper-out": lambda: _number("failed", "paper_out"),
    "number-paper-out-again": _reprinted,
    "number-cover-open": lambda: _number("failed", "cover_open"),
    "number-printer-away": lambda: _number("failed", "unreachable"),
    "number-jam": lambda: _number("failed", "cutter"),
    "number-unsure": lambda: _number("unknown", "silent"),
    "number-no-printer": lambda: _number("off"),
    "sunday": lambda: _home().pass_days(6),
    "wednesday": lambda: _home().pass_days(2),
    "closed-service": lambda: _home().press("service:H"),
    "quota": _refused,
    "quota-session": _refused_session,
    "not-given": _given_up,
    "closed-office": _closed_office,
    "closed-holiday": _holiday,
    "away": _away,
    "give-back": _entry,
    "give-back-typed": lambda: _entry("A23"),
    "give-back-unknown": lambda: _entry("A99").press("next"),
    "give-back-leaving": lambda: _entry("A2").pass_ms(45_000),
    "give-back-confirm": _confirm,
    "give-back-called": _called_already,
    "given-back": lambda: _confirm().press("cancel"),
    "staff-who": _staff,
    "staff-who-many": _staff_many,
    "staff-pin": lambda: _staff("person:binh").type_keys("12"),
    "staff-pin-wrong": lambda: _staff("person:binh").type_keys("12").press("next"),
    "staff-locked": _locked,
    "staff-menu": _menu,
    "staff-machine": lambda: _menu().press("machine"),
    "staff-reprint": lambda: _menu().press("reprint").type_keys("A23"),
    **COUNSEL_SCREENS,
    **LOOKUP_SCREENS,
}
"""States of the ticket screen by name."""

RATE_SCREENS: dict[str, Callable[[], Walk]] = {
    "rate-open": _rate,
    "rate-closed": lambda: _rate(status="closed", clerk=None),
    "rate-paused": lambda: _rate(status="paused"),
    "rate-called": lambda: _rate(ticket=NEXT),
    "rate-serving": lambda: _rate(ticket={**NEXT, "state": "serving"}),
    "rate-faces": _faces,
    "rate-faces-next": lambda: _faces(ticket=NEXT),
    "rate-faces-3": lambda: _scale(3),
    "rate-faces-5": lambda: _scale(5),
    "rate-faces-two": lambda: _rate(rating=window(questions=TWO)),
    "rate-thanks": lambda: _faces(4),
    "rate-reasons": lambda: _faces(1),
    "rate-reasons-tapped": lambda: _faces(1, ticket=NEXT).press("reason:waiting", "reason:other"),
    "rate-change": lambda: _faces(3).press("change"),
    "rate-declined": lambda: _faces().press("decline"),
}
"""States of the screen at a counter by name."""


def in_language(walk: Walk, language: str) -> Page:
    """The page in that language; what was said before stays in the language of that moment."""
    walk.flow.language = language
    page: Page = walk.page
    return page


def pages(language: str = "vi") -> Iterator[tuple[str, Page]]:
    """All states of both screens."""
    for name, reach in {**TICKET_SCREENS, **RATE_SCREENS}.items():
        yield name, in_language(reach(), language)
