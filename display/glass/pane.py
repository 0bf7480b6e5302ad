"""Draws a surface, and of a surface that follows only what has changed.

Every thing on it has a group of instructions under its key. The rule that surprises: Kivy counts from the
bottom, surfaces from the top; here is the one place that turns them over.
"""

from collections.abc import Callable
from typing import Any

from kivy.graphics import BorderImage, Color, InstructionGroup, Line, Rectangle, RoundedRectangle
from kivy.uix.widget import Widget
from PIL import Image

from display.glass.textures import Textures
from look.sheet.areas import Area
from look.sheet.lettering import LEADING
from look.sheet.measures import CAPITAL
from look.sheet.things import Code, Drawing, Photo, Plate, Surface, Target, Thing, Writing
from look.theme import COLOURS

Photos = Callable[[str], Image.Image | None]
"""Gives the picture of an address when it is there; the pane asks again when it is drawn the next time."""

_ASCENT, _DESCENT = 1.069, 0.293  # of Noto Sans, for a size of 1
DROP = _ASCENT - CAPITAL / 2 - (_ASCENT + _DESCENT) / 2
"""How far the middle of the capitals stands below the middle of a line's texture."""

RING = COLOURS.primary
PRESSED = (*(part / 255 for part in bytes.fromhex(COLOURS.ink[1:])), 0.16)


def no_photos(_address: str) -> Image.Image | None:
    """For surfaces without people."""
    return None


def rgba(colour: str, alpha: float = 1.0) -> tuple[float, ...]:
    """#RRGGBB for Kivy."""
    return (*(part / 255 for part in bytes.fromhex(colour[1:])), alpha)


class Pane(Widget):
    """The drawn surface. `show` draws; `mark` draws the ring of the keys and the shade of the finger."""

    def __init__(self, textures: Textures, photos: Photos = no_photos) -> None:
        super().__init__()
        self._textures, self._photos = textures, photos
        self._drawn: dict[str, tuple[Thing, InstructionGroup]] = {}
        self._ground = ""
        self._marks = InstructionGroup()
        self.spans: dict[str, list[float]] = {}
        """Pixels that each line of a writing really takes, for tests."""

    def show(self, surface: Surface) -> None:
        """Puts the surface on the glass."""
        if list(surface.things) != list(self._drawn) or surface.ground != self._ground:
            self._begin(surface)
            return
        for key, thing in surface.things.items():
            former, group = self._drawn[key]
            if former != thing or isinstance(thing, Photo):
                group.clear()
                self._draw(group, key, thing)
                self._drawn[key] = (thing, group)

    def _begin(self, surface: Surface) -> None:
        """Another set of things: everything that has not changed is taken over."""
        former, self._drawn, self._ground = self._drawn, {}, surface.ground
        self.canvas.clear()
        self.spans = {key: span for key, span in self.spans.items() if key in surface.things}
        self.canvas.add(Color(*rgba(surface.ground)))
        self.canvas.add(Rectangle(pos=(0, 0), size=(surface.area.w, surface.area.h)))
        for key, thing in surface.things.items():
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
        if not (thing.radius or thing.edge or thing.left):
            self._rectangle(group, thing)
            return
        size = (round(thing.area.w), round(thing.area.h))
        pos = tuple(round(part) for part in self._pos(thing.area))
        texture, border = self._textures.plate(
            thing.fill, thing.edge, thing.edge_px, thing.radius, thing.left, thing.shadow
        )
        group.add(Color(1, 1, 1, 1))
        group.add(BorderImage(texture=texture, border=border, pos=pos, size=size))

    def _rectangle(self, group: InstructionGroup, thing: Plate) -> None:
        """Its sides are rounded one by one, so that neighbours leave no gap; a thin line is never lost."""
        area = thing.area
        left, right, top, bottom = round(area.x), round(area.right), round(area.y), round(area.bottom)
        group.add(Color(*rgba(thing.fill)))
        group.add(Rectangle(pos=(left, self.height - bottom), size=(right - left, max(1, bottom - top))))

    def _writing(self, group: InstructionGroup, key: str, thing: Writing) -> None:
        """Each line is set in the middle of its own line box, as browsers do."""
        fitted, area = thing.fitted, thing.area
        leading = fitted.size * LEADING
        top = area.y + (area.h - fitted.height) * thing.down - (fitted.size * DROP if thing.by_capitals else 0)
        self.spans[key] = []
        for place, line in enumerate(fitted.lines):
            textures = [self._textures.letters(text, fitted.size, fitted.weight) for text, _ in line]
            wide = sum(texture.width for texture in textures)
            self.spans[key].append(wide)
            x, middle = area.x + (area.w - wide) * thing.across, top + leading * (place + 0.5)
            for texture, (_, colour) in zip(textures, line, strict=True):
                pos = (round(x), round(self.height - middle - texture.height / 2))
                if thing.lit is not None and colour == thing.lit[0]:
                    group.add(Color(*rgba(thing.lit[1])))
                    group.add(Rectangle(pos=pos, size=texture.size))
                group.add(Color(*rgba(colour)))
                group.add(Rectangle(texture=texture, pos=pos, size=texture.size))
                x += texture.width

    def _picture(self, group: InstructionGroup, area: Area, texture: Any) -> None:
        x, y = self._pos(area)
        group.add(Color(1, 1, 1, 1))
        group.add(Rectangle(texture=texture, pos=(round(x), round(y)), size=texture.size))

    def _photo(self, group: InstructionGroup, thing: Photo) -> None:
        image = self._photos(thing.url)
        if image is not None:
            side = int(thing.area.w)
            self._picture(group, thing.area, self._textures.photo(thing.url, side, image))
