"""`motcua setup`: which face, which places, and what is said at the end. Exit codes: 0 done, 1 not made, 2 wrong words.

The same deeds for the first start and for one step of an office that works; a file of answers needs nobody.
"""

import sys
from argparse import Namespace
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from kiosk.config import Config, ConfigInvalid, load
from kiosk.setup import unattended
from kiosk.setup.dialogue import Dialogue
from kiosk.setup.draft import Draft, keep_draft, read_draft
from kiosk.setup.finishing import keep_report, print_pins
from kiosk.setup.making import INSTALLED, Made, NotMade, Places, commission, make, planned, rewire
from kiosk.setup.order import STEPS, again
from kiosk.setup.question import Seen
from kiosk.setup.terminal import converse
from kiosk.setup.this_machine import ThisMachine, clock_setter
from look.words import N_, say
from web.authority import grouped
from web.logs import speak

DONE, NOT_MADE, WRONG = 0, 1, 2
ZONE = ZoneInfo("Asia/Ho_Chi_Minh")


def set_up(wanted: Namespace) -> int:
    """Runs the face that was asked for. Raises OSError."""
    if wanted.template:
        sys.stdout.write(unattended.template())
        return DONE
    speak("error")  # what matters is said in plain words
    if wanted.check and wanted.answers is None:
        return _complain(WRONG, "--check goes with --from FILE; a working office is checked by: motcua check")
    places = places_of(wanted.config, wanted.data)
    try:
        if wanted.step is not None:
            return _one_step(wanted, places)
        if wanted.check:
            return _only_check(wanted.answers, places)
        if places.config.exists():
            return _complain(NOT_MADE, f"{places.config} is there: this office works already. {_STEPS_HINT}")
        if wanted.answers is not None:
            return _from_file(wanted.answers, places)
        return _touched(places) if wanted.touch else _typed(places)
    except NotMade as error:
        return _complain(NOT_MADE, *error.lines)
    except unattended.NotAnswered as error:
        return _complain(WRONG, *error.lines)
    except ConfigInvalid as error:
        return _complain(WRONG, *error.errors)


_STEPS_HINT = f"`motcua setup --step NAME` changes one part: {', '.join(step.name for step in STEPS if step.again)}"


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


def _ask(prompt: str) -> str:
    """A line that was typed. Raises EOFError."""
    sys.stdout.write(prompt)
    sys.stdout.flush()
    line = sys.stdin.readline()
    if not line:
        raise EOFError
    return line.rstrip("\n")


# -- the first start


def _typed(places: Places) -> int:
    """The conversation in the terminal, then the deed."""
    places.config.parent.mkdir(parents=True, exist_ok=True)
    machine = ThisMachine(ZONE, clock_setter())
    dialogue = Dialogue(read_draft(places.draft), keep=lambda draft: keep_draft(places.draft, draft))
    try:
        converse(dialogue, machine, _ask, _tell)
    except (EOFError, KeyboardInterrupt):
        _tell("")
        _tell(dialogue.seen.say(N_("Nothing was changed. The answers are kept; the next start goes on from here.")))
        return NOT_MADE
    finally:
        machine.close()
    seen = dialogue.seen
    made = make(seen, places, datetime.now(UTC), lambda words: _tell(f"… {seen.say(words)}"))
    _show_pins(seen, made, places)
    _close(seen, dialogue.draft, made, places)
    return DONE


def _show_pins(seen: Seen, made: Made, places: Places) -> None:
    """Until somebody says that they were noted: they are nowhere else."""
    _tell("")
    for pin in made.pins:
        _tell(f"  {pin.name} ({pin.id}): PIN {pin.pin}")
    try:
        question = seen.say(N_("Please note the PINs now; they are never shown again. Print them as well? (y/n)"))
        if made.pins and _ask(f"{question} ").strip().lower() in ("y", "yes", "c", "có", "co"):
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
        _tell(seen.say(N_("There was an office in the data folder already; it goes on as it was.")))
    if made.fingerprint:
        _tell(seen.say(N_("Fingerprint of the certificate: {fingerprint}"), fingerprint=grouped(made.fingerprint)))
    _tell(seen.say(N_("Report of the commissioning: {file}"), file=report))
    _tell(seen.say(N_("The office is set up. It starts by itself; without systemd: motcua serve")))


def _touched(places: Places) -> int:
    from kiosk.setup.touch.app import run  # Kivy

    places.config.parent.mkdir(parents=True, exist_ok=True)
    return run(places, ZONE)


# -- from a file


def _only_check(file: Path, places: Places) -> int:
    """Everything that is wrong with the file, and nothing else."""
    draft = unattended.answered(file)
    planned(Seen(draft.answers, {}), places)
    later = f"; comes later: {', '.join(sorted(draft.skipped))}" if draft.skipped else ""
    _tell(f"{file}: ok{later}")
    return DONE


def _from_file(file: Path, places: Places) -> int:
    draft = unattended.answered(file)
    places.config.parent.mkdir(parents=True, exist_ok=True)
    seen = Seen(draft.answers, {})
    made = make(seen, places, datetime.now(UTC))
    for pin in made.pins:
        _tell(f"{pin.id}: PIN {pin.pin} (shown only now)")
    report = keep_report(seen, draft.skipped, made, places, datetime.now(ZONE))
    commission(places)
    _tell(f"{places.config}: written; report: {report}")
    return DONE


# -- one step of an office that works


def _one_step(wanted: Namespace, places: Places) -> int:
    config = load(places.config)
    try:
        steps = again(wanted.step)
    except KeyError:
        return _complain(WRONG, f"--step {wanted.step}: {_NOT_AGAIN}. {_STEPS_HINT}")
    draft = _draft_of(config, wanted.language)
    machine = ThisMachine(config.office.timezone, clock_setter())
    dialogue = Dialogue(draft, steps)
    try:
        converse(dialogue, machine, _ask, _tell)
    except (EOFError, KeyboardInterrupt):
        _tell("")
        _tell(say(wanted.language, N_("Nothing was changed.")))
        return NOT_MADE
    finally:
        machine.close()
    rewire(dialogue.seen, (wanted.step,), places, datetime.now(UTC))
    _tell(say(wanted.language, N_("Written. It counts from the next start: systemctl restart motcua.target")))
    return DONE


_NOT_AGAIN = "what the office is, its services, counters and people are changed in the pages under /admin"


def _draft_of(config: Config, language: str) -> Draft:
    return Draft({"language.language": language, "office.id": config.office.id})
