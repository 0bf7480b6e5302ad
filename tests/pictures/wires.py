"""The picture of the guide that says what is connected to what; words for technicians, so in Vietnamese.

Drawn twice as large and made small, in the colours of the product.
"""

from dataclasses import dataclass

from PIL import Image, ImageDraw, ImageFont

from look import fonts
from look.theme import COLOURS

TIMES = 2
SIZE = (1200, 770)
WIDE, HIGH = 260, 84
LEFT, MIDDLE, RIGHT = 40, 470, 900
ROWS = (170, 280, 390, 500)
TOP, BUS = 30, 660
_ROUND, _PEN = 10, 3


@dataclass(frozen=True, slots=True)
class Box:
    """A device: where it stands, its name, and what is worth knowing of it."""

    left: int
    top: int
    name: str
    about: str
    wide: int = WIDE
    high: int = HIGH
    strong: bool = False


MACHINE = Box(MIDDLE, ROWS[0], "Máy motcua", "máy tính nhỏ, Debian", high=ROWS[-1] + HIGH - ROWS[0], strong=True)
BESIDE = (
    (Box(LEFT, ROWS[0], "Màn hình lấy số", "cảm ứng, cho người dân"), "HDMI và USB"),
    (Box(LEFT, ROWS[1], "Ti vi phòng chờ", "số đang gọi"), "HDMI"),
    (Box(LEFT, ROWS[2], "Loa phòng chờ", "có nguồn riêng"), "dây loa 3,5 mm"),
    (Box(LEFT, ROWS[3], "Bộ chuyển USB–RS-485", "chỉ khi có bảng LED"), "USB"),
    (Box(RIGHT, ROWS[0], "Máy in phiếu", "80 mm hoặc 58 mm"), "USB hoặc mạng"),
    (Box(RIGHT, ROWS[1], "Bàn phím số ở quầy", "cắm thẳng vào máy"), "USB"),
    (Box(RIGHT, ROWS[2], "USB sao lưu", "nhãn MOTCUA-BACKUP"), "USB"),
    (Box(RIGHT, ROWS[3], "Bộ lưu điện (UPS)", "nuôi máy, màn hình, switch"), "điện và USB"),
)
"""What hangs on the machine itself, each with its cable."""

NETWORK = (
    Box(LEFT, TOP, "Máy tính của cán bộ", "trình duyệt, không cài gì"),
    Box(MIDDLE, TOP, "Switch mạng", "của cơ quan"),
    Box(RIGHT, TOP, "Internet, cấp trên", "mất mạng vẫn cấp số"),
)
ON_THE_BUS = (
    Box(300, BUS, "Bảng LED quầy 1", "A, B nối tiếp", wide=220),
    Box(570, BUS, "Bảng LED quầy 2", "mỗi bảng một số id", wide=220),
    Box(840, BUS, "Bàn phím RS-485", "cùng một đường dây", wide=220),
    Box(1085, BUS, "120 ohm", "ở cuối", wide=100),
)


def drawn() -> Image.Image:
    """The whole picture."""
    picture = Image.new("RGB", (SIZE[0] * TIMES, SIZE[1] * TIMES), COLOURS.card)
    pen = ImageDraw.Draw(picture)
    _network(pen)
    for box, cable in BESIDE:
        _cable(pen, box, cable)
    _bus(pen)
    for box in (MACHINE, *(box for box, _ in BESIDE), *NETWORK, *ON_THE_BUS):
        _box(pen, box)
    return picture.resize(SIZE, Image.Resampling.LANCZOS)


def _network(pen: ImageDraw.ImageDraw) -> None:
    middle = TOP + HIGH // 2
    for begin, end in ((LEFT + WIDE, MIDDLE), (MIDDLE + WIDE, RIGHT)):
        _line(pen, [(begin, middle), (end, middle)], COLOURS.good)
        _text(pen, ((begin + end) // 2, middle - 14), "cáp mạng", 15, 500, COLOURS.ink2)
    _line(pen, [(MIDDLE + WIDE // 2, TOP + HIGH), (MIDDLE + WIDE // 2, ROWS[0])], COLOURS.good)


def _cable(pen: ImageDraw.ImageDraw, box: Box, cable: str) -> None:
    """From the side of the machine to the side of the device."""
    begin, end = (LEFT + WIDE, MIDDLE) if box.left == LEFT else (MIDDLE + WIDE, RIGHT)
    height = box.top + box.high // 2
    _line(pen, [(begin, height), (end, height)], COLOURS.primary)
    _text(pen, ((begin + end) // 2, height - 14), cable, 15, 500, COLOURS.ink2)


def _bus(pen: ImageDraw.ImageDraw) -> None:
    """The two wires from the adapter to the last device, one after the other."""
    below, height = LEFT + WIDE // 2, BUS + HIGH // 2
    end = ON_THE_BUS[-1].left
    for apart in (-4, 4):
        corner = (below + apart, height + apart)
        _line(pen, [(corner[0], ROWS[3] + HIGH), corner, (end, corner[1])], COLOURS.warn)
    _text(pen, (below + 66, BUS - 24), "RS-485: A, B", 15, 500, COLOURS.ink2)


def _box(pen: ImageDraw.ImageDraw, box: Box) -> None:
    edge = [box.left * TIMES, box.top * TIMES, (box.left + box.wide) * TIMES, (box.top + box.high) * TIMES]
    fill, ink = (COLOURS.primary, COLOURS.card) if box.strong else (COLOURS.ground, COLOURS.ink)
    pen.rounded_rectangle(edge, _ROUND * TIMES, fill, COLOURS.edge, 2)
    across, down = box.left + box.wide // 2, box.top + box.high // 2
    _text(pen, (across, down - 14), box.name, 19, 700, ink)
    _text(pen, (across, down + 14), box.about, 15, 400, ink)


def _line(pen: ImageDraw.ImageDraw, points: list[tuple[int, int]], colour: str) -> None:
    pen.line([(x * TIMES, y * TIMES) for x, y in points], colour, _PEN * TIMES, joint="curve")


def _text(pen: ImageDraw.ImageDraw, middle: tuple[int, int], text: str, size: int, weight: int, colour: str) -> None:
    font = ImageFont.truetype(fonts.WEIGHTS[weight], size * TIMES)
    pen.text((middle[0] * TIMES, middle[1] * TIMES), text, colour, font, anchor="mm")
