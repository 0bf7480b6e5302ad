"""Which column of a file says what: our own names, English and Vietnamese, and what ministries' spreadsheets call them.

A header is compared folded, with anything but letters and digits as one sign: "Mã TTHC" is "ma_tthc".
"""

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from types import MappingProxyType
from typing import Any

from look.folding import fold
from office.lookup.findings import Findings, Unreadable

IGNORED = frozenset({"stt", "tt", "no", "nhom_quay", ""})
"""Numbers of rows and names of counters say nothing about a procedure."""
SOURCE_NOTES = frozenset({"ghi_chu_nguon", "source_note"})
NEEDED = ("code", "name", "field")
LONGEST_HEADER = 200
TOP_ROWS = 15
"""The header stands in one of these; above it there may be a title."""
_CALLED: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "code": ("ma_tthc", "ma_so_tthc", "ma_thu_tuc", "ma_so", "ma", "ma_thu_tuc_hanh_chinh"),
        "name": ("ten_thu_tuc", "ten_tthc", "ten_thu_tuc_hanh_chinh", "ten", "thu_tuc_hanh_chinh"),
        "field": ("linh_vuc",),
        "service": ("prefix", "dich_vu", "chu_cai_quay"),
        "channels": ("kenh_tiep_nhan", "cach_thuc_thuc_hien", "hinh_thuc_nop"),
        "days": ("thoi_han_so", "so_ngay"),
        "day_kind": ("thoi_han_don_vi",),
        "deadline_note": ("thoi_han_ghi_chu", "thoi_han_giai_quyet", "thoi_han"),
        "fee": ("phi_dong", "phi", "le_phi", "phi_le_phi", "muc_phi"),
        "fee_in_person": ("phi_truc_tiep",),
        "fee_online": ("phi_truc_tuyen",),
        "fee_post": ("phi_buu_chinh",),
        "fees": ("cac_muc_phi",),
        "fee_note": ("phi_ghi_chu", "ghi_chu_phi"),
        "papers": ("thanh_phan_ho_so", "ho_so_gom"),
        "steps": ("trinh_tu_thuc_hien", "trinh_tu"),
        "legal": ("can_cu_phap_ly",),
        "attachments": ("bieu_mau", "mau_don_to_khai", "tep_dinh_kem"),
        "online_url": ("dia_chi_truc_tuyen", "duong_dan_truc_tuyen", "duong_dan"),
        "desk_minutes": ("phut_tai_quay_gia_dinh", "phut_tai_quay"),
        "sure_of_code": ("do_chac_ma",),
        "sure_of_fee": ("do_chac_phi",),
        "sure_of_deadline": ("do_chac_thoi_han",),
        "effective": ("ngay_hieu_luc", "hieu_luc_tu"),
        "repealed": ("ngay_bai_bo", "ngay_het_hieu_luc"),
    }
)
FEES = ("fee", "fee_in_person", "fee_online", "fee_post", "fees")
CALLED: Mapping[str, str] = MappingProxyType({key: names[0] for key, names in _CALLED.items()})
"""Key → the name that we write ourselves."""
_MEANS = {called: key for key, names in _CALLED.items() for called in (key, *names)}
_LIKE_A_CODE = re.compile(r"\d[.,]?\s*\d{3}")
_OTHER = re.compile(r"[^a-z0-9]+")


def meaning_of(header: Any) -> str | None:
    """The key of this column; None when it is not known."""
    return _MEANS.get(_plain(header))


def is_source_note(header: Any) -> bool:
    return _plain(header) in SOURCE_NOTES


def fields_of(keys: Sequence[str]) -> frozenset[str]:
    """The fields of a procedure that these columns speak about."""
    return frozenset("fees" if key in FEES else key for key in keys)


def header_in(rows: Sequence[Sequence[Any]]) -> int | None:
    """Which of the first rows names the columns, counted from 0: the one with most of the needed ones."""
    known = [sum(meaning_of(cell) in NEEDED for cell in row) for row in rows[:TOP_ROWS]]
    best = max(known, default=0)
    return known.index(best) if best >= 2 else None


def is_heading(row: Sequence[Any], meanings: Sequence[str | None]) -> bool:
    """A line such as "II | Lĩnh vực hộ tịch" between the procedures: hardly filled, and nothing like a code in it."""
    filled = [(meanings[place] if place < len(meanings) else None, str(cell)) for place, cell in enumerate(row) if cell]
    said = dict(filled)
    if not 1 <= len(filled) <= 2 or any(_LIKE_A_CODE.search(cell) for cell in said.values()):
        return False
    is_numbered = said.get(None, "1").strip(". ").isdecimal()  # "12 | Khai tử" is a procedure whose code was forgotten
    return "code" in said or ("name" in said and not is_numbered)


def columns_of(header: Sequence[Any], notes: Findings) -> dict[int, tuple[str, str]]:
    """Place → (key, as the file calls it). Raises Unreadable when one is missing or there twice."""
    found: dict[int, tuple[str, str]] = {}
    for place, cell in enumerate(header):
        called, key = str(cell or "").strip()[:80], meaning_of(cell)
        if key is None:
            _note_unknown(called, notes)
        elif key in (known for known, _ in found.values()):
            raise Unreadable("double_column", column=called)
        else:
            found[place] = (key, called)
    missing = [key for key in NEEDED if key not in {known for known, _ in found.values()}]
    if missing:
        raise Unreadable("missing_column", column=CALLED[missing[0]])
    return found


def _note_unknown(called: str, notes: Findings) -> None:
    if is_source_note(called):
        notes.add("source_notes")
    elif _plain(called) not in IGNORED:
        notes.add("unknown_column", column=called)


def _plain(header: Any) -> str:
    return _folded(str(header or "")[:LONGEST_HEADER])


@lru_cache(500)
def _folded(header: str) -> str:
    return _OTHER.sub("_", fold(header)).strip("_")
