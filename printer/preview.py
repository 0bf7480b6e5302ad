"""A ticket as a PNG, as the paper would show it, without a printer."""

from collections.abc import Iterable
from io import BytesIO
from types import MappingProxyType

from printer.drawing import Drawing, Mark, Values
from printer.template import Template
from printer.transport.tray import DPI

SAMPLE: Values = MappingProxyType(
    {
        "office": "Bộ phận Tiếp nhận và Trả kết quả",
        "parent": "ỦY BAN NHÂN DÂN XÃ THANH SƠN",
        "number": "A023",
        "service": "Chứng thực",
        "counters": "1, 2, 3",
        "ahead": "7",
        "wait": "10–20 phút",
        "time": "08:42",
        "date": "23/11/2026",
        "leader": None,
        "url": None,
    }
)
"""An ordinary ticket, for looking at a template."""


def preview(template: Template, values: Values = SAMPLE, marks: Iterable[Mark] = ()) -> bytes:
    """The PNG (1 bit, 203 dpi). Unknown fields are None or missing. Raises OSError when a picture is lost."""
    png = BytesIO()
    Drawing(template).draw(values, marks).save(png, "PNG", dpi=(DPI, DPI))
    return png.getvalue()
