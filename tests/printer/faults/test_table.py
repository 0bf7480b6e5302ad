"""Every fault behind every plug: what is told, what the screens say, and that all is well once it is mended."""

import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from kiosk.touch.models.number import FAULT, TROUBLES, UNSURE
from printer.composing import Job
from printer.decode import decode
from printer.outcome import CONDITION_WORDS, REASON_WORDS, PrintResult, PrintState, words_of
from printer.press import Patience, Press
from printer.transport.script import Fault, What
from tests.printer.faults.lanes import Cell, Lanes, chosen, side_by_side
from tests.printer.faults.rigs import ALL, PLUGS, Rig, rig
from tests.printer.faults.table import BEFORE, GOOD, LONG_S, OTHER_FAULTS, OTHERWISE, UNDER_WAY, Told

PATIENCE = Patience(connect=1.0, status=0.8, band=0.8, barrier=1.0, closing=0.3)
"""Some cells at the same time: more patience than where a test is alone."""

PATIENCE_UNDER_WAY = Patience(connect=1.5, status=1.5, band=3.0, barrier=5.0, closing=0.5)
"""Here a printer that is only slow must not be taken for one that takes nothing any more or no longer answers."""

LONGER = 3
"""A ticket of so many is more than the printer and the kernel keep between them: it can break off in the middle."""

LINE_ONLY = ("frozen", "unplugged", "without power", "another program has it")
"""Faults of a plug, which the virtual printer has not."""


def begin(at: Rig, fault: str, stack: ExitStack) -> Callable[[], object]:
    """Let the fault happen; gives what mends it."""
    printer, line = at.printer, at.printer.line
    if fault == "another program has it":
        other = at.another()
        other.open(time.monotonic() + 1)
        stack.callback(other.stop)
        return other.stop
    if fault == "unplugged":
        printer.unplug()
        at.wait_until_gone()
        return printer.plug_in
    if fault == "without power":
        printer.power_cycle(LONG_S)
        at.wait_until_gone()
        return printer.power_cycle
    if fault == "noise" and at.name == "virtual":
        at.faults.says = bytes(range(0x80, 0x90)) * 4
        return lambda: setattr(at.faults, "says", None)
    owner, name = {
        "noise": (line, "noise"), "frozen": (line, "frozen"), "mute": (at.faults, "silent"),
        "nothing": (line, "late_s"),
    }.get(fault, (at.faults, fault))  # fmt: skip
    setattr(owner, name, fault != "nothing")
    return lambda: setattr(owner, name, False)


def told(result: PrintResult) -> Told:
    """The result with the words that the touch screen finds for it."""
    if result.state is PrintState.PRINTED:
        words = GOOD
    elif result.state is PrintState.UNKNOWN:
        words = UNSURE[1]
    else:
        words = TROUBLES.get(str(result.reason), FAULT)[1]
    return Told(result.state, result.reason, result.health.condition, words)


CASES = [(fault, plug) for fault in BEFORE for plug in ALL if plug != "virtual" or fault not in LINE_ONLY]


@pytest.fixture(scope="module")
def before(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, job: Job) -> Iterator[Lanes]:
    def cell(one: Cell, folder: Path) -> None:
        already_there(*one, folder=folder, job=job)

    named = "test_a_fault_that_is_there_is_told_and_once_mended_the_ticket_comes_out"
    with side_by_side(cell, chosen(request, named), tmp_path_factory.mktemp("before")) as lanes:
        yield lanes


@pytest.mark.parametrize("cell", CASES, ids="-".join)
def test_a_fault_that_is_there_is_told_and_once_mended_the_ticket_comes_out(cell: Cell, before: Lanes) -> None:
    before.ends(cell)


def already_there(fault: str, plug: str, *, folder: Path, job: Job) -> None:
    with rig(plug, folder) as at, ExitStack() as stack:
        press = Press(at.transport, patience=PATIENCE)
        mend = begin(at, fault, stack)
        began = time.monotonic()
        result = press.print(job)
        assert told(result) == OTHERWISE.get((fault, plug), BEFORE[fault])
        assert time.monotonic() - began < 2.0
        printed = result.state is PrintState.PRINTED
        assert len(at.sheets()) == (1 if printed else 0)
        mend()
        assert _soon(press, job).state is PrintState.PRINTED
        whole = decode(job.data)[0].tobytes()
        assert at.wait_for_sheets(2 if printed else 1)[-1] == whole


CASES_UNDER_WAY = [(fault, plug) for fault in UNDER_WAY for plug in PLUGS]


