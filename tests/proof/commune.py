"""A commune's office for the proofs: real data on a real disk, a real courier, and a clock whose wall can be moved."""

from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from office.answers import Answer
from office.clock import MachineClock
from office.domain.chain import canonical, digest_after
from office.domain.moment import Moment
from office.domain.people import SYSTEM
from office.ledger import Ledger
from office.performing import Act
from office.safekeeping.starting import Safety
from office.store.engine import FILE_NAME
from office.store.tables import fact
from sync.courier.courier import Courier
from sync.courier.posting import Sender
from sync.courier.round import Others
from sync.courier.status import Condition
from sync.courier.timing import Timing
from sync.transport.port import Maker
from tests.office_fixture import SCREEN, ZONE, opened, rid, seat, take

QUICK = Timing(resend=0.5, longest=4.0, watch=3.0, longest_watch=6.0, crowd=0.0, write_down=0.1, away=0.3)


class MovedClock(MachineClock):
    """This machine's, moved: `shift_ms` only the wall; `passed_ms`: nobody waited for it; `boot`: another start."""

    def __init__(self, shift_ms: int = 0, boot: str | None = None) -> None:
        super().__init__()
        self.shift_ms, self.passed_ms, self._as = shift_ms, 0, boot

    def now(self) -> Moment:
        real = super().now()
        return Moment(real.wall + self.shift_ms, real.mono, self._as or real.boot).plus(self.passed_ms)

    def synced(self) -> bool:
        return True


class Commune:
    """Opened with its courier from its making to `close`."""

    def __init__(
        self,
        data: Path,
        maker: Maker,
        office: str = "thanh-son",
        clock: MovedClock | None = None,
        others: Others | None = None,
        safety: Safety | None = None,
    ) -> None:
        self.data, self.office, self.clock = data, office, clock or MovedClock()
        self._parts = ExitStack()
        self.premises = self._parts.enter_context(opened(data, self.clock, safety=safety))
        self.ledger = Ledger(self.premises.performer, self.premises.readers, ZONE)
        self.reported: list[Condition] = []
        self.courier = Courier(
            self.ledger,
            maker,
            Sender(office, "test", "0001"),
            self.clock,
            report=self.reported.append,
            timing=QUICK,
            spread=lambda: 0.5,
            others=others,
            refills=self.ledger.refiller,
        )
        self.courier.start()
        self._parts.callback(self.courier.stop)

    @property
    def database(self) -> Path:
        return self.data / FILE_NAME

    @property
    def stream(self) -> str:
        return self.premises.desk.stream

    @property
    def seq(self) -> int:
        return self.premises.desk.seq

    def issue(self, tickets: int = 1) -> list[str]:
        """Their numbers."""
        return [take(self.premises.desk)["number"] for _ in range(tickets)]

    def serve(self, people: int = 3) -> None:
        """Numbers are given, called, finished and rated as in life."""
        desk = self.premises.desk
        clerk = seat(self.premises, "an", 1)
        for level in range(people):
            take(desk)
            called = desk.call_next(clerk, rid(), counter=1).body
            desk.start(clerk, rid(), counter=1)
            desk.finish(clerk, rid(), counter=1)
            ticket = (called.get("ticket") or called)["id"]
            self.clock.passed_ms += 700  # faces are not believed sooner
            desk.rate(SCREEN, rid(), ticket=ticket, level=level % 4 + 1, channel="tablet", age_ms=1_000)

    def record(self, kind: str, subject: str, body: dict[str, Any]) -> None:
        """A fact as some part of the office might have written it."""

        def work(act: Act) -> Answer:
            act.record(kind, subject, body)
            return Answer({})

        self.premises.performer.perform("proof", SYSTEM, None, {}, work)

    def record_of_tomorrow(self, kind: str, version: int, subject: str, body: dict[str, Any]) -> None:
        """A fact of a kind that only a newer version of the program knows."""
        performer = self.premises.performer

        def work(act: Act) -> Answer:
            journal, text = performer.journal, canonical(body)
            head, now = journal.head, act.now
            digest = digest_after(head.digest, head.seq + 1, now.wall, kind, version, subject, text)
            row: dict[str, Any] = {
                "stream_no": journal.stream_no,
                "seq": head.seq + 1,
                "at": now.wall,
                "mono": now.mono,
            }
            row |= {"boot": now.boot, "kind": kind, "version": version, "subject": subject, "fact": text}
            act.conn.execute(fact.insert().values(**row, digest=digest))
            act.begin_stream()  # the end of the journal is read anew
            act.record("device.condition", "device:lamp", {"condition": "ok"})
            return Answer({})

        performer.perform("proof", SYSTEM, None, {}, work)

    def is_done(self) -> bool:
        """Everything is acknowledged, as the courier has it."""
        status = self.courier.status()
        standing = next((one for one in status.streams if one.stream == self.stream), None)
        return status.backlog == 0 and standing is not None and standing.place >= self.seq

    def close(self) -> None:
        self._parts.close()


Communes = Callable[..., Commune]
