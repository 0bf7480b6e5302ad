"""The real machine through programs that stand in for its own: what they say, and what they are told."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from kiosk.setup.loudspeakers import loudspeakers_in
from kiosk.setup.machine import Monitor, Panel
from kiosk.setup.places import place_of, read_place, wiring_of
from kiosk.setup.question import Wrong
from kiosk.setup.this_machine import ThisMachine, places_in, set_by_steward
from kiosk.setup.trying import try_call, try_page
from printer.finding import Found
from printer.outcome import Condition, Health, Reason
from printer.status import IN_USE, UNREACHABLE
from printer.transport.emulated import EmulatedPrinter
from printer.transport.emulator import PrinterOnTcp
from printer.transport.script import Fault, Script, What
from printer.transport.usb import MISSING
from tests.setup.walk import WALL

NOBODY = "nobody may"
LP: dict[str, str | int] = {"transport": "usblp", "device": "/dev/usb/lp0"}
NOT_ALLOWED = Health(Condition.UNREACHABLE, Reason.NOT_ALLOWED)
MIRRORED = """Screen 0: minimum 8 x 8, current 1920 x 1080, maximum 32767 x 32767
HDMI-1 connected primary 1920x1080+0+0 (normal left inverted right x axis y axis) 476mm x 268mm
   1920x1080     60.00*+  50.00
   1280x720      60.00
HDMI-2 connected 1920x1080+0+0 (normal left inverted right x axis y axis) 941mm x 529mm
   1920x1080     60.00*+
DP-1 disconnected (normal left inverted right x axis y axis)
"""
APART = MIRRORED.replace("HDMI-2 connected 1920x1080+0+0", "HDMI-2 connected 1920x1080+1920+0")
APLAY = """null
    Discard all samples (playback) or generate zero samples (capture)
plughw:CARD=PCH,DEV=0
    HDA Intel PCH, ALC887-VD Analog
    Hardware device with all software conversions
