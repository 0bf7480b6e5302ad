"""Which printer the office works with: the one that config.toml names, as it was found on the spot."""

from datetime import UTC, datetime
from pathlib import Path

from kiosk.config.wiring import Printer
from kiosk.paperwork import known_printer, profile_of
from printer.profiles import Barrier, profile
from printer.profiles.kept import Found, keep

FOUND = Found("generic-80", datetime(2026, 11, 21, tzinfo=UTC), {"native_qr": True, "barrier": Barrier.GS_H})


def test_without_a_name_it_is_a_printer_that_nobody_knows(tmp_path: Path) -> None:
    assert profile_of(Printer(), tmp_path) == profile("generic-80")
    assert profile_of(Printer(width=58), tmp_path) == profile("generic-58")


def test_what_was_found_on_the_spot_wins_until_another_printer_is_named(tmp_path: Path) -> None:
    keep(tmp_path, FOUND)
    assert profile_of(Printer(), tmp_path).barrier is Barrier.GS_H
    assert profile_of(Printer(profile="xprinter-xp-80"), tmp_path) == profile("xprinter-xp-80")


def test_a_printer_that_shall_not_be_asked_is_not_whatever_was_found(tmp_path: Path) -> None:
    keep(tmp_path, FOUND)
    printer = profile_of(Printer(status="none"), tmp_path)
    assert (printer.asks, printer.asb, printer.barrier, printer.native_qr) == (False, False, Barrier.NONE, True)


def test_a_damaged_file_of_a_test_does_not_stop_the_tickets(tmp_path: Path) -> None:
    (tmp_path / "printer.toml").write_text("= nonsense")
    assert known_printer(Printer(profile="epson-tm-t20"), tmp_path) == profile("epson-tm-t20")
