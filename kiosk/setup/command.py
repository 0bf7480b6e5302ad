"""`motcua setup`: which face, which places, and what is said at the end. Exit codes: 0 done, 1 not made, 2 wrong words.

The same deeds for the first start and for one step of an office that works; a file of answers needs nobody.
"""

import sys
from argparse import Namespace
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from io import TextIOWrapper
from pathlib import Path
from typing import TypeVar
from zoneinfo import ZoneInfo

from kiosk.config import Config, ConfigInvalid, load
from kiosk.setup import unattended
from kiosk.setup.answers import NotAnswered
from kiosk.setup.dialogue import Dialogue
from kiosk.setup.draft import Draft, keep_draft, read_draft
from kiosk.setup.finishing import keep_report, print_pins
from kiosk.setup.joining import bundle_of, place_of
from kiosk.setup.making import INSTALLED, Made, Places, commission, make, planned, rewire
from kiosk.setup.order import STEPS, again
from kiosk.setup.question import Seen
from kiosk.setup.terminal import converse, wrapped
from kiosk.setup.this_machine import ThisMachine, clock_setter
from kiosk.setup.troubles import NotMade, words_of
from look.words import N_, say
from web.authority import grouped
from web.logs import speak

DONE, NOT_MADE, WRONG = 0, 1, 2
ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
Result = TypeVar("Result")


class Stopped(Exception):
    """It ends here; `lines` are in the person's language."""

    def __init__(self, code: int, *lines: str) -> None:
        super().__init__("\n".join(lines))
        self.code, self.lines = code, lines


def set_up(wanted: Namespace) -> int:
    """Runs the face that was asked for."""
    _in_utf8()
    if wanted.template:
        sys.stdout.write(unattended.template())
        return DONE
    speak("info" if wanted.touch else "error")  # before a terminal, what matters is said in plain words
    places = places_of(wanted.config, wanted.data)
    try:
        return _face(wanted, places)
    except Stopped as stopped:
        return _complain(stopped.code, *stopped.lines)
    except NotMade as error:
        return _complain(NOT_MADE, error.said(_language_of(wanted, places)))
    except NotAnswered as error:
        return _complain(WRONG, *error.lines)
    except BrokenPipeError:  # nobody listens any more
        return NOT_MADE
    except OSError as error:
        language = _language_of(wanted, places)
        words = N_("{file}: {why}") if error.filename else "{why}"
        return _complain(NOT_MADE, say(language, words, file=error.filename, why=say(language, words_of(error))))


def _face(wanted: Namespace, places: Places) -> int:
    if wanted.step is not None:
        return _one_step(wanted, places)
    if wanted.answers is not None:
        return _only_check(wanted.answers, places) if wanted.check else _from_file(wanted.answers, places)
    if wanted.check:
        words = N_("--check goes with --from FILE; an office that works is checked by: motcua check")
        raise Stopped(WRONG, say(wanted.language, words))
    _refuse_a_second(places, _language_of(wanted, places))
    return _touched(places) if wanted.touch else _typed(places)


def _language_of(wanted: Namespace, places: Places) -> str:
    """Of the draft, where there is one that can be read; of a single step, as the command line says."""
    if wanted.step is None:
        with suppress(OSError):
            return Seen(read_draft(places.draft).answers, {}).language
    return str(wanted.language)


def _refuse_a_second(places: Places, language: str) -> None:
    if places.config.exists():
        there = say(language, N_("{file} is there: this office works already."), file=places.config)
        raise Stopped(NOT_MADE, f"{there} {_hint(language)}")


def _hint(language: str) -> str:
    steps = ", ".join(step.name for step in STEPS if step.again)
    return say(language, N_("One part of it is changed by: motcua setup --step NAME ({steps})"), steps=steps)


def places_of(config: Path | None, data: Path | None) -> Places:
    """The installed ones where the program is installed; else everything beside the configuration."""
    if config is None and data is None and INSTALLED.config.parent.is_dir():
        return INSTALLED
    return Places.beside(config or Path("config.toml"), data)


def _complain(code: int, *lines: str) -> int:
    for line in lines:
        sys.stderr.write(f"motcua: {line}\n")
    return code


