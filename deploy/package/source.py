"""A clean copy of what belongs into the product: no caches, no tests, the usual modes, one version and one time."""

import os
import re
import shutil
import subprocess
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from deploy.package import CannotBuild
from look.version import VERSION

TOP = Path(__file__).resolve().parents[2]
FILES = ("pyproject.toml", "README.md", "LICENSE")
WASTE = shutil.ignore_patterns("__pycache__", "*.pyc", "*.egg-info")
NAME = re.compile(r"[0-9]+(\.[0-9]+){1,4}")


@dataclass(frozen=True, slots=True)
class Source:
    """`epoch`: seconds since 1970, the time of everything that is made of it."""

    folder: Path
    version: str
    epoch: int


def copied(to: Path, version: str = VERSION) -> Source:
    """The source as it lies here, copied into a new folder; another `version` is written into it."""
    if not NAME.fullmatch(version):
        raise CannotBuild(f"{version!r} is no version: figures with dots between them, such as 1.2.3")
    to.mkdir(parents=True)
    for name in FILES:
        shutil.copyfile(TOP / name, to / name)
    for name in _packages():
        shutil.copytree(TOP / name, to / name, ignore=WASTE, copy_function=shutil.copyfile)
    place = to / "look" / "version.py"
    place.write_text(place.read_text().replace(f'"{VERSION}"', f'"{version}"'))
    _usual_modes(to)
    return Source(to, version, epoch())


def _packages() -> list[str]:
    """The folders that setuptools takes, as pyproject.toml says."""
    said: dict[str, Any] = tomllib.loads((TOP / "pyproject.toml").read_text())
    patterns = said["tool"]["setuptools"]["packages"]["find"]["include"]
    return sorted(pattern.rstrip("*") for pattern in patterns)


def _usual_modes(folder: Path) -> None:
    for path in [folder, *folder.rglob("*")]:
        path.chmod(0o755 if path.is_dir() else 0o644)


def epoch() -> int:
    """SOURCE_DATE_EPOCH if it is set, else the time of the last commit, else of the list of changes."""
    if given := os.environ.get("SOURCE_DATE_EPOCH"):
        return int(given)
    try:
        said = subprocess.run(
            ["git", "log", "-1", "--format=%ct"], cwd=TOP, capture_output=True, text=True, check=True
        ).stdout
        return int(said)
    except (OSError, subprocess.CalledProcessError, ValueError):
        return int((TOP / "CHANGELOG.md").stat().st_mtime)
