"""What must fit between keys: every counter's services exist, no letter and no number twice, times in order.

The checks read the raw tables, not the finished values, so that they are reported together with misspelt
keys and wrong types; a value of a wrong type is passed over here because it has its own report. Each check
yields (path, sentence).
"""

import itertools
import re
from collections import Counter as Tally
from collections.abc import Callable, Iterable, Iterator, Mapping
from difflib import get_close_matches
from typing import Any
from urllib.parse import urlsplit

from kiosk.config.board_checks import board_complaints
from kiosk.config.times import clock_text, span, time_of_day
from office.backoffice.markdown import blocks_to_show
from office.domain import dossiers
from office.domain.numbers import PREFIXES
from office.domain.refusals import Invalid
from office.lookup.words import words_in
from printer.profiles import UnknownProfile, profile
from printer.slips import KINDS, TICKET
from printer.transport.tcp import in_figures
from web.settings.findings import Complaint
from web.settings.kinds import shown

Raw = Mapping[str, Any]
_SERVER = 'such as "socket://192.168.1.50:4001"'
_USB = re.compile(r"|[0-9a-fA-F]{4}:[0-9a-fA-F]{4}(:.+)?")


def complaints(raw: Raw) -> Iterator[Complaint]:
    """Everything that does not fit, in the order of the file's tables."""
    for check in _CHECKS:
        yield from check(raw)


def _table(raw: Raw, *names: str) -> Raw:
    for name in names:
        found = raw.get(name)
        raw = found if isinstance(found, Mapping) else {}
    return raw


def _rows(raw: Raw, *names: str) -> list[tuple[str, Raw]]:
    """The entries of a list of tables with their paths; entries that are no tables are passed over."""
    rows = _table(raw, *names[:-1]).get(names[-1])
    path = ".".join(names)
    entries = enumerate(rows if isinstance(rows, list) else [], 1)
    return [(f"{path}[{place}]", row) for place, row in entries if isinstance(row, Mapping)]


def _twice(rows: Iterable[tuple[str, Raw]], key: str) -> Iterator[tuple[str, object]]:
    """Path and value of every entry that repeats a value given before."""
    seen: Tally[object] = Tally()
    for path, row in rows:
        value = row.get(key)
        if not isinstance(value, str | int):
            continue
        seen[value] += 1
        if seen[value] > 1:
            yield f"{path}.{key}", value


def _tls(raw: Raw) -> Iterator[Complaint]:
    web = _table(raw, "web")
    given = [key for key in ("tls_certificate", "tls_key") if web.get(key)]
    if len(given) == 1:
        other = "tls_key" if given[0] == "tls_certificate" else "tls_certificate"
        yield f"web.{other}", f"missing; it is needed because web.{given[0]} is set"
    if given and web.get("tls"):
        yield "web.tls", f"does not go together with web.{given[0]}; leave one of the two out"
    if web.get("redirect") and not (given or web.get("tls")):
        yield "web.redirect", "leads to https, but there is none; `motcua tls init` makes it"
    if web.get("redirect") and web.get("redirect") == web.get("listen"):
        yield "web.redirect", "must be another address than web.listen"


def _profile(printer: Raw) -> Iterator[Complaint]:
    """The printer's profile exists and has the paper that the file names."""
    name = printer.get("profile", "")
    if not isinstance(name, str) or not name:
        return
    try:
        width = profile(name).width_mm
    except UnknownProfile as error:
        yield "printer.profile", str(error)
        return
    if printer.get("width", 80) != width:
        yield "printer.width", f"must be {width}, because printer.profile {name!r} prints on {width} mm paper"


def _is_device_server(device: str) -> bool:
    try:
        parts = urlsplit(device)
        return parts.scheme == "socket" and bool(parts.port) and in_figures(parts.hostname or "")
    except ValueError:
        return False


