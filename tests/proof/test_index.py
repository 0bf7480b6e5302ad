"""The list of what must be shown of the sync, S1 to S20: each is a named test, here or in the chaos of many offices."""

import re
from pathlib import Path

TESTS = Path(__file__).parents[1]
WANTED = {f"s{number:02}" for number in range(1, 21)}
_NAMED = re.compile(r"^def test_(s\d\d)_", re.MULTILINE)


def test_every_one_of_the_twenty_has_a_test_of_its_name() -> None:
    files = [*(TESTS / "proof").glob("test_*.py"), *(TESTS / "chaos").glob("test_*.py")]
    named = {name for path in files for name in _NAMED.findall(path.read_text(encoding="utf-8"))}
    assert sorted(WANTED - named) == []
