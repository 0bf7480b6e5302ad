"""Our drawings as pictures with smooth edges, and plates with round corners to be stretched.

Drawn with Pillow four times as large and made small. Pictures are kept as PNG files under `kept`, by what they show,
so that only the first start draws them.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree as ET

from PIL import Image, ImageDraw, UnidentifiedImageError

from look import pictograms
from look.drawing import paths, shapes

TIMES = 4
FIELD = 64
_VERSION = 1


@dataclass(frozen=True, slots=True)
class _Shape:
    """`fill` and `stroke`: #RRGGBB or "" for none."""

    lines: list[paths.Line]
    fill: str
    stroke: str
    pen: float


class UnreadableEmblem(ValueError):
    """The file is no picture."""


class Pictures:
    """Pictures by name: "search", "service:A", "face:best", "emblem". `emblem`: the office's own file."""

    def __init__(self, kept: Path | None = None, emblem: Path | None = None) -> None:
        self._kept, self._emblem = kept, emblem

    def picture(self, name: str, side: int, colour: str) -> Image.Image:
        """The drawing in this colour, `side` pixels wide and high. Raises KeyError for an unknown name."""
        if name == "emblem" and self._emblem is not None:
            return own_emblem(self._emblem, side)
        drawing = drawing_of(name)
        path = self._path(f"{_VERSION} {side} {colour} {drawing}")
        if path is not None and path.exists():
            return Image.open(BytesIO(path.read_bytes())).convert("RGBA")
        made = rasterise(drawing, side, colour)
        if path is not None:
            _write(path, made)
        return made

    def _path(self, what: str) -> Path | None:
        if self._kept is None:
            return None
        return self._kept / f"{hashlib.sha256(what.encode()).hexdigest()[:24]}.png"


def drawing_of(name: str) -> str:
    """The SVG of a name."""
    kind, _, which = name.partition(":")
    if kind == "service":
        return pictograms.service_pictogram(which)
    if kind == "face":
        return _framed(shapes.FACES[which], shapes.FACE_PEN)
    if name == "emblem":
        return pictograms.emblem()
    if name in shapes.TROUBLES:
        return _framed(shapes.TROUBLES[name], pictograms.PEN)
    return pictograms.pictogram(name)


def _framed(drawing: str, pen: float) -> str:
    frame = '<svg xmlns="http://www.w3.org/2000/svg" fill="none" stroke="currentColor" stroke-width="{}">{}</svg>'
    return frame.format(pen, drawing)


