"""The pages of information as the head writes them: saved in versions, ordered, removed, taken back.

A page is checked whole and kept with what it says as blocks, so that no screen ever meets a text that it cannot draw.
"""

import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import asdict, replace
from datetime import date
from typing import TypedDict

from sqlalchemy import Connection

from look.folding import fold
from look.words import N_
from office.answers import Answer
from office.backoffice.calendar import iso_date
from office.backoffice.markdown import blocks_to_show
from office.backoffice.wording import lines, text
from office.domain.content import LONGEST_TEXT, LONGEST_TITLE, MOST_PAGES, UNFILLED, Page, filled, gaps
from office.domain.house import House
from office.domain.moment import local, utc_text
from office.domain.people import Actor
from office.domain.refusals import Invalid, UnknownItem
from office.performing import Act, Performer
from office.store import content
from office.store.content import Kept

NO_LEADERS = "danh sách lãnh đạo của đơn vị"
"""What the page of the leaders lacks, in the words of a page, until somebody is named."""
_PICTOGRAM = re.compile(r"[a-z_]{1,40}")


class WrittenPageView(TypedDict):
    """A page as its writer has it before them. `state`: shown | coming | over | unfilled; `why`: its gaps."""

    slug: str
    title: str
    pictogram: str
    markdown: str
    since: str
    until: str
    state: str
    updated_on: str
    version: int
    versions: int
    why: list[str]


class PageVersionView(TypedDict):
    """`by`: who wrote it, "" = shipped with the program."""

    version: int
    at: str
    by: str
    title: str
    pictogram: str
    since: str
    until: str
    markdown: str


class Pages:
    """The acts on pages; those on one answer {"page"}, the others {"items"}."""

    def __init__(self, performer: Performer) -> None:
        self._performer = performer

    def add(self, actor: Actor, request_id: str | None, page: Page) -> Answer:
        """Its address is made from the title."""

        def work(act: Act) -> Answer:
            made = replace(page, slug=slug_of(page.title, content.known_slugs(act.conn)))
            return Answer(self._save(act, made), created=True)

        return self._performer.perform("content.add", actor, request_id, asdict(page), work)

    def save(self, actor: Actor, request_id: str | None, page: Page) -> Answer:
        """A new version; none when nothing is different."""

        def work(act: Act) -> Answer:
            before = _known(act, page.slug)
            checked = checked_page(page)
            return Answer(self._shown(act, page.slug) if checked == before.page else self._save(act, page))

        return self._performer.perform("content.save", actor, request_id, asdict(page), work)

    def restore(self, actor: Actor, request_id: str | None, slug: str, version: int) -> Answer:
        """An earlier version holds again, as a new one; also of a removed page."""

        def work(act: Act) -> Answer:
            old = next((one for one in content.versions_of(act.conn, slug) if one.version == version), None)
            if old is None:
                raise UnknownItem(page=slug, version=version)
            return Answer(self._save(act, old.page))

        return self._performer.perform("content.restore", actor, request_id, {"slug": slug, "version": version}, work)

    def remove(self, actor: Actor, request_id: str | None, slug: str) -> Answer:
        def work(act: Act) -> Answer:
            _known(act, slug)
            content.remove(act.conn, slug)
            act.record("content.removed", f"content:{slug}", {"slug": slug})
            return self._all(act)

        return self._performer.perform("content.remove", actor, request_id, {"slug": slug}, work)

    def order(self, actor: Actor, request_id: str | None, slugs: Sequence[str]) -> Answer:
        """`slugs` names every page once."""

        def work(act: Act) -> Answer:
            if sorted(slugs) != sorted(one.page.slug for one in content.kept_pages(act.conn)):
                raise Invalid(field="slugs", why=N_("Every page must be named exactly once."))
            content.order(act.conn, slugs)
            act.record("content.ordered", "content", {"slugs": list(slugs)})
            return self._all(act)

        return self._performer.perform("content.order", actor, request_id, {"slugs": list(slugs)}, work)

    def _save(self, act: Act, page: Page) -> dict[str, WrittenPageView]:
        write_page(act, page)
        return self._shown(act, page.slug)

    def _shown(self, act: Act, slug: str) -> dict[str, WrittenPageView]:
        one = next(one for one in self._views(act) if one["slug"] == slug)
        return {"page": one}

    def _all(self, act: Act) -> Answer:
        return Answer({"items": self._views(act)})

    def _views(self, act: Act) -> list[WrittenPageView]:
        return written_pages(act.conn, act.now.date(act.house.zone), act.house)


