"""The window of the setup: its screens measured, its flow pressed, and once really tapped before an X server."""

import errno
import itertools
import subprocess
import sys
import time
import unicodedata
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from kiosk.config import load
from kiosk.setup.dialogue import Dialogue
from kiosk.setup.draft import Draft, read_draft
from kiosk.setup.machine import Monitor, PrinterPlace
from kiosk.setup.pretended import PretendedMachine
from kiosk.setup.touch.app import panel_for
from kiosk.setup.touch.flow import Setup
from kiosk.setup.touch.keys import Typing
from kiosk.setup.touch.layout import placed
from kiosk.setup.touch.numbers import areas_of, surface_of
from kiosk.setup.troubles import NotMade
from kiosk.touch.fingers import SETTLE_MS
from look.fonts import WEIGHTS, missing_letters
from look.sheet.measures import CAPITAL, KEY_MIN, Measures
from look.sheet.things import Writing
from look.theme import contrast
from look.words import say
from tests.setup.examples import SCREENS, AtOnce, PretendedDeeds, page_of, setup_at
from tests.setup.walk import USUAL, WALL, Walk, machine
from tests.touch.street import TOP, Glass, glass
from tests.touch.test_layout import gap, letters_box

PANELS = (
    Measures(1080, 1920, 21.5),
    Measures(1920, 1080, 21.5),
    Measures(1080, 1920, 15.6),
    Measures(1920, 1080, 15.6),
    Measures(1280, 800, 21.5),
)
SHORTENED = (".detail", ".text")
"""Of lines: names of the office, however long, are cut rather than refused."""


def cases() -> Iterator[Any]:
    for name, panel in itertools.product(SCREENS, PANELS):
        yield pytest.param(name, panel, id=f"{name}-{panel.width}x{panel.height}@{panel.diagonal_in:g}")


@pytest.mark.parametrize(("name", "panel"), list(cases()))
def test_every_screen_is_large_enough_whole_and_readable(name: str, panel: Measures) -> None:
    for language in ("vi", "en"):
        page = page_of(name, language)
        sheet = placed(page, panel)
        assert {target.name for target in sheet.targets} == {control.name for control in page.controls}
        for target in sheet.targets:
            side = min(target.area.w, target.area.h) * panel.mm_per_px
            least = 14.8 if target.name.startswith("key:") or panel.is_compact else KEY_MIN - 0.3
            assert side >= least, f"{language} {target.name} {side:.1f}"
            assert target.area.bottom <= panel.height + 0.5
        for one, other in itertools.combinations(sheet.targets, 2):
            assert gap(one.area, other.area) * panel.mm_per_px >= 2.8, f"{one.name}, {other.name}"
        for key, thing in sheet.things.items():
            if isinstance(thing, Writing):
                assert thing.fitted.size * CAPITAL * panel.mm_per_px >= 4.8
                assert missing_letters(WEIGHTS[thing.fitted.weight], thing.fitted.text) == set()
                assert letters_box(thing).bottom <= panel.height + 1, key
                assert not thing.fitted.cut or (key.startswith(("line", "option:")) and key.endswith(SHORTENED)), key
                assert all(contrast(one, thing.ground) >= 7 for one in thing.colours), key


def pressed_to_the_end(setup: Setup, **others: str) -> list[str]:
    """Only what nobody can guess is typed; everywhere else "next" is pressed. Gives the questions."""
    answers = {**USUAL, **{name.replace("__", "."): one for name, one in others.items()}}
    asked = list[str]()
    while not setup.dialogue.is_over:
        key = setup.dialogue.question.key
        asked.append(key)
        if key in answers and setup.dialogue.question.kind == "text":
            setup.typing.text = str(answers[key])
        setup.press("option:yes" if key == "summary.sure" else "next")
        assert len(asked) < 60
    return asked


def test_somebody_who_only_presses_next_sets_up_an_office() -> None:
    deeds = PretendedDeeds()
    setup = setup_at("language.language", deeds=deeds)
    assert len(pressed_to_the_end(setup)) == 32
    for name in ("print", "next"):
        setup.press(name)
    assert deeds.did == ["make", "print 4", "close"]


