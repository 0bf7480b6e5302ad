"""Both APIs asked everything that their own descriptions allow and forbid (schemathesis), with good credentials.

Here some questions are right and change something; what must hold is that none crashes, that every refusal is a problem
document, that an answer has the shape that was promised, and that whatever is refused changes nothing.
"""

import warnings
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.core.result import Ok
from schemathesis.specs.openapi.checks import response_schema_conformance

from tests.bad.tally import Tally, contents
from tests.office_fixture import HEAD
from tests.screens.serving import application_of, office
from tests.tier.house_here import Tier, served
from web.problems import MEDIA_TYPE

ENDLESS = ("/api/v1/live",)
"""Streams: nothing of them ends by itself."""

_DOORS = ("session", "sign-in")
"""Too many wrong PINs are noted in the journal: that is what they are refused with."""

_CHECKS = [not_a_server_error, response_schema_conformance]


@dataclass(frozen=True, slots=True)
class Asked:
    """A server, its description, a fresh token, and how far it has been written to."""

    url: str
    description: Mapping[str, Any]
    enter: Callable[[], str]
    written: Callable[[], object]


def an_office(folder: Path, count: int) -> Tally:
    with office(folder / "data") as house:
        for service in "AABD":
            house.take(service)
        house.call(1)
        doors = house.premises.doors

        def enter() -> str:
            keys = doors.fresh_keys()
            doors.open_session(HEAD.id, keys)
            return keys.token

        description = application_of(house.premises).openapi()
        asked = Asked(house.url, description, enter, lambda: house.desk.seq)
        return _asked(asked, count, "HTTP, an office, by its description")


def the_tier(folder: Path, count: int) -> Tally:
    tier = Tier(folder)
    tier.unit("cum", "Cụm")
    tier.office("thanh-son", "Thanh Sơn", "cum")
    pin = tier.person("lan")
    try:
        with served(tier) as url:
            asked = Asked(
                url,
                tier.app.openapi(),
                lambda: tier.house.doors.sign_in("lan", pin, "127.0.0.1")[1].token,
                lambda: contents(tier.store, "web_session"),
            )
            return _asked(asked, count, "HTTP, the tier, by its description")
    finally:
        tier.close()


def _asked(asked: Asked, count: int, what: str) -> Tally:
    """About so many questions, spread over all calls, half of them wrong by the description."""
    tally = Tally(what)
    schema = schemathesis.openapi.from_dict(dict(asked.description))
    calls: list[Any] = [found.ok() for found in schema.get_all_operations() if isinstance(found, Ok)]
    calls = [one for one in calls if one.path not in ENDLESS]
    calls = calls[:: max(1, 2 * len(calls) // count)]  # of so few questions each call gets at least two
    asking = _Asking(asked, tally)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of the generator: formats that it does not know
        for one in calls:
            for mode in GenerationMode:
                asking.all_of(one.as_strategy(generation_mode=mode), max(1, count // len(calls) // 2))
    return tally


class _Asking:
    """One question after the other; a new session whenever one of them ended it."""

    def __init__(self, asked: Asked, tally: Tally) -> None:
        self._asked, self._tally = asked, tally
        self._token, self._written = asked.enter(), asked.written()

    def all_of(self, cases: Any, count: int) -> None:
        quiet: Any = settings(
            max_examples=count,
            deadline=None,
            database=None,
            derandomize=True,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        with suppress(Unsatisfiable):  # a call without parameters cannot be asked wrongly
            with_them: Any = given(cases)
            quiet(with_them(self._one))()

    def _one(self, case: Any) -> None:
        answer = case.call(base_url=self._asked.url, headers={"Authorization": f"Bearer {self._token}"}, timeout=30)
        said = f"{case.method} {case.formatted_path} {case.body!r} gave {answer.status_code}"
        self._look(case, answer, said)
        if answer.status_code == 401:
            self._token = self._asked.enter()
        self._written = self._asked.written()

    def _look(self, case: Any, answer: Any, said: str) -> None:
        status: int = answer.status_code
        try:
            case.validate_response(answer, checks=_CHECKS)
        except AssertionError as error:
            self._tally.crash(f"{said}: {str(error)[:1200]}")
            return
        except BaseExceptionGroup as errors:
            self._tally.crash(f"{said}: {str(errors.exceptions[0])[:1200]}")
            return
        self._tally.refuse(str(status))
        if status < 400:
            return
        if MEDIA_TYPE not in "".join(answer.headers.get("content-type", [])):
            self._tally.crashes.append(f"{said} without a problem document")
        is_door = any(word in case.path for word in _DOORS)
        if not is_door and self._asked.written() != self._written:
            self._tally.changes.append(said)
