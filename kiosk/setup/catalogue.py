"""The services that offices of communes and wards have, and the usual sets of them.

Which field of work goes by which letter follows the shipped `config.toml`; the further ones are those for which the
touch screen has a pictogram.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from look.words import N_


@dataclass(frozen=True, slots=True)
class Known:
    """A service as `[[first.services]]` has it."""

    name: str
    name_en: str
    detail: str
    detail_en: str


KNOWN: Mapping[str, Known] = MappingProxyType(
    {
        "A": Known("Chứng thực", "Certification", "Sao y, chữ ký, hợp đồng", "Certified copies, signatures, contracts"),
        "B": Known("Tư pháp – Hộ tịch", "Civil status", "Khai sinh, kết hôn, khai tử", "Births, marriages, deaths"),
        "C": Known(
            "Công an – Cư trú", "Police – Residence", "Thường trú, tạm trú", "Permanent and temporary residence"
        ),
        "D": Known(
            "Lao động – Bảo trợ xã hội",
            "Labour – Social support",
            "Trợ cấp, người có công",
            "Allowances, people with merits",
        ),
        "E": Known(
            "Kinh tế – Hộ kinh doanh", "Economy – Household business", "Đăng ký, thay đổi", "Registration, changes"
        ),
        "G": Known(
            "Đất đai – Xây dựng", "Land – Construction", "Giấy chứng nhận, cấp phép", "Land certificates, permits"
        ),
        "K": Known("Tài chính – Thuế", "Finance – Taxes", "Thuế, phí, lệ phí", "Taxes and fees"),
        "M": Known("Nông nghiệp – Môi trường", "Agriculture – Environment", "Chăn nuôi, nguồn nước", "Farms, water"),
        "P": Known("Tiếp công dân", "Complaints and petitions", "Phản ánh, kiến nghị", "Complaints, petitions"),
        "V": Known("Văn hóa – Giáo dục – Y tế", "Culture – Education – Health", "", ""),
        "H": Known("Lĩnh vực khác", "Other matters", "Những việc không có ở trên", "Whatever is not listed above"),
        "T": Known("Trả kết quả", "Collect a result", "Có giấy hẹn", "With an appointment slip"),
    }
)
"""By the letter of their numbers, in the order of the tiles."""


@dataclass(frozen=True, slots=True)
class Template:
    """A usual set. `title` is an English msgid; `counters`: how many such offices have."""

    name: str
    title: str
    prefixes: tuple[str, ...]
    counters: int


TEMPLATES = (
    Template("commune", N_("Commune: eight services"), tuple("ABCDEGHT"), 5),
    Template("ward-small", N_("Small ward: five services"), tuple("ABDGT"), 3),
    Template("ward-large", N_("Large ward: twelve services"), tuple(KNOWN), 10),
)


def template(name: str) -> Template:
    """The set of this name; for one's own choice what a commune has."""
    return next((one for one in TEMPLATES if one.name == name), TEMPLATES[0])


def spread(prefixes: Sequence[str], counters: int, how: str) -> list[tuple[str, ...]]:
    """The services of each counter; every service stands somewhere, and no counter is without one."""
    if how == "all":
        return [tuple(prefixes)] * counters
    return [_share(prefixes, counters, at) for at in range(counters)]


def _share(prefixes: Sequence[str], counters: int, at: int) -> tuple[str, ...]:
    if counters >= len(prefixes):
        return (prefixes[at % len(prefixes)],)
    return tuple(prefix for place, prefix in enumerate(prefixes) if place % counters == at)
