"""What citizens see and hear: which monitor is what, how it hangs, how large it is; and whether the voice is heard."""

import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType

from kiosk.monitors import TURNS, Rotate
from kiosk.setup.machine import Machine, Monitor, Panel
from kiosk.setup.question import AGAIN, BEFORE, NO, YES, Kind, Option, Question, Result, Seen, Wrong
from kiosk.setup.reading import measure, sound_device
from kiosk.setup.steps.saying import told_by
from look.words import N_

NONE = "none"
TOUCH_INCHES, HALL_INCHES = "21.5", "43"
ROLES = ("touch", "hall")
UPRIGHT: Rotate = "normal"
_HANGS: Mapping[Rotate, str] = MappingProxyType(
    {
        UPRIGHT: N_("As it is"),
        "left": N_("Turned to the left"),
        "right": N_("Turned to the right"),
        "inverted": N_("Upside down"),
    }
)


def screens(seen: Seen) -> Iterator[Question]:
    """First the screen that citizens touch, then the display of the hall; then a look at both."""
    items = seen.result("screens.touch").items
    yield Question(
        key="screens.touch",
        kind=Kind.CHOICE,
        title=seen.say(N_("Which monitor do citizens touch?")),
        help=seen.say(N_("Each monitor shows its own number now.")) if items else "",
        told=seen.result("screens.touch").told,
        options=(*items, *_without(seen)),
        default=items[0].value if items else NONE,
        read=monitor,
        is_open=True,
        deed=_find,
        busy=seen.say(N_("Looking for monitors …")),
    )
    others = tuple(item for item in items if item.value != seen.text("screens.touch"))
    yield Question(
        key="screens.hall",
        kind=Kind.CHOICE,
        title=seen.say(N_("Which monitor is the display of the hall?")),
        options=(*others, Option(NONE, seen.say(N_("None on this machine")))),
        default=others[0].value if others else NONE,
        read=lambda text: _other_monitor(text, seen),
        is_open=True,
    )
    for role in ROLES:
        if monitor_of(seen, role) is not None:
            yield from _hanging(seen, role)
    if any(monitor_of(seen, role) for role in ROLES):
        yield _upright(seen)


def _without(seen: Seen) -> tuple[Option, ...]:
    return Option(NONE, seen.say(N_("None on this machine"))), Option(AGAIN, seen.say(N_("Look again")))


def _hanging(seen: Seen, role: str) -> Iterator[Question]:
    """How this monitor hangs, and its diagonal."""
    is_touch = role == "touch"
    yield Question(
        key=f"screens.{role}_rotate",
        kind=Kind.CHOICE,
        title=seen.say(N_("How does the touch screen hang?") if is_touch else N_("How does the hall display hang?")),
        help=seen.say(N_("Seen from the front: to which side was its upper edge turned?")),
        options=tuple(Option(turn, seen.say(words)) for turn, words in _HANGS.items()),
        default=UPRIGHT,
    )
    found = monitor_of(seen, role)
    usual = TOUCH_INCHES if is_touch else HALL_INCHES
    yield Question(
        key=f"screens.{role}_inches",
        kind=Kind.TEXT,
        title=seen.say(N_("How large is the touch screen?") if is_touch else N_("How large is the hall display?")),
        help=seen.say(N_("Its diagonal in inches, as on its label. Letters and buttons get their size from it.")),
        default=f"{found.inches:g}" if found is not None and found.inches else usual,
        read=measure(7, 200),
        plain=True,
    )


def _upright(seen: Seen) -> Question:
    return Question(
        key="screens.upright",
        kind=Kind.CHOICE,
        title=seen.say(N_("Do all pictures stand upright now?")),
        told=seen.result("screens.upright").told,
        options=(
            Option(YES, seen.say(N_("Yes"))),
            Option(BEFORE, seen.say(N_("Choose something else"))),
            Option(NO, seen.say(N_("No, and it cannot be helped now"))),
        ),
        default=YES,
        deed=_arrange,
        busy=seen.say(N_("The monitors are being turned …")),
    )


def monitor(text: str) -> str:
    """A monitor in one word, "OUTPUT WIDTHxHEIGHT", as `xrandr` names its output."""
    found = " ".join(text.split())
    if found == NONE or _MONITOR.fullmatch(found):
        return found
    raise Wrong(N_("A monitor is written such as: HDMI-1 1920x1080, or: none"))


_MONITOR = re.compile(r"[A-Za-z0-9._-]{1,40} [1-9][0-9]{2,3}x[1-9][0-9]{2,3}")


