"""`motcua printer test`: get to know the printer on the spot, and keep what it can do in <data>/printer.toml.

The printer is asked what it answers, prints a page, and whoever looks at the page says how it came out: at the
terminal, or beforehand with --answers. With nobody to answer the page is printed and nothing is kept.
"""

import sys
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from kiosk.cli.failures import WRONG, Failure
from kiosk.cli.printing import ENGLISH, told
from kiosk.cli.saying import tell
from kiosk.config import Config
from kiosk.paperwork import known_printer, transport_of
from look.words import say
from printer.asking import Patience
from printer.commissioning import QUESTIONS, Probed, Question, advice, facts, page, probe
from printer.outcome import REASON_WORDS, PrintResult, PrintState
from printer.press import Press
from printer.profiles import BadProfile, Profile, profile
from printer.profiles.kept import Found, keep
from printer.profiles.kept import found as found_before
from printer.transport import Transport, TransportError

_YES, _NO = ("y", "yes", "c", "có", "co"), ("n", "no", "k", "không", "khong")


def test_printer(config: Config, given: str | None) -> int:
    """0 unless the printer surely did not print."""
    if config.printer.transport == "off":
        raise Failure('printer.transport is "off"; there is no printer to test')
    answers = None if given is None else _read(given)
    known = known_printer(config.printer, config.data.dir)  # a damaged outcome of a test is made anew here
    config.data.dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    transport = transport_of(config.printer, config.data.dir)
    try:
        probed = _probed(transport)
        press = Press(transport, asks=probed.asks, asb=probed.asb, barrier=probed.barrier)
        tell_result(press.print(page(known)))
    finally:
        transport.stop()  # a virtual one draws its picture beside; wait for it
    if answers is None and sys.stdin.isatty():
        answers = dict(_asked())
    if answers is None:
        tell("nobody answered what the page looks like, so nothing is kept (at a terminal, or with --answers)")
        return 0
    return _kept(config.data.dir, known, probed, answers)


test_printer.__test__ = False  # type: ignore[attr-defined]  # for pytest: not a test, whatever it is called


def _probed(transport: Transport) -> Probed:
    """What the printer answers by itself. Raises Failure when it cannot print."""
    from printer.status import unreachable

    patience = Patience()
    try:
        transport.open(_now() + patience.connect)
        found = probe(transport, patience)
    except TransportError as error:
        raise Failure(f"nothing was printed: {told(unreachable(error))}") from None
    finally:
        transport.close()
    if found.asks and not found.health.condition.prints:
        raise Failure(f"nothing was printed: {told(found.health)}")
    return found


def _now() -> float:
    import time

    return time.monotonic()


def tell_result(result: PrintResult) -> None:
    """Raises Failure when the page surely did not come out; the printer may be well again by now."""
    from kiosk.cli.printing import SAID

    if result.state is PrintState.FAILED and result.reason is not None:
        raise Failure(f"the page did not come out whole: {say(ENGLISH, REASON_WORDS[result.reason]).lower()}")
    tell(SAID[result.state] + (f" (paper {result.job})" if result.job else ""))
    tell(f"condition: {told(result.health)}")


def _kept(data: Path, known: Profile, probed: Probed, answers: dict[str, bool]) -> int:
    found, listed = facts(known, probed, answers, _before(data, known)), profile(known.name)
    path = keep(data, Found(known.name, datetime.now(UTC), found))
    for fact, value in found.items():
        tell(f"{fact}: {_shown(value)}" + ("" if getattr(listed, fact) == value else ", unlike the profile"))
    tell(f"{path}: written for {known.name}; serve uses it after its next start")
    if next_step := advice(known, answers):
        tell(say(ENGLISH, next_step))
    return 0 if answers.get("letters", True) else 1


def _before(data: Path, known: Profile) -> Mapping[str, Any]:
    """What an earlier test of this printer found."""
    try:
        earlier = found_before(data)
    except BadProfile:
        return {}
    return earlier.facts if earlier is not None and earlier.profile == known.name else {}


def _shown(value: object) -> str:
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)


def _asked() -> Iterator[tuple[str, bool]]:
    """The questions at the terminal; an empty line passes one over."""
    for question in QUESTIONS:
        while (answer := _understood(_prompt(question))) is None:
            tell("please answer y or n, or press Enter to pass it over")
        if answer != "":
            yield question.key, answer == "yes"


def _prompt(question: Question) -> str:
    sys.stdout.write(f"{say(ENGLISH, question.words)} (y/n) ")
    sys.stdout.flush()
    return sys.stdin.readline().strip().lower()


def _understood(word: str) -> str | None:
    if not word:
        return ""
    return "yes" if word in _YES else "no" if word in _NO else None


def _read(given: str) -> dict[str, bool]:
    """`--answers`: "yes" for all, or letters=yes,cut=no. Raises Failure."""
    keys = [question.key for question in QUESTIONS]
    if (all_of_them := _understood(given.strip().lower())) in ("yes", "no"):
        return dict.fromkeys(keys, all_of_them == "yes")
    answers: dict[str, bool] = {}
    for each in filter(None, given.replace(" ", ",").split(",")):
        key, _, word = each.partition("=")
        answer = _understood(word.lower())
        if key not in keys:
            near = get_close_matches(key, keys, 1)
            meant = f", did you mean {near[0]!r}?" if near else ""
            raise Failure(f"--answers: {key!r} is no question{meant} (they are {', '.join(keys)})", code=WRONG)
        if not answer:
            raise Failure(f"--answers: {key} must be yes or no, such as {key}=yes", code=WRONG)
        answers[key] = answer == "yes"
    return answers
