"""The thread that posts what goes down: letters once for each connection, commands until they are answered.

It has a pipe of its own, so nothing waits behind a backlog. What it needs to know stands in the database; several
senders at one database post the same letters, which changes nothing. The rule that surprises: an office that comes
online is given its commands at once, for a broker keeps nothing for who is away.
"""

import queue
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, tzinfo
from typing import cast

import structlog
from sqlalchemy import Connection, Engine, func, select
from sqlalchemy.exc import SQLAlchemyError

from district.downward import commands, letters
from district.downward.composing import receives
from district.offices import Tree, read_tree
from district.store.administration import node_change
from district.store.sending import document
from district.times import wall_clock
from sync import topics
from sync.transport.port import Arrived, Connected, Event, Events, Lost, Maker, Settled, Transport
from sync.wire.letters import Command, OfficeState, chunked
from sync.wire.refusing import Undecodable

EVERY_S = 1.0
AGAIN_S = 15.0
"""A command without an answer is sent again."""
AT_ONCE_BYTES = 4 * 1024 * 1024
"""Of letters that go out in one round."""
ANEW_S = 30.0
"""The letters are looked at even if nothing was written: offices say what they have, and days begin."""
_log = structlog.get_logger()
_Marker = tuple[object, ...]


@dataclass(slots=True)
class _Posted:
    """What went out over the present connection."""

    letters: dict[tuple[str, str], int] = field(default_factory=dict)
    commands: dict[str, float] = field(default_factory=dict)
    tokens: dict[int, tuple[str, str]] = field(default_factory=dict)


class Sender:
    """`start` to `stop`; `wake` when something was written. `sign`: the tier's signature."""

    def __init__(
        self,
        engine: Engine,
        maker: Maker,
        name: str,
        sign: letters.Sign,
        zone: tzinfo,
        clock: Callable[[], int] = wall_clock,
    ) -> None:
        self._engine, self._sign, self._zone, self._clock = engine, sign, zone, clock
        self._events: queue.SimpleQueue[Event | None] = queue.SimpleQueue()
        self._pipe: Transport = maker(client=f"{name}-down", filters=(topics.up("+", topics.STATE),), will=None)
        self._posted, self._connected = _Posted(), False
        self._composed: tuple[_Marker, float] | None = None
        self.busy_since: float | None = None
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._work, name="sender", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self, deadline_s: float = 5.0) -> None:
        self._stopping.set()
        self.wake()
        if self._thread.is_alive():
            self._thread.join(deadline_s)

    def wake(self) -> None:
        """Something was written: do not wait for the next look."""
        self._events.put(None)

    def _work(self) -> None:
        self._pipe.open(cast("Events", self._events))  # the pipe only puts into it
        while not self._stopping.is_set():
            self.busy_since = time.monotonic()
            try:
                self._hear()
                self._round()
            except SQLAlchemyError as error:
                _log.warning("sender.database_away", cause=type(error).__name__)
                self._stopping.wait(EVERY_S)
            except Exception:  # noqa: BLE001 - the outer loop: what is written later must go out
                _log.exception("sender.stumbled")
                self._stopping.wait(EVERY_S)
        self._pipe.close()

    def _hear(self) -> None:
        """Until it is time to look again, or somebody is waiting."""
        until = time.monotonic() + EVERY_S
        while (left := until - time.monotonic()) > 0:
            try:
                event = self._events.get(timeout=left)
            except queue.Empty:
                return
            if event is None or self._note(event):
                return

    def _note(self, event: Event) -> bool:
        """Whether something is to be done at once."""
        match event:
            case Connected():
                self._connected, self._posted = True, _Posted()
                return True
            case Lost():
                self._connected = False
            case Settled(token, refused):
                key = self._posted.tokens.pop(token, None)
                if refused is not None:
                    _log.warning("sender.refused", why=refused)
                    self._posted.letters.pop(key or ("", ""), None)
            case Arrived(letter):
                self._pipe.acknowledge(letter)
                return self._comes_online(letter.topic, letter.payload)
        return False

    def _comes_online(self, topic: str, payload: bytes) -> bool:
        addressed = topics.read_up(topic)
        try:
            online = bool(payload) and OfficeState.unpack(payload).online
        except Undecodable:
            return False  # the collector says so
        if addressed is None or not online:
            return False
        return bool(self._posted.commands) and self._ask_again()

    def _ask_again(self) -> bool:
        self._posted.commands.clear()
        return True

    def _round(self) -> None:
        now = self._clock()
        with self._engine.begin() as conn:
            tree = read_tree(conn, datetime.fromtimestamp(now / 1000, UTC).astimezone(self._zone).date())
            self._compose(conn, tree, now)
            due = self._due(conn, tree) if self._connected else []
            waiting = commands.pending(conn, now) if self._connected else []
        if due and all(self._post_letter(*one) for one in due):
            self.wake()  # there may be more
        for one in waiting:
            if tree.nodes.get(one.office) is not None and receives(tree.nodes[one.office]):
                self._post_command(one, now)

    def _compose(self, conn: Connection, tree: Tree, now: int) -> None:
        """Only when something changed, or now and then."""
        marker: _Marker = (
            conn.execute(select(func.max(document.c.no))).scalar(),
            conn.execute(select(func.max(node_change.c.no))).scalar(),
            datetime.fromtimestamp(now / 1000, UTC).astimezone(self._zone).date(),
        )
        last = self._composed
        if last is not None and last[0] == marker and time.monotonic() - last[1] < ANEW_S:
            return
        written = letters.refresh(conn, tree, self._sign, now)
        commands.sweep(conn, now)
        self._composed = (marker, time.monotonic())
        if written:
            _log.info("sender.composed", letters=written)

    def _due(self, conn: Connection, tree: Tree) -> list[tuple[str, str, int, bytes, bytes]]:
        """So many that they do not fill the memory; the others are due in the next round."""
        found, size = [], 0
        for (office, name), version in letters.versions(conn).items():
            if size > AT_ONCE_BYTES:
                break
            if office not in tree.nodes or not receives(tree.nodes[office]):
                self._posted.letters.pop((office, name), None)  # it was cleared; let in again, it gets all anew
            elif self._posted.letters.get((office, name), 0) < version:
                read = letters.read(conn, office, name)
                if read is not None:
                    found.append((office, name, *read))
                    size += len(read[1])
        return found

    def _post_letter(self, office: str, name: str, version: int, body: bytes, manifest: bytes) -> bool:
        """The chunks first; the manifest alone says that something is new. False: the pipe takes nothing now."""
        topic = topics.down(office, f"{topics.CONFIG}/{name}")
        for chunk in chunked(version, body):
            if not self._post(office, name, f"{topic}/{chunk.part}", chunk.pack()):
                return False
        posted = self._post(office, name, topic, manifest)
        if posted:
            self._posted.letters[(office, name)] = version
        return posted

    def _post(self, office: str, name: str, topic: str, payload: bytes) -> bool:
        token = self._pipe.post(topic, payload, retain=True)
        if token is not None:
            self._posted.tokens[token] = (office, name)
        return token is not None

    def _post_command(self, one: commands.Ordered, now: int) -> None:
        if time.monotonic() - self._posted.commands.get(one.id, float("-inf")) < AGAIN_S:
            return
        payload = Command(one.id, one.name, one.args, one.expires_at).pack()
        left_s = max(1, (one.expires_at - now) // 1000)
        if self._pipe.post(topics.down(one.office, topics.CMD), payload, expiry_s=left_s) is not None:
            self._posted.commands[one.id] = time.monotonic()
