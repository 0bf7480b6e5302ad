"""A tenth of the thousand tickets through a script of faults: every number is accounted for at the end.

The full count is a part of `./run soak`.
"""

from pathlib import Path

import pytest

from printer.outcome import PrintState
from tests.printer.faults.accounts import keep_books


@pytest.mark.slow
@pytest.mark.parametrize("plug", ["tcp", "usblp", "serial", "usb"])
def test_every_number_comes_out_and_nothing_is_told_that_is_not_so(plug: str, tmp_path: Path) -> None:
    books = keep_books(plug, tmp_path, 25)
    assert books.numbers == set(range(1, 26))
    assert books.wrong() == []
    assert books.states[PrintState.PRINTED] == 25
    assert books.states[PrintState.FAILED] > 0
