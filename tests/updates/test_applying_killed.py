"""The power goes at some moment of a whole update: the office starts, and the same update can be taken again."""

import json
from pathlib import Path

import pytest

from tests.updates.machine import Machine, machine
from tests.updates.test_applying import answers_well
from tests.updates.updates import key, update

UPDATE = """
import sys
from pathlib import Path
from kiosk.updates.applying import Place, apply
root, file = map(Path, sys.argv[1:])
apply(file, root / "etc/motcua/config.toml", Place(root, None), print)
"""
MOMENTS = (3, 9, 12)
"""Changes of files before which it is killed."""
NEVER = 10_000


@pytest.fixture
def program(tmp_path: Path) -> Path:
    (tmp_path / "program.py").write_text(UPDATE)
    return tmp_path / "program.py"


def _office(folder: Path) -> tuple[Machine, Path]:
    made, signing = machine(folder / "root", "0.0.9"), key(folder / "keys")
    answers_well(made)
    (made.root / "etc/motcua/update-keys/vendor.pub").write_bytes(signing.with_suffix(".pub").read_bytes())
    return made, update(folder, signing)


@pytest.mark.parametrize("moment", MOMENTS)
def test_whenever_it_is_both_versions_stay_and_the_update_can_be_taken_again(
    tmp_path: Path, program: Path, moment: int
) -> None:
    office, file = _office(tmp_path)
    assert office.killed_at(moment, str(program), str(office.root), str(file))
    assert office.start() == office.start() == "0.1.0"
    assert not office.killed_at(NEVER, str(program), str(office.root), str(file))
    assert office.current == "0.2.0"
    assert json.loads((office.root / "opt/motcua/versions/0.2.0/manifest.json").read_bytes())["version"] == "0.2.0"
    assert office.start() == "0.1.0"  # nobody confirmed it