def _printer(raw: Raw) -> Iterator[Complaint]:
    printer = _table(raw, "printer")
    if printer.get("transport") == "tcp" and not printer.get("host"):
        yield "printer.host", 'missing; printer.transport = "tcp" needs the address of the printer'
    elif printer.get("transport") == "tcp" and isinstance(host := printer["host"], str) and not in_figures(host):
        yield "printer.host", f'must be an address in figures, such as "192.168.1.50", not {shown(host)}'
    yield from _profile(printer)
    template = printer.get("template", TICKET)
    if isinstance(template, str) and template != TICKET and template in KINDS:
        yield "printer.template", f"{shown(template)} is the name of another slip; a ticket of your own needs its own"
    device = printer.get("device", "")
    if printer.get("transport") == "serial" and not device:
        yield "printer.device", 'missing; printer.transport = "serial" needs the port, such as "/dev/ttyUSB0"'
    if printer.get("transport") == "serial" and "://" in str(device) and not _is_device_server(str(device)):
        yield "printer.device", f'must be the port, such as "/dev/ttyUSB0", or a device server, {_SERVER}'
    if printer.get("transport") == "usb" and isinstance(device, str) and not _USB.fullmatch(device):
        yield "printer.device", f'must be VENDOR:PRODUCT[:SERIAL] like "04b8:0e15", not {shown(device)}'


def _district(raw: Raw) -> Iterator[Complaint]:
    district = _table(raw, "district")
    if district.get("transport") == "loopback" and not district.get("socket"):
        yield "district.socket", 'missing; district.transport = "loopback" needs the socket of the program above'
    given = [key for key in ("certificate", "key") if district.get(key)]
    if len(given) == 1:
        other = "key" if given[0] == "certificate" else "certificate"
        yield f"district.{other}", f"missing; it is needed because district.{given[0]} is set"


def _day(raw: Raw) -> Iterator[Complaint]:
    day = _table(raw, "day")
    try:
        begins, ends = time_of_day(day.get("begins", "06:00")), time_of_day(day.get("ends", "19:00"))
    except ValueError:
        return
    if ends <= begins:
        yield "day.ends", f"{clock_text(ends)} is not after day.begins ({clock_text(begins)})"


def _services(raw: Raw) -> Iterator[Complaint]:
    rows = _rows(raw, "first", "services")
    if "first" in raw and not rows:
        yield "first.services", "at least one service is needed"
    for path, row in rows:
        prefix = row.get("prefix")
        if isinstance(prefix, str) and prefix.isupper() and len(prefix) == 1 and prefix not in PREFIXES:
            yield f"{path}.prefix", f'"{prefix}" is not allowed; use one of {" ".join(PREFIXES)}'
    for path, prefix in _twice(rows, "prefix"):
        yield path, f'"{prefix}" is already the prefix of another service'
    for path, key in _twice([(path, {"id": _key(row)}) for path, row in rows], "id"):
        yield path, f'"{key}" is already the id of another service'


def _key(row: Raw) -> object:
    """The id a service was given; its prefix does not count here, it has its own check."""
    return row.get("id") or None


def _counters(raw: Raw) -> Iterator[Complaint]:
    rows = _rows(raw, "first", "services")
    known = list(dict.fromkeys(str(row.get("id") or row.get("prefix")) for _, row in rows))
    rows = _rows(raw, "first", "counters")
    for path, number in _twice(rows, "number"):
        yield path, f"{number} is already the number of another counter"
    for path, row in rows:
        services = row.get("services")
        for name in services if isinstance(services, list) else []:
            if isinstance(name, str) and name not in known:
                yield f"{path}.services", _unknown(f'there is no service "{name}"', name, known)


def _unknown(sentence: str, name: str, known: list[str]) -> str:
    close = get_close_matches(name, known, 1, 0.5)
    return f"{sentence}, did you mean '{close[0]}'?" if close else f"{sentence}; there are: {', '.join(known)}"


def _people(raw: Raw) -> Iterator[Complaint]:
    rows = _rows(raw, "first", "people")
    numbers = [row.get("number") for _, row in _rows(raw, "first", "counters")]
    for path, key in _twice(rows, "id"):
        yield path, f'"{key}" is already the id of another person'
    for path, row in rows:
        if isinstance(row.get("counter"), int) and row["counter"] not in numbers:
            yield f"{path}.counter", f"there is no counter {row['counter']}"
    if rows and not any(row.get("role") == "head" for _, row in rows):
        yield "first.people", 'nobody has role = "head"; somebody must be able to run the office'


