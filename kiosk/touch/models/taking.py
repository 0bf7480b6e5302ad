"""Taking a number: the first screen with its tiles, the same for people with priority, and what is said instead.

When nobody has touched it for 30 s, the header tells what is being called and what the office has to say; the tiles
stay where they are and work.
"""

from dataclasses import replace
from typing import TYPE_CHECKING

from kiosk.touch.models import wording
from kiosk.touch.models.flow import Quiet
from kiosk.touch.page import Control, HomePage, Look, MessagePage, Page, Tile, Tone
from look.words import DEFAULT, N_, say
from office.views import ServiceView, StateView

if TYPE_CHECKING:
    from kiosk.touch.models.touch import Touch

IDLE_MS = 30_000
TILES = 8
NOTICE_MS = 12_000
TITLE = N_("Please choose a service")
PRIORITY_TITLE = N_("Number for priority people")
LOOKUP_SPOKEN = N_("Look up a procedure: which papers, how long, how much")
_SOME_OFF = frozenset({"closed", "day_closed"})


class Home(Quiet):
    """The tiles. With `priority` for people who go first; `leaf` counts the pages of eight tiles."""

    def __init__(self, flow: "Touch", *, priority: bool = False) -> None:
        self.flow, self.priority, self.leaf = flow, priority, 0
        self.patience_ms = IDLE_MS if priority else None

    @property
    def is_idle(self) -> bool:
        return not self.priority and self.flow.now() - self.flow.touched_at >= IDLE_MS

    def tick(self) -> None:
        if self.is_idle:
            self.leaf, self.flow.language = 0, DEFAULT

    def page(self) -> Page:
        services = self._services()
        if not any(one["open"] for one in services) and not self._mixed(services):
            return self._closed_page(services)
        language = self.flow.language
        title = say(language, PRIORITY_TITLE if self.priority else TITLE)
        return HomePage(
            header=self.flow.header(idle=self.is_idle),
            band=self.flow.band,
            title=title,
            subtitle=self._subtitle(),
            picture="priority" if self.priority else "",
            tiles=tuple(self._tile(one) for one in services[self.leaf * TILES : (self.leaf + 1) * TILES]),
            main=(*self._turning(len(services)), *self._main()),
            bar=self._small(),
        )

    def press(self, name: str) -> None:
        act, _, what = name.partition(":")
        if act == "service":
            self._choose(what)
        elif act == "priority":
            self.flow.choose_priority()
        elif act == "back":
            self.flow.home(same_person=True)
        elif act == "language":
            self.flow.change_language()
        elif act == "leaf":
            self.leaf = int(what)
        elif act == "give_back":
            self.flow.give_back()
        elif act == "staff":
            self.flow.staff()
        elif act == "lookup":
            self.flow.look_up()
        else:
            self.flow.offers.open(name)

    def _choose(self, service_id: str) -> None:
        service = wording.service_of(self.flow.state, service_id)
        if service is None:
            return
        if service["open"]:
            self.flow.take(service_id, priority=self.priority)
        else:
            self.flow.refuse(service_id, service["why"] or "closed", service["opens_at"])

    # -- what the page says

    def _services(self) -> list[ServiceView]:
        return [] if self.flow.state is None else self.flow.state["services"]

    def _mixed(self, services: list[ServiceView]) -> bool:
        """Closed for different reasons: then the tiles say it better than one page."""
        return any(one["why"] not in _SOME_OFF for one in services)

    def _subtitle(self) -> str:
        if self.priority:
            return say(
                self.flow.language,
                "For older people, people with disabilities, pregnant women and people with merits to the revolution. "
                "Please choose a service.",
            )
        return say(self.flow.language, "One touch gives you a number")

    def _tile(self, one: ServiceView) -> Tile:
        language = self.flow.language
        name = wording.service_name(one, language)
        status, more = wording.waiting(one, language) if one["open"] else wording.closed(one, language)
        return Tile(
            name=f"service:{one['id']}",
            prefix=one["prefix"],
            title=name,
            detail=wording.service_detail(one, language),
            status=status,
            more=more,
            open=one["open"],
            spoken=say(
                language,
                "{letter}, {service}. {status}",
                letter=one["prefix"],
                service=name,
                status=f"{status}, {more}" if more else status,
            ),
        )

    def _main(self) -> tuple[Control, ...]:
        if self.priority:
            return (replace(self.flow.back_control(), look=Look.OUTLINED),)
        language = self.flow.language
        text = say(language, "Priority people")
        spoken = say(language, "Priority people: older people, people with disabilities, pregnant women")
        return (*self._lookup(), Control("priority", text, spoken, "priority", Look.OUTLINED))

    def _lookup(self) -> tuple[Control, ...]:
        """Only where there is something to look up."""
        text = say(self.flow.language, "Look up a procedure")
        found = Control("lookup", text, say(self.flow.language, LOOKUP_SPOKEN), "search", Look.SOLID)
        return (found,) if self.flow.offers.now.procedures else ()

    def _small(self) -> tuple[Control, ...]:
        text = say(self.flow.language, "Give back a number")
        give_back = Control("give_back", text, text, "undo")
        language = self.flow.language_control()
        return (language,) if self.priority else (give_back, *self.flow.offers.controls(), language)

    def _turning(self, services: int) -> tuple[Control, ...]:
        last = max(services - 1, 0) // TILES
        self.leaf = min(self.leaf, last)
        if not last:
            return ()
        following = (self.leaf + 1) % (last + 1)
        text = say(self.flow.language, "More services ({n}/{all})", n=self.leaf + 1, all=last + 1)
        return (Control(f"leaf:{following}", text, text, "forward", Look.SOLID),)

    def _closed_page(self, services: list[ServiceView]) -> Page:
        language, state = self.flow.language, self.flow.state
        again = min((one["opens_at"] or "" for one in services if one["opens_at"]), default="", key=_when)
        return MessagePage(
            header=self.flow.header(idle=self.is_idle),
            band=self.flow.band,
            title=self._closed_title(state),
            text=say(language, "The office {opens_again}.", opens_again=wording.opens_again(again, language))
            if again
            else "",
            notes=() if state is None else tuple(state["notices"]),
            picture="clock",
            bar=(*self._lookup(), *self.flow.offers.controls(), self.flow.language_control()),
        )

    def _closed_title(self, state: StateView | None) -> str:
        name = "" if state is None else state["opening"]["name"]
        if name and state is not None and not state["opening"]["sessions"]:
            return say(self.flow.language, "Closed today: {name}", name=name)
        return say(self.flow.language, "The office is closed now")


