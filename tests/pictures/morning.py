"""A district's Monday morning with ten offices, as they send it: facts, greetings, conditions of devices.

One is silent for an hour, one has no paper, one has a gap, two machines speak under the name of one, one is new.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from sqlalchemy import Connection

from district import people, receiving
from district.downward import catalogue, commands, documents, letters
from district.downward.documents import ALL
from district.greeting import greet
from district.offices import Doing, Kind, add_office, add_unit, certified, read_tree
from district.people import Role
from district.projections import drain
from district.store import alarms
from district.store.alarms import Alarm
from district.store.places import Places
from district.store.states import keep_result, keep_state
from office.domain.above import NOTICES, OPENING
from office.domain.moment import HOUR, MINUTE, SECOND
from office.domain.procedures_above import PROCEDURES
from office.lookup.reading import read_file
from office.lookup.sample import FILE
from sync.wire.letters import Applied, Hello, OfficeState, Outcome, Result
from tests.district.said import Commune
from tests.tier.house_here import Tier

MONDAY = date(2026, 11, 23)
"""Where `office.clock.SetClock` stands, at 08:00."""
LATER_MS = 2 * HOUR + 42 * MINUTE
"""From there to the moment of the pictures."""
VISIT_MS = 300 * SECOND
"""What a recorded visit takes; a busy office has several at the same time."""

HEAD, VIEWER = "minh-tuan", "thu-ha"
VERSION, OFFSET, A_BATCH = "0.1.0", 1_790_000_000_000, 500
WELL = {"printer": "ok", "voice": "ok", "backup": "ok", "data": "ok", "disk": "ok", "district": "online"}

SAID = (
    ("Chờ lâu", "Sáng thứ Hai chờ hơn một giờ. Đề nghị mở thêm quầy chứng thực."),
    ("Khen ngợi", "Cán bộ quầy 3 hướng dẫn rất tận tình."),
    ("Cơ sở vật chất", "Thiếu ghế ngồi cho người già, quạt bên trái bị hỏng."),
    ("Hướng dẫn không rõ", None),
)
"""Reason and words of what is in a suggestion box, the oldest first."""
MISSED = (
    "14\tho chieu\n9\tdoi bang lai xe\n6\tcap lai the bao hiem y te\n2\tlam so do",
    "5\tho chieu\n4\tly lich tu phap\n1\tdoi bang lai xe",
)


@dataclass(frozen=True, slots=True)
class Place:
    """An office and its morning. `busy_ms`: from 07:30 to its last visit; `lost`: facts that did not arrive;
    `unsent`: how many of the last ones still wait there; `ahead_ms`: its clock before ours."""

    id: str
    name: str
    unit: str
    tickets: int
    busy_ms: int = 3 * HOUR
    lost: tuple[int, int] | None = None
    unsent: int = 0
    online: bool = True
    ahead_ms: int = 120
    devices: Mapping[str, str] = field(default_factory=dict)


NORTH, SOUTH = "cum-1", "cum-2"
PLACES = (
    Place("thanh-son", "Phường Thanh Sơn", NORTH, 46),
    Place("le-ho", "Phường Lê Hồ", NORTH, 52),
    Place("thi-son", "Xã Thi Sơn", SOUTH, 97, devices={"printer": "near_end", "board:3": "ok"}),
    Place("nhat-tan", "Xã Nhật Tân", NORTH, 31),
    Place("tan-son", "Phường Tân Sơn", SOUTH, 30, busy_ms=2 * HOUR, unsent=43, online=False),
    Place("dong-hoa", "Xã Đồng Hóa", SOUTH, 44, lost=(181, 220)),
    Place("hoang-tay", "Xã Hoàng Tây", NORTH, 19, ahead_ms=7 * MINUTE),
    Place("van-xa", "Xã Văn Xá", SOUTH, 38, devices={"printer": "paper_out", "board:2": "unreachable"}),
    Place("tuong-linh", "Phường Tượng Lĩnh", SOUTH, 28),
)
FULL, SILENT, CLONED, NEW = "van-xa", "tan-son", "nhat-tan", "kim-binh"
"""Of `FULL` everything is shown: no paper, a refused catalogue, commands; `NEW` has not sent anything yet."""


def begin(tier: Tier) -> dict[str, str]:
    """The first administrator, as the set-up makes one: id → PIN."""
    with tier.store.begin() as conn:
        return {HEAD: people.add_person(conn, tier.doing, HEAD, "Trần Minh Tuấn", Role.ADMIN, None)}


def live_through(tier: Tier, offices: Sequence[Place] = PLACES) -> dict[str, str]:
    """Offices are entered, send, and are sent something. Who may sign in: id → PIN."""
    pins, places = begin(tier), Places()
    with tier.store.begin() as conn:
        pins |= _enter(conn, tier.doing, offices)
        _write_down(conn, tier.doing)
    tier.clock.advance(LATER_MS)
    with tier.store.begin() as conn:
        for one in offices:
            _hear(conn, places, one, tier.doing.at)
        _command(conn, places, tier.doing)
        number = places.offices(conn, [CLONED], tier.doing.at)[CLONED]
        alarms.sound(conn, number, Alarm.CLONED, tier.doing.at - HOUR, "b0000001, b000000f")
    with tier.store.begin() as conn:
        drain(conn)
    tier.look_again()
    return pins


def _enter(conn: Connection, doing: Doing, offices: Sequence[Place]) -> dict[str, str]:
    for key, name in ((NORTH, "Ba Sao"), (SOUTH, "Kim Bảng")):
        add_unit(conn, doing, key, name, "Cụm", None)
    for number, one in enumerate(offices, 1):
        add_office(conn, doing, one.id, one.name, one.unit, ())
        certified(conn, doing, one.id, Kind.ENROLLED, 0x5EED_0000_C0FF_EE00 + number)
    add_office(conn, doing, NEW, "Xã Kim Bình", NORTH, ())
    people.add_token(conn, doing, "Bảng điều hành của huyện", None)
    people.add_token(conn, doing, "Báo cáo cụm Ba Sao", NORTH)
    people.add_person(conn, doing, "van-hung", "Lê Văn Hùng", Role.ADMIN, SOUTH)
    people.add_person(conn, doing, "thanh-nga", "Phạm Thanh Nga", Role.VIEWER, "le-ho")
    people.switch(conn, doing, "thanh-nga", disabled=True)
    return {VIEWER: people.add_person(conn, doing, VIEWER, "Nguyễn Thu Hà", Role.VIEWER, None)}


def _write_down(conn: Connection, doing: Doing) -> None:
    """For the offices: a notice for all of them, a special day of a unit, and the catalogue of procedures."""
    tree = read_tree(conn, doing.today)
    for what, text, target in (
        (NOTICES, "Chiều 02/12 các bộ phận một cửa nghỉ họp", ALL),
        (OPENING, '[[day]]\ndate = 2026-12-02\nkind = "morning"\nname = "Họp huyện"\n', SOUTH),
    ):
        name, body = documents.read(what, text)
        documents.issue(conn, doing, name, target, body)
    draft = catalogue.drafted(conn, tree, ALL, read_file(FILE.name, FILE.read_bytes()), doing.today, whole=True)
    catalogue.issue(conn, doing, ALL, draft)
    letters.refresh(conn, tree, lambda _: b"signed", doing.at)


def _hear(conn: Connection, places: Places, office: Place, now: int) -> None:
    """All that this office has sent up to now."""
    commune = _recorded(office)
    last = len(commune.facts)
    until = now - MINUTE if office.online else commune.facts[-1].at + MINUTE
    clock = until + office.ahead_ms
    places.streams(conn, [(office.id, commune.stream)], commune.facts[0].at)
    greet(
        conn,
        places,
        office.id,
        Hello(commune.stream, 1, last + 1, commune.boot, VERSION, "1", clock, OFFSET, True),
        until,
    )
    spans = [(1, last - office.unsent)]
    if office.lost is not None:
        spans = [(1, office.lost[0] - 1), (office.lost[1] + 1, last)]
    pieces = [(at, min(at + A_BATCH - 1, end)) for first, end in spans for at in range(first, end + 1, A_BATCH)]
    arrived = [commune.beside(commune.batch(*piece, offset=OFFSET)) for piece in pieces]
    receiving.keep(conn, places, arrived, until, live=True)
    _hear_condition(conn, places.offices(conn, [office.id], until)[office.id], office, until)


def _hear_condition(conn: Connection, number: int, office: Place, until: int) -> None:
    in_force = {PROCEDURES: Applied(1), NOTICES: Applied(1), OPENING: Applied(1)}
    if office.id == FULL:
        in_force[PROCEDURES] = Applied(0, "1: too_large")
    devices = {**WELL, **office.devices}
    keep_state(conn, number, OfficeState(True, "b0000001", VERSION, until, devices, in_force))
    if not office.online:
        keep_state(conn, number, OfficeState(False, "b0000001", VERSION, until, {}, {}))


def _command(conn: Connection, places: Places, doing: Doing) -> None:
    """A log that came, and a test page that could not be printed."""
    number = places.offices(conn, [FULL], doing.at)[FULL]
    for ago, name, outcome, detail in (
        (40 * MINUTE, commands.SEND_LOGS, Outcome.DONE, "1 lines in 1 parts"),
        (20 * MINUTE, commands.TEST_PAGE, Outcome.FAILED, "paper_out"),
    ):
        ordered = commands.order(conn, Doing(HEAD, doing.at - ago, doing.today), FULL, name, {})
        keep_result(conn, number, Result(ordered, name, outcome, detail), doing.at - ago + 4 * SECOND)
        if name == commands.SEND_LOGS:
            keep_result(conn, number, Result(f"{ordered}:1", name, outcome, "event=serve.ready"), doing.at)


# --- what an office wrote --------------------------------------------------------------------------------------------
class _Paced(Commune):
    """An office of which many visits fit into its morning."""

    def __init__(self, office: Place) -> None:
        self._pace = max(1.0, office.tickets * VISIT_MS / office.busy_ms)
        super().__init__(office.id)

    def wait(self, ms: int) -> None:
        self._at += ms

    def _pass(self, least_s: int, most_s: int) -> None:
        self.wait(int(self._random.randint(least_s * 1000, most_s * 1000) / self._pace))


def _recorded(office: Place) -> _Paced:
    """Friday with what people searched and wrote, then the morning of today."""
    commune, friday = _Paced(office), MONDAY - timedelta(days=3)
    commune.day(friday, office.tickets * 2)
    commune.count_lookups(friday.isoformat(), MISSED[office.tickets % 2], searches=140, opened=96, missed=31)
    commune.write("procedures.imported", "procedures", {"source": "sample", "new": 50, "total": 50})
    for number, (label, text) in enumerate(SAID if office.tickets % 2 else (), 1):
        commune.suggest(number, text, labels=[label])
        commune.wait(7 * MINUTE)
    commune.day(MONDAY, office.tickets)
    return commune