def _tell(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def _say(sentence: str) -> None:
    """As wide as the terminal."""
    wrapped(sentence, _tell, "")


def _ask(prompt: str) -> str:
    """A line that was typed. Raises EOFError."""
    sys.stdout.write(prompt)
    sys.stdout.flush()
    line = sys.stdin.readline()
    if not line:
        raise EOFError
    return line.rstrip("\n")


def _in_utf8() -> None:
    """Terminals write Vietnamese so, whatever LANG says; a letter that came in pieces is refused, not a crash."""
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")


# -- the first start


def _typed(places: Places) -> int:
    """The conversation in the terminal, then the deed."""
    places.config.parent.mkdir(parents=True, exist_ok=True)
    dialogue = Dialogue(read_draft(places.draft), keep=lambda draft: keep_draft(places.draft, draft))
    if not _asked(dialogue, ZONE):
        _say(dialogue.seen.say(N_("Nothing was changed. The answers are kept; the next start goes on from here.")))
        return NOT_MADE
    seen = dialogue.seen
    try:
        made = make(seen, places, datetime.now(UTC), lambda words: _tell(f"… {seen.say(words)}"))
        _show_pins(seen, made, places)
        _close(seen, dialogue.draft, made, places)
    except KeyboardInterrupt:
        if places.config.exists():
            return DONE
        _tell("")
        _say(seen.say(N_("The office does not work yet, and PINs shown until now do not count. Begin again.")))
        return NOT_MADE
    return DONE


def _asked(dialogue: Dialogue, zone: ZoneInfo) -> bool:
    """Whether everything was answered; False when somebody broke off."""
    machine = ThisMachine(zone, clock_setter())
    try:
        converse(dialogue, machine, _ask, _tell)
    except (EOFError, KeyboardInterrupt):
        _tell("")
        return False
    finally:
        machine.close()
    return True


def _show_pins(seen: Seen, made: Made, places: Places) -> None:
    """Until somebody says that they were noted: they are nowhere else."""
    if not made.pins:
        return
    _tell("")
    for pin in made.pins:
        _tell(f"  {pin.name} ({pin.id}): PIN {pin.pin}")
    _say(seen.say(N_("Please note the PINs now; they are never shown again. Print them as well? (y/n)")))
    try:
        if _ask("> ").strip().lower() in ("y", "yes", "c", "có", "co"):
            why = print_pins(seen, made, places)
            _tell(seen.say(N_("Not printed: {why}"), why=why) if why else seen.say(N_("Printed.")))
    except EOFError:
        return


def _close(seen: Seen, draft: Draft, made: Made, places: Places) -> None:
    """The report, then the start."""
    busy = N_("The machine is examined and the report is written")
    _tell(f"… {seen.say(busy)}")
    report = keep_report(seen, draft.skipped, made, places, datetime.now(ZONE))
    commission(places)
    _tell("")
    if made.found:
        _say(seen.say(N_("There was an office in the data folder already; it goes on as it was.")))
    if made.fingerprint:
        _say(seen.say(N_("Fingerprint of the certificate: {fingerprint}"), fingerprint=grouped(made.fingerprint)))
    _say(seen.say(N_("Report of the commissioning: {file}"), file=report))
    _say(seen.say(N_("The office is set up. It starts by itself; without systemd: motcua serve")))


def _touched(places: Places) -> int:
    from kiosk.setup.touch.app import run  # Kivy

    places.config.parent.mkdir(parents=True, exist_ok=True)
    return run(places, ZONE)


# -- from a file


def _only_check(file: Path, places: Places) -> int:
    """Everything that is wrong with the file, and nothing else; what it names may lie on another machine."""
    draft = unattended.answered(file)
    seen = Seen(draft.answers, {})
    planned(seen, places)
    bundle = place_of(seen)
    if bundle is not None and bundle.exists():
        _judged(file, seen, lambda: bundle_of(seen, datetime.now(UTC)))
    _tell(seen.say(N_("{file}: no mistakes"), file=file))
    if bundle is not None and not bundle.exists():
        _tell(seen.say(N_("{file} is not on this machine, so nobody has looked into it"), file=bundle))
    if draft.skipped:
        _tell(seen.say(N_("comes later: {steps}"), steps=", ".join(sorted(draft.skipped))))
    return DONE


def _judged(file: Path, seen: Seen, act: Callable[[], Result]) -> Result:
    """What comes of it; where an answer is to blame, the sentence says in which line it stands."""
    try:
        return act()
    except NotMade as error:
        why = error.said(seen.language)
        raise Stopped(NOT_MADE, unattended.about(file, error.key, why) if error.key else why) from error


def _from_file(file: Path, places: Places) -> int:
    draft = unattended.answered(file)
    seen = Seen(draft.answers, {})
    _refuse_a_second(places, seen.language)
    made = _judged(file, seen, lambda: make(seen, places, datetime.now(UTC)))
    for pin in made.pins:
        _tell(seen.say(N_("{id}: PIN {pin} (shown only now)"), id=pin.id, pin=pin.pin))
    report = keep_report(seen, draft.skipped, made, places, datetime.now(ZONE))
    commission(places)
    _tell(seen.say(N_("{file}: written; report: {report}"), file=places.config, report=report))
    return DONE


# -- one step of an office that works


def _one_step(wanted: Namespace, places: Places) -> int:
    language = wanted.language
    try:
        config, steps = load(places.config), again(wanted.step)
    except KeyError:
        words = N_("What the office is, its services, counters and people are changed in the pages under /admin.")
        raise Stopped(WRONG, f"--step {wanted.step}: {say(language, words)} {_hint(language)}") from None
    except ConfigInvalid as error:
        words = N_("{file} cannot be used; motcua check names each mistake in it")
        raise Stopped(WRONG, say(language, words, file=places.config)) from error
    dialogue = Dialogue(_draft_of(config, language), steps)
    if not _asked(dialogue, config.office.timezone):
        _tell(say(language, N_("Nothing was changed.")))
        return NOT_MADE
    rewire(dialogue.seen, (wanted.step,), places, datetime.now(UTC))
    _tell(say(language, N_("Written. It counts from the next start: systemctl restart motcua.target")))
    return DONE


def _draft_of(config: Config, language: str) -> Draft:
    return Draft({"language.language": language, "office.id": config.office.id})
