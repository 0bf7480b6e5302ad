"""The way from a command into the office: through the running service, or, when none runs, straight to the data.

Only one process may open the database. So a command tries to take the lock; who finds it taken asks `serve` over the
Unix socket in the data folder, where the kernel's file rights say who may ask: there the operator has a head's rights.
"""

import os
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol
from uuid import uuid4

from kiosk.cli.failures import Failure, in_use_line, refusal_line
from kiosk.config import Config
from office.backoffice.views import PersonView

SOCKET_NAME = "serve.sock"
ANSWER_S = 180.0
"""Seconds that `serve` gets to answer: computing or copying a large journal takes a while."""

LOOK_S = 0.2
"""Between two looks at how far an examination is."""

PAGE = 200
"""Procedures that are asked for at once."""

JsonObject = dict[str, Any]


class Reached(Protocol):
    """What commands ask of the office. Raises Refusal or Failure."""

    def people(self) -> list[PersonView]: ...
    def add_person(self, id: str, name: str, title: str, role: str) -> str: ...  # noqa: A002 -- the PIN
    def new_pin(self, id: str) -> str: ...  # noqa: A002
    def disable(self, id: str) -> None: ...  # noqa: A002
    def enable(self, id: str) -> None: ...  # noqa: A002
    def tokens(self) -> list[JsonObject]: ...
    def add_token(self, name: str, role: str) -> JsonObject: ...
    def revoke_token(self, id: str) -> None: ...  # noqa: A002
    def export(self) -> JsonObject: ...
    def replace(self, office: JsonObject) -> JsonObject: ...
    def procedures(self) -> list[JsonObject]: ...
    def procedure(self, code: str) -> JsonObject: ...
    def import_procedures(self, name: str, data: bytes, *, whole: bool, dry_run: bool) -> JsonObject: ...
    def export_procedures(self, form: str) -> bytes: ...
    def journal(self) -> list[JsonObject]: ...
    def district(self) -> JsonObject: ...
    def district_counts(self) -> list[JsonObject]: ...
    def pause_district(self, *, on: bool) -> None: ...
    def parcel(self, *, everything: bool) -> Iterator[bytes]: ...
    def confirm(self, upto: Mapping[str, int]) -> dict[str, int]: ...
    def change_paper(self, used_mm: int) -> JsonObject: ...
    def print_day(self) -> JsonObject: ...
    def lived(self, date: str) -> JsonObject: ...
    def accuracy(self, days: int) -> JsonObject: ...


@contextmanager
def office(config: Config, *, reads: bool = False, makes: bool = False) -> Iterator[Reached]:
    """The office, whichever way it can be reached. Who only `reads` leaves all as it is, or hears Unread.

    Who acts on what an office has, hears NoOffice where there is none; one is made for those who bring something along
    (`makes`). Raises Failure, DataUnusable or SchemaTooNew as well.
    """
    from kiosk.cli.direct import direct_office
    from office.store.lock import DataInUse

    if not makes:
        _refuse_nothing(config.data.dir)
    try:
        opened = direct_office(config, reads=reads)
    except DataInUse as taken:
        with asked_office(config.data.dir, taken.pid) as asked:
            yield asked
        return
    try:
        yield opened
    finally:
        opened.close()


def _refuse_nothing(data: Path) -> None:
    from office.safekeeping.presence import NoOffice, Unread, find_office

    try:
        find_office(data)
    except NoOffice:
        raise
    except Unread:
        pass  # there is one, and whoever opens it mends it or says why not


@contextmanager
def asked_office(data: Path, pid: int | None) -> Iterator["AskedOffice"]:
    """The running service, over its socket. Raises Failure when it has none (yet)."""
    import httpx

    if not (data / SOCKET_NAME).exists():
        raise Failure(_mute(data, pid))
    folder = os.open(data, os.O_RDONLY | os.O_DIRECTORY)
    try:
        # A socket's path may have 107 bytes at most; through the folder's descriptor it is always short.
        transport = httpx.HTTPTransport(uds=f"/proc/self/fd/{folder}/{SOCKET_NAME}")
        headers = {"Accept-Language": "en"}
        with httpx.Client(
            transport=transport, base_url="http://serve/api/v1/admin", headers=headers, timeout=ANSWER_S
        ) as client:
            yield AskedOffice(client, data, pid)
    finally:
        os.close(folder)


