"""Queue numbers are read as they are written, and never come twice after a restore."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from office.domain import numbers

PLACES = st.integers(1, 99_999)
LETTERS = st.sampled_from(numbers.PREFIXES)


@given(LETTERS, PLACES)
def test_a_number_is_read_as_it_was_written(prefix: str, place: int) -> None:
    text = numbers.written(prefix, place)
    assert numbers.read(text) == (prefix, place)
    assert len(text) == max(4, 1 + len(str(place)))


@given(LETTERS, PLACES)
def test_a_clerk_may_type_it_small_and_without_zeros(prefix: str, place: int) -> None:
    assert numbers.read(f" {prefix.lower()}{place} ") == (prefix, place)


@given(st.text(max_size=8))
def test_whatever_is_typed_is_a_number_or_none(typed: str) -> None:
    read = numbers.read(typed)
    assert read is None or numbers.read(numbers.written(*read)) == read


@pytest.mark.parametrize(
    "typed", ["", "A", "23", "A000", "A0", "AB12", "A-1", "A1.5", "A123456", "Đ012", "A٣", "A\x00"]
)
def test_what_is_no_number_is_none(typed: str) -> None:
    assert numbers.read(typed) is None


def test_after_999_there_are_four_digits() -> None:
    assert [numbers.written("A", place) for place in (1, 999, 1000)] == ["A001", "A999", "A1000"]


def test_no_letter_is_offered_that_is_confused_by_ear() -> None:
    assert set("ABCEGHKLMNPTV") <= set(numbers.PREFIXES)
    assert not set("FIJOQRSUWXYZ") & set(numbers.PREFIXES)


@given(st.integers(0, 5_000), st.integers(0, 5_000))
def test_after_a_restore_the_series_goes_on_at_the_next_full_hundred(known: int, in_backup: int) -> None:
    place = numbers.next_after_restore(known, in_backup)
    assert place % 100 == 0
    assert max(known, in_backup) < place <= max(known, in_backup) + 100


@given(st.integers(0, 5_000))
def test_when_nobody_knows_the_numbers_it_goes_on_500_above(in_backup: int) -> None:
    assert numbers.next_after_restore(None, in_backup) == in_backup + 500
