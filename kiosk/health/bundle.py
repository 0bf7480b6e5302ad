"""The file for support: what somebody far away needs to help, and nothing about people.

    about.json  versions of the program, its libraries, the system
    config.json the wiring, as `config.toml` gives it; what the head decides and every secret stay here
    findings.txt, findings.json  what the doctor found
    devices.json  in what condition the devices are
    counts.json  how many rows and facts of each kind
    log.txt  the last lines of the service

No names, no texts of citizens or clerks, no tokens, no keys: `kiosk.health.discreet` covers what might still stand
in a line. The same content gives the same bytes.
"""

import json
import platform
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from importlib.metadata import distributions
from io import BytesIO
from typing import Any

from kiosk.health.discreet import Cover, lines
from kiosk.health.examining import Examined
from kiosk.health.patient import Patient
from look.version import VERSION
from look.words import DEFAULT
from office.backoffice.insight import insight
from office.safekeeping.checking import reading
from office.store.engine import way_at_rest
from office.store.schema import Ask

MOST_LINES = 2_000
WIRING_NOT = frozenset({"first"})
"""Tables of the configuration that the head fills with names and texts."""


def bundle(patient: Patient, examined: Sequence[Examined], said: Iterable[str]) -> bytes:
    """A zip file. `said`: the last lines of the log, oldest first."""
    with _asking(patient) as ask:
        known = None if ask is None else insight(ask)
    cover = Cover(frozenset() if known is None else known.words)
    texts = {
        "about.json": _json(_about(patient)),
        "config.json": cover(_json(wiring(patient))),
        "counts.json": _json({} if known is None else known.counts),
        "devices.json": cover(_json(_devices(patient))),
        "findings.json": cover(_json([one.shown("en") for one in examined])),
        "findings.txt": cover("\n".join(_told(examined))),
        "log.txt": "\n".join(lines(list(said)[-MOST_LINES:], cover)),
    }
    return _zipped(texts)


def wiring(patient: Patient) -> dict[str, Any]:
    """Only paths, ports and figures: secrets are given by file, and no file is read here."""
    return patient.config.model_dump(mode="json", exclude=set(WIRING_NOT), fallback=str)


def _about(patient: Patient) -> dict[str, Any]:
    system = patient.machine.whole("etc/os-release") or ""
    names = dict(line.split("=", 1) for line in system.splitlines() if "=" in line)
    return {
        "made_at": f"{datetime.fromtimestamp(patient.clock.now().wall / 1000, UTC):%Y-%m-%dT%H:%M:%SZ}",
        "motcua": VERSION,
        "python": platform.python_version(),
        "system": names.get("PRETTY_NAME", "").strip('"'),
        "kernel": platform.release(),
        "architecture": platform.machine(),
        "libraries": dict(sorted((one.name, one.version) for one in distributions())),
    }


def _devices(patient: Patient) -> list[dict[str, Any]]:
    return [] if patient.inside is None else [dict(one) for one in patient.inside.premises.desk.state()["devices"]]


def _told(examined: Sequence[Examined]) -> Iterator[str]:
    for part in examined:
        for one in part.findings:
            yield f"{one.level:<5}{one.text(DEFAULT)}"
            yield from (f"       {line}" for line in one.advice_lines(DEFAULT))


@contextmanager
def _asking(patient: Patient) -> Iterator[Ask | None]:
    """A way to put SQL to the database; None when there is none, or when somebody else has it."""
    if patient.inside is not None:
        with patient.inside.back_office.reading() as conn:
            yield conn.exec_driver_sql
    elif (database := patient.database) is not None:
        with reading(database, way_at_rest(database)) as raw:
            yield raw.execute
    else:
        yield None


def _zipped(texts: dict[str, str]) -> bytes:
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as file:
        for name, text in texts.items():
            file.writestr(zipfile.ZipInfo(f"motcua-support/{name}"), text + "\n", zipfile.ZIP_DEFLATED)
    return packed.getvalue()


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True)
