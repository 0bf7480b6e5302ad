"""The monitors of this machine: which ones hang on it, and the words that turn and place them.

    xrandr --query → monitors_in → arranging → xrandr --output …      xinput list --long → touch_panels_in → xinput …

Pure: texts in, words out; `kiosk.cli.screens` and the set-up run them. The rules that surprise: a monitor that is
switched off keeps its place, so that its window is right when it comes back; `size` is as people see it, so a panel of
1920x1080 that stands upright is 1080x1920; and a monitor that nobody named is switched off, because a window manager
that could use it does not exist.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile
from typing import Literal, get_args

Rotate = Literal["normal", "left", "right", "inverted"]
TURNS: tuple[Rotate, ...] = get_args(Rotate)
ASK, ASK_TOUCH = ("xrandr", "--query"), ("xinput", "list", "--long")
SIDEWAYS = ("left", "right")
_OUTPUT = re.compile(
    r"(?P<output>\S+) (?P<state>connected|disconnected|unknown connection) (?:primary )?"
    r"(?:(?P<w>\d+)x(?P<h>\d+)\+(?P<x>-?\d+)\+(?P<y>-?\d+) )?"
    r"(?:\(0x[0-9a-f]+\) )?(?:(?P<rotate>normal|left|inverted|right) )?(?:[xX] axis |[yY] axis |[xX] and [yY] axis )?"
    r"(?:\([^)]*\))?(?: ?(?P<mmw>\d+)mm x (?P<mmh>\d+)mm)?"
)
_MODE = re.compile(r"\s+(\d+)x(\d+)\s+\d+\.\d+(?P<marks>.*)$")
_DEVICE = re.compile(r"\W*(?P<name>\S.*?)\s+id=(?P<id>\d+)\s+\[slave\s+pointer")
_DIRECT = re.compile(r"\s*Touch mode: direct\b")


@dataclass(frozen=True, slots=True)
class Monitor:
    """What hangs on one output. `modes`: sizes in pixels as it lies, its own first; `mm`: as it says, often wrong or 0.

    `now`: the size that people see, (0, 0) when it is off; `left`, `top`, `rotate`: how it stands now.
    """

    output: str
    plugged: bool
    modes: tuple[tuple[int, int], ...] = ()
    mm: tuple[int, int] = (0, 0)
    now: tuple[int, int] = (0, 0)
    left: int = 0
    top: int = 0
    rotate: Rotate = "normal"

    @property
    def shown(self) -> bool:
        """Whether it is on."""
        return self.now != (0, 0)

    @property
    def size(self) -> tuple[int, int]:
        """Of its own mode, as it lies; (0, 0) when it tells none."""
        return self.modes[0] if self.modes else (0, 0)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a monitor is wanted. `output` "" = the next one that nobody named; `size` as people see it."""

    output: str
    size: tuple[int, int]
    left: int = 0
    top: int = 0
    rotate: Rotate = "normal"

    @property
    def mode(self) -> tuple[int, int]:
        """As the monitor lies."""
        width, height = self.size
        return (height, width) if self.rotate in SIDEWAYS else (width, height)


@dataclass(frozen=True, slots=True)
class TouchPanel:
    """Something that is touched where it shows; `id` is valid until it is unplugged."""

    id: int
    name: str


def monitors_in(text: str) -> tuple[Monitor, ...]:
    """What `xrandr --query` says, plugged in or not, from left to right."""
    return tuple(sorted(_read(text.splitlines()), key=lambda one: (not one.plugged, one.left, one.top)))


def _read(lines: Sequence[str]) -> Iterator[Monitor]:
    for at, line in enumerate(lines):
        found = _OUTPUT.match(line)
        if found is not None:
            yield Monitor(
                output=found["output"],
                plugged=found["state"] == "connected",
                modes=_modes(lines[at + 1 :]),
                mm=(int(found["mmw"] or 0), int(found["mmh"] or 0)),
                now=(int(found["w"] or 0), int(found["h"] or 0)),
                left=int(found["x"] or 0),
                top=int(found["y"] or 0),
                rotate=_turned(found["rotate"] or "normal"),
            )


def _turned(word: str) -> Rotate:
    return next((turn for turn in TURNS if turn == word), "normal")


def _modes(lines: Sequence[str]) -> tuple[tuple[int, int], ...]:
    """The one that the monitor prefers (+) first, each once."""
    found = [one for one in map(_MODE.match, takewhile(lambda line: line.startswith(" "), lines)) if one is not None]
    found.sort(key=lambda one: "+" not in one["marks"])
    return tuple(dict.fromkeys((int(one[1]), int(one[2])) for one in found))


def named(monitors: Iterable[Monitor], places: Sequence[Place]) -> list[tuple[Place, Monitor | None]]:
    """Which monitor stands at each place; None where it is not plugged in."""
    plugged = {one.output: one for one in monitors if one.plugged}
    spoken_for = {place.output for place in places if place.output}
    free = iter([one for name, one in plugged.items() if name not in spoken_for])
    return [(place, plugged.get(place.output) if place.output else next(free, None)) for place in places]


def arranging(monitors: Sequence[Monitor], places: Sequence[Place]) -> list[str]:
    """The words of the command; [] when no wanted monitor is plugged in. The first of `places` is the primary one."""
    standing = [(place, one) for place, one in named(monitors, places) if one is not None]
    if not standing:
        return []
    width = max(place.left + place.size[0] for place in places)
    height = max(place.top + place.size[1] for place in places)
    words = ["xrandr", "--fb", f"{width}x{height}"]
    for number, (place, one) in enumerate(standing):
        words += ["--output", one.output, *_mode_of(one, place)]
        words += ["--pos", f"{place.left}x{place.top}", "--rotate", place.rotate]
        words += ["--primary"] if number == 0 else []
    wanted = {one.output for _, one in standing}
    for one in monitors:
        if one.output not in wanted and (one.plugged or one.shown):
            words += ["--output", one.output, "--off"]
    return words


def _mode_of(monitor: Monitor, place: Place) -> tuple[str, ...]:
    """The mode that fits; a monitor that does not have it shows its own, and the doctor says so."""
    width, height = place.mode
    return ("--mode", f"{width}x{height}") if place.mode in monitor.modes else ("--auto",)


def touch_panels_in(text: str) -> tuple[TouchPanel, ...]:
    """What `xinput list --long` says: devices that are touched directly, not touch pads."""
    found, device = list[TouchPanel](), None
    for line in text.splitlines():
        if (head := _DEVICE.match(line)) is not None:
            device = TouchPanel(int(head["id"]), head["name"].strip())
        elif "id=" in line and "[" in line:
            device = None
        elif device is not None and _DIRECT.match(line):
            found.append(device)
            device = None
    return tuple(found)


def mapping(panel: TouchPanel, output: str) -> list[str]:
    """The words by which a touch lands where the finger is, however the monitor is turned."""
    return ["xinput", "map-to-output", str(panel.id), output]
