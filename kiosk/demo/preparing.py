"""The data of the demo, made ready before the service starts: always open, fresh PINs, a fresh token.

Nobody else may have the data open meanwhile; everything goes through the acts of the office, so the journal has it all.
What is made anew at every start: all PINs, the token of the screens (the one of the last start is revoked), the opening
hours. Counters with nobody in front of them are closed; people who wait keep their numbers.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from kiosk.config import Config
from kiosk.config.fill import first_fill
from kiosk.demo.informing import informed
from kiosk.service import LOCK_PATIENCE_S
from look.version import VERSION
from office.backoffice.people import People
from office.backoffice.settings import Settings
from office.clock import MachineClock
from office.domain.day import DayHours
from office.domain.house import ALWAYS_OPEN, NO_DAYS, Margins
from office.domain.moment import HOUR
from office.domain.people import OPERATOR, Role
from office.domain.refusals import Refusal
from office.premises import Premises, open_premises

NOTES = "demo.json"
SCREENS = "Màn hình bản trình diễn"
BROWSERS = "Trình duyệt bản trình diễn"
WINDOWS = "Cửa sổ bản trình diễn"
KEYS_VALID_MS = 24 * HOUR
"""Longer than the usual ten minutes: nobody reads the whole page of a demo at once."""
ALL_DAY = DayHours(begins=0, ends=24 * 60)


@dataclass(frozen=True, slots=True)
class SignIn:
    """Who can sign in with which PIN; `counter`: where this person usually sits."""

    id: str
    name: str
    role: str
    pin: str
    counter: int | None


@dataclass(frozen=True, slots=True)
class Prepared:
    """What the demo tells about itself.

    `scale`: number of faces at the rating; `screen_keys`: role → one-time key; `window_tokens`: role → token.
    """

    office: str
    stream: str
    services: tuple[str, ...]
    counters: dict[int, tuple[str, ...]]
    scale: int
    reasons: tuple[str, ...]
    screen_token: str
    screen_keys: dict[str, str]
    window_tokens: dict[str, str]
    people: tuple[SignIn, ...]

    @property
    def clerks(self) -> list[SignIn]:
        return [one for one in self.people if one.role == Role.CLERK]

    @property
    def head(self) -> SignIn | None:
        return next((one for one in self.people if one.role == Role.HEAD), None)


@dataclass(frozen=True, slots=True)
class Notes:
    """What the last start did: its token's device, and by how much it shortened the patience with absent people."""

    device: str | None = None
    no_show_ms: int | None = None
    shortened_ms: int | None = None


class NoSuchCounter(Exception):
    """A window with the faces of a counter that this office does not have."""

    def __init__(self, number: int, known: Iterable[int]) -> None:
        self.number = number
        super().__init__(f"there is no counter {number} for --rate; this office has {', '.join(map(str, known))}")


def prepare(config: Config, data: Path, speed: float, windows: Sequence[str] = ()) -> Prepared:
    """`windows`: the roles of the windows that need a token.

    Raises `DataInUse`, `DataUnusable`, `SchemaTooNew`, `NoSuchCounter`.
    """
    premises = open_premises(
        data,
        replace(informed(first_fill(config.first)), weekly=ALWAYS_OPEN, days=NO_DAYS, margins=Margins()),
        MachineClock(),
        config.office.timezone,
        office_id=config.office.id,
        version=VERSION,
        prints=config.printer.transport != "off",
        hours=ALL_DAY,
        patience_s=LOCK_PATIENCE_S,
    )
    try:
        _check_counters(premises, windows)
        return _made_ready(premises, config, speed, windows)
    finally:
        premises.close()


def _check_counters(premises: Premises, windows: Sequence[str]) -> None:
    known = premises.performer.house.counters
    for role in windows:
        kind, _, number = role.partition(":")
        if kind == "rate" and int(number) not in known:
            raise NoSuchCounter(int(number), known)


def _made_ready(premises: Premises, config: Config, speed: float, windows: Sequence[str]) -> Prepared:
    before = _read_notes(premises.data)
    _open_day(premises)
    _leave_counters(premises)
    base_ms, shortened_ms = _shorten_patience(premises, before, speed)
    _revoke_former(premises, before.device)
    token, device = _new_token(premises, "screen", SCREENS)
    people = _new_pins(premises, config)
    _write_notes(premises.data, Notes(device, base_ms, shortened_ms))
    house = premises.performer.house
    return Prepared(
        office=house.names.name,
        stream=premises.desk.stream,
        services=tuple(house.services),
        counters={number: counter.services for number, counter in house.counters.items()},
        scale=house.rating.scale,
        reasons=tuple(reason.id for reason in house.rating.reasons),
        screen_token=token,
        screen_keys=_screen_keys(premises),
        window_tokens={role: _new_token(premises, role, WINDOWS)[0] for role in windows},
        people=people,
    )