def write_page(act: Act, page: Page) -> None:
    """Checks it and makes a new version of it. Raises Invalid."""
    checked = checked_page(page)
    if len({one.page.slug for one in content.kept_pages(act.conn)} | {page.slug}) > MOST_PAGES:
        raise Invalid(field="title", why=N_("At most {most} pages."), most=MOST_PAGES)
    version = content.write(act.conn, checked, blocks_to_show(checked.markdown), act.now.wall, act.actor.word)
    told = {"slug": checked.slug, "version": version, "title": checked.title, "letters": len(checked.markdown)}
    digest = hashlib.sha256(checked.markdown.encode()).hexdigest()
    body = {**told, "since": checked.since, "until": checked.until, "digest": digest}
    act.record("content.saved", f"content:{checked.slug}", body)


def put_pages(act: Act, pages: Sequence[Page]) -> None:
    """These pages and no others, in this order. Raises Invalid."""
    present = {one.page.slug: one.page for one in content.kept_pages(act.conn)}
    wanted = {one.slug: one for one in pages}
    if len(wanted) < len(pages):
        raise Invalid(field="pages", why=N_("Every page must be named exactly once."))
    for slug in present.keys() - wanted.keys():
        content.remove(act.conn, slug)
        act.record("content.removed", f"content:{slug}", {"slug": slug})
    for slug, one in wanted.items():
        if present.get(slug) != checked_page(one):
            write_page(act, one)
    if list(present) != list(wanted):
        content.order(act.conn, list(wanted))
        act.record("content.ordered", "content", {"slugs": list(wanted)})


def written_pages(conn: Connection, today: date, house: House) -> list[WrittenPageView]:
    """All that were not removed, in the office's order."""
    counts = content.counts(conn)
    return [_written(one, counts[one.page.slug], today, house) for one in content.kept_pages(conn)]


def page_versions(conn: Connection, slug: str) -> list[PageVersionView]:
    """The newest first. Raises UnknownItem."""
    found = content.versions_of(conn, slug)
    if not found:
        raise UnknownItem(page=slug)
    return [
        PageVersionView(
            version=one.version,
            at=utc_text(one.at),
            by=one.by,
            title=one.page.title,
            pictogram=one.page.pictogram,
            since=one.page.since,
            until=one.page.until,
            markdown=one.page.markdown,
        )
        for one in found
    ]


def checked_page(page: Page) -> Page:
    """Cleaned. Raises Invalid with the field's name."""
    if _PICTOGRAM.fullmatch(page.pictogram) is None:
        raise Invalid(field="pictogram", why=N_("There is no such picture."))
    clean = replace(
        page,
        title=text(page.title, "title", longest=LONGEST_TITLE),
        markdown=lines(page.markdown, "markdown", longest=LONGEST_TEXT),
    )
    for field in ("since", "until"):
        if getattr(page, field):
            iso_date(getattr(page, field), field)
    if page.since and page.until and page.until < page.since:
        raise Invalid(field="until", why=N_("The last day cannot be before the first."))
    blocks_to_show(clean.markdown)
    return clean


def slug_of(title: str, taken: Iterable[str]) -> str:
    """ "Quy chế, nội quy" gives "quy-che-noi-quy"; the second one gives "quy-che-noi-quy-2"."""
    base = "-".join(re.findall(r"[a-z0-9]+", fold(title)))[:36].strip("-") or "trang"
    known, found, turn = set(taken), base, 2
    while found in known:
        found, turn = f"{base}-{turn}", turn + 1
    return found


def _known(act: Act, slug: str) -> Kept:
    found = content.kept_page(act.conn, slug)
    if found is None:
        raise UnknownItem(page=slug)
    return found


def _written(one: Kept, versions: int, today: date, house: House) -> WrittenPageView:
    page, lacks = one.page, gaps(one.page.markdown)
    if not lacks and not filled(one.blocks, house):
        lacks = [NO_LEADERS]
    return WrittenPageView(
        slug=page.slug,
        title=page.title,
        pictogram=page.pictogram,
        markdown=page.markdown,
        since=page.since,
        until=page.until,
        state=UNFILLED if lacks else page.state_on(today.isoformat()),
        updated_on=local(one.at, house.zone).date().isoformat(),
        version=one.version,
        versions=versions,
        why=lacks,
    )
