"""The wheels of other people that a product needs on a machine: fetched once, compared with the lock every time.

What a product needs follows from what the wheels say of one another, beginning at our own; the lock says which version
and which files. Fetched by pip with the settings of whoever builds (mirrors, proxies), kept in a cache folder.
"""

import hashlib
import re
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from email.parser import Parser
from pathlib import Path
from zipfile import ZipFile

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name, parse_wheel_filename

from deploy.package import ARCHITECTURES, PYTHONS, CannotBuild

# What glibc 2.36 of Debian 12 runs; pip takes only the names that it is told.
GLIBC = range(5, 37)
OLD_NAMES = ("manylinux1", "manylinux2010", "manylinux2014")
PINNED = re.compile(r"^([A-Za-z0-9._-]+)==(\S+)", re.MULTILINE)
DIGEST = re.compile(r"--hash=sha256:([0-9a-f]{64})")


@dataclass(frozen=True, slots=True)
class Pinned:
    """One entry of the lock."""

    version: str
    digests: frozenset[str]


Lock = dict[str, Pinned]


def read_lock(path: Path) -> Lock:
    """What a lock file pins, by canonical name."""
    entries = path.read_text().replace("\\\n", " ").splitlines()
    found = [(PINNED.match(entry), entry) for entry in entries]
    return {
        str(canonicalize_name(match[1])): Pinned(match[2], frozenset(DIGEST.findall(entry)))
        for match, entry in found
        if match
    }


def fetch(lock: Path, architecture: str, into: Path) -> None:
    """Let pip fetch every wheel of the lock that such a machine can run, for each Python; raises `CannotBuild`."""
    into.mkdir(parents=True, exist_ok=True)
    machine = ARCHITECTURES[architecture]
    platforms = [f"manylinux_2_{minor}_{machine}" for minor in GLIBC] + [f"{name}_{machine}" for name in OLD_NAMES]
    for python in PYTHONS:
        abis = (f"cp{python.replace('.', '')}", "abi3", "none")
        words = [
            *("--require-hashes", "--no-deps", "--only-binary", ":all:", "--implementation", "cp"),
            *("--python-version", python, *_each("--abi", abis), *_each("--platform", platforms)),
            *("--dest", str(into), "--requirement", str(lock)),
        ]
        done = subprocess.run(
            [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", *words],
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            errors = [line for line in done.stderr.splitlines() if line.startswith("ERROR")] or [done.stderr]
            raise CannotBuild(f"{architecture}, Python {python}: {errors[-1]}")


def _each(option: str, values: Iterable[str]) -> list[str]:
    return [word for value in values for word in (option, value)]


def needed(ours: Path, extra: str, lock: Lock, fetched: Path, architecture: str) -> list[Path]:
    """The fetched wheels that our own wheel needs with an extra, all the way down; for every Python at once."""
    stock = _stock(fetched)
    found: dict[str, list[Path]] = {}
    asked = [(ours, extra)]
    seen: set[tuple[str, str]] = set()
    while asked:
        wheel, with_extra = asked.pop()
        for name, extras in _required(wheel, with_extra, architecture):
            found[name] = _checked(name, lock, stock)
            further = {(name, one) for one in ("", *extras)} - seen
            seen |= further
            asked += [(found[name][0], one) for _, one in further]
    return sorted(path for paths in found.values() for path in paths)


def _stock(folder: Path) -> dict[tuple[str, str], list[Path]]:
    """What lies in a folder, by name and version."""
    stock: dict[tuple[str, str], list[Path]] = {}
    for path in sorted(folder.glob("*.whl")):
        name, version, _, _ = parse_wheel_filename(path.name)
        stock.setdefault((str(name), str(version)), []).append(path)
    return stock


def _checked(name: str, lock: Lock, stock: dict[tuple[str, str], list[Path]]) -> list[Path]:
    pinned = lock.get(name)
    if pinned is None:
        raise CannotBuild(f"{name} is needed, but the lock does not pin it: make the lock anew")
    paths = stock.get((name, pinned.version), [])
    if not paths:
        raise CannotBuild(f"{name} {pinned.version} was not fetched")
    for path in paths:
        if sha256(path) not in pinned.digests:
            raise CannotBuild(f"{path.name} is not the file that the lock means")
    return paths


def _required(wheel: Path, extra: str, architecture: str) -> Iterable[tuple[str, frozenset[str]]]:
    """What a wheel asks for on such a machine with one of the Pythons, as (name, extras)."""
    with ZipFile(wheel) as opened:
        place = next(name for name in opened.namelist() if name.endswith(".dist-info/METADATA"))
        said = Parser().parsestr(opened.read(place).decode())
    for text in said.get_all("Requires-Dist", []):
        asked = Requirement(text)
        if any(_applies(asked, extra, python, architecture) for python in PYTHONS):
            yield str(canonicalize_name(asked.name)), frozenset(asked.extras)


def _applies(asked: Requirement, extra: str, python: str, architecture: str) -> bool:
    if asked.marker is None:
        return True
    return asked.marker.evaluate(
        {
            "extra": extra,
            "python_version": python,
            "python_full_version": f"{python}.0",
            "sys_platform": "linux",
            "platform_system": "Linux",
            "platform_machine": ARCHITECTURES[architecture],
            "os_name": "posix",
            "implementation_name": "cpython",
            "platform_python_implementation": "CPython",
        }
    )


def sha256(path: Path) -> str:
    """A file's digest, in hexadecimal."""
    with path.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()