def _other_monitor(text: str, seen: Seen) -> str:
    """Not the one that citizens touch: two windows on one monitor would hide each other."""
    found, touch = monitor(text), monitor_of(seen, "touch")
    if touch is not None and found.split()[0] == touch.output:
        raise Wrong(N_("This monitor is the one that citizens touch; choose another one, or: none"))
    return found


def word_of(one: Monitor) -> str:
    mm = f" {one.mm[0]}x{one.mm[1]}mm" if one.inches else ""
    return f"{one.output} {one.width}x{one.height}{mm}"


def monitor_of(seen: Seen, role: str) -> Monitor | None:
    """The monitor that was chosen for the touch screen or for the hall."""
    output, *sizes = seen.text(f"screens.{role}", NONE).split()
    if output == NONE or not sizes:
        return None
    width, height = map(int, sizes[0].split("x"))
    mm = tuple(map(int, sizes[1].removesuffix("mm").split("x"))) if len(sizes) > 1 else (0, 0)
    return Monitor(output, width, height, (mm[0], mm[1]))


def panels(seen: Seen) -> dict[str, Panel]:
    """What stands where: the touch screen on the left, the hall display on its right."""
    found, left = dict[str, Panel](), 0
    for role in ROLES:
        one = monitor_of(seen, role)
        if one is None:
            continue
        answer = seen.text(f"screens.{role}_rotate")
        rotate = next((turn for turn in TURNS if turn == answer), UPRIGHT)
        width, height = one.turned(rotate)
        found[role] = Panel(one.output, width, height, rotate, left)
        left += width
    return found


def _find(machine: Machine, seen: Seen) -> Result:
    found = machine.monitors()
    if not found:
        return Result((seen.say(N_("No monitor was found. Without one the windows can run on other machines.")),))
    machine.show_numbers(found)
    return Result(items=tuple(_option(seen, at, one) for at, one in enumerate(found, 1)))


def _option(seen: Seen, at: int, one: Monitor) -> Option:
    inches = seen.say(N_("{n} inches"), n=f"{one.inches:g}") if one.inches else ""
    detail = " · ".join(filter(None, (one.output, f"{one.width} × {one.height}", inches)))
    return Option(word_of(one), seen.say(N_("Monitor {n}"), n=at), detail)


def _arrange(machine: Machine, seen: Seen) -> Result:
    return told_by(seen, machine.arrange(tuple(panels(seen).values())))


def sound(seen: Seen) -> Iterator[Question]:
    """The loudspeaker, then a call."""
    items = seen.result("sound.device").items
    yield Question(
        key="sound.device",
        kind=Kind.CHOICE,
        title=seen.say(N_("Which loudspeaker calls the numbers?")),
        told=seen.result("sound.device").told,
        options=(
            *items,
            Option("off", seen.say(N_("No announcements"))),
            Option(AGAIN, seen.say(N_("Look again"))),
        ),
        default=items[0].value if items else "off",
        read=sound_device,
        is_open=True,
        deed=_find_sound,
        busy=seen.say(N_("Looking for loudspeakers …")),
    )
    if seen.text("sound.device", "off") != "off":
        yield Question(
            key="sound.heard",
            kind=Kind.CHOICE,
            title=seen.say(N_("Did you hear the call of number A023 to counter 3?")),
            told=seen.result("sound.heard").told,
            options=(
                Option(YES, seen.say(N_("Yes, clearly in the whole hall"))),
                Option(NO, seen.say(N_("No, or not well"))),
                Option(AGAIN, seen.say(N_("Call once more"))),
                Option(BEFORE, seen.say(N_("Choose something else"))),
            ),
            default=YES if seen.result("sound.heard").good else NO,
            deed=_call,
            busy=seen.say(N_("A number is being called …")),
        )


USUAL = "usual"
"""The loudspeaker that the machine itself takes."""


def _find_sound(machine: Machine, seen: Seen) -> Result:
    found = machine.loudspeakers()
    if not found:
        return Result(
            (seen.say(N_("No sound card was found. Look at the cable of the loudspeaker, then look again.")),)
        )
    usual = Option(USUAL, seen.say(N_("The usual one of this machine")))
    return Result(items=(usual, *(Option(one.device, one.name, one.device) for one in found)))


def device(seen: Seen) -> str:
    """As `[voice] device` names it."""
    found = seen.text("sound.device")
    return "" if found == USUAL else found


def _call(machine: Machine, seen: Seen) -> Result:
    return told_by(seen, machine.call_a_number(device(seen)))