plughw:CARD=vc4hdmi,DEV=0
hw:CARD=PCH,DEV=0
"""


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[ThisMachine]:
    """Of all programs only an xrandr, which knows two monitors that show the same."""
    (tmp_path / "bin").mkdir()
    program = tmp_path / "bin" / "xrandr"
    program.write_text(
        f'#!/bin/sh\nif [ "$1" != --query ]; then echo "$*" >>{tmp_path}/said; exit 0; fi\n'
        f"if [ -e {tmp_path}/said ]; then cat <<'END'\n{APART}END\nelse cat <<'END'\n{MIRRORED}END\nfi\n"
    )
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}/bin:/usr/bin:/bin")
    made = ThisMachine(WALL.tzinfo, lambda _moment: NOBODY)  # type: ignore[arg-type]
    yield made
    made.close()


def test_mirrored_monitors_are_put_side_by_side_before_they_are_shown(machine: ThisMachine, tmp_path: Path) -> None:
    found = machine.monitors()
    assert found == (
        Monitor("HDMI-1", 1920, 1080, (476, 268)),
        Monitor("HDMI-2", 1920, 1080, (941, 529), left=1920),
    )
    said = (tmp_path / "said").read_text()
    assert "--output HDMI-1 --mode 1920x1080 --pos 0x0" in said
    assert "--output HDMI-2 --mode 1920x1080 --pos 1920x0" in said
    machine.monitors()
    assert (tmp_path / "said").read_text() == said


def test_monitors_are_turned_by_xrandr(machine: ThisMachine, tmp_path: Path) -> None:
    told = machine.arrange((Panel("HDMI-1", 1080, 1920, "left"), Panel("HDMI-2", 1920, 1080, "normal", 1080)))
    assert told.good
    assert "--output HDMI-1 --mode 1920x1080 --pos 0x0 --rotate left --primary" in (tmp_path / "said").read_text()


def test_a_machine_without_these_programs_says_so_and_raises_nothing(
    machine: ThisMachine, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert machine.monitors() == ()
    assert machine.loudspeakers() == ()
    told = machine.arrange((Panel("HDMI-1", 1920, 1080, "normal"),))
    assert not told.good
    assert "xrandr" not in told.said("en")


def test_only_loudspeakers_that_take_every_sound_are_offered() -> None:
    assert [(one.device, one.name) for one in loudspeakers_in(APLAY)] == [
        ("plughw:CARD=PCH,DEV=0", "HDA Intel PCH, ALC887-VD Analog"),
        ("plughw:CARD=vc4hdmi,DEV=0", "plughw:CARD=vc4hdmi,DEV=0"),
    ]


def test_a_clock_that_nobody_may_set_is_told(machine: ThisMachine) -> None:
    told = machine.set_clock(datetime(2026, 11, 23, 7, 30))  # noqa: DTZ001 -- of the wall
    assert not told.good
    assert told.said("en") == f"The clock could not be set: {NOBODY}"


@pytest.mark.parametrize(
    ("moment", "told"),
    [(WALL, "a technician sets it"), (WALL.replace(year=2020), "this is no time for an office")],
)
def test_without_a_steward_the_clock_is_never_called_set(moment: datetime, told: str) -> None:
    assert told in set_by_steward(moment)


def test_a_file_that_is_not_there_is_told(machine: ThisMachine, tmp_path: Path) -> None:
    assert machine.read_file(tmp_path / "no.json", 9) == "it is not there; look at its name, and plug the stick in"
    (tmp_path / "yes.json").write_bytes(b"0123456789")
    assert machine.read_file(tmp_path / "yes.json", 4) == b"0123"


def test_the_test_page_comes_out_of_a_printer_in_the_network(tmp_path: Path) -> None:
    with PrinterOnTcp(0, EmulatedPrinter()) as port:
        wiring = wiring_of(f"tcp:{port.host}:{port.port}")
        assert try_page(wiring | {"width": 80}, tmp_path).good
    told = try_page(wiring | {"width": 80}, tmp_path)
    assert told.said("en") == (
        "Nothing was printed: the printer cannot be reached; look at its power, its cable and its address"
    )


def test_a_page_that_broke_off_is_told_although_the_printer_is_well_again(tmp_path: Path) -> None:
    for_a_moment = Script((Fault(What.UNPLUGGED, after_rows=100, lasts_s=0.0),))
    with PrinterOnTcp(0, EmulatedPrinter(script=for_a_moment)) as port:
        told = try_page(wiring_of(f"tcp:{port.host}:{port.port}") | {"width": 80}, tmp_path)
    assert not told.good
    assert told.said("en").startswith("Nothing was printed: the printer cannot be reached")


@pytest.mark.parametrize(
    ("found", "told"),
    [
        (Found("USB", "USB without the kernel's driver", {}, None, MISSING), "a technician installs it"),
        (
            Found("USB", "USB without the kernel's driver", {}, None, "cannot be read: [Errno 5]"),
            "pull the printer",
        ),
        (Found("USB 04b8:0e15", "TM-T20", {}, None, "the kernel's driver has it"), "shows no port for it"),
        (Found("/dev/usb/lp0", "TM-T20", LP, IN_USE, "in use by cupsd"), "end that program"),
        (Found("/dev/usb/lp0", "TM-T20", LP, NOT_ALLOWED, "permission denied"), "may not use the printer's port"),
        (Found("/dev/usb/lp0", "TM-T20", LP, UNREACHABLE, "[Errno 19] no such device"), ""),
        (Found("/dev/usb/lp0", "TM-T20", LP, Health(Condition.OK)), ""),
    ],
)
def test_why_a_printer_does_not_answer_is_told_in_words_for_people(found: Found, told: str) -> None:
    (place,) = places_in([found])
    assert told in place.why
    assert bool(place.why) is bool(told)
    assert found.why is None or found.why not in place.why


def test_a_printer_of_the_kernel_is_not_told_of_twice() -> None:
    port = Found("/dev/usb/lp0", "TM-T20", LP, Health(Condition.OK))
    kernels = Found("USB 04b8:0e15", "TM-T20", {}, None, "the kernel's driver has it")
    assert [one.place for one in places_in([port, kernels])] == ["usblp:/dev/usb/lp0"]


def test_a_loudspeaker_that_is_not_there_is_told_in_words_for_people(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of all programs none is there."""
    monkeypatch.setenv("PATH", str(tmp_path))
    told = try_call("plughw:CARD=PCH,DEV=0", tmp_path)
    assert told.said("en") == (
        "Nothing could be heard: espeak-ng, which speaks, does not work; a technician installs this package anew. "
        "Look at the loudspeaker's cable, or choose another device."
    )


@pytest.mark.parametrize(
    "place",
    ["usblp:/dev/usb/lp0", "usb:04b8:0e15:J8SE012345", "serial:/dev/ttyUSB0:19200:none", "tcp:10.0.0.7:9100",
     "tcp:[fe80::1]:9100", "virtual", "off"],
)  # fmt: skip
def test_a_place_of_a_printer_is_one_word_and_its_keys(place: str) -> None:
    assert place_of(wiring_of(read_place(place))) == place


@pytest.mark.parametrize(
    "place",
    ["", "lpt:1", "usb:", "usb:epson:tm", "usblp:lp0", "usblp:/dev/usb/lp 0", "serial:/dev/ttyS0", "tcp:",
     "tcp:10.0.0.7:0", "usblp:/dev/lp\x1b[D"],
)  # fmt: skip
def test_a_word_that_is_no_place_is_refused(place: str) -> None:
    with pytest.raises(Wrong):
        read_place(place)
