"""A procedure as JSON and back, and which of its versions holds on which day."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from office.domain.procedures import (
    Attachment,
    Certainty,
    Channel,
    DayKind,
    Fee,
    Paper,
    Procedure,
    body_of,
    holds_until,
    is_code,
    procedure_from,
    procedure_of,
    value_of,
)

TEXT = st.sampled_from(("", "Tờ khai", 'a|b;\n"', "👶"))
DAY = st.dates(date(2025, 1, 1), date(2027, 1, 1)).map(date.isoformat)
PROCEDURES = st.builds(
    Procedure,
    code=st.just("1.001193"),
    name=TEXT,
    field=TEXT,
    service=st.none() | TEXT,
    channels=st.lists(st.sampled_from(Channel), unique=True).map(tuple),
    days=st.none() | st.integers(0, 99),
    day_kind=st.sampled_from(DayKind),
    fees=st.lists(
        st.builds(Fee, st.none() | st.sampled_from(Channel), st.none() | st.integers(0), TEXT, st.none() | DAY)
    ).map(tuple),
    papers=st.lists(st.builds(Paper, TEXT, TEXT), max_size=2).map(tuple),
    steps=st.lists(TEXT, max_size=3).map(tuple),
    attachments=st.lists(st.builds(Attachment, TEXT, TEXT), max_size=2).map(tuple),
    sure_of_fee=st.sampled_from(Certainty),
    effective=st.none() | DAY,
)


@given(PROCEDURES)
@settings(max_examples=40)
def test_what_is_written_is_read_again(procedure: Procedure) -> None:
    assert procedure_from(body_of(procedure)) == procedure
    assert procedure_of(value_of(procedure, everything=True)) == procedure


def test_a_repeal_is_no_part_of_a_version() -> None:
    known = Procedure(code="1.001193", name="Đăng ký khai sinh", field="Hộ tịch")
    assert body_of(known) == '{"code":"1.001193","field":"Hộ tịch","name":"Đăng ký khai sinh"}'
    repealed = procedure_of({**value_of(known), "repealed": "2026-12-01"})
    assert (body_of(repealed), value_of(repealed)["repealed"]) == (body_of(known), "2026-12-01")


@pytest.mark.parametrize(
    ("text", "is_one"),
    [("1.001193", True), ("1.001193.000.00.00.H56", True), ("1.001193.000.00.00", True), ("1.00119", False)],
)
def test_a_code_is_as_the_national_database_writes_it(text: str, is_one: bool) -> None:
    assert is_code(text) is is_one
    assert not is_code(text + "\n")


@given(st.lists(st.sampled_from(["", *(str(date(2026, 11, day)) for day in range(20, 28))]), min_size=1, max_size=5))
@settings(max_examples=60)
def test_on_every_day_at_most_one_version_holds_and_it_is_the_newest_that_has_begun(days: list[str]) -> None:
    begins = [(since, version) for version, since in enumerate(days, 1)]
    ends = holds_until(begins, "2026-11-25")
    for offset in range(10):
        day = str(date(2026, 11, 19) + timedelta(offset))
        holding = [version for since, version in begins if since <= day < _or_never(ends[version])]
        begun = sorted((since, version) for since, version in begins if since <= day)
        wanted = [begun[-1][1]] if begun and day < "2026-11-25" else []
        assert holding == wanted


def _or_never(end: str | None) -> str:
    return "9999" if end is None else end
