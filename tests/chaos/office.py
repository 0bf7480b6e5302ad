"""`python -m tests.chaos.office FOLDER OFFICE PORT PACE`: an office with its courier in a process of its own.

Writes the facts of `FOLDER/drafts.jsonl` into its journal, the first half at once, then `PACE` a second, and goes on
where its database says it was when it was killed. Says on standard output, line by line, how far it is:
`written place head`.
"""

import json
import signal
import sys
import threading
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import func, select

from office.answers import Answer
from office.clock import MachineClock
from office.domain.people import SYSTEM
from office.ledger import Ledger
from office.performing import Act
from office.premises import Premises
from office.store.tables import fact
from sync.courier.courier import Courier
from sync.courier.posting import Sender
from sync.courier.timing import Timing
from sync.transport.mqtt import MqttMaker
from sync.transport.tries import Pace
from tests.office_fixture import ZONE, opened

QUICK = Timing(resend=1.0, longest=6.0, greet=20.0, watch=6.0, longest_watch=20.0, write_down=0.3)
MANY, FEW = 200, 10
"""Facts in one act: while the backlog is made, and afterwards."""
Draft = tuple[str, str, dict[str, Any]]


def main() -> None:
    folder, office, port, pace = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]), float(sys.argv[4])
    drafts = [tuple(json.loads(line)) for line in (folder / "drafts.jsonl").read_text(encoding="utf-8").splitlines()]
    ending = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: ending.set())
    with opened(folder / "data", MachineClock(), day=False) as premises:
        ledger = Ledger(premises.performer, premises.readers, ZONE)
        maker = MqttMaker("127.0.0.1", port, keepalive_s=2, connect_s=3.0, pace=Pace(0.2, 2.0, 5.0))
        courier = Courier(ledger, maker, Sender(office, "chaos", "0001"), premises.clock, timing=QUICK)
        courier.start()
        _live(premises, ledger, drafts, pace, ending)
        courier.stop()


def _live(premises: Premises, ledger: Ledger, drafts: Sequence[Draft], pace: float, ending: threading.Event) -> None:
    done, said = _written(premises, drafts), 0.0
    while not ending.is_set():
        count = MANY if done < len(drafts) // 2 else FEW
        _write(premises, drafts[done : done + count])
        done = min(done + count, len(drafts))
        if time.monotonic() - said > 0.5:
            said = time.monotonic()
            end = ledger.streams()[-1]
            print(done, end.place, end.head, flush=True)
        ending.wait(0.2 if done == len(drafts) else 0.0 if count == MANY else FEW / pace)


def _written(premises: Premises, drafts: Sequence[Draft]) -> int:
    """How many of the drafts are in the journal."""
    kinds = {kind for kind, _, _ in drafts}
    with premises.readers.begin() as conn:
        return int(conn.execute(select(func.count()).where(fact.c.kind.in_(kinds))).scalar_one())


def _write(premises: Premises, drafts: Sequence[Draft]) -> None:
    if not drafts:
        return

    def work(act: Act) -> Answer:
        for kind, subject, body in drafts:
            act.record(kind, subject, body)
        return Answer({})

    premises.performer.perform("chaos", SYSTEM, None, {}, work)


if __name__ == "__main__":
    main()