class AskedOffice:
    """`Reached` through the admin part of the LAN API."""

    def __init__(self, client: Any, data: Path, pid: int | None) -> None:
        self._client, self._data, self._pid = client, data, pid

    def people(self) -> list[PersonView]:
        found: list[PersonView] = self._ask("GET", "/people")["people"]
        return found

    def add_person(self, id: str, name: str, title: str, role: str) -> str:  # noqa: A002
        return str(self._post("/people", id=id, name=name, title=title, role=role)["pin"])

    def new_pin(self, id: str) -> str:  # noqa: A002
        return str(self._post(f"/people/{_part(id)}/pin")["pin"])

    def disable(self, id: str) -> None:  # noqa: A002
        self._post(f"/people/{_part(id)}/disable")

    def enable(self, id: str) -> None:  # noqa: A002
        self._post(f"/people/{_part(id)}/enable")

    def tokens(self) -> list[JsonObject]:
        found: list[JsonObject] = self._ask("GET", "/devices")["items"]
        return found

    def add_token(self, name: str, role: str) -> JsonObject:
        return self._post("/devices", name=name, role=role)

    def revoke_token(self, id: str) -> None:  # noqa: A002
        self._post(f"/devices/{_part(id)}/revoke")

    def export(self) -> JsonObject:
        return self._ask("GET", "/office")

    def replace(self, office: JsonObject) -> JsonObject:
        return self._post("/office", office=office)

    def procedures(self) -> list[JsonObject]:
        found: list[JsonObject] = []
        while page := self._ask("GET", f"/procedures?limit={PAGE}&offset={len(found)}")["items"]:
            found += page
        return found

    def procedure(self, code: str) -> JsonObject:
        return self._ask("GET", f"/procedures/{_part(code)}")

    def import_procedures(self, name: str, data: bytes, *, whole: bool, dry_run: bool) -> JsonObject:
        wanted = f"name={_part(name)}&whole={whole}&dry_run={dry_run}&request_id={uuid4()}"
        return self._ask("PUT", f"/procedures/file?{wanted}", content=data)

    def export_procedures(self, form: str) -> bytes:
        answer = self._client.get(f"/procedures/export.{form}")
        if not answer.is_success:
            raise Failure(f"the running service refused ({answer.status_code})")
        return bytes(answer.content)

    def journal(self) -> list[JsonObject]:
        found: list[JsonObject] = self._ask("GET", "/journal")["streams"]
        return found

    def district(self) -> JsonObject:
        return self._ask("GET", "/district")

    def district_counts(self) -> list[JsonObject]:
        found: list[JsonObject] = self._ask("GET", "/district/audit")["streams"]
        return found

    def pause_district(self, *, on: bool) -> None:
        self._post(f"/district/{'pause' if on else 'resume'}")

    def parcel(self, *, everything: bool) -> Iterator[bytes]:
        with self._client.stream("GET", "/district/parcel", params={"everything": everything}) as answer:
            if not answer.is_success:
                raise Failure(f"the running service refused ({answer.status_code})")
            yield from answer.iter_bytes()

    def confirm(self, upto: Mapping[str, int]) -> dict[str, int]:
        moved: dict[str, int] = self._post("/district/confirm", upto=dict(upto))["moved"]
        return moved

    def change_paper(self, used_mm: int) -> JsonObject:
        body = {"request_id": str(uuid4()), "used_mm": used_mm}
        return self._ask("POST", "http://serve/api/v1/printer/paper-changed", body)

    def print_day(self) -> JsonObject:
        return self._post("/day-slip")

    def lived(self, date: str) -> JsonObject:
        return self._ask("GET", f"/lived?date={_part(date)}")

    def accuracy(self, days: int) -> JsonObject:
        return self._ask("GET", f"/accuracy?days={days}")

    def examined(self) -> Iterator[JsonObject]:
        """Each part of the examination as soon as the service has looked at it."""
        self._post("/health/examine")
        told: set[str] = set()
        while True:
            standing = self._ask("GET", "/health")
            ready = [one for one in standing["parts"] if one["state"] == "done" and one["key"] not in told]
            told |= {one["key"] for one in ready}
            yield from ready
            if not standing["running"]:
                return
            time.sleep(LOOK_S)

    def back_up(self, kind: str) -> JsonObject:
        return self._post("/backups", kind=kind)

    def trouble(self) -> str | None:
        found: str | None = self._ask("GET", "/backups/check")["trouble"]
        return found

    def bundle(self) -> bytes:
        """The file for support, as the service makes it."""
        answer = self._client.get("/health/bundle")
        if not answer.is_success:
            raise Failure(f"the running service refused ({answer.status_code})")
        return bytes(answer.content)

    def _post(self, path: str, **body: object) -> JsonObject:
        return self._ask("POST", path, {"request_id": str(uuid4()), **body})

    def _ask(self, method: str, path: str, body: JsonObject | None = None, content: bytes | None = None) -> JsonObject:
        import httpx

        try:
            answer = self._client.request(method, path, json=body, content=content)
            found: JsonObject = answer.json()
        except httpx.TimeoutException:
            raise Failure(f"the running service did not answer within {ANSWER_S:.0f} s; try again") from None
        except (httpx.TransportError, ValueError):
            raise Failure(_mute(self._data, self._pid)) from None
        if answer.is_success:
            return found
        raise Failure(_line_of(found))


def _mute(data: Path, pid: int | None) -> str:
    return f"{in_use_line(data, pid)}, but it does not answer; is it still starting?"


def _line_of(problem: JsonObject) -> str:
    """A problem document as the same line that the direct way gives."""
    errors = problem.get("errors")
    if problem.get("code") == "invalid" and isinstance(errors, list) and errors:
        problem = {**problem, **errors[0]}
    line = refusal_line(str(problem.get("code")), problem)
    return str(problem.get("detail")) if line.startswith("refused: ") else line


def _part(text: str) -> str:
    from urllib.parse import quote

    return quote(text, safe="") or "-"
