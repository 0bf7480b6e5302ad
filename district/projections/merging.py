"""Puts together what many facts write: for each group of each row, the fact with the highest seq.

The order in which facts are added makes no difference, nor does adding one twice: that is all the proof there is.
"""

import json
from collections.abc import Iterable
from typing import Any

from district.projections.reading import Reading
from district.projections.rules import RULES, changes
from district.store.projected import SHAPES, Shape

try:
    import orjson
except ImportError:  # a trial without the extra `district`
    _loads: Any = json.loads
else:
    _loads = orjson.loads

Key = tuple[Any, ...]
Groups = dict[str, tuple[int, tuple[Any, ...]]]


class Merged:
    """Rows in the making: shape → key (with stream_no) → group → (seq, values)."""

    def __init__(self) -> None:
        self._rows: dict[int, dict[Key, Groups]] = {id(shape): {} for shape in SHAPES}

    def add(self, facts: Iterable[Reading]) -> None:
        for fact in facts:
            if fact.kind in RULES:
                self._add(fact)

    def _add(self, fact: Reading) -> None:
        stream_no, seq, rows = fact.stream_no, fact.seq, self._rows
        for shape, key, group, values in changes(fact, _loads(fact.body)):
            groups = rows[id(shape)].setdefault((stream_no, *key), {})
            known = groups.get(group)
            if known is None or known[0] < seq:
                groups[group] = (seq, values)

    def rows(self, shape: Shape) -> list[tuple[Any, ...]]:
        """Rows in the order of `columns(shape)`, sorted by key, so that two writers never wait in a circle."""
        made = self._rows[id(shape)]
        empty = {name: (0, (None,) * len(names)) for name, names in shape.groups.items()}
        return [(*key, *_flat(made[key], empty)) for key in sorted(made)]


def columns(shape: Shape) -> list[str]:
    """The columns of a row: its key, then each group's version and values; a row of one fact has no version."""
    found = ["stream_no", *shape.key]
    for name, names in shape.groups.items():
        found += [f"{name}_seq", *names] if name else names
    return found


def _flat(groups: Groups, empty: Groups) -> list[Any]:
    flat = list[Any]()
    for name, nothing in empty.items():
        seq, values = groups.get(name, nothing)
        if name:
            flat.append(seq)
        flat += values
    return flat