@pytest.fixture(scope="module")
def under_way(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, job: Job) -> Iterator[Lanes]:
    def cell(one: Cell, folder: Path) -> None:
        in_the_middle(*one, folder=folder, job=job)

    named = "test_a_fault_in_the_middle_is_told_and_the_next_ticket_is_whole"
    with side_by_side(cell, chosen(request, named), tmp_path_factory.mktemp("under-way")) as lanes:
        yield lanes


@pytest.mark.parametrize("cell", CASES_UNDER_WAY, ids=lambda cell: "-".join(cell).replace(" ", "_"))
def test_a_fault_in_the_middle_is_told_and_the_next_ticket_is_whole(cell: Cell, under_way: Lanes) -> None:
    under_way.ends(cell)


def in_the_middle(fault: str, plug: str, *, folder: Path, job: Job) -> None:
    scripted, expected = OTHER_FAULTS.get((fault, plug), UNDER_WAY[fault][0]), UNDER_WAY[fault][1]
    long = Job(job.header, job.bands * LONGER, job.tail, job.rows * LONGER, job.row_bytes)
    with rig(plug, folder, scripted) as at:
        press = Press(at.transport, patience=PATIENCE_UNDER_WAY)
        result = press.print(long)
        assert told(result) == OTHERWISE.get((fault, plug), expected)
        _mend(at, scripted)
        if result.state is PrintState.PRINTED:
            assert [len(sheet) for sheet in at.wait_for_sheets(1)] == [len(decode(long.data)[0].tobytes())]
        assert _soon(press, job).state is PrintState.PRINTED
        assert at.sheets()[-1] == decode(job.data)[0].tobytes()


def _mend(at: Rig, fault: Fault) -> None:
    """What the script does not mend by itself is mended by hand."""
    if fault.lasts_s == LONG_S:
        at.printer.power_cycle()
    if fault.what is What.UNPLUGGED:
        at.printer.plug_in()
    at.printer.line.frozen = at.printer.line.noise = at.faults.silent = False
    at.faults.paper_out = at.faults.cover_open = at.faults.cutter = False


def _soon(press: Press, job: Job) -> PrintResult:
    """What comes of the ticket once the printer can print again, as the office asks every second."""
    deadline = time.monotonic() + 4
    while not press.look().condition.prints:
        assert time.monotonic() < deadline
        time.sleep(0.05)
    return press.print(job)


def test_every_reason_and_condition_has_words_for_the_operator_and_the_screen() -> None:
    for case in (*BEFORE.values(), *(told for _, told in UNDER_WAY.values()), *OTHERWISE.values()):
        assert case.condition in CONDITION_WORDS
        assert case.reason is None or case.reason in REASON_WORDS


def test_a_serial_printer_that_is_back_before_the_end_of_its_ticket_is_told_as_well(tmp_path: Path, job: Job) -> None:
    """What nobody can know, shown as it is: the end of the ticket is answered, its beginning is lost. [field]"""
    with rig("serial", tmp_path) as at:
        result = Press(_StartsAnew(at), patience=PATIENCE).print(job)
        assert result.state is PrintState.PRINTED
        assert at.wait_for_sheets(1)[0] != decode(job.data)[0].tobytes()


class _StartsAnew:
    """A line on which the printer loses its power for a moment, in the middle of a ticket."""

    job = bytes_per_s = None

    def __init__(self, at: Rig) -> None:
        self._at, self._writes, self._sent = at, 0, 0
        one = at.transport
        self.open, self.read, self.flush, self.rival = one.open, one.read, one.flush, one.rival
        self.close, self.stop = one.close, one.stop

    def write(self, data: bytes, deadline: float) -> None:
        self._writes += 1
        if self._writes == 4:  # after questions, header and a band: in the middle of the second band
            half = len(data) // 2
            self._send(data[:half], deadline)
            while self._at.printer.taken < self._sent:
                time.sleep(0.005)
            self._at.printer.power_cycle()
            data = data[half:]
        self._send(data, deadline)

    def _send(self, data: bytes, deadline: float) -> None:
        self._at.transport.write(data, deadline)
        self._sent += len(data)


@pytest.mark.parametrize("plug", PLUGS)
def test_a_port_that_another_program_has_is_named_as_that(plug: str, tmp_path: Path) -> None:
    with rig(plug, tmp_path) as at, ExitStack() as stack:
        begin(at, "another program has it", stack)
        assert words_of(Press(at.transport).look()) == "Another program is using the printer"
