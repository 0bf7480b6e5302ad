"""What the tier above says, read from a stranger: what it writes is read again, and nothing else is."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from office.domain.above import (
    MOST_DAYS,
    MOST_NOTICES,
    SpecialDay,
    Unfit,
    body_of_days,
    body_of_notices,
    read_days,
    read_notices,
)

WORDS = st.text(st.characters(categories=("L", "Nd", "Zs", "P")), min_size=1, max_size=60).filter(str.strip)
KINDS = st.sampled_from(["closed", "morning", "afternoon"])
DATES = st.dates(date(2020, 1, 1), date(2040, 1, 1)).map(date.isoformat)


@given(st.lists(WORDS, max_size=MOST_NOTICES))
def test_notices_are_read_as_they_were_written(lines: list[str]) -> None:
    once = read_notices(body_of_notices(tuple(lines)))
    assert read_notices(body_of_notices(once)) == once
    assert len(once) == len(lines)


@given(st.dictionaries(DATES, st.builds(SpecialDay, KINDS, WORDS.map(str.strip)), max_size=40))
def test_days_are_read_as_they_were_written(days: dict[str, SpecialDay]) -> None:
    once = dict(read_days(body_of_days(days)))
    assert once.keys() == days.keys()
    assert dict(read_days(body_of_days(once))) == once


@given(st.binary(max_size=300))
def test_anything_else_is_unfit(body: bytes) -> None:
    for read in (read_notices, read_days):
        with pytest.raises(Unfit):
            read(body)


@pytest.mark.parametrize(
    "body",
    [
        b'{"notices": ["a\\u0000b"]}',
        b'{"notices": ["\\ud800"]}',
        b'{"notices": [""]}',
        b'{"notices": [1]}',
        b'{"notices": {"a": 1}}',
        b'{"notices": ["' + b"x" * 161 + b'"]}',
        b'{"notices": [' + b'"x",' * MOST_NOTICES + b'"x"]}',
        b"[" * 50_000,
    ],
)
def test_notices_that_no_screen_could_show_are_unfit(body: bytes) -> None:
    with pytest.raises(Unfit):
        read_notices(body)


@pytest.mark.parametrize(
    "day",
    [
        '{"date": "2026-02-30", "kind": "closed"}',
        '{"date": "20260902", "kind": "closed"}',
        '{"date": "2026-09-02"}',
        '{"date": "2026-09-02", "kind": "ajar"}',
        '{"date": "2026-09-02", "kind": "hours"}',
        '{"date": "2026-09-02", "kind": "closed", "sessions": [[450, 690]]}',
        '{"date": "2026-09-02", "kind": "hours", "sessions": [[690, 450]]}',
        '{"date": "2026-09-02", "kind": "hours", "sessions": [[450, 690], [600, 720]]}',
        '{"date": "2026-09-02", "kind": "hours", "sessions": [[450, 1441]]}',
        '{"date": "2026-09-02", "kind": "hours", "sessions": [[true, 690]]}',
        '{"date": "2026-09-02", "kind": "closed", "name": 7}',
        '{"date": "2026-09-02", "kind": "closed", "until": "2026-09-03"}',
        "7",
    ],
)
def test_days_that_no_calendar_has_are_unfit(day: str) -> None:
    with pytest.raises(Unfit):
        read_days(f'{{"days": [{day}]}}'.encode())


def test_more_days_than_a_year_has_are_unfit() -> None:
    days = ",".join(['{"date": "2026-09-02", "kind": "closed"}'] * (MOST_DAYS + 1))
    with pytest.raises(Unfit):
        read_days(f'{{"days": [{days}]}}'.encode())
