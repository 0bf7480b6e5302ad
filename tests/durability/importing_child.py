"""`python -m tests.durability.importing_child DATA`: takes in one catalogue after another, to be killed over it.

Says a line for each catalogue that was taken in; in each of them every name ends with the same word.
"""

import itertools
import os
import sys
from dataclasses import replace
from pathlib import Path

from office.backoffice.catalogue import Catalogue
from office.domain.procedures import value_of
from office.lookup.reading import read_values
from tests.lookup.catalogues import catalogue
from tests.office_fixture import HEAD, opened, rid

HOW_MANY = 300


def main() -> None:
    known = catalogue(HOW_MANY)
    turns = [
        read_values([value_of(replace(one, name=f"{one.name} {turn}")) for one in known]) for turn in ("chẵn", "lẻ")
    ]
    with opened(Path(sys.argv[1])) as premises:
        acts = Catalogue(premises.performer)
        for number, reading in enumerate(itertools.cycle(turns)):
            acts.take_in(HEAD, rid(), reading, name="x.json", digest=str(number))
            os.write(1, f"{number}\n".encode())


if __name__ == "__main__":
    main()
