"""Pictures and letters as textures, each made once and kept for a while.

A bound on what is kept holds the memory flat over weeks; sizes of letters are few by design of the layouts.
"""

from collections import OrderedDict
from collections.abc import Callable
from typing import Any

from kivy.core.text import Label
from kivy.graphics.texture import Texture
from PIL import Image

from look.drawing import raster
from look.drawing.raster import Pictures
from look.fonts import WEIGHTS

MOST_BYTES = 48_000_000
"""A page of a large panel in full, and the pages that are often seen."""


class Textures:
    """Makes textures from what a surface holds. `pictures`: where drawings come from."""

    def __init__(self, pictures: Pictures, most_bytes: int = MOST_BYTES) -> None:
        self._pictures, self._most = pictures, most_bytes
        self._kept: OrderedDict[object, Any] = OrderedDict()
        self._bytes = 0

    def letters(self, line: str, size: int, weight: int) -> Any:
        """White letters of one line."""

        def make() -> Any:
            label = Label(
                text=line, font_size=size, font_name=str(WEIGHTS[weight]), color=(1, 1, 1, 1), font_hinting="light"
            )
            label.refresh()
            return label.texture

        return self._once(("letters", line, size, weight), make)

    def drawing(self, name: str, side: int, colour: str) -> Any:
        return self._once(("drawing", name, side, colour), lambda: of_image(self._pictures.picture(name, side, colour)))

    def plate(self, *what: Any) -> tuple[Any, tuple[int, int, int, int]]:
        """(texture, border); `what` as for `raster.plate`."""

        def make() -> tuple[Any, tuple[int, int, int, int]]:
            made = raster.plate(*what)
            return of_image(made.image), made.border

        found: tuple[Any, tuple[int, int, int, int]] = self._once(("plate", what), make)
        return found

    def code(self, text: str, side: int) -> Any:
        return self._once(("code", text, side), lambda: of_image(raster.qr(text, side)))

    def photo(self, url: str, side: int, image: Image.Image) -> Any:
        return self._once(("photo", url, side), lambda: of_image(raster.disc(image, side)))

    def _once(self, key: object, make: Callable[[], Any]) -> Any:
        if key not in self._kept:
            self._kept[key] = make()
            self._bytes += _bytes_of(self._kept[key])
            while self._bytes > self._most and len(self._kept) > 1:
                _, gone = self._kept.popitem(last=False)
                self._bytes -= _bytes_of(gone)
        self._kept.move_to_end(key)
        return self._kept[key]


def _bytes_of(kept: Any) -> int:
    texture = kept[0] if isinstance(kept, tuple) else kept
    return int(texture.width * texture.height * 4)


def of_image(image: Image.Image) -> Any:
    """A texture of this picture, the right way up."""
    rgba = image.convert("RGBA")
    texture = Texture.create(size=rgba.size, colorfmt="rgba")
    texture.blit_buffer(rgba.tobytes(), colorfmt="rgba", bufferfmt="ubyte")
    texture.flip_vertical()
    return texture
