"""Configuration files that somebody has spoilt: refused with sentences, or right all the same, never anything else."""

import random
import re
import time
from collections.abc import Callable
from pathlib import Path

import district.config
import kiosk.config
from tests.bad.spoiling import NASTY_NUMBERS, NASTY_TEXTS, bitten
from tests.bad.tally import Tally
from web.settings.file import ConfigInvalid

TOP = Path(__file__).resolve().parents[2]
MOST_S = 5.0
LONGEST = 4_000
"""Signs of one sentence."""

_VALUE = re.compile(r"^(\s*[\w-]+\s*=\s*)(.+)$", re.MULTILINE)
_TABLE = re.compile(r"^\[+[\w.]+\]+\s*$", re.MULTILINE)
_INSTEAD = (
    *(f'"{text}"' for text in ("", "x" * 300, "../..", "\\u0000", "%s", "::", "0.0.0.0:99999", "٣")),
    *map(str, (-1, 0, 10**30, 1.5, "nan", "inf", "true", "[]", "{}", "[[]]", "{ a = 1 }", "07:30:00", "2026-02-30")),
    "[" * 300 + "]" * 300,
    "'''\nx\n'''",
)


def kiosk_files(folder: Path, count: int) -> Tally:
    return _measure("config.toml", kiosk.config.load, folder, count)


def district_files(folder: Path, count: int) -> Tally:
    return _measure("district.toml", district.config.load, folder, count)


def _measure(name: str, load: Callable[[Path], object], folder: Path, count: int, seed: int = 8) -> Tally:
    tally, chance = Tally(name), random.Random(seed)
    right, path = (TOP / name).read_text(encoding="utf-8"), folder / name
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(count):
        spoilt = _KINDS[number % len(_KINDS)](chance, right)
        path.write_bytes(spoilt)
        _read(tally, load, path, spoilt)
        if path.read_bytes() != spoilt or len(list(folder.iterdir())) != 1:
            tally.changes.append(f"the folder after {spoilt[:200]!r}")
    return tally


def _read(tally: Tally, load: Callable[[Path], object], path: Path, spoilt: bytes) -> None:
    begun = time.monotonic()
    try:
        load(path)
    except ConfigInvalid as error:
        unclear = [line for line in error.errors if len(line) > LONGEST or "Traceback" in line or not line.strip()]
        if unclear or not error.errors:
            tally.crash(f"an unclear sentence: {unclear[:1]}")
        else:
            tally.refuse("refused")
    except Exception as error:  # noqa: BLE001 -- what is looked for
        tally.crash(f"{error!r} by {spoilt[:200]!r}")
    else:
        tally.refuse("still right")
    if time.monotonic() - begun > MOST_S:
        tally.crashes.append(f"{time.monotonic() - begun:.1f} s for {spoilt[:200]!r}")


def _wrong_value(chance: random.Random, right: str) -> bytes:
    """One value is something else; lines that are commented out count as well."""
    lines = right.replace("# tls", "tls").replace("# ca", "ca")
    found = chance.choice(list(_VALUE.finditer(lines)))
    instead = chance.choice((*_INSTEAD, *map(str, NASTY_NUMBERS[:6])))
    return f"{lines[: found.start(2)]}{instead}{lines[found.end(2) :]}".encode("utf-8", "replace")


def _wrong_key(chance: random.Random, right: str) -> bytes:
    found = chance.choice(list(_VALUE.finditer(right)))
    key = chance.choice(("x", "listen ", "'a b'", '"\\n"', "__proto__", "a.b.c", "1", "-", "k" * 400, "tls"))
    return f"{right[: found.start()]}{key} = 1\n{right[found.start() :]}".encode()


def _wrong_table(chance: random.Random, right: str) -> bytes:
    found = chance.choice(list(_TABLE.finditer(right)))
    instead = chance.choice(
        ("[x]", "[web]", "[[web]]", "[first.services]", "[a.b]", "", "[[first]]", "[[boards]]", "[")
    )
    return f"{right[: found.start()]}{instead}{right[found.end() :]}".encode()


def _wrong_bytes(chance: random.Random, right: str) -> bytes:
    return bitten(chance, right.encode())


def _wrong_text(chance: random.Random, right: str) -> bytes:
    found = chance.choice([one for one in _VALUE.finditer(right) if one[2].startswith('"')])
    text = chance.choice(NASTY_TEXTS)[:400].replace("\\", "\\\\").replace('"', '\\"')
    return f'{right[: found.start(2)]}"{text}"{right[found.end(2) :]}'.encode("utf-8", "surrogatepass")


_KINDS = (_wrong_value, _wrong_bytes, _wrong_value, _wrong_key, _wrong_table, _wrong_text)
