"""Certificates and how long they hold: of the office's own pages, and of the way to the tier above."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from kiosk.district.enrolment import BundleUnusable, enrolled
from kiosk.health.finding import BAD, OK, WARN, Finding
from kiosk.health.patient import Patient
from look.words import N_

if TYPE_CHECKING:
    from cryptography.x509 import Certificate

SOON_DAYS = 30
_PAGES, _ABOVE, _CA = N_("the pages of this office"), N_("the way to the tier above"), N_("the tier above itself")
_ADVICE: Mapping[str, str] = {
    _PAGES: N_("Renew it: sudo motcua tls renew"),
    _ABOVE: N_("Ask the tier above for a new bundle, then: motcua enrol BUNDLE"),
    _CA: N_("Ask the tier above for a new bundle, then: motcua enrol BUNDLE"),
}


def look(patient: Patient) -> Iterator[Finding]:
    files = list(_files(patient))
    if not files:
        yield Finding(OK, N_("No certificates: the pages are for this machine or a network that you trust"))
    for whose, path in files:
        yield _judged(whose, path, datetime.fromtimestamp(patient.clock.now().wall / 1000, UTC))


def _files(patient: Patient) -> Iterator[tuple[str, Path]]:
    config = patient.config
    if config.web.tls_certificate is not None:
        yield _PAGES, config.web.tls_certificate
    if config.district.transport != "mqtt":
        return
    try:
        kept = enrolled(patient.data)
    except BundleUnusable:
        kept = None  # the part of the tier above says so
    folder = config.district.bundle or (None if kept is None else kept.folder)
    for whose, own, name in ((_ABOVE, config.district.certificate, "office.crt"), (_CA, config.district.ca, "ca.crt")):
        path = own or (None if folder is None else folder / name)
        if path is not None:
            yield whose, path


def _judged(whose: str, path: Path, now: datetime) -> Finding:
    words = {"whose": whose}
    try:
        until = _read(path).not_valid_after_utc
    except (OSError, ValueError) as error:
        said, details = N_("The certificate of {whose} cannot be read"), (f"{path}: {error}",)
        return Finding(BAD, said, {}, _ADVICE[whose], details, words)
    days = (until - now).days
    values = {"date": f"{until:%d/%m/%Y}", "days": days}
    if until <= now:
        return Finding(BAD, N_("The certificate of {whose} ended on {date}"), values, _ADVICE[whose], words=words)
    if days < SOON_DAYS:
        said = N_("The certificate of {whose} ends on {date}, in {days} days")
        return Finding(WARN, said, values, _ADVICE[whose], words=words)
    return Finding(OK, N_("The certificate of {whose} holds until {date}"), values, words=words)


def _read(path: Path) -> "Certificate":
    from cryptography import x509  # only an office with certificates pays for it

    return x509.load_pem_x509_certificate(path.read_bytes())
