"""Numbers, times and dates look as people here write them."""

import subprocess
import sys
from datetime import date, datetime
from decimal import Decimal

import pytest

from look import formats

MONDAY = datetime(2026, 11, 23, 8, 42, 7)  # noqa: DTZ001 -- already in the office's zone


@pytest.mark.parametrize(
    ("value", "decimals", "vietnamese", "english"),
    [
        (0, 0, "0", "0"),
        (1204, 0, "1.204", "1,204"),
        (1234567, 0, "1.234.567", "1,234,567"),
        (6.25, 1, "6,3", "6.3"),
        (-1204.5, 1, "-1.204,5", "-1,204.5"),
        (Decimal("2.5"), 0, "3", "3"),
    ],
)
def test_a_number_has_the_separators_of_its_language(
    value: float, decimals: int, vietnamese: str, english: str
) -> None:
    assert formats.number(value, "vi", decimals) == vietnamese
    assert formats.number(value, "en", decimals) == english


def test_a_share_is_written_in_percent_and_a_share_of_nothing_is_a_dash() -> None:
    assert formats.percent(91.9, 100, "vi") == "91,9\N{NO-BREAK SPACE}%"
    assert formats.percent(1, 3, "en") == "33.3%"
    assert formats.percent(0, 0, "vi") == "–"


def test_a_time_of_day_has_two_figures_each() -> None:
    assert formats.clock(MONDAY) == "08:42"


def test_a_date_is_day_month_year() -> None:
    assert formats.day_short(date(2026, 2, 3)) == "03/02/2026"
    assert formats.day_long(MONDAY, "vi") == "Thứ Hai, 23/11/2026"
    assert formats.day_long(date(2026, 11, 22), "vi") == "Chủ Nhật, 22/11/2026"
    assert formats.day_long(MONDAY, "en") == "Monday, 23/11/2026"


@pytest.mark.parametrize(
    ("ms", "vietnamese", "english"),
    [
        (-5, "dưới 1 phút", "under 1 minute"),
        (59_999, "dưới 1 phút", "under 1 minute"),
        (60_000, "1 phút", "1 minute"),
        (17 * 60_000 + 59_999, "17 phút", "17 minutes"),
    ],
)
def test_a_wait_is_told_in_whole_minutes(ms: int, vietnamese: str, english: str) -> None:
    assert formats.minutes(ms, "vi") == vietnamese
    assert formats.minutes(ms, "en") == english


def test_a_mean_has_one_decimal() -> None:
    assert formats.minutes_mean(372_000, "vi") == "6,2 phút"


def test_the_ground_floor_starts_without_any_other_package() -> None:
    code = (
        "import sys; import look.words, look.formats, look.theme, look.fonts, look.pictograms, look.folding;"
        "print(sorted({'babel', 'PIL', 'jinja2', 'sqlalchemy', 'pydantic'} & set(sys.modules)))"
    )
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert said.stdout.strip() == "[]"
