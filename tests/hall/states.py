"""Every state of the hall display, by name: what `pictures` shows and what the checks measure."""

from collections.abc import Callable, Mapping

from tests.hall.offices import NOTICES, Telling, busy, wait_of


def before_the_first_word(language: str) -> Telling:
    return Telling(language)


def never_reached(language: str) -> Telling:
    return Telling(language).after(10)


def shut_out(language: str) -> Telling:
    office = Telling(language).after(10)
    office.hall.is_shut_out = True
    return office


def nobody_called_yet(language: str) -> Telling:
    office = Telling(language)
    office.state["notices"] = list(NOTICES)
    return office.tell_state()


def nobody_called_yet_bare(language: str) -> Telling:
    """Without notices and services."""
    office = Telling(language)
    office.state["services"] = []
    return office.tell_state()


def first_call(language: str) -> Telling:
    return nobody_called_yet(language).call("A001", 1).after(7)


def flashing(language: str) -> Telling:
    return busy(language).call("A024", 2)


def dark_half(language: str) -> Telling:
    return flashing(language).after(0.6)


def full(language: str) -> Telling:
    """Everything at once: notices, missed numbers."""
    office = busy(language)
    office.state["missed"] = ["A019", "B007", "C003"]
    office.state["notices"] = list(NOTICES)
    return office.tell_state()


def recalled(language: str) -> Telling:
    return busy(language).call("A023", 3, recall=True).after(7)


def priority(language: str) -> Telling:
    return busy(language).call("A025", 1, priority=True).after(7)


def named_counter(language: str) -> Telling:
    return busy(language).call("T009", 4).after(7)


def past_999(language: str) -> Telling:
    office = busy(language)
    for number in ("A1002", "B1003", "A1004", "G1005", "E1006", "A1007", "A1008"):
        office.call(number, 3).after(10)
    office.state["missed"] = [f"B{n}" for n in range(1020, 1050)]
    return office.tell_state()


def training(language: str) -> Telling:
    office = full(language)
    office.state["day"]["training"] = True
    return office.tell_state()


def office_away(language: str) -> Telling:
    office = full(language)
    office.hall.hear_presence(False)
    return office.after(300)


def everything_at_once(language: str) -> Telling:
    """Bands, long names, many services, all of it."""
    office = training(language)
    office.state["office"]["name"] = "Trung tâm Phục vụ hành chính công xã Thanh Sơn – cơ sở 2"
    office.state["notices"] = ["Trung tâm tạm ngừng tiếp nhận hồ sơ đất đai từ 15:00 để bảo trì hệ thống. " * 2]
    more = [("H", "Lĩnh vực khác", "Other matters", 12), ("C", "Công an – Cư trú", "Police, residence", 104)]
    office.state["services"] += [
        {"id": p, "prefix": p, "name": vi, "name_en": en, "waiting": n, "wait": wait_of(n), "opens_at": None}
        for p, vi, en, n in more
    ]
    office.at(4)["name"] = "Bộ phận trả kết quả và hướng dẫn thủ tục hành chính"
    office.tell_state()
    office.call("T1010", 4, priority=True).after(7)
    office.hall.hear_presence(False)
    return office.after(60)


def closed(language: str) -> Telling:
    office = Telling(language)
    office.state["day"] |= {"status": "closed"}
    for one in office.state["services"]:
        one |= {"waiting": 0, "opens_at": "2026-11-24T07:30"}
    office.state["opening"]["opens_at"] = "2026-11-24T07:30"
    office.state["notices"] = [NOTICES[0]]
    return office.tell_state()


def holiday(language: str) -> Telling:
    """The day record is open, as every day; no numbers are given."""
    office = Telling(language)
    for one in office.state["services"]:
        one |= {"waiting": 0, "wait": None, "opens_at": "2026-11-24T07:30"}
    office.state["opening"] = {"name": "Tết Nguyên đán", "sessions": [], "opens_at": "2026-11-24T07:30"}
    return office.tell_state()


STATES: Mapping[str, Callable[[str], Telling]] = {
    made.__name__: made
    for made in (
        before_the_first_word,
        never_reached,
        shut_out,
        nobody_called_yet,
        nobody_called_yet_bare,
        first_call,
        flashing,
        dark_half,
        full,
        recalled,
        priority,
        named_counter,
        past_999,
        training,
        office_away,
        everything_at_once,
        closed,
        holiday,
    )
}
STATES = {"busy": busy, **STATES}
