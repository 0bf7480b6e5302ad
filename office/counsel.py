"""What the office offers its citizens besides numbers: pages of information, the suggestion box, progress of dossiers.

Reading only, for everybody, from any thread. The rule that surprises: whatever the office has not set up is not
offered, so a screen shows no way into an empty room.
"""

from typing import Any, TypedDict

from sqlalchemy import Engine

from look.words import N_
from office.acts.showing import choice_view
from office.domain import dossiers
from office.domain.content import SHOWN, filled
from office.domain.house import House
from office.domain.letters import LONGEST_TEXT
from office.domain.moment import local
from office.domain.refusals import Invalid, UnknownItem
from office.performing import Performer
from office.public_views import DossiersView, DossierView, PageLineView, PageView
from office.store import content
from office.store.content import Kept
from office.views import ChoiceView


class BoxView(TypedDict):
    """The suggestion box; `people`: the leaders, who read it; `tier_label`: who above reads it too, "" = unnamed."""

    offered: bool
    reasons: list[ChoiceView]
    people: list[str]
    tier_label: str
    longest: int


class Counsel:
    """See the module."""

    def __init__(self, readers: Engine, performer: Performer) -> None:
        self._readers, self._performer = readers, performer
        self._held: tuple[list[tuple[Any, ...]], list[Kept]] = ([], [])

    def pages(self) -> list[PageLineView]:
        """Those of today, in the office's order."""
        return [
            PageLineView(slug=one.page.slug, title=one.page.title, pictogram=one.page.pictogram)
            for one in self._today()
        ]

    def page(self, slug: str) -> PageView:
        """Raises UnknownItem, also for one that is not of today."""
        one = next((found for found in self._today() if found.page.slug == slug), None)
        if one is None:
            raise UnknownItem
        return PageView(
            slug=slug,
            title=one.page.title,
            pictogram=one.page.pictogram,
            updated_on=local(one.at, self._house.zone).date().isoformat(),
            blocks=filled(one.blocks, self._house),
        )

    def box(self) -> BoxView:
        house = self._house
        return BoxView(
            offered=house.box.on,
            reasons=[choice_view(one) for one in house.box.reasons],
            people=[" ".join(part for part in (one.title, one.name) if part) for one in house.leaders],
            tier_label=house.box.tier_label,
            longest=LONGEST_TEXT,
        )

    def dossiers(self) -> DossiersView:
        rules, service = self._house.dossiers, self._result_service
        return DossiersView(
            offered=bool(rules.url_template or service),
            example=rules.example or None,
            result_service=service,
            url=bool(rules.url_template),
        )

    def dossier(self, given: str) -> DossierView:
        """Raises Invalid."""
        rules = self._house.dossiers
        number = dossiers.normalised(given, rules.pattern)
        if number is None:
            raise Invalid(field="number", why=N_("This is not the number of a dossier."))
        return DossierView(
            number=number,
            url=dossiers.address_of(number, rules.url_template),
            result_service=self._result_service,
        )

    def _today(self) -> list[Kept]:
        today = self._performer.today().isoformat()
        return [one for one in self._kept() if one.page.state_on(today) == SHOWN and filled(one.blocks, self._house)]

    def _kept(self) -> list[Kept]:
        """Read anew only when some page has changed: twenty full ones are a megabyte of blocks."""
        with self._readers.begin() as conn:
            marks = content.marks(conn)
            held, kept = self._held
            if held != marks:
                kept = content.kept_pages(conn)
                self._held = (marks, kept)
        return kept

    @property
    def _house(self) -> House:
        return self._performer.house

    @property
    def _result_service(self) -> str | None:
        service = self._house.dossiers.result_service
        return service if service in self._house.services else None
