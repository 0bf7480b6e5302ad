"""The whole chain: journals of offices on the disk → couriers → broker → collector → PostgreSQL → acknowledged.

The offices are processes of their own, on the same cores as everything else. A fact counts as through when its office
has the acknowledgement that the collector sent after its commit; rows of tickets and calls come a moment later, and how
much later is printed beside it.
"""

import json
import multiprocessing
import os
import time
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sync.transport.port import Maker

from office.answers import Answer
from office.clock import MachineClock
from office.domain.people import SYSTEM
from office.performing import Act
from office.premises import Premises
from tests.chaos.world import draft
from tests.office_fixture import ZONE, opened

A_WRITE = 500


@dataclass(frozen=True, slots=True)
class Through:
    """`cpu_s`: of the offices' processes from the start of the couriers on; `grown_kb`: what couriers and their
    libraries took of memory at most (proportional set size)."""

    facts: int
    seconds: float
    cpu_s: float
    grown_kb: int

    @property
    def rate(self) -> float:
        return self.facts / self.seconds


def prepare(folder: Path, offices: int, facts: int) -> list[Path]:
    """Journals that hold so many facts, as offices write them."""
    return [_journal(folder / f"xa-{number:03}", facts) for number in range(offices)]


def send(maker: "Maker", homes: Sequence[Path], processes: int = 2) -> Through:
    """All journals through the chain at once."""
    context = multiprocessing.get_context("spawn")
    lines = list[Connection]()
    for number in range(processes):
        ours, theirs = context.Pipe()
        context.Process(target=_office, args=(maker, homes[number::processes], theirs), daemon=True).start()
        theirs.close()
        lines.append(ours)
    count = sum(line.recv() for line in lines)
    begun = time.monotonic()
    for line in lines:
        line.send("go")
    told = [line.recv() for line in lines]
    took = time.monotonic() - begun
    return Through(count, took, sum(cpu for cpu, _ in told), max(grown for _, grown in told))


def _journal(home: Path, facts: int) -> Path:
    home.mkdir(parents=True)
    draft(home / "drafts.jsonl", home.name, facts)
    lines = (home / "drafts.jsonl").read_text(encoding="utf-8").splitlines()
    with opened(home / "data", MachineClock(), day=False) as premises:
        for at in range(0, len(lines), A_WRITE):
            _write(premises, [json.loads(line) for line in lines[at : at + A_WRITE]])
    return home


def _write(premises: Premises, drafts: Sequence[tuple[str, str, dict[str, Any]]]) -> None:
    def work(act: Act) -> Answer:
        for kind, subject, body in drafts:
            act.record(kind, subject, body)
        return Answer({})

    premises.performer.perform("bench", SYSTEM, None, {}, work)


def _office(maker: "Maker", homes: Sequence[Path], line: Connection) -> None:
    with ExitStack() as parts:
        premises = [parts.enter_context(opened(home / "data", MachineClock(), day=False)) for home in homes]
        line.send(sum(one.desk.seq for one in premises))
        line.recv()
        before, spent = _memory_kb(), time.process_time()
        from office.ledger import Ledger  # what a courier brings along counts as its own
        from sync.courier.courier import Courier
        from sync.courier.posting import Sender

        couriers = list[Courier]()
        for home, one in zip(homes, premises, strict=True):
            ledger = Ledger(one.performer, one.readers, ZONE)
            courier = Courier(ledger, maker, Sender(home.name, "bench", "0001"), one.clock)
            courier.start()
            parts.callback(courier.stop)
            couriers.append(courier)
        grown = 0
        while any(_waits(one) for one in couriers):
            grown = max(grown, _memory_kb() - before)
            time.sleep(0.1)
        line.send((time.process_time() - spent, grown))


def _waits(courier: Any) -> bool:
    streams = courier.status().streams
    return not streams or any(one.place < one.head for one in streams)


def _memory_kb() -> int:
    """Proportional set size of this process."""
    for line in Path(f"/proc/{os.getpid()}/smaps_rollup").read_text(encoding="ascii").splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1])
    return 0