def own_emblem(path: Path, side: int) -> Image.Image:
    """The office's own picture in a square. Raises `UnreadableEmblem`."""
    try:
        with Image.open(path) as opened:
            emblem = opened.convert("RGBA")
    except (OSError, UnidentifiedImageError, Image.DecompressionBombError) as error:
        raise UnreadableEmblem(f"{path}: not a picture ({error})") from error
    emblem.thumbnail((side, side), Image.Resampling.LANCZOS)
    square = Image.new("RGBA", (side, side))
    square.paste(emblem, ((side - emblem.width) // 2, (side - emblem.height) // 2))
    return square


def _write(path: Path, made: Image.Image) -> None:
    """A cache that cannot be written is no reason to stop."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        half = path.with_suffix(".part")
        made.save(half, "PNG")
        half.replace(path)
    except OSError:
        return


def rasterise(drawing: str, side: int, colour: str) -> Image.Image:
    """The SVG with "currentColor" as `colour`, on nothing."""
    big = side * TIMES
    image = Image.new("RGBA", (big, big))
    pen = ImageDraw.Draw(image)
    for shape in _shapes(drawing, colour):
        _draw(pen, shape, big / FIELD)
    return image.resize((side, side), Image.Resampling.BOX)


def _shapes(drawing: str, colour: str) -> Iterator[_Shape]:
    top = ET.fromstring(drawing)  # noqa: S314 -- our own drawings, from the source tree
    for element in top:
        values = {**top.attrib, **element.attrib}
        fill, stroke = (values.get(key, "none") for key in ("fill", "stroke"))
        yield _Shape(
            _lines(element),
            "" if fill == "none" else fill.replace("currentColor", colour),
            "" if stroke == "none" else stroke.replace("currentColor", colour),
            float(values.get("stroke-width", 1)),
        )


def _lines(element: ET.Element) -> list[paths.Line]:
    kind = element.tag.rpartition("}")[2]
    if kind == "path":
        return paths.lines_of(element.attrib["d"])
    number = {key: float(value) for key, value in element.attrib.items() if key not in ("fill", "stroke")}
    if kind == "circle":
        return [paths.circle(number["cx"], number["cy"], number["r"])]
    if kind == "rect":
        return [paths.rectangle(number["x"], number["y"], number["width"], number["height"], number.get("rx", 0))]
    raise ValueError(f"no such element in our drawings: {kind}")


def _draw(pen: ImageDraw.ImageDraw, shape: _Shape, scale: float) -> None:
    for line in shape.lines:
        points = [(point.real * scale, point.imag * scale) for point in line.points]
        if shape.fill and len(points) > 2:
            pen.polygon(points, fill=shape.fill)
        if shape.stroke:
            _stroke(pen, [*points, points[0]] if line.closed else points, shape.stroke, shape.pen * scale)


def _stroke(pen: ImageDraw.ImageDraw, points: list[tuple[float, float]], colour: str, width: float) -> None:
    """A round pen: a line between the points and a disc on each of them."""
    half = width / 2
    pen.line(points, fill=colour, width=round(width))
    for x, y in points:
        pen.ellipse((x - half, y - half, x + half, y + half), fill=colour)


@dataclass(frozen=True, slots=True)
class Stretchable:
    """A picture whose borders (bottom, right, top, left, in pixels) stay when it is stretched."""

    image: Image.Image
    border: tuple[int, int, int, int]


def plate(fill: str, edge: str, edge_px: int, radius: int, left: tuple[str, int] | None, shadow: str) -> Stretchable:
    """The smallest picture of a plate that can be stretched to any size; the shadow is two pixels below it."""
    drop = 2 if shadow else 0
    corner = max(radius, edge_px) + 2
    left_border = max(corner, left[1] + 2 if left else 0)
    w, h = left_border + corner + 4, 2 * corner + 4 + drop
    big = Image.new("RGBA", (w * TIMES, h * TIMES))
    if shadow:
        big.alpha_composite(_rounded(w, h, (0, drop, w, h), radius, shadow))
    body = (0, 0, w, h - drop)
    if edge and edge_px:
        big.alpha_composite(_rounded(w, h, body, radius, edge))
        body = (edge_px, edge_px, w - edge_px, h - drop - edge_px)
    inner = _rounded(w, h, body, max(0, radius - edge_px), fill)
    if left is not None:
        strip = Image.new("RGBA", (left[1] * TIMES, h * TIMES), left[0])
        strip.putalpha(inner.getchannel("A").crop((0, 0, left[1] * TIMES, h * TIMES)))
        inner.paste(strip, (0, 0))
    big.alpha_composite(inner)
    image = big.resize((w, h), Image.Resampling.BOX)
    return Stretchable(image, (corner + drop, corner, corner, left_border))


def _rounded(w: int, h: int, area: tuple[int, int, int, int], radius: int, colour: str) -> Image.Image:
    layer = Image.new("RGBA", (w * TIMES, h * TIMES), colour[:7] + "00")
    x0, y0, x1, y1 = (side * TIMES for side in area)
    ImageDraw.Draw(layer).rounded_rectangle((x0, y0, x1 - 1, y1 - 1), radius * TIMES, fill=colour)
    return layer


def disc(image: Image.Image, side: int) -> Image.Image:
    """The middle of a picture as a round one."""
    square = min(image.size)
    x, y = (image.width - square) // 2, (image.height - square) // 3
    cut = image.convert("RGBA").crop((x, y, x + square, y + square))
    cut = cut.resize((side, side), Image.Resampling.LANCZOS)
    mask = Image.new("L", (side * TIMES, side * TIMES))
    ImageDraw.Draw(mask).ellipse((0, 0, side * TIMES - 1, side * TIMES - 1), fill=255)
    cut.putalpha(mask.resize((side, side), Image.Resampling.BOX))
    return cut


def qr(text: str, side: int) -> Image.Image:
    """The text as a QR code with its quiet zone, filling the square."""
    import segno  # only a failed slip needs it

    modules = [list(row) for row in segno.make(text, error="l", micro=False).matrix_iter(border=3)]
    count = len(modules)
    small = Image.new("L", (count, count), 255)
    small.putdata([0 if dark else 255 for row in modules for dark in row])
    scale = -(-side * 2 // count)
    large = small.resize((count * scale, count * scale), Image.Resampling.NEAREST)
    return large.resize((side, side), Image.Resampling.BOX).convert("RGBA")
