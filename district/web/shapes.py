"""What goes out as JSON: plain dictionaries made of values."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from district.overview import Row, Sum, total
from district.web.watch import Seen
from office.domain.moment import utc_text


@dataclass(frozen=True, slots=True)
class OfficeView:
    """One office for programs. `rated_share`: rated ÷ windows ended today, 0…1, null without any."""

    id: str
    name: str
    stream: str | None
    complete_to: int
    known_to: int
    tickets_today: int
    ratings_today: int
    rated_share: float | None


def for_programs(row: Row) -> OfficeView:
    return OfficeView(
        id=row.id,
        name=row.name,
        stream=row.stream,
        complete_to=row.complete_to,
        known_to=row.known_to,
        tickets_today=row.tickets_today,
        ratings_today=row.ratings_today,
        rated_share=row.rated_share,
    )


def for_page(seen: Seen, made: Sequence[Row]) -> dict[str, Any]:
    """All that the page of offices draws."""
    return {
        "at": utc_text(seen.at) if seen.at else None,
        "database": seen.database,
        "broker": seen.broker,
        "sum": _sum(total(made)),
        "rows": [asdict(row) | {"devices": seen.ailing.get(row.id, {})} for row in made],
    }


def _sum(found: Sum) -> dict[str, Any]:
    return asdict(found) | {"rated_share": found.rated_share}
