"""Draws a sheet with Kivy, and of a sheet that follows only what has changed.

Every thing has a group of instructions under its key. Textures of letters are made once and kept within a bound of
pixels, so memory stays flat over weeks. The rule that surprises: Kivy counts from the bottom, sheets from the top; here
is the one place that turns them over.
"""

import contextlib
from collections import OrderedDict
from collections.abc import Callable
from pathlib import Path
from typing import Any

from kivy.core.text import Label
from kivy.graphics import Color, InstructionGroup, Rectangle
from kivy.graphics.texture import Texture
from kivy.uix.widget import Widget
from PIL import Image

from display.hall.board import Board
from display.hall.layout import placed
from display.hall.lettering import LEADING
from display.hall.panel import CAPITAL, Panel
from display.hall.sheet import Letters, Plate, Thing
from look.fonts import WEIGHTS

MOST_PIXELS = 6_000_000
"""Of all textures that are kept; four bytes each."""

_ASCENT, _DESCENT = 1.069, 0.293  # of Noto Sans, for a size of 1
_DROP = _ASCENT - CAPITAL / 2 - (_ASCENT + _DESCENT) / 2
"""How far the middle of the capitals stands below the middle of a line's texture."""


def rgb(colour: str) -> tuple[float, ...]:
    """#RRGGBB for Kivy."""
    return (*(part / 255 for part in bytes.fromhex(colour[1:])), 1.0)


class Textures:
    """White letters by text, size and weight. The oldest go when there are too many."""

    def __init__(self) -> None:
        self._kept: OrderedDict[tuple[str, int, int], Any] = OrderedDict()
        self.pixels = 0

    def letters(self, text: str, size: int, weight: int) -> Any:
        key = (text, size, weight)
        if key not in self._kept:
            self._keep(key, _drawn(*key))
        self._kept.move_to_end(key)
        return self._kept[key]

    def _keep(self, key: tuple[str, int, int], texture: Any) -> None:
        self._kept[key] = texture
        self.pixels += texture.width * texture.height
        while self.pixels > MOST_PIXELS and len(self._kept) > 1:
            _, old = self._kept.popitem(last=False)
            self.pixels -= old.width * old.height


def _drawn(text: str, size: int, weight: int) -> Any:
    label = Label(text=text, font_size=size, font_name=str(WEIGHTS[weight]), color=(1, 1, 1, 1), font_hinting="light")
    label.refresh()
    return label.texture


def of_image(image: Image.Image) -> Any:
    """A texture of this picture, the right way up."""
    texture = Texture.create(size=image.size, colorfmt="rgba")
    texture.blit_buffer(image.convert("RGBA").tobytes(), colorfmt="rgba", bufferfmt="ubyte")
    texture.flip_vertical()
    return texture


class Glass(Widget):
    """The display of one panel. `emblem` gives its picture for a side in pixels."""

    def __init__(self, panel: Panel, emblem: Callable[[int], Image.Image]) -> None:
        super().__init__(size=(panel.width, panel.height), size_hint=(None, None))
        self.panel = panel
        self.board: Board | None = None
        self._emblem = emblem
        self._emblem_texture: Any = None
        self._textures = Textures()
        self._drawn: dict[str, tuple[Thing, InstructionGroup]] = {}
        self.spans: dict[str, float] = {}
        """Pixels that the widest line of a thing really takes, for tests."""

    def show(self, board: Board) -> bool:
        """Puts the board on the glass; False when it stands there already."""
        if board == self.board:
            return False
        self.board = board
        things = placed(board, self.panel).things
        if list(things) == list(self._drawn):
            self._follow(things)
        else:
            self._begin(things)
        return True

    def _follow(self, things: dict[str, Thing]) -> None:
        for key, thing in things.items():
            former, group = self._drawn[key]
            if former != thing:
                group.clear()
                self._draw(group, key, thing)
                self._drawn[key] = (thing, group)

    def _begin(self, things: dict[str, Thing]) -> None:
        """Another set of things: what has not changed is taken over."""
        former, self._drawn = self._drawn, {}
        self.spans = {key: span for key, span in self.spans.items() if key in things}
        self.canvas.clear()
        for key, thing in things.items():
            known, group = former.get(key, (None, InstructionGroup()))
            if known != thing:
                group.clear()
                self._draw(group, key, thing)
            self._drawn[key] = (thing, group)
            self.canvas.add(group)

    def _draw(self, group: InstructionGroup, key: str, thing: Thing) -> None:
        area = thing.area
        if isinstance(thing, Letters):
            self._letters(group, key, thing)
            return
        is_plate = isinstance(thing, Plate)
        texture = None if is_plate else self._emblem_of(round(area.w))
        top, left, right, bottom = round(area.y), round(area.x), round(area.x + area.w), round(area.y + area.h)
        group.add(Color(*(rgb(thing.fill) if isinstance(thing, Plate) else (1, 1, 1, 1))))
        pos = (left, self.panel.height - bottom)
        group.add(Rectangle(pos=pos, size=(right - left, max(1, bottom - top)), texture=texture))

    def _letters(self, group: InstructionGroup, key: str, thing: Letters) -> None:
        """Lines one below the other; within a line, the capitals stand in the middle."""
        area, fitted = thing.area, thing.fitted
        y = area.y + (area.h - fitted.height) * thing.down
        self.spans[key] = 0.0
        for place, line in enumerate(fitted.lines):
            textures = [self._textures.letters(run, fitted.size, fitted.weight) for run, _ in line]
            wide = sum(texture.width for texture in textures)
            self.spans[key] = max(self.spans[key], wide)
            x = area.x + (area.w - wide) * thing.across
            middle = y + fitted.size * LEADING * (place + 0.5) - fitted.size * _DROP
            for texture, (_, colour) in zip(textures, line, strict=True):
                group.add(Color(*rgb(colour)))
                pos = (round(x), round(self.panel.height - middle - texture.height / 2))
                group.add(Rectangle(texture=texture, pos=pos, size=texture.size))
                x += texture.width

    def _emblem_of(self, side: int) -> Any:
        if self._emblem_texture is None or self._emblem_texture.width != side:
            self._emblem_texture = of_image(self._emblem(side))
        return self._emblem_texture

    def save(self, path: Path) -> None:
        """A picture of the display; a folder that cannot be written is no reason to stop."""
        half = path.with_name(f".{path.name}")
        with contextlib.suppress(OSError):
            self.export_to_png(str(half))
            half.replace(path)
