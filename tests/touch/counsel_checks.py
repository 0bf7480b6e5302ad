"""As `window_checks`, for the suggestion box, the office's pages and a reader of barcodes, each in a real window.

`python -m tests.touch.counsel_checks reader|suggestion|article OUT`
"""

from typing import Any

from tests.touch.counsel_double import NUMBER, RULES, view
from tests.touch.walk import Walk
from tests.touch.window_checks import CHECKS, issued, main, middle, ready, tap

ENTER, DOWN = 13, 274


def reader() -> dict[str, Any]:
    """Numbers given by a slip read at once, read twice, typed by a person, and read while a control has the ring."""
    return {name: play() for name, play in READING.items()}


def scanned() -> int:
    walk, _ = ready()
    keyed(walk, NUMBER, 4)
    return issued(walk)


def scanned_twice() -> int:
    walk, _ = ready()
    for _time in range(2):
        keyed(walk, NUMBER, 4)
        walk.pass_ms(100)
    return issued(walk)


def typed_by_a_person() -> int:
    walk, _ = ready()
    keyed(walk, NUMBER, 130)
    return issued(walk)


def scanned_on_a_ring() -> int:
    """1 when only the slip's own service was asked for, although another tile had the ring."""
    walk, _ = ready()
    press(walk, DOWN)
    keyed(walk, NUMBER, 4)
    return int([what["service"] for act, _, what in walk.office.asked if act == "issue"] == ["T"])


def scanned_in_frames() -> int:
    """A panel so slow that the whole code arrives in two frames."""
    walk, _ = ready()
    keyed(walk, NUMBER[:9], 0, enter=False)
    walk.pass_ms(300)
    keyed(walk, NUMBER[9:], 0)
    return issued(walk)


READING = {
    "scanned": scanned,
    "scanned_twice": scanned_twice,
    "typed_by_a_person": typed_by_a_person,
    "scanned_on_a_ring": scanned_on_a_ring,
    "scanned_in_frames": scanned_in_frames,
}


def keyed(walk: Walk, text: str, each_ms: int, *, enter: bool = True) -> None:
    """The keys of a keyboard, with Shift for capitals, and Enter."""
    for sign in text:
        press(walk, ord(sign.lower()), ["shift"] if sign.isupper() else [])
        walk.time.ms += each_ms
    if enter:
        press(walk, ENTER)


def press(walk: Walk, code: int, modifiers: list[str] | None = None) -> None:
    from kivy.core.window import Window as KivyWindow

    KivyWindow.dispatch("on_key_down", code, 0, "", modifiers or [])
    KivyWindow.dispatch("on_key_up", code, 0)
    walk.flow.tick()


def suggestion() -> dict[str, Any]:
    """From the first screen by taps alone: a reason, words with a mark, and what the office has got."""
    walk, stage = ready()
    for name in (
        "suggest",
        "reason:waiting",
        "write",
        *(f"key:{key}" for key in ("đ", "o", "acute", " ", "2")),
        "done",
    ):
        taps(walk, stage, name)
    taps(walk, stage, "send")
    return {"letters": [list(one) for one in walk.counsel.letters.values()], "page": type(walk.page).__name__}


def article() -> dict[str, Any]:
    """From the first screen by taps alone: a page of the office, its last leaf, and the way home."""
    walk, stage = ready()
    walk.counsel.views["noi-quy"] = view("noi-quy", RULES * 3)
    seen = list[str]()
    for name in ("contents", "page:noi-quy", "leaf:1", "home"):
        taps(walk, stage, name)
        seen.append(type(walk.page).__name__)
    return {"pages": seen}


def taps(walk: Walk, stage: Any, name: str) -> None:
    tap(stage, walk, *middle(stage, name))
    walk.pass_ms(600)
    stage.refresh()
    walk.pass_ms(600)


if __name__ == "__main__":
    CHECKS.update(reader=reader, suggestion=suggestion, article=article)
    main()
