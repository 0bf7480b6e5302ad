"""Getting to know a printer on the spot: what it answers, and what somebody who looks at its page says.

`probe` asks the printer itself; the page (`page`) shows what only eyes can judge, each part under its own number, and
`QUESTIONS` ask for it. `facts` turns both into facts that win over the profile. What surprises: the page tries things
that the printer may not know; what it prints there instead (a line of nonsense) is the answer.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from escpos import constants

from look.words import N_
from printer.asking import Asking, Patience
from printer.composing import CUT, RESET, Job, compose, paper, raster
from printer.hybrid import header, qr_code
from printer.outcome import Health
from printer.profiles import Barrier, Profile
from printer.status import RUBBISH, SILENT
from printer.transport import Transport

if TYPE_CHECKING:  # Pillow comes with the page
    from PIL.Image import Image

ROWS = (384, 432, 512, 576, 640)
"""Widths of rows that printers have, in dots."""
OWN_LETTERS = "ABC 0123456789"
CODE = "https://dichvucong.gov.vn"
_LETTERS = ("Tiếp nhận hồ sơ – Chứng thực", "Ấ Ằ Ẫ Ệ Ỗ Ợ Ử Ỹ Đ ă â ê ô ơ ư đ", "Giấy phép, Thửa đất, Hộ tịch")


@dataclass(frozen=True, slots=True)
class Question:
    """What somebody is asked about a part of the page; `words` is an English msgid, `on_paper` stands on the page."""

    key: str
    words: str
    on_paper: str


QUESTIONS = (
    Question(
        "letters", N_("Part 1: are all letters whole, with all their accents?"), "1. Chữ có đủ dấu, rõ nét không?"
    ),
    Question("width", N_("Part 2: does the frame have both its sides?"), "2. Khung có đủ hai cạnh trái, phải không?"),
    Question("middle", N_("Part 3: does the square stand in the middle?"), "3. Ô vuông có nằm giữa không?"),
    Question(
        "own_letters",
        N_("Part 4: does the line read ABC 0123456789, twice as large as small print?"),
        f"4. Dòng dưới có đúng là {OWN_LETTERS} không?",
    ),
    Question("own_code", N_("Part 5: can a phone read the QR code?"), "5. Điện thoại có quét được mã QR không?"),
    Question("cut", N_("Was the paper cut off behind the page?"), "6. Giấy có được cắt sau trang này không?"),
)


@dataclass(frozen=True, slots=True)
class Probed:
    """What the printer itself answers: `DLE EOT`, `GS a`, and which question in its turn."""

    health: Health
    asks: bool
    asb: bool
    barrier: Barrier

    @property
    def facts(self) -> dict[str, Any]:
        """As `Profile` has them."""
        return {"asks": self.asks, "asb": self.asb, "barrier": self.barrier}


def probe(transport: Transport, patience: Patience) -> Probed:
    """Ask an open printer everything that it may answer; prints nothing. Raises TransportError."""
    health = _how(transport, patience, asks=True)
    asks = health not in (SILENT, RUBBISH)
    if asks and not health.condition.prints:
        return Probed(health, asks, False, Barrier.NONE)
    asb = _how(transport, patience, asks=False) not in (SILENT, RUBBISH)
    transport.write(_TELL_NOTHING + RESET, Asking(transport, patience, Barrier.NONE, asks=True, asb=False).by(1.0))
    barrier = next((each for each in (Barrier.GS_H, Barrier.GS_R) if _answers(transport, patience, each)), Barrier.NONE)
    return Probed(health, asks, asb, barrier)


_TELL_NOTHING: bytes = constants.GS + b"a\x00"


def _how(transport: Transport, patience: Patience, *, asks: bool) -> Health:
    return Asking(transport, patience, Barrier.NONE, asks=asks, asb=not asks).how()


def _answers(transport: Transport, patience: Patience, barrier: Barrier) -> bool:
    """Whether the question in its turn is answered; `ESC @` behind it wipes out what another printer takes for text."""
    asking = Asking(transport, patience, barrier, asks=True, asb=False)
    question = asking.in_turn() + RESET
    transport.write(question, asking.by(patience.band, question))
    return asking.wait(asking.by(patience.status * 2, question))


def page(printer: Profile) -> Job:
    """The page to look at: pictures as on every ticket, and what the printer may be able to do by itself."""
    wide = printer.dots
    parts = [
        *_picture(_lines(["MOTCUA · TRANG THỬ MÁY IN", printer.title], wide), printer),
        *_picture(_lines([QUESTIONS[0].on_paper, *_LETTERS], wide), printer),
        *_picture(_lines([QUESTIONS[1].on_paper], wide), printer),
        *_picture(_frame(wide), printer),
        *_picture(_lines([QUESTIONS[2].on_paper], wide), printer),
        _MIDDLE + raster(b"\xff" * 8 * 64, 8) + _LEFT,
        *_picture(_lines([QUESTIONS[3].on_paper], wide), printer),
        constants.TXT_SIZE + b"\x11" + OWN_LETTERS.encode("ascii") + b"\n" + constants.TXT_SIZE + b"\x00",
        *_picture(_lines([QUESTIONS[4].on_paper], wide), printer),
        _MIDDLE + qr_code(CODE, 6) + b"\n" + _LEFT,
        *_picture(_lines([QUESTIONS[5].on_paper], wide), printer),
    ]
    rows = 900  # about; only for the paper that is left
    return Job(header(printer), tuple(parts), b"\n" + CUT, rows, (wide + 7) // 8, paper(rows, printer))


def note(texts: list[str], printer: Profile) -> Job:
    """A few lines of text, one below the other, for whoever stands before the printer."""
    picture = _lines(texts, printer.dots)
    rows = picture.height
    parts = _picture(picture, printer)
    return Job(header(printer), parts, b"\n" + CUT, rows, (printer.dots + 7) // 8, paper(rows, printer))


_LEFT: bytes = constants.ESC + b"a\x00"
_MIDDLE: bytes = constants.ESC + b"a\x01"


def facts(
    printer: Profile, probed: Probed, answers: Mapping[str, bool], before: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    """What the test found, for `kept.keep`; what was not answered stays as a test `before` found it, or unsaid.

    `printer`: with what was found before, as its page was printed.
    """
    known = {"own_letters": "native_text", "own_code": "native_qr", "middle": "aligns", "cut": "cutter"}
    told: dict[str, Any] = {fact: answers[key] for key, fact in known.items() if key in answers}
    if not answers.get("width", True):
        told["dots"] = max((row for row in ROWS if row < printer.dots), default=printer.dots)
    return {**(before or {}), **told, **probed.facts}


def advice(printer: Profile, answers: Mapping[str, bool]) -> str | None:
    """What to do next, None when all is well; an English msgid."""
    if not answers.get("letters", True):
        return N_("The letters are pictures: choose another profile, then look at cable, speed and flow control")
    if not answers.get("width", True) and printer.dots > ROWS[0]:
        return N_("The row was made narrower; run the test again")
    return None


def _picture(picture: "Image", printer: Profile) -> tuple[bytes, ...]:
    return compose(picture, printer).bands


def _lines(texts: list[str], wide: int) -> "Image":
    from PIL import Image, ImageDraw

    from look import fonts
    from printer.lettering import BLACK, WHITE, draw_line, fit, font, pitch

    settings = [fit(text, fonts.MEDIUM, 26, wide - 24) for text in texts]
    rows = sum(pitch(one.size) * len(one.lines) for one in settings)
    picture = Image.new("1", (wide, rows + 12), WHITE)
    canvas, top = ImageDraw.Draw(picture), 8
    for one in settings:
        for line in one.lines:
            draw_line(canvas, line, font(fonts.MEDIUM, one.size), top, 12, BLACK)
            top += pitch(one.size)
    return picture


def _frame(wide: int) -> "Image":
    """A frame in the outermost dots of the row."""
    from PIL import Image, ImageDraw

    picture = Image.new("1", (wide, 40), 1)
    ImageDraw.Draw(picture).rectangle((0, 0, wide - 1, 39), outline=0, width=2)
    return picture
