"""States of the setup's window, for pictures and for measuring: each is reached by walking there."""

from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType

from kiosk.setup.dialogue import Dialogue
from kiosk.setup.draft import Draft
from kiosk.setup.machine import PrinterPlace
from kiosk.setup.making import Made, Pin
from kiosk.setup.pretended import PretendedMachine
from kiosk.setup.question import Value
from kiosk.setup.touch.flow import Setup
from kiosk.setup.troubles import NotMade
from kiosk.touch.errands import Answer
from kiosk.touch.page import Page
from tests.setup.walk import USUAL, WALL, machine

PINS = tuple(
    Pin(f"lan-anh-{at}", name, "clerk", f"{at}46102")
    for at, name in enumerate(("Phạm Minh Tuấn", "Trần Lan Anh", "Nguyễn Văn Hòa", "Lê Thị Mai"), 1)
)


class AtOnce:
    """Errands that are done before anybody looks."""

    def run(self, work: Callable[[], Answer], done: Callable[[Answer | Exception], None]) -> None:
        try:
            outcome: Answer | Exception = work()
        except Exception as error:  # noqa: BLE001 -- as the real one
            outcome = error
        done(outcome)


class Never:
    """Errands that take their time."""

    def run(self, work: Callable[[], Answer], done: Callable[[Answer | Exception], None]) -> None:
        return


class PretendedDeeds:
    """`did`: what was done, in order."""

    def __init__(self, failure: Exception | None = None) -> None:
        self.failure, self.did = failure, list[str]()

    def make(self) -> Made:
        self.did.append("make")
        if self.failure is not None:
            raise self.failure
        return Made(PINS, ("touch", "hall"), "Huyện Kim Bảng")

    def print_pins(self, made: Made) -> str:
        self.did.append(f"print {len(made.pins)}")
        return ""

    def close(self, made: Made) -> None:
        self.did.append("close")


def setup_at(
    key: str,
    language: str = "vi",
    *,
    pretended: PretendedMachine | None = None,
    deeds: PretendedDeeds | None = None,
    errands: AtOnce | Never | None = None,
    **others: Value,
) -> Setup:
    """The window at this question."""
    answers = {**USUAL, "language.language": language, **{name.replace("__", "."): one for name, one in others.items()}}
    one = pretended or machine()
    dialogue = Dialogue(Draft())
    while dialogue.question.key != key:
        if dialogue.waits:
            dialogue.done(dialogue.errand(one)())
        dialogue.answer(answers.get(dialogue.question.key, dialogue.given))
    return Setup(dialogue, one, deeds or PretendedDeeds(), errands or AtOnce(), lambda: WALL, lambda: None)


def _complaining(language: str) -> Setup:
    setup = setup_at("office.id", language)
    for _ in range(20):
        setup.press("key:erase")
    setup.press("next")
    return setup


FAILURE = NotMade(
    "The data folder {folder} is in use: a service runs on it already. End it (systemctl stop motcua).",
    folder="/var/lib/motcua",
)


def _ended(language: str, *names: str, failure: Exception | None = None) -> Setup:
    setup = setup_at("summary.sure", language, deeds=PretendedDeeds(failure))
    for name in ("option:yes", *names):
        setup.press(name)
    return setup


def _silent(language: str) -> Setup:
    pretended = machine()
    pretended.prints = False
    return setup_at("printer.page", language, pretended=pretended)


def _taken(language: str) -> Setup:
    """Nothing answers, and there is something to do about one of them."""
    pretended = machine()
    pretended.places = (
        PrinterPlace("usblp:/dev/usb/lp0", "EPSON TM-T20III", answered=False, why=_IN_USE),
        PrinterPlace("serial:/dev/ttyS0:9600:rtscts", "serial port", answered=False),
    )
    return setup_at("printer.place", language, pretended=pretended)


_IN_USE = "another program is using the printer; end that program"


def _refused(language: str) -> Setup:
    """The file of another office."""
    pretended, path = machine(), Path("/media/usb/ben-thanh.json")
    pretended.files = {path: b'{"format": "motcua.bundle.v1", "office": "ben-thanh"}'}
    return setup_at("district.fits", language, pretended=pretended, district__bundle=str(path))


def _mute(language: str) -> Setup:
    pretended = machine()
    pretended.sounds = False
    return setup_at("sound.heard", language, pretended=pretended)


def _bare(language: str) -> Setup:
    pretended = machine()
    pretended.places = ()
    return setup_at("printer.place", language, pretended=pretended)


SCREENS: Mapping[str, Callable[[str], Setup]] = MappingProxyType(
    {
        "language": lambda language: setup_at("language.language", language),
        "monitors": lambda language: setup_at("screens.touch", language),
        "hanging": lambda language: setup_at("screens.touch_rotate", language),
        "inches": lambda language: setup_at("screens.touch_inches", language),
        "upright": lambda language: setup_at("screens.upright", language),
        "place": lambda language: setup_at("office.place", language),
        "name": lambda language: setup_at("office.name", language),
        "id-wrong": _complaining,
        "services": lambda language: setup_at("services.template", language),
        "services-own": lambda language: setup_at("services.chosen", language, services__template="own"),
        "clerk": lambda language: setup_at("people.clerk_1", language),
        "printers": lambda language: setup_at("printer.place", language),
        "printers-none": _bare,
        "printers-taken": _taken,
        "printers-looking": lambda language: setup_at("printer.place", language, errands=Never()),
        "page": lambda language: setup_at("printer.page", language),
        "page-failed": _silent,
        "page-wrong": lambda language: setup_at("printer.wrong", language, printer__page="no"),
        "sound-mute": _mute,
        "sound": lambda language: setup_at("sound.heard", language),
        "network": lambda language: setup_at("network.tls", language),
        "backup": lambda language: setup_at("backup.second", language),
        "district": lambda language: setup_at("district.bundle", language),
        "district-refused": _refused,
        "clock": lambda language: setup_at("clock.right", language),
        "summary": lambda language: setup_at("summary.sure", language),
        "pins": _ended,
        "pins-printed": lambda language: _ended(language, "print"),
        "failed": lambda language: _ended(language, failure=FAILURE),
        "done": lambda language: _ended(language, "next"),
    }
)
"""Name of a state → the window in it, in a language."""


def page_of(name: str, language: str) -> Page:
    return SCREENS[name](language).page()
