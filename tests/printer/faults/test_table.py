"""Every fault behind every plug: what is told, what the screens say, and that all is well once it is mended."""

import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

import pytest

from kiosk.touch.models.number import FAULT, TROUBLES, UNSURE
from printer.composing import Job
from printer.decode import decode
from printer.outcome import CONDITION_WORDS, REASON_WORDS, PrintResult, PrintState, words_of
from printer.press import Patience, Press
from printer.transport.script import Fault, What
from tests.printer.faults.rigs import ALL, PLUGS, Rig, rig
from tests.printer.faults.table import BEFORE, GOOD, OTHERWISE, UNDER_WAY, Told

LINE_ONLY = ("frozen", "unplugged", "without power", "another program has it")
"""Faults of a plug, which the virtual printer has not."""


def begin(at: Rig, fault: str, stack: ExitStack) -> Callable[[], object]:
    """Let the fault happen; gives what mends it."""
    printer, line = at.printer, at.printer.line
    if fault == "another program has it":
        other = at.another()
        other.open(time.monotonic() + 1)
        stack.callback(other.stop)
        time.sleep(0.05)
        return other.stop
    if fault == "unplugged":
        printer.unplug()
        time.sleep(0.05)
        return printer.plug_in
    if fault == "without power":
        printer.power_cycle(0.8)
        time.sleep(0.05)
        return lambda: time.sleep(0.8)
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


@pytest.mark.parametrize(("fault", "plug"), CASES, ids=[f"{fault}-{plug}" for fault, plug in CASES])
def test_a_fault_that_is_there_is_told_and_once_mended_the_ticket_comes_out(
    fault: str, plug: str, tmp_path: Path, job: Job, patience: Patience
) -> None:
    with rig(plug, tmp_path) as at, ExitStack() as stack:
        press = Press(at.transport, patience=patience)
        mend = begin(at, fault, stack)
        began = time.monotonic()
        result = press.print(job)
        assert told(result) == OTHERWISE.get((fault, plug), BEFORE[fault])
        assert time.monotonic() - began < 2.0
        printed = result.state is PrintState.PRINTED
        assert len(at.sheets()) == (1 if printed else 0)
        mend()
        assert _printed_soon(press, job)
        whole = decode(job.data)[0].tobytes()
        assert at.wait_for_sheets(2 if printed else 1)[-1] == whole


CASES_UNDER_WAY = [(fault, plug) for fault in UNDER_WAY for plug in PLUGS]


@pytest.mark.parametrize(
    ("fault", "plug"), CASES_UNDER_WAY, ids=[f"{fault.replace(' ', '_')}-{plug}" for fault, plug in CASES_UNDER_WAY]
)
def test_a_fault_in_the_middle_is_told_and_the_next_ticket_is_whole(
    fault: str, plug: str, tmp_path: Path, job: Job, patience: Patience
) -> None:
    scripted, expected = UNDER_WAY[fault]
    long = Job(job.header, job.bands * 12, job.tail, job.rows * 12, job.row_bytes)
    with rig(plug, tmp_path, scripted) as at:
        press = Press(at.transport, patience=patience)
        result = press.print(long)
        assert told(result) == OTHERWISE.get((fault, plug), expected)
        _mend(at, scripted)
        if result.state is PrintState.PRINTED:
            assert [len(sheet) for sheet in at.wait_for_sheets(1)] == [len(decode(long.data)[0].tobytes())]
        assert _printed_soon(press, job)
        assert at.sheets()[-1] == decode(job.data)[0].tobytes()


def _mend(at: Rig, fault: Fault) -> None:
    """What the script does not mend by itself is mended by hand."""
    if fault.lasts_s is not None:
        return
    if fault.what is What.UNPLUGGED:
        at.printer.plug_in()
    at.printer.line.frozen = at.printer.line.noise = at.faults.silent = False
    at.faults.paper_out = at.faults.cover_open = at.faults.cutter = False


def _printed_soon(press: Press, job: Job) -> bool:
    """Whether the printer prints again within two seconds, as the office asks every second."""
    deadline = time.monotonic() + 4
    while not press.look().condition.prints:
        assert time.monotonic() < deadline
        time.sleep(0.05)
    return press.print(job).state is PrintState.PRINTED


def test_every_reason_and_condition_has_words_for_the_operator_and_the_screen() -> None:
    for case in (*BEFORE.values(), *(told for _, told in UNDER_WAY.values()), *OTHERWISE.values()):
        assert case.condition in CONDITION_WORDS
        assert case.reason is None or case.reason in REASON_WORDS


@pytest.mark.parametrize("plug", ["usblp", "serial", "usb"])
def test_a_port_that_another_program_has_is_named_as_that(plug: str, tmp_path: Path) -> None:
    with rig(plug, tmp_path) as at, ExitStack() as stack:
        begin(at, "another program has it", stack)
        assert words_of(Press(at.transport).look()) == "Another program is using the printer"
