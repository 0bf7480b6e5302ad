"""A slip as a PNG, as the paper would show it, without a printer."""

from collections.abc import Iterable, Mapping
from io import BytesIO
from types import MappingProxyType

from printer import slips
from printer.drawing import Drawing, Mark, Values
from printer.template import Template
from printer.transport.tray import DPI

_HOUSE: Values = MappingProxyType(
    {
        "office": "Bộ phận Tiếp nhận và Trả kết quả",
        "parent": "ỦY BAN NHÂN DÂN XÃ THANH SƠN",
        "leader": None,
        "url": None,
        "time": "08:42",
        "date": "23/11/2026",
    }
)
SAMPLE: Values = MappingProxyType(
    {
        **_HOUSE,
        "number": "A023",
        "service": "Chứng thực",
        "counters": "1, 2, 3",
        "ahead": "7",
        "wait": "10–20 phút",
    }
)
"""An ordinary ticket, for looking at a template."""

SAMPLES: Mapping[str, Values] = MappingProxyType(
    {
        slips.TICKET: SAMPLE,
        slips.REPRINT: MappingProxyType({**SAMPLE, "ahead": None, "wait": None, "printed": "08:55"}),
        slips.CHECKLIST: MappingProxyType(
            {
                **_HOUSE,
                "title": "Đăng ký khai sinh",
                "code": "1.001193",
                "service": "Hộ tịch",
                "counters": "2, 3",
                "fee": "Miễn lệ phí",
                "deadline": "Trong ngày làm việc",
                "papers": (
                    {"n": "1", "paper": "Tờ khai đăng ký khai sinh theo mẫu", "copies": "1 bản"},
                    {"n": "2", "paper": "Giấy chứng sinh", "copies": "1 bản chính"},
                    {"n": "3", "paper": "Giấy tờ tùy thân của người đi đăng ký", "copies": "xuất trình"},
                    {"n": "4", "paper": "Giấy chứng nhận kết hôn của cha mẹ (nếu có)", "copies": "xuất trình"},
                ),
            }
        ),
        slips.SURVEY: MappingProxyType(
            {
                **_HOUSE,
                "number": "A023",
                "service": "Chứng thực",
                "url": "https://mot-cua.thanhson.gov.vn/y-kien/7K4QW2",
                "until": "30/11/2026",
            }
        ),
        slips.TEST: MappingProxyType({**_HOUSE, "printer": "usblp", "paper": "80 mm", "dots": "576 điểm"}),
        slips.DAY: MappingProxyType(
            {
                **_HOUSE,
                "time": "17:02",
                "given": "158",
                "served": "141",
                "absent": "9",
                "services": (
                    {"prefix": "A", "service": "Chứng thực", "given": "84", "served": "78", "absent": "3"},
                    {"prefix": "B", "service": "Hộ tịch", "given": "31", "served": "28", "absent": "2"},
                    {"prefix": "C", "service": "Đất đai – Môi trường", "given": "27", "served": "21", "absent": "4"},
                    {"prefix": "D", "service": "Lao động – Xã hội", "given": "16", "served": "14", "absent": "0"},
                ),
            }
        ),
    }
)
"""Slip → an ordinary one of its kind."""


def sample_of(template: Template, house: Mapping[str, str | None] | None = None) -> Values:
    """An ordinary slip of this template's kind; `house`: the office's own names."""
    sample = {**SAMPLES[template.slip]}
    if template.slip == slips.TEST:
        sample |= {"paper": f"{template.paper} mm", "dots": f"{template.dots} điểm"}
    own = {key: text for key, text in (house or {}).items() if text or key in ("leader", "parent")}
    if template.slip == slips.SURVEY:
        own.pop("url", None)  # the address of the opinion, not the office's
    return {**sample, **own}


def marks_of_sample(template: Template) -> tuple[Mark, ...]:
    """What stands on a slip of this kind in any case."""
    return (Mark.REPRINT,) if template.slip == slips.REPRINT else ()


def preview(template: Template, values: Values = SAMPLE, marks: Iterable[Mark] = ()) -> bytes:
    """The PNG (1 bit, 203 dpi). Unknown fields are None or missing. Raises OSError when a picture is lost."""
    png = BytesIO()
    Drawing(template).draw(values, marks).save(png, "PNG", dpi=(DPI, DPI))
    return png.getvalue()