def _opening(raw: Raw) -> Iterator[Complaint]:
    for day, spans in _table(raw, "first", "opening").items():
        try:
            read = [span(text) for text in spans if isinstance(spans, list)]
        except (TypeError, ValueError):
            continue
        for before, after in itertools.pairwise(read):
            if after.opens < before.closes:
                sentence = f"the span from {clock_text(after.opens)} begins before {clock_text(before.closes)}"
                yield f"first.opening.{day}", sentence


def _days(raw: Raw) -> Iterator[Complaint]:
    rows = _rows(raw, "first", "days")
    for path, day in _twice([(path, {"date": str(row.get("date"))}) for path, row in rows], "date"):
        yield path, f"{day} stands there twice"
    for path, row in rows:
        if bool(row.get("sessions")) != (row.get("kind") == "hours"):
            yield f"{path}.sessions", 'belongs to kind = "hours", and only there'


def _rating(raw: Raw) -> Iterator[Complaint]:
    rating = _table(raw, "first", "rating")
    rows = _rows(raw, "first", "rating", "levels")
    scale = rating.get("scale", 4)
    levels = [row.get("level") for _, row in rows]
    if rows and scale in (3, 4, 5) and sorted(map(str, levels)) != [str(n) for n in range(1, scale + 1)]:
        yield "first.rating.levels", f"a scale of {scale} needs each level from 1 to {scale} once"
    for path, key in _twice(_rows(raw, "first", "rating", "reasons"), "id"):
        yield path, f'"{key}" is already the id of another reason'


def _dossier(raw: Raw) -> Iterator[Complaint]:
    dossier = _table(raw, "first", "dossier")
    template, pattern = (str(dossier.get(key, "")) for key in ("url_template", "pattern"))
    if template and not dossiers.is_template(template):
        yield "first.dossier.url_template", "must be an https address with {number} in it once"
    if not dossiers.is_mask(pattern.upper()):
        yield "first.dossier.pattern", f"must be masks of # A * +, divided by |, not {shown(pattern)}"
    service, tiles = dossier.get("result_service"), _rows(raw, "first", "services")
    if service and service not in [row.get("id") or row.get("prefix") for _, row in tiles]:
        yield "first.dossier.result_service", f'there is no service "{service}"'


def _pages(raw: Raw) -> Iterator[Complaint]:
    rows = _rows(raw, "first", "pages")
    for path, key in _twice(rows, "slug"):
        yield path, f'"{key}" is already the slug of another page'
    for path, row in rows:
        if row.get("since") and row.get("until") and str(row["until"]) < str(row["since"]):
            yield f"{path}.until", "lies before since"
        try:
            blocks_to_show(str(row.get("markdown", "")))
        except Invalid as error:
            yield f"{path}.markdown", str(error.facts["why"]).format_map(error.facts)


def _synonyms(raw: Raw) -> Iterator[Complaint]:
    rows = _rows(raw, "first", "synonyms")
    for path, row in rows:
        for key in ("said", "means"):
            if row.get(key) and not words_in(str(row[key])):
                yield f"{path}.{key}", "must be words"
    plain = [(path, {"said": " ".join(words_in(str(row.get("said", path))))}) for path, row in rows]
    for path, said in _twice(plain, "said"):
        yield path, f'"{said}" stands there twice'


def _suggestions(raw: Raw) -> Iterator[Complaint]:
    for path, key in _twice(_rows(raw, "first", "suggestions", "reasons"), "id"):
        yield path, f'"{key}" is already the id of another reason'


def _voice(raw: Raw) -> Iterator[Complaint]:
    for path, key in _twice(_rows(raw, "first", "voice", "notices"), "id"):
        yield path, f'"{key}" is already the id of another announcement'


_CHECKS: tuple[Callable[[Raw], Iterator[Complaint]], ...] = (
    _tls,
    _printer,
    _district,
    _day,
    _opening,
    _days,
    _services,
    _counters,
    _people,
    _rating,
    _suggestions,
    _dossier,
    _pages,
    _synonyms,
    _voice,
    board_complaints,
)
