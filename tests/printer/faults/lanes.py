"""Cells of a table side by side, each still a test of its own: almost all of a cell is waiting for a deadline.

The first test of a table starts those of its cells that this run has chosen, some at a time; every test waits for its
own and fails with what went wrong in it. A cell has its own printer, its own port and its own folder.
"""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest

LANES = 8
MOST_S = 100.0

Cell = tuple[str, ...]
"""Such as fault and plug."""
Run = Callable[[Cell, Path], None]


class Lanes:
    """`ends` waits for the end of one cell and raises what it raised."""

    def __init__(self, pool: ThreadPoolExecutor, run: Run, cells: Sequence[Cell], folder: Path) -> None:
        self._ended = {cell: pool.submit(run, cell, _made(folder / "-".join(cell))) for cell in cells}

    def ends(self, cell: Cell) -> None:
        self._ended[cell].result(MOST_S)


def _made(folder: Path) -> Path:
    folder.mkdir()
    return folder


@contextmanager
def side_by_side(run: Run, cells: Sequence[Cell], folder: Path) -> Iterator[Lanes]:
    """`run` gets a cell and a folder of its own below `folder`."""
    pool = ThreadPoolExecutor(LANES, thread_name_prefix="cell")
    try:
        yield Lanes(pool, run, cells, folder)
    finally:
        pool.shutdown(cancel_futures=True)


def chosen(request: pytest.FixtureRequest, test: str) -> list[Cell]:
    """The cells of this test that are to be run."""
    mine = [item for item in request.session.items if isinstance(item, pytest.Function) and item.path == request.path]
    cells: list[Cell] = [item.callspec.params["cell"] for item in mine if item.originalname == test]  # type: ignore[misc]
    return cells
