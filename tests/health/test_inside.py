"""What the doctor hears of the parts of a running service: devices, workers, backups, certificates, the way up."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from starlette.datastructures import State

from kiosk.caretaker.copying import back_up, places_of
from kiosk.config import Config, read
from kiosk.config.wiring import Web
from kiosk.district.part import DistrictPart
from kiosk.health import backups, certificates, clock, database, disk, power, printer, screens, service, voice, way_up
from kiosk.health.finding import BAD, OK, WARN, Finding
from kiosk.health.patient import Patient
from kiosk.voice import voice_part
from office.backoffice.office import BackOffice
from office.clock import SetClock
from office.domain.moment import MINUTE
from office.domain.people import OPERATOR
from office.premises import Premises
from office.safekeeping.copies import Kind
from tests.office_fixture import HEAD, opened, rid
from tests.patients import inside, machine
from web import authority
from web.pulse import Late

DAY = 24 * 60 * MINUTE


@pytest.fixture
def premises(tmp_path: Path) -> Iterator[Premises]:
    with opened(tmp_path / "data", SetClock()) as found:
        yield found


@pytest.fixture
def well(premises: Premises, tmp_path: Path) -> Patient:
    """An office that works, on a machine that says nothing."""
    return of(premises, Config(), tmp_path)


def of(premises: Premises, config: Config, tmp_path: Path) -> Patient:
    state = State()
    state.voice = voice_part(config, premises)
    state.district = DistrictPart(config, premises, "test")
    state.back_office = BackOffice(premises.performer, premises.readers)
    return inside(premises, state, config, machine(tmp_path / "machine"))


def said(found: Iterator[Finding]) -> list[tuple[str, str]]:
    return [(str(one.level), one.text("en")) for one in found]


def report(premises: Premises, device: str, condition: str, detail: str | None = None) -> None:
    premises.desk.report_device(device=device, condition=condition, detail=detail)


# --- devices ----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("condition", "level"), [("ok", OK), ("on_battery", WARN), ("low", BAD), ("worn", WARN), ("of-tomorrow", WARN)]
)
def test_the_supply_is_told_as_it_reported(premises: Premises, tmp_path: Path, condition: str, level: str) -> None:
    ill = of(premises, read({"ups": {"name": "apc"}}), tmp_path)
    report(premises, "ups", condition)
    assert [one.level for one in power.look(ill)] == [level]


def test_an_office_without_a_supply_hears_what_that_means(premises: Premises, well: Patient) -> None:
    report(premises, "ups", "silent")  # of a supply that was taken away
    assert said(power.look(well))[0][0] == "ok"


def test_the_printer_is_not_asked_while_the_service_has_it(premises: Premises, tmp_path: Path) -> None:
    ill = of(premises, read({"printer": {"transport": "tcp", "host": "10.0.0.7"}}), tmp_path)
    report(premises, "printer", "paper_out")
    found = list(printer.look(ill))
    assert found[0].text("en") == "Printer at 10.0.0.7:9100: The printer is out of paper"
    assert "new roll" in next(found[0].advice_lines("en"))
    report(premises, "printer", "unreachable", "silent")
    assert "The printer does not answer" in next(iter(printer.look(ill))).text("en")
    report(premises, "printer", "of-tomorrow")
    assert all("Printer at" not in text for _, text in said(printer.look(ill)))


def test_a_muted_hall_is_told(premises: Premises, well: Patient) -> None:
    BackOffice(premises.performer, premises.readers).voicing.mute(OPERATOR, None, on=True)
    found = said(voice.look(well))
    assert found[-1][1].startswith(("The announcements are muted", "This machine has no sound device"))


def test_a_full_disk_and_a_copy_put_back_are_told_on_the_same_day(premises: Premises, well: Patient) -> None:
    report(premises, "disk", "full")
    report(premises, "data", "restored")
    assert ("bad", "The disk is full: the office finishes the day on its reserve") in said(disk.look(well))
    assert ("warn", "Today the newest backup was put back, because the database was damaged or lost") in said(
        database.look(well)
    )
    report(premises, "data", "changed")
    assert ("bad", "The weekly check found a journal that does not hold") in said(database.look(well))


def test_a_worker_that_does_not_get_on_is_named(well: Patient) -> None:
    assert well.inside is not None
    assert ("ok", "All workers of the service get on") in said(service.look(well))
    hanging = replace(well, inside=replace(well.inside, late=lambda: (Late("paper", 200),)))
    assert ("bad", "The worker paper has been at one thing for 200 s") in said(service.look(hanging))


def test_a_screen_that_is_not_connected_is_missed_and_a_tablet_is_not(premises: Premises, well: Patient) -> None:
    made = {role: add(premises, role) for role in ("hall", "touch", "rate:1")}
    assert well.inside is not None
    here = replace(well, inside=replace(well.inside, listening=lambda: frozenset({made["touch"]})))
    assert said(screens.look(here))[1:] == [
        ("warn", "Device hall is not connected"),
        ("ok", "Device touch is connected"),
        ("ok", "Device rate:1 is not connected"),
    ]


def add(premises: Premises, role: str) -> str:
    return str(premises.doors.add_device(HEAD, rid(), role=role, name=f"Device {role}").body["id"])


def test_a_clock_that_jumped_is_told_until_the_head_confirms(premises: Premises, well: Patient) -> None:
    assert isinstance(premises.clock, SetClock)
    premises.clock.jump(40 * 60 * MINUTE)
    premises.desk.tick()
    assert ("bad", "The office doubts its clock: the time has jumped") in said(clock.look(well))


# --- backups ----------------------------------------------------------------------------------------------------
def test_the_newest_backup_is_told_with_its_age_and_opened(premises: Premises, well: Patient) -> None:
    assert said(backups.look(well))[0] == ("warn", "There is no backup yet")
    back_up(well.config, Kind.NIGHTLY, premises.clock.now().wall)
    found = said(backups.look(well))
    assert found[0] == ("ok", "The newest backup is of 08:00 23/11/2026")
    assert found[1][1].startswith("The newest backup holds when it is opened")
    assert found[2] == ("warn", "Backups lie on this disk only: a broken disk takes them along")


@pytest.mark.parametrize(("days", "level"), [(3, OK), (5, WARN), (9, BAD)])
def test_a_backup_gets_old(premises: Premises, well: Patient, days: int, level: str) -> None:
    back_up(well.config, Kind.NIGHTLY, premises.clock.now().wall)
    later = replace(well, clock=SetClock(wall=premises.clock.now().wall + days * DAY))
    assert next(iter(backups.look(later))).level == level


def test_a_backup_from_the_future_is_told_until_there_is_one_with_a_true_date(
    premises: Premises, well: Patient
) -> None:
    now = premises.clock.now().wall
    back_up(well.config, Kind.NIGHTLY, now + 3 * 365 * DAY)
    assert said(backups.look(well))[0] == ("warn", "The newest backup bears a date in the future: 08:00 22/11/2029")
    back_up(well.config, Kind.NIGHTLY, now)  # nothing happened in between: both hold the same
    assert said(backups.look(well))[0] == ("ok", "The newest backup is of 08:00 23/11/2026")


def test_a_backup_whose_bytes_changed_is_a_fault(premises: Premises, well: Patient) -> None:
    made = back_up(well.config, Kind.NIGHTLY, premises.clock.now().wall).copy.path
    raw = bytearray(made.read_bytes())
    raw[-1] ^= 1
    made.write_bytes(raw)
    assert [one.level for one in backups.look(well)][1] == BAD


def test_a_second_place_that_is_missing_is_told(premises: Premises, well: Patient, tmp_path: Path) -> None:
    second = well.config.backup.model_copy(update={"second": tmp_path / "stick"})
    missing = replace(well, config=well.config.model_copy(update={"backup": second}))
    assert places_of(missing.config).second == tmp_path / "stick"
    assert said(backups.look(missing))[-1][0] == "warn"


# --- certificates and the way up --------------------------------------------------------------------------------
def test_a_certificate_is_told_before_it_ends(premises: Premises, well: Patient, tmp_path: Path) -> None:
    now = datetime.fromtimestamp(premises.clock.now().wall / 1000, UTC)
    made = authority.make(tmp_path / "tls", ["motcua.local"], now, office="thanh-son")
    server = tmp_path / "tls/server.pem"
    secure = replace(well, config=well.config.model_copy(update={"web": Web(tls_certificate=server, tls_key=server)}))
    assert [one.level for one in certificates.look(secure)] == [OK]

    def at(days_before: int) -> list[tuple[str, str]]:
        wall = round((made.until - timedelta(days=days_before)).timestamp() * 1000)
        return said(certificates.look(replace(secure, clock=SetClock(wall=wall))))

    assert at(10)[0][0] == "warn"
    assert at(-1)[0][0] == "bad"
    server.write_text("rubbish")
    assert at(10)[0] == ("bad", "The certificate of the pages of this office cannot be read")


def test_an_office_without_a_tier_is_well_and_one_without_its_bundle_is_not(
    premises: Premises, well: Patient, tmp_path: Path
) -> None:
    assert said(way_up.look(well)) == [("ok", "No tier above is set up")]
    alone = of(premises, read({"district": {"transport": "mqtt"}}), tmp_path)
    assert said(way_up.look(alone)) == [("bad", "The way to the tier above is not set up")]


def test_a_tier_that_cannot_be_reached_says_what_waits(premises: Premises, tmp_path: Path) -> None:
    away = of(premises, read({"district": {"transport": "loopback", "socket": str(tmp_path / "no.sock")}}), tmp_path)
    found = said(way_up.look(away))
    assert found[0] == ("warn", "The tier above cannot be reached")
    assert found[1][1].startswith("Nothing was acknowledged since the start;")
