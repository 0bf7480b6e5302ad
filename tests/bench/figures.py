"""Percentiles, and the table that they are printed in."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Row:
    """`measured` as people read it; `bar`: what was promised; `holds`: None where nothing was."""

    what: str
    measured: str
    bar: str = ""
    holds: bool | None = None


def percentile(values: Sequence[float], share: float) -> float:
    """The smallest value that at least `share` of the values do not exceed."""
    ordered = sorted(values)
    return ordered[max(0, -(-len(ordered) * round(share * 1000) // 1000) - 1)]


def times_row(
    what: str,
    seconds: Sequence[float],
    p50_ms: float | None = None,
    p99_ms: float | None = None,
    p95_ms: float | None = None,
) -> Row:
    """p50, p95, p99 and the largest of these times, beside their bars."""
    p50, p95, p99 = (percentile(seconds, share) * 1000 for share in (0.5, 0.95, 0.99))
    measured = f"p50 {p50:.1f} · p95 {p95:.1f} · p99 {p99:.1f} · max {max(seconds) * 1000:.1f} ms (n = {len(seconds)})"
    promised = (("p50", p50, p50_ms), ("p95", p95, p95_ms), ("p99", p99, p99_ms))
    bars = [f"{name} ≤ {bar:g} ms" for name, _, bar in promised if bar is not None]
    if not bars:
        return Row(what, measured)
    holds = all(bar is None or value <= bar for _, value, bar in promised)
    return Row(what, measured, ", ".join(bars), holds)


def at_least(what: str, value: float, unit: str, bar: float) -> Row:
    return Row(what, f"{value:.0f} {unit}", f"≥ {bar:g} {unit}", value >= bar)


def at_most(what: str, value: float, unit: str, bar: float, more: str = "") -> Row:
    return Row(what, f"{value:.2f} {unit}{more}", f"≤ {bar:g} {unit}", value <= bar)


def table(rows: Sequence[Row]) -> str:
    """A Markdown table."""
    lines = ["| what | measured | bar | |", "|---|---|---|---|"]
    lines += [f"| {row.what} | {row.measured} | {row.bar} | {_verdict(row)} |" for row in rows]
    return "\n".join(lines)


def _verdict(row: Row) -> str:
    return "" if row.holds is None else "holds" if row.holds else "MISSED"
