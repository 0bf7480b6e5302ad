"""Numbers over the LAN API: how long one takes, and how many ten callers get in a second."""

import os
import time
from functools import partial
from pathlib import Path

from tests.bench.calling import Caller, at_once, timed
from tests.bench.disk import commits
from tests.bench.figures import Row, at_least, percentile, times_row
from tests.demo.offices import SERVICES, Served, served

CALLERS = 10
PRINTERS = {
    "no printer": 'transport = "off"',
    "virtual printer": 'transport = "virtual"',
    "absent printer": 'transport = "tcp"\nhost = "127.0.0.1"\nport = 9',
}


def measure(folder: Path, quick: bool) -> list[Row]:
    rows = list[Row]()
    for name, printer in PRINTERS.items():
        place = folder / name.replace(" ", "-")
        with served(place, 5, printer) as office:
            rows += _with(office, name, 60 if quick else 400)
    return rows


def _with(office: Served, name: str, count: int) -> list[Row]:
    own = percentile(commits(office.data, 100), 0.5)
    one = Caller(office.url, office.prepared.screen_token)
    for place in range(10):
        _take(one, place)
    busy = processor_s(office.keeper.pid)
    alone = [_take(one, place) for place in range(count)]
    busy = (processor_s(office.keeper.pid) - busy) / count
    together, seconds = _ten(office, count // CALLERS * 2)
    ratio = percentile(alone, 0.5) / own
    return [
        times_row(f"issue, {name}, one caller", alone, 10, 30),
        Row(
            f"… beside the disk and the processor, {name}", f"{ratio:.1f} × a bare commit ({_ms(own)}); {_ms(busy)} CPU"
        ),
        at_least(f"issue, {name}, {CALLERS} callers", len(together) / seconds, "/s", 200),
        times_row(f"… each of them, {name}", together),
    ]


def _ms(seconds: float) -> str:
    return f"{seconds * 1000:.1f} ms"


def _take(caller: Caller, place: int) -> float:
    return timed(lambda: caller.post("/tickets", service=SERVICES[place % len(SERVICES)]))


def _take_some(caller: Caller, count: int) -> list[float]:
    return [_take(caller, place) for place in range(count)]


def _ten(office: Served, each: int) -> tuple[list[float], float]:
    callers = [Caller(office.url, office.prepared.screen_token) for _ in range(CALLERS)]
    begun = time.perf_counter()
    found = at_once([partial(_take_some, caller, each) for caller in callers])
    return [seconds for times in found for seconds in times], time.perf_counter() - begun


def processor_s(pid: int) -> float:
    """Processor time that a process has used so far, with its threads."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
