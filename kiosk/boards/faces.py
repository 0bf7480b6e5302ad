"""What a board shows at this moment, from the state of the whole office."""

from display.boards.face import Face
from kiosk.config.boards import Board
from look.words import DEFAULT, N_, say
from office.views import CounterView, StateView


def face(wires: Board, state: StateView, minute: int, word: str = "") -> Face:
    """What that board shows now. `minute` of the day; `word`: for the clerk, in the place of the rest."""
    percent = _percent(wires, minute)
    if wires.shows == "clock":
        return Face(minute=minute, percent=percent)
    return _last_call(state, percent) if wires.shows == "hall" else _at_counter(wires, state, word, percent)


def _last_call(state: StateView, percent: int | None) -> Face:
    last = next(iter(state["recent_calls"]), None)
    if last is None:
        return Face(percent=percent)
    text = f"{last['number']} {_counter_words(last['counter'])}"
    return Face(last["number"], last["counter"], text, percent=percent)


def _at_counter(wires: Board, state: StateView, word: str, percent: int | None) -> Face:
    view = next((one for one in state["counters"] if one["number"] == wires.counter), None)
    number = "" if view is None or view["ticket"] is None else view["ticket"]["number"]
    is_called = view is not None and view["ticket"] is not None and view["ticket"]["state"] == "called"
    text = word or number or _idle_words(view, wires.counter or 0)
    return Face(number, wires.counter or 0, text, flashing=is_called and not word, percent=percent)


def _percent(wires: Board, minute: int) -> int | None:
    if wires.dim_percent is None:
        return None
    return wires.dim_percent if _is_between(minute, wires.dim_from, wires.bright_from) else 100


def _is_between(minute: int, begins: int, ends: int) -> bool:
    """Also over midnight."""
    return begins <= minute < ends if begins <= ends else minute >= begins or minute < ends


def _counter_words(number: int) -> str:
    return say(DEFAULT, N_("Counter {n}"), n=number)


def _idle_words(view: CounterView | None, number: int) -> str:
    if view is None or view["status"] == "closed":
        return say(DEFAULT, N_("Counter closed"))
    return say(DEFAULT, N_("Paused")) if view["status"] == "paused" else _counter_words(number)