def test_letters_are_typed_with_tones_and_capitals() -> None:
    setup = setup_at("office.place")
    for name in ("x", "a", "tilde", " ", "shift", "t", "h", "a", "n", "h"):
        setup.press(f"key:{name}")
    assert setup.typing.text == "xã Thanh"
    setup.press("next")
    assert setup.dialogue.draft.answers["office.place"] == "xã Thanh"


def test_a_real_keyboard_writes_erases_and_goes_on() -> None:
    setup = setup_at("people.head")
    for sign in "le maj\bi\n":
        setup.typed(sign)
    assert setup.dialogue.draft.answers["people.head"] == "Le Mai"
    assert setup.dialogue.question.key == "people.head_title"
    setup_at("printer.place").typed("\n")


def test_names_of_people_begin_with_capitals_by_themselves() -> None:
    typing = Typing("", names=True)
    for key in "le mai":
        typing.press(f"key:{key}")
    assert typing.text == "Le Mai"
    typing.press("key:shift")
    assert typing.rows("vi")[1][0].text == "Q"


def test_what_cannot_be_taken_is_told_on_the_same_page() -> None:
    setup = setup_at("counters.count", "en")
    setup.press("key:clear")
    setup.press("next")
    assert "from 1 to 30" in str(setup.page())
    setup.press("key:3")
    assert "from 1 to 30" not in str(setup.page())
    setup.press("next")
    assert setup.dialogue.question.key == "counters.spread"


class Held(AtOnce):
    """An errand that is done when the test says so."""

    late: Callable[[], None]

    def run(self, work: Callable[[], Any], done: Callable[[Any], None]) -> None:
        self.late = lambda: done(work())


def test_presses_while_the_machine_is_busy_change_nothing() -> None:
    errands = Held()
    setup = setup_at("printer.place", errands=errands)
    for name in ("next", "option:virtual", "later", "back"):
        setup.press(name)
    assert setup.dialogue.question.key == "printer.place"
    errands.late()
    setup.press("option:virtual")
    assert setup.dialogue.question.key == "printer.width"


class Burning(PretendedMachine):
    """A machine whose printers cannot even be looked for."""

    def printers(self) -> tuple[PrinterPlace, ...]:
        raise RuntimeError("the bus is on fire")


def test_a_machine_that_stumbles_is_told_as_its_result() -> None:
    setup = setup_at("people.clerk_2", pretended=Burning(WALL))
    setup.press("next")
    assert setup.dialogue.question.key == "printer.place"
    assert not setup.dialogue.result.good
    assert "the bus is on fire" not in str(setup.page())  # it is in the log
    assert say("vi", STUMBLED) in str(setup.page())


STUMBLED = "The machine has stumbled. Try it once more, or put this step off and tell a technician."


@pytest.mark.parametrize(
    ("failure", "told"),
    [
        (OSError(errno.ENOSPC, "No space left on device", "/var/lib/motcua/x"), "the disk is full; delete what"),
        (OSError(errno.EBADF, "Bad file descriptor"), "let a technician look at the disk"),
        (RuntimeError("the bus is on fire"), STUMBLED),
        (NotMade("{file} is there: this office works already.", file="config.toml"), "config.toml is there"),
    ],
)
def test_what_went_wrong_at_the_end_is_told_in_words_for_people(failure: Exception, told: str) -> None:
    setup = setup_at("summary.sure", "en", deeds=PretendedDeeds(failure))
    setup.press("option:yes")
    assert told in str(setup.page())
    assert "No space left" not in str(setup.page())


def test_a_disk_that_does_not_keep_the_draft_is_told_and_holds_nobody_up() -> None:
    def refuse(_draft: Draft) -> None:
        raise OSError(errno.EROFS, "Read-only file system", "/etc/motcua/setup.json")

    dialogue = Dialogue(Draft(), keep=refuse)
    setup = Setup(dialogue, machine(), PretendedDeeds(), AtOnce(), lambda: WALL, lambda: None)
    setup.press("option:en")
    assert setup.dialogue.question.key == "screens.touch"
    assert "the disk takes nothing any more" in str(setup.page())


