"""What a file changes: new, changed, repealed or nothing, and from which day on."""

from dataclasses import replace
from typing import Any

import pytest

from office.domain.procedures import ALWAYS, FIELDS, Certainty, Fee, Procedure
from office.lookup.changes import Change, Present, What, changes
from office.lookup.entries import Entry

TODAY = "2026-11-22"
BIRTH = Procedure(code="1.001193", name="Đăng ký khai sinh", field="Hộ tịch", service="B", fees=(Fee(None, 0),))
ALL = frozenset(FIELDS)


def entry(procedure: Procedure, given: frozenset[str] = ALL) -> Entry:
    return Entry(2, procedure, given)


def change(procedure: Procedure, present: Present | None, given: frozenset[str] = ALL) -> Change:
    (found,) = changes([entry(procedure, given)], {} if present is None else {procedure.code: present}, TODAY)
    return found


def told(found: Change) -> tuple[Any, ...]:
    return found.what, found.since, found.repealed, found.fields


def test_the_first_version_holds_always_or_from_the_day_it_names() -> None:
    assert told(change(BIRTH, None)) == (What.NEW, ALWAYS, None, ())
    assert told(change(replace(BIRTH, effective="2027-01-01"), None)) == (What.NEW, "2027-01-01", None, ())


def test_what_says_the_same_changes_nothing() -> None:
    assert told(change(BIRTH, Present(BIRTH))) == (What.UNCHANGED, None, None, ())
    coming = replace(BIRTH, fees=(Fee(None, 8_000),), effective="2027-01-01")
    assert change(coming, Present(BIRTH, (coming,))).what is What.UNCHANGED


@pytest.mark.parametrize(("effective", "since"), [(None, TODAY), ("2025-01-01", TODAY), ("2027-01-01", "2027-01-01")])
def test_a_later_version_never_begins_before_it_arrived(effective: str | None, since: str) -> None:
    dearer = replace(BIRTH, fees=(Fee(None, 8_000),), effective=effective)
    found = change(dearer, Present(BIRTH))
    assert (found.what, found.since, "fees" in found.fields) == (What.CHANGED, since, True)


def test_what_the_file_has_no_column_for_stays() -> None:
    short = Procedure(code=BIRTH.code, name="Khai sinh", field="Hộ tịch")
    found = change(short, Present(BIRTH), frozenset({"code", "name", "field"}))
    assert (found.procedure, found.fields) == (replace(BIRTH, name="Khai sinh"), ("name",))


def test_another_fee_takes_along_what_was_said_of_the_one_before() -> None:
    said = replace(BIRTH, fee_note="Miễn phí", sure_of_fee=Certainty.LOW, days=1, deadline_note="Trong ngày")
    given = frozenset({"code", "name", "field", "fees", "days"})
    dearer = Procedure(code=BIRTH.code, name=BIRTH.name, field=BIRTH.field, fees=(Fee(None, 8_000),), days=1)
    found = change(dearer, Present(said), given).procedure
    assert (found.fees, found.fee_note, found.sure_of_fee) == ((Fee(None, 8_000),), "", Certainty.HIGH)
    assert (found.days, found.deadline_note, found.service) == (1, "Trong ngày", "B")
    assert change(replace(dearer, fees=BIRTH.fees), Present(said), given).what is What.UNCHANGED


def test_a_repeal_in_the_file_is_no_new_version() -> None:
    found = change(replace(BIRTH, repealed="2026-12-01"), Present(BIRTH))
    assert told(found) == (What.REPEALED, None, "2026-12-01", ("repealed",))


def test_a_file_without_that_column_brings_back_what_was_repealed_but_not_what_will_be() -> None:
    given = ALL - {"repealed"}
    assert told(change(BIRTH, Present(BIRTH, repealed="2026-01-01"), given)) == (
        What.CHANGED,
        None,
        None,
        ("repealed",),
    )
    assert change(BIRTH, Present(BIRTH, repealed="2027-01-01"), given).what is What.UNCHANGED


def test_a_whole_catalogue_repeals_what_it_does_not_name() -> None:
    present = {"1.000001": Present(replace(BIRTH, code="1.000001")), BIRTH.code: Present(BIRTH)}
    kept, gone = changes([entry(BIRTH)], present, TODAY, whole=True)
    assert (kept.what, told(gone)) == (What.UNCHANGED, (What.REPEALED, None, TODAY, ("repealed",)))
    present["1.000001"] = replace(present["1.000001"], repealed="2026-05-05")
    assert len(changes([entry(BIRTH)], present, TODAY, whole=True)) == 1
