"""What is installed on a machine, as a tree: our units and files among those of this Debian, programs as doubles."""

import re
import shutil
from pathlib import Path

import pytest

TOP = Path(__file__).resolve().parents[2]
TREES = {name: TOP / "deploy" / "systemd" / name for name in ("kiosk", "district")}
UNITS = Path("usr/lib/systemd/system")
STARTS = re.compile(r"^Exec\w+=[-+!:@|]*(\S+)", re.MULTILINE)


def units_of(tree: str) -> list[Path]:
    """Every unit that we ship."""
    return sorted((TREES[tree] / UNITS).iterdir())


@pytest.fixture(scope="session")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The root of such a machine."""
    root = tmp_path_factory.mktemp("root")
    shutil.copytree("/" / UNITS, root / UNITS, symlinks=True)
    (root / "lib").symlink_to("usr/lib")
    for tree in TREES.values():
        shutil.copytree(tree, root, symlinks=True, dirs_exist_ok=True)
    for unit in (root / UNITS).glob("*motcua*"):
        for program in STARTS.findall(unit.read_text(encoding="utf-8")):
            place = root / program.lstrip("/")
            place.parent.mkdir(parents=True, exist_ok=True)
            if not place.exists():
                place.write_text("#!/bin/sh\n", encoding="ascii")
                place.chmod(0o755)
    return root