def _open_day(premises: Premises) -> None:
    """Whatever was left of the last start: another day, a clock nobody trusts, a day closed by hand."""
    desk = premises.desk
    _open_always(premises)
    desk.tick()
    if desk.state()["day"]["clock_suspect"]:
        desk.confirm_clock(OPERATOR, None)
        desk.tick()
    if desk.state()["day"]["status"] != "open":
        desk.open_day(OPERATOR, None)


def _open_always(premises: Premises) -> None:
    settings, house = Settings(premises.performer), premises.performer.house
    if house.weekly != ALWAYS_OPEN:
        settings.open_weekly(OPERATOR, None, ALWAYS_OPEN)
    if house.days:
        settings.mark_days(OPERATOR, None, NO_DAYS)
    if house.margins != Margins():
        settings.keep_margins(OPERATOR, None, Margins())


def _leave_counters(premises: Premises) -> None:
    doors = premises.doors
    for counter in premises.desk.state()["counters"]:
        clerk = counter["clerk"]
        if clerk is not None and counter["ticket"] is None:
            keys = doors.fresh_keys()
            doors.sign_out(doors.sign_in(clerk["id"], counter["number"], keys), keys.token)


def _shorten_patience(premises: Premises, before: Notes, speed: float) -> tuple[int, int]:
    """(what the head decided, what holds now): people who are faster are given up sooner."""
    calling = premises.performer.house.calling
    was_shortened = before.no_show_ms is not None and calling.no_show_ms == before.shortened_ms
    base_ms = before.no_show_ms if was_shortened and before.no_show_ms is not None else calling.no_show_ms
    shortened = replace(calling, no_show_ms=round(base_ms / speed))
    if shortened != calling:
        Settings(premises.performer).call_by(OPERATOR, None, shortened)
    return base_ms, shortened.no_show_ms


def _revoke_former(premises: Premises, former: str | None) -> None:
    """The token and the screens of the last start."""
    for device in premises.doors.devices():
        if device["id"] == former or device["name"] in (BROWSERS, WINDOWS):
            premises.doors.revoke_device(OPERATOR, None, device=device["id"])


def _new_token(premises: Premises, role: str, name: str) -> tuple[str, str]:
    made = premises.doors.add_device(OPERATOR, None, role=role, name=name).body
    return made["token"], made["id"]


def _screen_keys(premises: Premises) -> dict[str, str]:
    """Role → one-time key, for the hall display and the rating face of each counter in a browser."""
    roles = ["hall", *(f"rate:{number}" for number in premises.performer.house.counters)]
    return {role: _key_of(premises, role) for role in roles}


def _key_of(premises: Premises, role: str) -> str:
    doors = premises.doors
    device = doors.add_device(OPERATOR, None, role=role, name=BROWSERS).body["id"]
    key: str = doors.one_time_key(OPERATOR, None, device=device, valid_ms=KEYS_VALID_MS).body["key"]
    return key


def _new_pins(premises: Premises, config: Config) -> tuple[SignIn, ...]:
    people = People(premises.performer)
    usual = {one.id: one.counter for one in config.first.people}
    ids = [one.id for one in config.first.people]
    ids += [one["id"] for one in premises.desk.records.people_at_the_door() if one["id"] not in usual]
    return tuple(made for one in ids if (made := _with_new_pin(people, one, usual.get(one))) is not None)


def _with_new_pin(people: People, clerk: str, counter: int | None) -> SignIn | None:
    """None for somebody whom the head has switched off or whom an imported office does not have."""
    try:
        answer, pin = people.new_pin(OPERATOR, None, clerk)
    except Refusal:
        return None
    person: dict[str, Any] = answer.body["person"]
    if person["disabled"] or pin is None:
        return None
    return SignIn(clerk, person["name"], person["role"], pin, counter)


def _read_notes(data: Path) -> Notes:
    try:
        fields = json.loads((data / NOTES).read_text(encoding="utf-8"))
        return Notes(**fields)
    except (OSError, ValueError, TypeError):
        return Notes()


def _write_notes(data: Path, notes: Notes) -> None:
    (data / NOTES).write_text(json.dumps(asdict(notes)), encoding="utf-8")