def test_an_office_that_cannot_be_written_can_be_tried_again_or_changed() -> None:
    deeds = PretendedDeeds(OSError(errno.ENOSPC, "No space left on device"))
    setup = setup_at("summary.sure", "en", deeds=deeds)
    setup.press("option:yes")
    assert "the disk is full" in str(setup.page())
    setup.press("again")
    assert deeds.did == ["make", "make"]
    setup.press("back")
    assert setup.dialogue.question.key == "summary.sure"
    deeds.failure = None
    setup.press("option:yes")
    assert "146102" in str(setup.page())


def test_the_window_covers_the_monitor_of_the_citizens_as_it_hangs() -> None:
    first, second = Monitor("HDMI-1", 1920, 1080, (940, 530)), Monitor("HDMI-2", 1920, 1080, (476, 268), "left", 1920)
    draft = Walk().until("screens.hall").draft
    assert panel_for((first, second), draft).measures == Measures(1920, 1080, 42.5)
    draft.answers |= {"screens.touch": "HDMI-2 1920x1080", "screens.touch_inches": "21.5"}
    panel = panel_for((first, second), draft)
    assert (panel.measures, panel.window.left) == (Measures(1080, 1920, 21.5), 1920)
    assert panel_for((), draft).measures == Measures(1080, 1920, 21.5)


def test_each_monitor_gets_its_number_in_its_middle() -> None:
    surface = surface_of(areas_of(["0,0,1080x1920", "1080,0,3840x2160"]))
    assert (surface.measures.width, surface.measures.height) == (4920, 2160)
    number = surface.things["number2"]
    assert isinstance(number, Writing)
    assert number.fitted.text == "2"
    assert number.area.x == 1080


PUT_OFF = ("services", "counters", "printer", "sound", "backup", "district", "clock", "network")
XRANDR = """#!/bin/sh
echo "$*" >>{said}
[ "$1" = --query ] || exit 0
echo "Screen 0: minimum 8 x 8, current 540 x 960, maximum 32767 x 32767"
echo "HDMI-1 connected primary 540x960+0+0 (normal left inverted right x axis y axis) 268mm x 476mm"
echo "   540x960       60.00*+"
"""


@pytest.mark.slow
@pytest.mark.needs("Xvfb", "xdotool")
def test_an_office_is_set_up_by_real_taps_on_a_real_window(tmp_path: Path) -> None:
    """Of all programs only an xrandr is there, which tells of one monitor; there is no loudspeaker."""
    panel = Measures(540, 960, 21.5)
    config, programs = tmp_path / "config.toml", tmp_path / "bin"
    programs.mkdir()
    (programs / "xrandr").write_text(XRANDR.format(said=tmp_path / "xrandr.said"))
    (programs / "xrandr").chmod(0o755)
    with glass(tmp_path, (panel.width, panel.height)) as screen:
        around = {**screen.around, "PATH": str(programs), "XDG_CACHE_HOME": str(tmp_path / "cache")}
        command = [sys.executable, "-m", "kiosk.cli", "setup", "--touch", "--config", str(config)]
        with (tmp_path / "window.log").open("wb") as log:
            program = subprocess.Popen(command, env=around, cwd=TOP, stdout=log, stderr=log)
        try:
            finger = Finger(screen, panel, tmp_path / "setup.json", config)
            finger.set_up()
            assert program.wait(60) == 0, (tmp_path / "window.log").read_text()
        finally:
            program.kill()
            program.wait()
    assert load(config).office.id == "an-hoa"
    assert list((tmp_path / "data" / "commissioning").glob("*.pdf"))
    assert (
        "--output HDMI-1 --mode 540x960 --pos 0x0 --rotate normal --primary" in (tmp_path / "xrandr.said").read_text()
    )