def _when(opens_at: str) -> str:
    """Today's times before those of other days."""
    return opens_at if "T" in opens_at else f"0{opens_at}"


class Notice(Quiet):
    """One saying with a way back; leaves by itself."""

    patience_ms: int | None = NOTICE_MS
    stays_when_away = True

    def __init__(self, flow: "Touch", page: MessagePage) -> None:
        self.flow, self._page = flow, page

    def page(self) -> Page:
        back = replace(self.flow.back_control(), look=Look.SOLID)
        return replace(self._page, header=self.flow.header(), band=self.flow.band, main=(back,))

    def press(self, name: str) -> None:
        if name == "back":
            self.flow.home(same_person=True)


def no_number(flow: "Touch", service_id: str, code: str, opens_at: str | None) -> Notice:
    """Why there is no number now, and when to come back."""
    language, service = flow.language, wording.service_of(flow.state, service_id)
    title = wording.closed_title(code, opens_at, language)
    again = wording.opens_again(opens_at, language)
    text = "" if service is None else wording.service_name(service, language)
    return Notice(
        flow,
        MessagePage(
            tone=Tone.WARN,
            title=title if not text else f"{text}: {title[:1].lower()}{title[1:]}",
            text=say(language, "This service {opens_again}.", opens_again=again)
            if again
            else say(language, "Please ask at a counter when to come back."),
            picture=wording.CLOSED_PICTURES.get(code, "clock"),
        ),
    )
