"""What the office shows to everybody: procedures, its own pages, the suggestion box, the progress of dossiers.

The JSON shapes of those parts of the LAN API, as `office.views` has those of numbers and counters. The web answers in
them and `office.remote` reads them, so that a screen and the office cannot come apart.
"""

from typing import TypedDict

from office.domain.content import BlockView
from office.views import ChoiceView


class ProcedureLineView(TypedDict):
    """A procedure in a list. `key`: for addresses; `match`: the parts of `name` to light up, in characters.

    `code`, `deadline`, `fee`: None = nobody is sure; the last two in finished Vietnamese words.
    """

    key: str
    code: str | None
    name: str
    field: str
    service: str | None
    deadline: str | None
    fee: str | None
    online: bool
    match: list[list[int]]


class FieldView(TypedDict):
    name: str
    count: int


class ProceduresView(TypedDict):
    """`total`: of all pages; `fields`: of everything found, whatever field was asked for;

    `searched`: what was looked for instead of what was typed, None = nothing changed.
    """

    items: list[ProcedureLineView]
    total: int
    fields: list[FieldView]
    searched: str | None


class NeededPaperView(TypedDict):
    """A document to bring; `copies` in words, or ""."""

    name: str
    copies: str


class FeeView(TypedDict):
    """`channel`: in_person | online | post, None = every one; `dong`: None = unknown, 0 = free of charge."""

    channel: str | None
    dong: int | None
    note: str


class AttachmentView(TypedDict):
    title: str
    url: str


class ProcedureView(ProcedureLineView):
    """The whole page. `portal_url`: of the national portal, for a QR code; `takes_numbers`: its service exists;

    `counters`: those that serve it.
    """

    papers: list[NeededPaperView]
    steps: list[str]
    legal: list[str]
    attachments: list[AttachmentView]
    channels: list[str]
    fees: list[FeeView]
    fee_note: str
    portal_url: str | None
    effective: str | None
    repealed: str | None
    version: int
    service_name: str | None
    counters: list[int]
    takes_numbers: bool


class ChecklistView(TypedDict):
    """`state`: printed | accepted | failed | unknown; `why`: in words, for the last two."""

    state: str
    why: str | None


class PageLineView(TypedDict):
    """A page of the office in the list. `pictogram`: a name of `look.pictograms`."""

    slug: str
    title: str
    pictogram: str


class PageView(PageLineView):
    """`updated_on`: ISO date of the version that is shown."""

    updated_on: str
    blocks: list[BlockView]


class FormView(TypedDict):
    """The suggestion box. `readers`: who will read it, in words; `longest`: characters of a text."""

    offered: bool
    reasons: list[ChoiceView]
    readers: list[str]
    longest: int


class DossiersView(TypedDict):
    """`url`: whether the progress of a dossier has an address; `result_service`: where results are collected."""

    offered: bool
    example: str | None
    result_service: str | None
    url: bool


class DossierView(TypedDict):
    """The number as the office writes it. `url`: where its progress stands; `result_service`: as in `DossiersView`."""

    number: str
    url: str | None
    result_service: str | None
