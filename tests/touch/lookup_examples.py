"""The states of the search and of a procedure's page, each reached as a person would reach it."""

from collections.abc import Callable
from typing import Any

from office.remote import OfficeAway
from tests.touch.double import morning
from tests.touch.lookup_double import FIELDS, LONG_NAME
from tests.touch.walk import Walk

ENDLESS = "Thành phần hồ sơ được quy định tại Điều 16 Luật Hộ tịch và các văn bản hướng dẫn thi hành có liên quan, "
NOTHING_KNOWN: dict[str, Any] = {
    "code": None, "deadline": None, "fee": None, "papers": [], "steps": [], "legal": [], "channels": [], "fees": [],
    "portal_url": None, "counters": [], "service_name": None, "takes_numbers": False, "online": False,
}  # fmt: skip
BIRTH, COPY, BUSINESS = "1.001193", "2.000815", "1.001612"


def search(typed: str = "") -> Walk:
    return Walk().press("lookup").type_keys(typed)


def _mistake() -> Walk:
    walk = search()
    walk.lookup.searched = "khai sinh"
    walk.lookup.says["find"] = [walk.lookup.find("khai sinh", limit=4)] * 9
    return walk.type_keys("kai sihn")


def _trouble() -> Walk:
    walk = search("khai")
    walk.lookup.says["find"] = [OfficeAway("gone")]
    return walk.type_keys(" ").type_keys("s")


def opened(key: str = BIRTH, **changes: Any) -> Walk:
    """The page of a procedure, changed where the test says."""
    walk = Walk()
    walk.lookup.changes[key] = changes
    walk.press("lookup")
    while f"procedure:{key}" not in walk.names:
        walk.press(next(name for name in walk.names if name.startswith("leaf:") and name != "leaf:0"))
    return walk.press(f"procedure:{key}")


def _long() -> Walk:
    papers = [{"name": ENDLESS * (1 + at % 2), "copies": "1 bản sao có chứng thực"} for at in range(9)]
    fees = [{"channel": one, "dong": 1_250_000, "note": ENDLESS[:80]} for one in ("in_person", "online", "post")]
    wide = {"papers": papers, "fees": fees, "deadline": ENDLESS, "fee": ENDLESS, "counters": list(range(1, 13))}
    return opened(COPY, name=LONG_NAME, **wide)


def _not_printed() -> Walk:
    walk = opened()
    walk.lookup.says["checklist"] = [{"state": "failed", "why": "hết giấy"}]
    return walk.press("print")


def _no_printer() -> Walk:
    walk = Walk(state={**morning(), "paper": None})
    return walk.press("lookup", f"procedure:{BIRTH}")


LOOKUP_SCREENS: dict[str, Callable[[], Walk]] = {
    "lookup": search,
    "lookup-typed": lambda: search("dang ky khai s"),
    "lookup-mistake": _mistake,
    "lookup-field": lambda: search().press("fields", f"field:{FIELDS[3][0]}"),
    "lookup-none": lambda: search("xe dap dien chay nhanh"),
    "lookup-trouble": _trouble,
    "lookup-fields": lambda: search().press("fields"),
    "procedure": opened,
    "procedure-fees": lambda: opened().press("chapter:fees"),
    "procedure-online": lambda: opened().press("chapter:online"),
    "procedure-long": _long,
    "procedure-unknown": lambda: opened(BUSINESS, **NOTHING_KNOWN),
    "procedure-printed": lambda: opened().press("print"),
    "procedure-not-printed": _not_printed,
    "procedure-no-printer": _no_printer,
}
"""By name, for `TICKET_SCREENS`."""
