"""The fifty procedures of a commune that a new office starts with; what nobody was sure of is marked as such."""

from functools import cache
from pathlib import Path

from office.domain.procedures import Procedure
from office.lookup.reading import read_file

FILE = Path(__file__).with_name("sample.csv")
SOURCE = "sample"


@cache
def sample() -> tuple[Procedure, ...]:
    return tuple(entry.procedure for entry in read_file(FILE.name, FILE.read_bytes()).entries)
