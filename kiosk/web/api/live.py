"""The live stream: every page and screen hears what happens at the moment it happens.

Facts come from the desk's thread and are handed to the event loop once, written once and shared by all
listeners; the state follows at most five times a second, the first one after a quiet 200 ms at once. A
listener that comes back says what it heard last and gets the rest, in pages, before it hears anything new.

The rules that surprise: a resumed listener gets the state first, then the facts it missed, then the state
again, so that an old fact never has the last word; the state is also looked at every 15 s without any fact,
because opening hours end by themselves; and a listener whose token was revoked is cut off within those 15 s, a page
whose person signed in elsewhere at once.
"""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field

import structlog
from fastapi import APIRouter
from starlette.requests import Request

from kiosk.web.api import roles
from kiosk.web.api.access import Asked, GuardedRoute, may
from kiosk.web.api.answers import PROBLEM, written
from office.desk import Desk
from office.domain.people import Actor
from office.doors import Doors
from office.journal import FactView
from office.views import StateView
from web.problems import Refused
from web.sse import KEEP_ALIVE_S, EventStream, Mailbox, event, retry

QUIET_S = 0.2
"""Seconds between two states."""

PAGE = 500
"""Facts in one piece when a listener catches up."""

MOST_LISTENERS = 400
RECONNECT_MS = 1_000
TAKEN_OVER = "counter.taken_over"

log = structlog.get_logger("live")
router = APIRouter(tags=["live"], route_class=GuardedRoute)


@dataclass(eq=False, slots=True)
class Listener:
    """One open stream. `told` is the last fact that it was given; only a `caught_up` one hears new facts."""

    actor: Actor
    token: str | None
    told: int
    caught_up: bool = False
    mailbox: Mailbox = field(default_factory=Mailbox)

    def hears(self, kind: str) -> bool:
        return roles.hears(kind, sees_all=roles.sees_ratings(self.actor))


