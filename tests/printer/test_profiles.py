"""What is known of each printer, who says so, and what a test on the spot changes."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from printer.profiles import BadProfile, Barrier, UnknownProfile, names, profile, usual
from printer.profiles.kept import Found, corrected, found, keep
from printer.profiles.shelf import FACTS, read_profile, read_table
from printer.template import DOTS

NOON = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize("name", names())
def test_every_shipped_profile_is_whole_and_each_of_its_facts_has_a_source(name: str) -> None:
    printer = profile(name)
    assert printer.width_mm in DOTS
    assert printer.dots <= DOTS[printer.width_mm]
    assert printer.cutter or printer.feeds
    assert "width_mm" in printer.sources
    assert all(fact in FACTS and len(source) > 5 for fact, source in printer.sources.items())


def test_the_database_of_python_escpos_is_believed_where_the_file_says_nothing_else() -> None:
    t88, t88iii, pos = profile("epson-tm-t88"), profile("epson-tm-t88iii"), profile("pos-5890")
    assert (t88.dots, t88.dpi, t88.native_qr) == (512, 180, True)
    assert "capabilities.json, TM-T88V" in t88.sources["dots"]
    assert (t88iii.native_qr, t88iii.barrier) == (False, Barrier.GS_R)
    assert (pos.dots, pos.cutter, pos.native_qr) == (384, False, False)


@pytest.mark.parametrize(("width", "dots"), [(80, 576), (58, 384)])
def test_a_printer_that_nobody_knows_is_treated_with_care(width: int, dots: int) -> None:
    printer = profile(usual(width))
    assert (printer.dots, printer.native_qr, printer.barrier, printer.bad_heights) == (dots, False, Barrier.GS_R, 48)


def test_an_unknown_name_is_told_with_the_one_that_was_probably_meant() -> None:
    with pytest.raises(UnknownProfile, match=r"'epson-t20', did you mean 'epson-tm-t20'. .known: epson-tm-t20, "):
        profile("epson-t20")


def test_all_mistakes_of_a_profile_are_told_at_once(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(
        'title = "mine"\nescpos = "nothing"\ndotz = 3\ndots = { is = 5, source = "me" }\n'
        'cutter = { is = "yes", source = "me" }\nbarrier = { is = "gs_x", source = "me" }\nband = 128\n'
        'asks = { is = true, source = " " }\n'
    )
    with pytest.raises(BadProfile) as raised:
        read_profile(path)
    said = [mistake.removeprefix(f"{path}: ") for mistake in raised.value.mistakes]
    assert said == [
        "dotz: unknown, did you mean 'dots'?",
        "escpos: python-escpos knows no printer 'nothing'",
        "dots: must be a whole number from 256 to 832",
        'band: must be { is = …, source = "who says so" }',
        "cutter: must be true or false",
        'asks: must be { is = …, source = "who says so" }',
        "barrier: must be one of gs_h, gs_r, none",
    ]


@pytest.mark.parametrize("content", [b"\xff", b"dots = ", b"x" * 70_000])
def test_a_file_that_is_no_profile_is_a_mistake_and_no_crash(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "x.toml").write_bytes(content)
    with pytest.raises(BadProfile):
        read_table(tmp_path / "x.toml")
    with pytest.raises(BadProfile, match="cannot be read"):
        read_table(tmp_path / "nothing.toml")


def test_what_was_found_on_the_spot_wins_and_says_that_it_was_found_there(tmp_path: Path) -> None:
    facts = {"cutter": False, "barrier": Barrier.GS_H, "dots": 512}
    assert found(tmp_path) is None
    keep(tmp_path, Found("generic-80", NOON, facts))
    printer = corrected(profile("generic-80"), found(tmp_path))
    assert (printer.cutter, printer.barrier, printer.dots) == (False, Barrier.GS_H, 512)
    assert printer.sources["cutter"] == "motcua printer test, 2026-11-21"
    assert corrected(profile("epson-tm-t20"), found(tmp_path)) == profile("epson-tm-t20")


def test_the_files_of_earlier_tests_stay_beside_the_new_one(tmp_path: Path) -> None:
    for cutter in (True, False, True):
        keep(tmp_path, Found("generic-80", NOON, {"cutter": cutter}))
    assert sorted(path.name for path in tmp_path.iterdir()) == ["printer.1.toml", "printer.2.toml", "printer.toml"]
    assert "cutter = false" in (tmp_path / "printer.2.toml").read_text()


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("", "make it anew: motcua printer test"),
        ('profile = "generic-80"\ntested = 2026-11-21T12:00:00Z\n[facts]\ndots = 7', "facts.dots: must be a whole"),
        ('profile = "generic-80"\ntested = 2026-11-21T12:00:00Z\n[facts]\ndotz = 7', "facts.dotz: unknown"),
    ],
)
def test_a_damaged_outcome_says_what_to_do(tmp_path: Path, content: str, told: str) -> None:
    (tmp_path / "printer.toml").write_text(content)
    with pytest.raises(BadProfile, match=told):
        found(tmp_path)
