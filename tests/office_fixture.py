"""An office on a real file with a clock that tests set: the commune of the examples, small enough to think about."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

from office.clock import Clock, SetClock
from office.desk import Desk
from office.domain.day import DayHours
from office.domain.house import (
    ALWAYS_OPEN,
    Calling,
    Choice,
    Counter,
    Names,
    RatingRules,
    Service,
)
from office.domain.people import Actor, Role
from office.first import FirstClerk, FirstFill
from office.premises import Premises, open_premises
from office.safekeeping.starting import Safety

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
HEAD = Actor("clerk", "binh", "head", None, "Nguyễn Văn Bình")
TOUCH = Actor("device", "touch-1", "touch")
SCREEN = Actor("device", "screen-1", "screen")

RATING = RatingRules(
    scale=4,
    levels=(
        Choice("khong-hai-long", "Không hài lòng", "Unsatisfied"),
        Choice("binh-thuong", "Bình thường", "Neutral"),
        Choice("hai-long", "Hài lòng", "Satisfied"),
        Choice("rat-hai-long", "Rất hài lòng", "Very satisfied"),
    ),
    reasons=(Choice("thai-do", "Thái độ phục vụ", "Attitude"), Choice("cho-lau", "Chờ lâu", "Long wait")),
    questions=(Choice("overall", "Ông/bà có hài lòng không?", "Are you satisfied?"),),
)

FIRST = FirstFill(
    names=Names("Bộ phận Tiếp nhận và Trả kết quả xã Thanh Sơn", "Ủy ban nhân dân xã Thanh Sơn"),
    services=(
        Service("A", "A", "Chứng thực", "Certification", position=1),
        Service("B", "B", "Tư pháp – Hộ tịch", "Civil status", position=2),
        Service("T", "T", "Trả kết quả", "Results", position=3),
    ),
    counters=(
        Counter(1, "Quầy 1", ("A", "T")),
        Counter(2, "Quầy 2", ("A", "B")),
        Counter(3, "Quầy 3", ("B",)),
    ),
    clerks=(
        FirstClerk("an", "Trần Lan Anh", "Công chức", Role.CLERK),
        FirstClerk("chi", "Lê Thị Chi", "Công chức", Role.CLERK),
        FirstClerk("dung", "Phạm Văn Dũng", "Công chức", Role.CLERK),
        FirstClerk("binh", "Nguyễn Văn Bình", "Trưởng bộ phận", Role.HEAD),
    ),
    calling=Calling(),
    rating=RATING,
    weekly=ALWAYS_OPEN,
)

NO_HOURS = DayHours(begins=0, ends=1440)


def rid() -> str:
    """A fresh request id."""
    return str(uuid4())


def fill_with(**changes: Any) -> FirstFill:
    """The example office with other calling settings, e.g. `fill_with(rule="fifo")`."""
    return replace(FIRST, calling=replace(FIRST.calling, **changes))


@contextmanager
def opened(
    data: Path,
    clock: Clock | None = None,
    *,
    first: FirstFill = FIRST,
    prints: bool = False,
    hours: DayHours = NO_HOURS,
    day: bool = True,
    safety: Safety | None = None,
) -> Iterator[Premises]:
    """The office opened on `data`; with `day` the day is open as well; with `safety` as the service opens it."""
    premises = open_premises(
        data,
        first,
        clock or SetClock(),
        ZONE,
        office_id="thanh-son",
        version="test",
        prints=prints,
        hours=hours,
        safety=safety,
    )
    try:
        if day:
            premises.desk.tick()
        yield premises
    finally:
        premises.close()


def seat(premises: Premises, clerk: str, counter: int) -> Actor:
    """The clerk signs in at the counter (the PIN is another matter)."""
    return premises.doors.sign_in(clerk, counter, premises.doors.fresh_keys())


def take(desk: Desk, service: str = "A", *, priority: bool = False) -> dict[str, Any]:
    return desk.issue(TOUCH, rid(), service=service, priority=priority).body
