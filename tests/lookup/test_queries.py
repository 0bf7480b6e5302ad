"""What people type finds what they mean: written queries for all fifty procedures, in the first three of the list."""

import csv
from collections import Counter
from pathlib import Path

import pytest

from office.premises import Premises
from tests.lookup.conftest import found

HERE = Path(__file__).parent
BAR = 0.95


def _rows(name: str) -> list[dict[str, str]]:
    with (HERE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _table(share: dict[str, tuple[int, int]]) -> str:
    return "\n".join(f"{kind:<14} {good:>4} of {whole:>4}  {good / whole:.1%}" for kind, (good, whole) in share.items())


def test_written_queries_of_every_kind_find_the_wanted_one(
    commune: Premises, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = _rows("queries.csv")
    assert len(rows) >= 320
    assert len({row["wanted"] for row in rows}) == 50
    good, whole = Counter[str](), Counter[str]()
    for row in rows:
        for kind in (row["kind"], "all"):
            whole[kind] += 1
            good[kind] += row["wanted"] in found(commune, row["query"])
    share = {kind: (good[kind], whole[kind]) for kind in sorted(whole, key=lambda kind: kind == "all")}
    with capsys.disabled():
        print(f"\n{_table(share)}")
    assert set(share) == {"no_diacritics", "mistake", "swapped", "half", "everyday", "all"}
    assert min(right / count for right, count in share.values()) >= BAR


def test_queries_of_somebody_who_had_not_seen_those_find_it_too(
    commune: Premises, capsys: pytest.CaptureFixture[str]
) -> None:
    """Written before they were ever searched; nothing was arranged for them."""
    rows = _rows("queries_of_a_stranger.csv")
    good = sum(row["wanted"] in found(commune, row["query"]) for row in rows)
    with capsys.disabled():
        print(f"\n{_table({'a stranger': (good, len(rows))})}")
    assert good / len(rows) >= BAR


def test_every_procedure_is_first_when_its_whole_name_is_typed(commune: Premises) -> None:
    page = commune.desk.enquiries.find(limit=50)
    names = {one.procedure.code: one.procedure.name for one in page.items}
    assert len(names) == 50
    assert [name for code, name in names.items() if found(commune, name, 1) != [code]] == []
