"""Searching a catalogue as large as the country's: whole queries, and after every key that is pressed."""

import csv
import time
from collections.abc import Sequence
from pathlib import Path

from office.clock import MachineClock
from office.lookup.sample import sample
from office.premises import Premises
from tests.bench.figures import Row, percentile
from tests.lookup.catalogues import COUNTRY, catalogue
from tests.lookup.conftest import found, keep
from tests.office_fixture import opened

BAR_MS = 30.0
_QUERIES = Path(__file__).parents[1] / "lookup" / "queries.csv"


def measure(folder: Path, quick: bool) -> list[Row]:
    with _QUERIES.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))[:: 10 if quick else 1]
    with opened(folder, MachineClock()) as premises:
        ours = sample()
        codes = {one.code for one in ours}
        others = [one for one in catalogue(COUNTRY) if one.code not in codes]
        keep(premises, [*ours, *others][:COUNTRY])
        first = _times(premises, ["khai sinh"])
        whole = _times(premises, [row["query"] for row in rows])
        keys = _times(premises, [row["query"][:end] for row in rows[::5] for end in range(1, len(row["query"]) + 1)])
        good = sum(row["wanted"] in found(premises, row["query"]) for row in rows)
    return [
        Row("the first search after the catalogue changed", f"{first[0] * 1000:.0f} ms"),
        _row(f"search over {COUNTRY:,} procedures, whole queries", whole),
        _row("the same after every key", keys),
        Row("the wanted one among the first three of so many", f"{good / len(rows):.1%} (n = {len(rows)})"),
    ]


def _times(premises: Premises, queries: Sequence[str]) -> list[float]:
    times = []
    for query in queries:
        begun = time.perf_counter()
        premises.desk.enquiries.find(query, limit=4)
        times.append(time.perf_counter() - begun)
    return times


def _row(what: str, seconds: Sequence[float]) -> Row:
    p50, p95, most = (percentile(seconds, share) * 1000 for share in (0.5, 0.95, 1.0))
    measured = f"p50 {p50:.1f} · p95 {p95:.1f} · max {most:.1f} ms (n = {len(seconds)})"
    return Row(what, measured, f"p95 ≤ {BAR_MS:g} ms", p95 <= BAR_MS)
