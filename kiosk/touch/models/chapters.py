"""The chapters of a procedure, as passages to read: papers, steps, time and fees, the law, the way online.

Only chapters that have something to say are there; papers always are, because a person must know when they are unknown.
"""

from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType

from kiosk.touch.counsel import Kind, Passage
from look import formats
from look.words import N_, say
from office.remote.lookup import ChannelFeeView, NeededView, ProcedureView

PAPERS, STEPS, FEES, LAW, ONLINE = "papers", "steps", "fees", "law", "online"
TITLES: Mapping[str, str] = MappingProxyType(
    {
        PAPERS: N_("Papers"),
        STEPS: N_("Steps"),
        FEES: N_("Time, fee"),
        LAW: N_("Legal basis"),
        ONLINE: N_("Online"),
    }
)
CHANNELS: Mapping[str, str] = MappingProxyType(
    {"in_person": N_("At the counter"), "online": N_("On the internet"), "post": N_("By post")}
)
UNKNOWN = N_("There is no information yet. Please ask at a counter.")
BULLET = "•"


def names(view: ProcedureView) -> tuple[str, ...]:
    """The chapters of this procedure, in the order of reading."""
    there = {STEPS: view["steps"], LAW: view["legal"] or view["attachments"], ONLINE: view["portal_url"]}
    return tuple(name for name in TITLES if there.get(name, True))


def passages(view: ProcedureView, chapter: str, language: str) -> tuple[Passage, ...]:
    """What stands in it."""
    match chapter:
        case "steps":
            return tuple(_numbered(view["steps"]))
        case "fees":
            return tuple(_time_and_fees(view, language))
        case "law":
            return tuple(_law(view, language))
        case "online":
            return tuple(_online(view, language))
        case _:
            return tuple(map(_paper, view["papers"], _marks())) or (_text(say(language, UNKNOWN)),)


def _marks() -> Iterator[str]:
    n = 0
    while True:
        n += 1
        yield f"{n}."


def _paper(one: NeededView, mark: str) -> Passage:
    copies = ((f"({one['copies']})", True),) if one["copies"] else ()
    return Passage(Kind.ITEM, ((one["name"], False), *copies), mark=mark)


def _numbered(texts: Iterable[str]) -> Iterator[Passage]:
    for text, mark in zip(texts, _marks(), strict=False):
        yield Passage(Kind.ITEM, ((text, False),), mark=mark)


def _time_and_fees(view: ProcedureView, language: str) -> Iterator[Passage]:
    unknown = say(language, UNKNOWN)
    yield _heading(say(language, "How long it takes"))
    yield _text(view["deadline"] or unknown)
    yield _heading(say(language, "What it costs"))
    yield from _costs(view, language)
    if view["channels"]:
        yield _heading(say(language, "How it can be handed in"))
        yield from (_item(say(language, CHANNELS[one])) for one in view["channels"] if one in CHANNELS)


def _costs(view: ProcedureView, language: str) -> Iterator[Passage]:
    if view["fee"] is None:
        yield _text(say(language, UNKNOWN))
        return
    yield from (_item(_fee(one, language)) for one in view["fees"])
    if view["fee_note"] or not view["fees"]:
        yield _text(view["fee_note"] or view["fee"])


def _fee(one: ChannelFeeView, language: str) -> str:
    dong = one["dong"]
    amount = "" if dong is None else say(language, "free of charge") if dong == 0 else _dong(dong, language)
    where = "" if one["channel"] is None else say(language, CHANNELS.get(one["channel"], ""))
    told = " – ".join(part for part in (amount, one["note"]) if part) or say(language, UNKNOWN)
    return f"{where}: {told}" if where else told


def _dong(dong: int, language: str) -> str:
    return f"{formats.number(dong, language)}{formats.NO_BREAK}đ"


def _law(view: ProcedureView, language: str) -> Iterator[Passage]:
    yield from map(_item, view["legal"])
    if view["attachments"]:
        yield _heading(say(language, "Forms"))
        for one in view["attachments"]:
            yield Passage(Kind.CODE, ((one["title"], False),), link=one["url"])


def _online(view: ProcedureView, language: str) -> Iterator[Passage]:
    url = view["portal_url"] or ""
    words = say(language, "Scan this with your telephone to hand it in on the National Public Service Portal.")
    yield Passage(Kind.CODE, ((words, False), (url.partition("://")[2].partition("/")[0], True)), level=2, link=url)


def _heading(text: str) -> Passage:
    return Passage(Kind.HEADING, ((text, True),))


def _text(text: str) -> Passage:
    return Passage(Kind.TEXT, ((text, False),))


def _item(text: str) -> Passage:
    return Passage(Kind.ITEM, ((text, False),), mark=BULLET)
