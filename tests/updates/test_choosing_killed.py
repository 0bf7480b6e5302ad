"""The power goes before any change that `choose-version` makes: both versions can still be started, and one does."""

from pathlib import Path

import pytest

from tests.updates.machine import Machine, machine

BEGIN = ("--begin", "0.2.0")
MANY = 30
"""More changes than any act makes."""


def _after_the_cut(office: Machine) -> list[str]:
    """The versions of the next two starts. Both folders are whole whatever happened."""
    assert all((office.root / f"opt/motcua/versions/{one}/manifest.json").is_file() for one in ("0.1.0", "0.2.0"))
    return [office.start(), office.start()]


def _cut_before_every_change(folder: Path, *words: str, trying: bool, aged_s: float = 0.0) -> list[list[str]]:
    """For each moment the versions of the starts after it; the last is of an act that came to its end."""
    found = []
    for change in range(MANY):
        office = machine(folder / str(change))
        if trying:
            office.try_once("0.2.0", aged_s)
        was_cut = office.run_until(change, *words)
        found.append(_after_the_cut(office))
        if not was_cut:
            return found
    pytest.fail("it never came to its end")


def test_when_a_trial_begins(tmp_path: Path) -> None:
    """The old version, or the new one once and then the old one again."""
    found = _cut_before_every_change(tmp_path, *BEGIN, trying=False)
    assert len(found) > 4
    assert found[0] == ["0.1.0", "0.1.0"]
    assert ["0.2.0", "0.1.0"] in found
    assert all(starts in (["0.1.0", "0.1.0"], ["0.2.0", "0.1.0"]) for starts in found)


def test_when_it_goes_back(tmp_path: Path) -> None:
    found = _cut_before_every_change(tmp_path, trying=True)
    assert len(found) > 4
    assert all(starts == ["0.1.0", "0.1.0"] for starts in found)


def test_when_it_is_confirmed(tmp_path: Path) -> None:
    """Until the notes of the trial are gone it is not confirmed; from then on it is."""
    found = _cut_before_every_change(tmp_path, "--judge", trying=True, aged_s=1_000)
    assert found[0] == ["0.1.0", "0.1.0"]
    assert found[-1] == ["0.2.0", "0.2.0"]
    assert all(starts in (found[0], found[-1]) for starts in found)
