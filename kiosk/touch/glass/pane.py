"""Draws a sheet, and of a sheet that follows only what has changed.

Every thing on the sheet has a group of instructions under its key. The rule that surprises: Kivy counts from the
bottom, sheets from the top; here is the one place that turns them over.
"""

from collections.abc import Callable
from typing import Any

from kivy.graphics import BorderImage, Color, InstructionGroup, Line, Rectangle, RoundedRectangle
from kivy.uix.widget import Widget
from PIL import Image

from kiosk.touch.glass.textures import Textures
from kiosk.touch.layout.areas import Area
from kiosk.touch.layout.lettering import LEADING
from kiosk.touch.layout.sheet import Code, Drawing, Photo, Plate, Sheet, Target, Thing, Writing
from look.theme import COLOURS

Photos = Callable[[str], Image.Image | None]
"""Gives the picture of an address when it is there; the pane asks again when it is drawn the next time."""

RING = COLOURS.primary
PRESSED = (*(part / 255 for part in bytes.fromhex(COLOURS.ink[1:])), 0.16)


def rgba(colour: str, alpha: float = 1.0) -> tuple[float, ...]:
    """#RRGGBB for Kivy."""
    return (*(part / 255 for part in bytes.fromhex(colour[1:])), alpha)


class Pane(Widget):
    """The drawn sheet. `show` draws; `mark` draws the ring of the keys and the shade of the finger."""

    def __init__(self, textures: Textures, photos: Photos) -> None:
        super().__init__()
        self._textures, self._photos = textures, photos
        self._drawn: dict[str, tuple[Thing, InstructionGroup]] = {}
        self._ground = ""
        self._marks = InstructionGroup()
        self.spans: dict[str, list[float]] = {}

    def show(self, sheet: Sheet) -> None:
        """Puts the sheet on the glass."""
        if list(sheet.things) != list(self._drawn) or sheet.ground != self._ground:
            self._begin(sheet)
            return
        for key, thing in sheet.things.items():
            former, group = self._drawn[key]
            if former != thing or isinstance(thing, Photo):
                group.clear()
                self._draw(group, key, thing)
                self._drawn[key] = (thing, group)

    def _begin(self, sheet: Sheet) -> None:
        """Another set of things: everything that has not changed is taken over."""
        former, self._drawn, self._ground = self._drawn, {}, sheet.ground
        self.canvas.clear()
        self.spans = {key: span for key, span in self.spans.items() if key in sheet.things}
        self.canvas.add(Color(*rgba(sheet.ground)))
        self.canvas.add(Rectangle(pos=(0, 0), size=(sheet.area.w, sheet.area.h)))
        for key, thing in sheet.things.items():
            known, group = former.get(key, (None, InstructionGroup()))
            if known != thing or isinstance(thing, Photo):
                group = InstructionGroup()
                self._draw(group, key, thing)
            self._drawn[key] = (thing, group)
            self.canvas.add(group)
        self.canvas.add(self._marks)

    def mark(self, pressed: Target | None, focused: Target | None) -> None:
        """The shade of what is being pressed, and the ring of what the Enter key would press."""
        self._marks.clear()
        if pressed is not None and not pressed.off:
            self._marks.add(Color(*PRESSED))
            size = (pressed.area.w, pressed.area.h)
            self._marks.add(RoundedRectangle(pos=self._pos(pressed.area), size=size, radius=[pressed.radius]))
        if focused is not None:
            for grown, width, colour in ((5, 4, COLOURS.gold), (9, 2, RING)):
                area = focused.area.inset(-grown)
                x, y = self._pos(area)
                self._marks.add(Color(*rgba(colour)))
                box = (x, y, area.w, area.h, focused.radius + grown)
                self._marks.add(Line(rounded_rectangle=box, width=width))

    def _pos(self, area: Area) -> tuple[float, float]:
        return area.x, self.height - area.bottom

    def _draw(self, group: InstructionGroup, key: str, thing: Thing) -> None:
        match thing:
            case Plate():
                self._plate(group, thing)
            case Writing():
                self._writing(group, key, thing)
            case Drawing():
                side = int(min(thing.area.w, thing.area.h))
                if side > 0:
                    self._picture(group, thing.area, self._textures.drawing(thing.name, side, thing.colour))
            case Code():
                side = int(min(thing.area.w, thing.area.h))
                self._picture(group, thing.area, self._textures.code(thing.text, side))
            case Photo():
                self._photo(group, thing)

    def _plate(self, group: InstructionGroup, thing: Plate) -> None:
        size = (round(thing.area.w), round(thing.area.h))
        pos = tuple(round(part) for part in self._pos(thing.area))
        if not (thing.radius or thing.edge or thing.left):
            group.add(Color(*rgba(thing.fill)))
            group.add(Rectangle(pos=pos, size=size))
            return
        texture, border = self._textures.plate(
            thing.fill, thing.edge, thing.edge_px, thing.radius, thing.left, thing.shadow
        )
        group.add(Color(1, 1, 1, 1))
        group.add(BorderImage(texture=texture, border=border, pos=pos, size=size))

    def _writing(self, group: InstructionGroup, key: str, thing: Writing) -> None:
        """Each line is set in the middle of its own line box, as browsers do."""
        fitted, area = thing.fitted, thing.area
        leading = fitted.size * LEADING
        top = area.y + (area.h - fitted.height) * thing.down
        group.add(Color(*rgba(thing.colour)))
        self.spans[key] = []
        for place, line in enumerate(fitted.lines):
            texture = self._textures.letters(line, fitted.size, thing.weight)
            w, h = texture.size
            self.spans[key].append(w)
            middle = top + leading * (place + 0.5)
            x = area.x + (area.w - w) * thing.across
            group.add(Rectangle(texture=texture, pos=(round(x), round(self.height - middle - h / 2)), size=(w, h)))

    def _picture(self, group: InstructionGroup, area: Area, texture: Any) -> None:
        x, y = self._pos(area)
        group.add(Color(1, 1, 1, 1))
        group.add(Rectangle(texture=texture, pos=(round(x), round(y)), size=texture.size))

    def _photo(self, group: InstructionGroup, thing: Photo) -> None:
        image = self._photos(thing.url)
        if image is not None:
            side = int(thing.area.w)
            self._picture(group, thing.area, self._textures.photo(thing.url, side, image))
