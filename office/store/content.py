"""The pages of information in the database: each keeps its versions, of which the newest holds."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, delete, func, insert, select, update
from sqlalchemy.dialects.sqlite import insert as upsert

from office.domain.content import MOST_VERSIONS, BlockView, Page
from office.store.letter_tables import content_page, content_version


@dataclass(frozen=True, slots=True)
class Kept:
    """A version of a page. `at` in ms of UTC; `by`: who wrote it, "" = shipped."""

    page: Page
    version: int
    blocks: list[BlockView]
    at: int
    by: str


def kept_pages(conn: Connection) -> list[Kept]:
    """Those that were not removed, each in the version that holds, in the office's order."""
    holds = (content_version.c.slug == content_page.c.slug) & (content_version.c.version == content_page.c.version)
    asked = select(content_version).join(content_page, holds).where(~content_page.c.removed)
    return [_kept(row) for row in conn.execute(asked.order_by(content_page.c.position, content_page.c.slug))]


def marks(conn: Connection) -> list[tuple[Any, ...]]:
    """Whatever changes with any page: equal marks, equal pages."""
    return [tuple(row) for row in conn.execute(select(content_page).order_by(content_page.c.slug))]


def kept_page(conn: Connection, slug: str) -> Kept | None:
    return next((one for one in kept_pages(conn) if one.page.slug == slug), None)


def versions_of(conn: Connection, slug: str) -> list[Kept]:
    """The newest first."""
    mine = select(content_version).where(content_version.c.slug == slug)
    return [_kept(row) for row in conn.execute(mine.order_by(content_version.c.version.desc()))]


def counts(conn: Connection) -> dict[str, int]:
    """How many versions are kept of each page."""
    rows = conn.execute(select(content_version.c.slug, func.count()).group_by(content_version.c.slug))
    return {row[0]: int(row[1]) for row in rows}


def known_slugs(conn: Connection) -> set[str]:
    """Those of removed pages too: their versions are still there."""
    return set(conn.execute(select(content_page.c.slug)).scalars())


def write(conn: Connection, page: Page, blocks: Sequence[BlockView], at: int, by: str) -> int:
    """A new version of the page, which holds from now on; a removed page is back, behind the others. Its number."""
    before = conn.execute(select(content_page).where(content_page.c.slug == page.slug)).first()
    version = 1 if before is None else _newest(conn, page.slug) + 1
    behind = select(func.coalesce(func.max(content_page.c.position), 0) + 1).scalar_subquery()
    place: Any = behind if before is None or before.removed else before.position
    row = {"slug": page.slug, "position": place, "version": version, "removed": False}
    statement = upsert(content_page).values(row)
    conn.execute(statement.on_conflict_do_update(index_elements=["slug"], set_=row))
    values = {name: getattr(page, name) for name in ("slug", "title", "pictogram", "since", "until", "markdown")}
    conn.execute(insert(content_version).values(**values, version=version, blocks=list(blocks), at=at, by=by))
    old = (content_version.c.slug == page.slug) & (content_version.c.version <= version - MOST_VERSIONS)
    conn.execute(delete(content_version).where(old))
    return version


def remove(conn: Connection, slug: str) -> None:
    conn.execute(update(content_page).where(content_page.c.slug == slug).values(removed=True))


def order(conn: Connection, slugs: Sequence[str]) -> None:
    for place, slug in enumerate(slugs, 1):
        conn.execute(update(content_page).where(content_page.c.slug == slug).values(position=place))


def _newest(conn: Connection, slug: str) -> int:
    asked = select(func.max(content_version.c.version)).where(content_version.c.slug == slug)
    return int(conn.execute(asked).scalar_one())


def _kept(row: Any) -> Kept:
    page = Page(
        slug=row.slug,
        title=row.title,
        pictogram=row.pictogram,
        since=row.since,
        until=row.until,
        markdown=row.markdown,
    )
    return Kept(page, row.version, row.blocks, row.at, row.by)
