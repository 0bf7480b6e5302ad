"""Ten thousand random bytes as an answer: never taken for an answer, never for long, and the next ticket comes out."""

import random
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from printer.composing import Job
from printer.outcome import PrintState, Reason
from printer.press import Patience, Press
from printer.status import Listener
from printer.transport import Transport
from tests.printer.faults.rigs import PLUGS, rig


@pytest.mark.parametrize("plug", PLUGS)
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_ten_thousand_random_bytes_as_status_fail_the_ticket_in_time_and_say_what_to_look_at(
    plug: str, seed: int, tmp_path: Path, job: Job, patience: Patience
) -> None:
    with rig(plug, tmp_path) as at:
        at.faults.says = random.Random(seed).randbytes(10_000)
        press = Press(at.transport, patience=patience)
        began = time.monotonic()
        result = press.print(job)
        assert (result.state, result.reason) == (PrintState.FAILED, Reason.RUBBISH)
        assert time.monotonic() - began < 2.0
        assert at.sheets() == []
        at.faults.says = None
        deadline = time.monotonic() + 3
        while not press.look().condition.prints:
            assert time.monotonic() < deadline
        assert press.print(job).state is PrintState.PRINTED


def test_a_line_that_crackles_once_is_asked_again(tmp_path: Path, job: Job, patience: Patience) -> None:
    with rig("serial", tmp_path) as at:
        at.transport.open(time.monotonic() + 1)
        at.printer.line.noise = True
        press = Press(_MendsAfter(at.transport, 1, lambda: setattr(at.printer.line, "noise", False)), patience=patience)
        assert press.print(job).state is PrintState.PRINTED


class _MendsAfter:
    """A transport on which something is mended after so many questions."""

    job = bytes_per_s = None

    def __init__(self, transport: Transport, writes: int, mend: Callable[[], None]) -> None:
        self._transport, self._left, self._mend = transport, writes, mend
        self.open, self.flush, self.read = transport.open, transport.flush, transport.read
        self.close, self.stop, self.rival = transport.close, transport.stop, transport.rival

    def write(self, data: bytes, deadline: float) -> None:
        self._transport.write(data, deadline)
        self._left -= 1
        if not self._left:
            time.sleep(0.05)
            self._mend()


def test_flow_control_is_no_rubbish_and_everything_that_no_printer_sends_is() -> None:
    listener = Listener()
    assert list(listener.hear(b"\x11\x13")) == []
    assert listener.rubbish == 0
    assert list(listener.hear(bytes(range(0x80, 0x90)))) == []
    assert listener.rubbish == 16
