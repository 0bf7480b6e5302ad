"""docs/lookup.md names every column that a file of procedures may have."""

from pathlib import Path

import pytest

from office.lookup.columns import CALLED

TOLD = (Path(__file__).resolve().parents[2] / "docs" / "lookup.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(("key", "called"), CALLED.items())
def test_a_column_is_told_with_both_of_its_names(key: str, called: str) -> None:
    assert f"`{called}`" in TOLD
    assert f"`{key}`" in TOLD