class Finger:
    """Taps where a window with the same draft has its controls; the draft on the disk tells what was taken."""

    def __init__(self, screen: Glass, panel: Measures, draft: Path, config: Path) -> None:
        self.screen, self.panel, self.draft, self.config = screen, panel, draft, config

    def set_up(self) -> None:
        self.go_to("office.place")
        while self.answers.get("office.place", "") != "an hòa":
            self.type("an hòa", "office.place")
        for key, text in {"people.head": "le mai", "summary.by": "ky"}.items():
            self.go_to(key)
            while self.at == key:
                self.type_on_keys(text, key)
        self.go_to("summary.sure")
        pending = self.config.with_name("config.toml.pending")
        self.tap_until(pending.exists, lambda: "option:yes")
        self.tap_until(self.config.exists, lambda: "next", SCREENS["pins"]("vi"))

    @property
    def at(self) -> str:
        return read_draft(self.draft).at

    @property
    def answers(self) -> dict[str, Any]:
        return read_draft(self.draft).answers

    def go_to(self, key: str) -> None:
        self.tap_until(lambda: self.at == key, self.on)

    def on(self) -> str:
        """The way on from here: most steps come later."""
        return "later" if self.at.startswith(PUT_OFF) else "next"

    def type(self, text: str, key: str) -> None:
        """Letter by letter; a tap that came before the page was there is not taken, so all of it is looked at."""
        time.sleep(SETTLE_MS / 1000)
        for sign in ("clear", *unaccented(text)):
            self.tap(f"key:{sign}")
        self.tap("next")
        self.wait(lambda: self.at != key)
        if self.answers.get(key, text).lower() != text:
            self.tap_until(lambda: self.at == key, lambda: "back")

    def type_on_keys(self, text: str, key: str) -> None:
        """On a keyboard that somebody has brought."""
        time.sleep(SETTLE_MS / 1000)
        self.screen.xdotool("type", "--delay", "60", text)
        self.screen.xdotool("key", "Return")
        self.wait(lambda: self.at != key)

    def tap_until(self, check: Callable[[], bool], name: Callable[[], str], setup: Setup | None = None) -> None:
        until = time.monotonic() + 120
        while not check():
            assert time.monotonic() < until, self.at
            before = self.at
            time.sleep(SETTLE_MS / 1000)  # no press counts before
            self.tap(name(), setup)
            self.wait(lambda: self.at != before or check())  # noqa: B023 -- asked before the next turn

    def wait(self, check: Callable[[], bool]) -> None:
        """A while; whoever waits longer taps again."""
        until = time.monotonic() + 3
        while time.monotonic() < until and not check():
            time.sleep(0.05)

    def tap(self, name: str, setup: Setup | None = None) -> None:
        page = (setup or self.shadow()).page()
        targets = placed(page, self.panel).targets
        x, y = next((one.area.middle for one in targets if one.name == name), (2, self.panel.height - 2))
        hold = ("sleep", "0.1", "mousedown", "1", "sleep", "0.06", "mouseup", "1")  # not as a panel bounces
        self.screen.xdotool("mousemove", str(round(x)), str(round(y)), *hold)

    def shadow(self) -> Setup:
        """A window at the same question."""
        bare = PretendedMachine(WALL, places=(), screens=(), speakers=())
        dialogue = Dialogue(read_draft(self.draft))
        return Setup(dialogue, bare, PretendedDeeds(), AtOnce(), lambda: WALL, lambda: None)


def unaccented(text: str) -> Iterator[str]:
    """The keys for a text: a letter with a tone is the letter and the tone's key behind its syllable."""
    tones = {"\N{COMBINING GRAVE ACCENT}": "grave", "\N{COMBINING TILDE}": "tilde"}
    for word in text.split(" "):
        apart = unicodedata.normalize("NFD", word)
        tone = next((tones[sign] for sign in apart if sign in tones), "")
        yield from unicodedata.normalize("NFC", "".join(sign for sign in apart if sign not in tones))
        if tone:
            yield tone
        if word != text.rsplit(" ", maxsplit=1)[-1]:
            yield " "