class Live:
    """All listeners of one event loop; it begins with the first of them.

    `look_every_s`: seconds between two looks at changes without a fact, and at tokens that no longer hold.
    """

    def __init__(self, desk: Desk, doors: Doors, look_every_s: float = KEEP_ALIVE_S) -> None:
        self._look_every_s = look_every_s
        self._desk, self._doors = desk, doors
        self._listeners: set[Listener] = set()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._told = 0
        self._changed = asyncio.Event()
        self._sent: StateView | None = None
        self._tasks: list[asyncio.Task[None]] = []
        self._stop_hearing: Callable[[], None] = lambda: None
        self.ended = False

    def begin(self) -> None:
        """Start to hear. Called again it does nothing."""
        if self._loop is not None or self.ended:
            return
        self._loop = asyncio.get_running_loop()
        self._stop_hearing = self._desk.on_facts(self._heard)
        self._told = self._desk.seq
        self._tasks = [asyncio.create_task(self._keep(work)) for work in (self._tell_state, self._look_after)]

    def devices(self) -> frozenset[str]:
        """The ids of the devices that hear at this moment. Safe from any thread."""
        return frozenset(one.actor.id for one in tuple(self._listeners) if one.actor.kind == "device")

    def end(self) -> None:
        """End all streams and take no new ones. Safe from any thread; the composition root calls it first."""
        self.ended = True
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._end)

    def _end(self) -> None:
        self._stop_hearing()
        for task in self._tasks:
            task.cancel()
        for listener in self._listeners:
            listener.mailbox.end()

    # -- from the desk to the listeners

    def _heard(self, facts: Sequence[FactView]) -> None:
        """In the desk's thread, right after a commit."""
        if self._loop is not None and not self._loop.is_closed():
            with suppress(RuntimeError):  # the loop closed at this very moment
                self._loop.call_soon_threadsafe(self._tell, tuple(facts))

    def _tell(self, facts: Sequence[FactView]) -> None:
        for fact in facts:
            text = _as_event(fact)
            self._told = max(self._told, fact["seq"])
            for listener in self._listeners:
                if listener.caught_up and fact["seq"] > listener.told:
                    listener.told = fact["seq"]
                    if listener.hears(fact["kind"]):
                        listener.mailbox.put(text)
        if any(fact["kind"] == TAKEN_OVER for fact in facts):
            self._part()
        self._changed.set()

    async def _keep(self, work: Callable[[], Awaitable[None]]) -> None:
        while True:
            try:
                await work()
            except Exception:
                # A worker's outer loop: one state that cannot be made must not silence all screens.
                log.exception("live_failed")
                await asyncio.sleep(1)

    async def _tell_state(self) -> None:
        await self._changed.wait()
        self._changed.clear()
        if self._listeners:
            self._send_state(await self._look())
        await asyncio.sleep(QUIET_S)

    async def _look_after(self) -> None:
        await asyncio.sleep(self._look_every_s)
        self._part()
        if self._listeners:
            view = await self._look()
            if not _same(view, self._sent):
                self._send_state(view)

    def _part(self) -> None:
        """End the streams of those who may hear no longer; a page that comes back is told why."""
        for listener in self._listeners:
            if not self._still_welcome(listener):
                listener.mailbox.end()

    async def _look(self) -> StateView:
        """Outside the loop, because the desk may be busy writing."""
        return await asyncio.to_thread(self._desk.state)

    def _send_state(self, view: StateView) -> None:
        self._sent = view
        text = event("state", written(view))
        for listener in self._listeners:
            if listener.told <= view["seq"]:  # never an older state behind newer facts: the next one is on its way
                listener.mailbox.replace(text)

    def _still_welcome(self, listener: Listener) -> bool:
        if listener.token is None:
            return True
        known = self._doors.who(listener.token)
        return known is not None and known[0].role == listener.actor.role

    # -- one listener

    def welcome(self, actor: Actor, token: str | None, resumes_at: int | None) -> Listener:
        """A new listener. Raises `Refused` when the service is going down or full."""
        if self.ended:
            raise Refused("shutting_down", headers={"Retry-After": "2"})
        if len(self._listeners) >= MOST_LISTENERS:
            raise Refused("busy", headers={"Retry-After": "5"})
        self.begin()
        return Listener(actor, token, self._told if resumes_at is None else resumes_at)

    async def stream(self, listener: Listener) -> AsyncGenerator[bytes, None]:
        """Everything that this listener is told, until one of the two goes."""
        self._listeners.add(listener)
        try:
            first = retry(RECONNECT_MS) + f"id: {self._desk.stream}:{listener.told}\n".encode()
            yield first + await self._state()
            missed = False
            while not listener.caught_up and not self.ended:
                page = await self._next_page(listener)
                missed = missed or bool(page)
                if page:
                    yield page
            if missed:
                self._changed.set()  # the state goes out once more, behind the facts
            if self.ended:
                return
            while (text := await listener.mailbox.take()) is not None:
                yield text
        finally:
            self._listeners.discard(listener)

    async def _state(self) -> bytes:
        return event("state", written(await self._look()))

    async def _next_page(self, listener: Listener) -> bytes:
        """The next facts that were missed; with none left the listener hears the new ones from here on."""
        facts = await asyncio.to_thread(self._desk.facts_after, listener.told, PAGE)
        if facts:
            listener.told = facts[-1]["seq"]
        if listener.told >= self._told and len(facts) < PAGE:
            listener.caught_up = True
        return b"".join(_as_event(fact) for fact in facts if listener.hears(fact["kind"]))


def _same(view: StateView, other: StateView | None) -> bool:
    """Whether nothing but the time of looking differs."""
    return other is not None and {**view, "now": ""} == {**other, "now": ""}


def _as_event(fact: FactView) -> bytes:
    return event("fact", written(fact), f"{fact['stream']}:{fact['seq']}")


def _resumes_at(request: Request, desk: Desk) -> int | None:
    """The last fact that a returning listener heard, when it is one of this journal."""
    said = request.headers.get("last-event-id") or request.query_params.get("last_event_id") or ""
    stream, _, seq = said.rpartition(":")
    if stream != desk.stream or not (seq.isascii() and seq.isdigit()) or len(seq) > 18:
        return None
    return int(seq) if int(seq) <= desk.seq else None


@router.get(
    "/live",
    dependencies=[may("live")],
    response_class=EventStream,
    status_code=200,
    responses={200: {"content": {"text/event-stream": {}}, "description": "Server-sent events"}, **PROBLEM},
)
async def live(request: Request, asked: Asked) -> EventStream:
    """`state` on connect and after changes, `fact` for each; resumes at `Last-Event-ID` or `?last_event_id=`."""
    telling: Live = request.app.state.live
    listener = telling.welcome(asked.actor, asked.caller.token, _resumes_at(request, asked.desk))
    return EventStream(telling.stream(listener))
