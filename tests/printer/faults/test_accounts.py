"""A tenth of the thousand tickets through a script of faults: every number is accounted for at the end.

The full count is a part of `./run soak`.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest

from printer.outcome import PrintState
from tests.printer.faults.accounts import Books, keep_books
from tests.printer.faults.lanes import Cell, Lanes, chosen, side_by_side

PLUGS: list[Cell] = [("tcp",), ("usblp",), ("serial",), ("usb",)]
COUNT = 25


@pytest.fixture(scope="module")
def books() -> dict[Cell, Books]:
    return {}


@pytest.fixture(scope="module")
def printing(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, books: dict[Cell, Books]
) -> Iterator[Lanes]:
    def keep(cell: Cell, folder: Path) -> None:
        books[cell] = keep_books(cell[0], folder, COUNT)

    named = "test_every_number_comes_out_and_nothing_is_told_that_is_not_so"
    with side_by_side(keep, chosen(request, named), tmp_path_factory.mktemp("books")) as lanes:
        yield lanes


@pytest.mark.slow
@pytest.mark.parametrize("cell", PLUGS, ids="".join)
def test_every_number_comes_out_and_nothing_is_told_that_is_not_so(
    cell: Cell, printing: Lanes, books: dict[Cell, Books]
) -> None:
    printing.ends(cell)
    kept = books[cell]
    assert kept.numbers == set(range(1, COUNT + 1))
    assert kept.wrong() == []
    assert kept.states[PrintState.PRINTED] == COUNT
    assert kept.states[PrintState.FAILED] > 0
