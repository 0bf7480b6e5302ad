"""The report of the commissioning: what was tried, by whom, and how the doctor finds the machine; no secrets."""

from datetime import UTC, datetime
from pathlib import Path

from kiosk.health.examining import PARTS, Examined
from kiosk.health.finding import BAD, OK, WARN, Finding
from kiosk.setup.finishing import keep_report, print_pins
from kiosk.setup.making import Made, Pin, Places, make
from kiosk.setup.question import Seen
from kiosk.setup.report import Report, report_of
from kiosk.setup.sheet import HIGH, WIDE, pages_of
from tests.setup.walk import WALL, Walk, machine

MADE = Made(
    (Pin("minh-tuan", "Phạm Minh Tuấn", "head", "846102"),), ("touch",), "Huyện Kim Bảng", ":".join(["AB"] * 32)
)


def report(walk: Walk, *findings: Finding) -> Report:
    examined = [Examined(PARTS[0], findings or (Finding(OK, "fine"),))]
    return report_of(walk.dialogue.seen, walk.draft.skipped, MADE, examined, WALL)


def rows(of: Report) -> dict[str, tuple[str, str]]:
    return {row.title: (row.text, row.mark) for part in of.parts for row in part.rows}


def test_what_somebody_saw_working_is_told_apart_from_what_nobody_tried() -> None:
    pretended = machine()
    pretended.sounds = False
    walk = Walk(pretended).to_the_end(language__language="en")
    found = rows(report(walk))
    assert found["Ticket printer"] == ("usblp:/dev/usb/lp0; 80 mm – tried, works", "good")
    assert found["Loudspeaker"][1] == "bad"
    file = Walk().until("printer.place", language__language="en")
    file.dialogue.skip()
    assert rows(report(file))["Ticket printer"] == ("Comes later – not tried yet", "open")


def test_it_says_who_when_and_which_program() -> None:
    facts = {row.title: row.text for row in report(Walk().to_the_end(language__language="en")).facts}
    assert facts["Set up by"] == "Nguyễn Văn Kỹ"
    assert facts["Date"] == "23/11/2026 07:30"
    assert facts["Tier above"] == "Huyện Kim Bảng"


def test_what_the_doctor_finds_stands_there_with_its_advice() -> None:
    walk = Walk().to_the_end(language__language="en")
    found = rows(report(walk, Finding(BAD, "It burns", advice="Fetch water"), Finding(WARN, "It smokes")))
    assert found["Program and configuration"] == ("It smokes.", "open")
    assert "It burns. Fetch water" in str(report(walk, Finding(BAD, "It burns", advice="Fetch water")))


def test_no_pin_stands_in_it() -> None:
    assert "846102" not in str(report(Walk().to_the_end()))


def test_long_reports_take_more_pages_and_nothing_leaves_the_paper() -> None:
    walk = Walk().to_the_end(office__name="Bộ phận " * 14, office__parent="Ủy" * 55)
    pages = pages_of(report(walk, *(Finding(WARN, "Một điều cần xem lại " * 12) for _ in range(20))), "vi")
    assert len(pages) > 1
    for page in pages:
        assert page.size == (WIDE, HIGH)
        for edge in ((0, 0, 90, HIGH), (WIDE - 90, 0, WIDE, HIGH), (0, HIGH - 50, WIDE, HIGH)):
            assert page.crop(edge).getcolors() == [((edge[2] - edge[0]) * (edge[3] - edge[1]), (255, 255, 255))]


def test_it_is_kept_as_a_file_that_only_the_office_reads(tmp_path: Path) -> None:
    seen = Seen(Walk().to_the_end(network__tls="no", printer__place="off").draft.answers, {})
    places = Places.beside(tmp_path / "config.toml")
    made = make(seen, places, datetime.now(UTC))
    file = keep_report(seen, (), made, places, WALL)
    assert file.name == "2026-11-23-0730.pdf"
    assert file.stat().st_mode & 0o777 == 0o600
    assert file.read_bytes().startswith(b"%PDF")
    assert print_pins(seen, made, places) != ""
