"""The file of the tier above, looked at for one office; why it cannot be used, in words for people.

What is right is decided by `kiosk.district.enrolment`. Here it is only found out which of a few plain reasons a person
can do something about; the exact one is for the log.
"""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import structlog

from kiosk.district.enrolment import FORMAT, LARGEST, Bundle, BundleUnusable, read_bundle
from kiosk.setup.question import NO, YES, Seen, Wrong
from kiosk.setup.troubles import NotMade, words_of
from look.words import N_

NONE, PATH = "none", "path"
"""Answers to the question for the file: there is none; it lies elsewhere."""

_USELESS = N_("The file of the tier above {file} cannot be used: {why}.")
_log = structlog.get_logger()


def place_of(seen: Seen) -> Path | None:
    """The file that was chosen."""
    found = seen.text("district.bundle", NONE)
    found = seen.text("district.path", NONE) if found == PATH else found
    return None if found == NONE else Path(found)


def joins(seen: Seen) -> bool:
    """Whether a file was chosen and nobody has put it aside."""
    return place_of(seen) is not None and seen.text("district.fits", YES) != NO


def bundle_of(seen: Seen, now: datetime) -> Bundle | None:
    """What is in the file that was chosen. Raises NotMade."""
    path = place_of(seen)
    if path is None or not joins(seen):
        return None
    try:
        with path.open("rb") as file:
            return bundle_in(file.read(LARGEST + 1), seen.text("office.id"), now)
    except OSError as error:
        raise NotMade(_USELESS, {"why": words_of(error)}, "district.bundle", file=path) from error
    except Wrong as error:
        why = seen.say(error.words, **error.values)
        raise NotMade(_USELESS, key="district.bundle", file=path, why=why) from error


def bundle_in(raw: bytes, office: str, now: datetime) -> Bundle:
    """Raises Wrong with what to do."""
    try:
        return read_bundle(raw, office, now)
    except BundleUnusable as error:
        _log.info("bundle.refused", why=error.why)
        raise _wrong(raw, office, now) from error


def _wrong(raw: bytes, office: str, now: datetime) -> Wrong:
    given = _fields(raw)
    if given.get("format") != FORMAT:
        return Wrong(N_("this is no file of the tier above for an office; choose another one"))
    if given.get("office") != office:
        words = N_(
            "it was made for the office “{other}”, but this one is “{office}”; ask the tier above for the right file, "
            "or correct the short name of the office"
        )
        return Wrong(words, other=given.get("office"), office=office)
    since, until = _valid(given.get("certificate"))
    if since <= now < until:
        return Wrong(N_("it is damaged; copy it once more, or ask the tier above for a new one"))
    words = N_(
        "it counts from {since} to {until}, and the clock of this machine shows {today}; set the clock if it is wrong, "
        "else ask the tier above for a new file"
    )
    return Wrong(words, since=f"{since:%d/%m/%Y}", until=f"{until:%d/%m/%Y}", today=f"{now:%d/%m/%Y}")


def _fields(raw: bytes) -> Mapping[str, Any]:
    try:
        given = json.loads(raw)
    except ValueError:
        return {}
    return given if isinstance(given, dict) else {}


def _valid(certificate: object) -> tuple[datetime, datetime]:
    """From when to when; always, for what is no certificate."""
    from cryptography import x509  # only whose file was refused pays for it

    try:
        found = x509.load_pem_x509_certificate(str(certificate).encode())
    except ValueError:
        return datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)
    return found.not_valid_before_utc, found.not_valid_after_utc
