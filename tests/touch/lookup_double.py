"""A catalogue for screens without any service: a dozen procedures, found by the words of their names."""

from collections.abc import Callable, Sequence
from typing import Any, cast

from look.folding import fold
from office.domain.refusals import UnknownProcedure
from office.remote.lookup import FoundView, PrintedView, ProcedureView

PORTAL = "https://dichvucong.gov.vn/thu-tuc/chi-tiet?ma_thu_tuc="
SAME_DAY = "Trong ngày; nhận sau 15 giờ trả ngày kế tiếp"
LONG_NAME = (
    "Chứng thực bản sao từ bản chính giấy tờ, văn bản do cơ quan, tổ chức có thẩm quyền của Việt Nam, nước ngoài "
    "hoặc liên kết cấp hoặc chứng nhận"
)
PAGES_FEE = "2.000 đ/trang; từ trang thứ 3: 1.000 đ/trang; tối đa 200.000 đ/bản (TT 226/2016/TT-BTC)"

KNOWN: Sequence[tuple[str, str, str, str | None, str | None, str | None]] = (
    ("1.001193", "Đăng ký khai sinh", "Hộ tịch", "B", "Trong ngày", "Miễn phí nếu đúng hạn"),
    ("2.000815", LONG_NAME, "Chứng thực", "A", SAME_DAY, PAGES_FEE),
    ("1.000894", "Đăng ký kết hôn", "Hộ tịch", "B", "Trong ngày", "Không thu phí"),
    ("1.004873", "Cấp Giấy xác nhận tình trạng hôn nhân", "Hộ tịch", "B", "3 ngày làm việc", "15.000 đ/bản"),
    ("1.004884", "Đăng ký lại khai sinh", "Hộ tịch", "B", "5 ngày làm việc", "Theo nghị quyết HĐND tỉnh"),
    ("2.000528", "Đăng ký khai sinh có yếu tố nước ngoài", "Hộ tịch", "B", "Trong ngày", None),
    ("1.000656", "Đăng ký khai tử", "Hộ tịch", "B", "Trong ngày", "Miễn phí nếu đúng hạn"),
    ("1.004222", "Đăng ký thường trú", "Đăng ký, quản lý cư trú", "C", "7 ngày làm việc", "20.000 đ; online 10.000 đ"),
    ("2.000884", "Chứng thực chữ ký trong các giấy tờ, văn bản", "Chứng thực", "A", SAME_DAY, "10.000 đ/trường hợp"),
    ("1.001776", "Trợ giúp xã hội hằng tháng", "Bảo trợ xã hội", "D", "22 ngày làm việc", "Không thu phí"),
    ("1.001612", "Đăng ký thành lập hộ kinh doanh", "Thành lập và hoạt động hộ kinh doanh", "E", None, None),
    ("1.012753", "Đăng ký đất đai lần đầu", "Đất đai", "G", "20 ngày làm việc", None),
)
FIELDS = [
    ("Hộ tịch", 17), ("Chứng thực", 9), ("Đăng ký, quản lý cư trú", 5), ("Bảo trợ xã hội", 5), ("Đất đai", 4),
    ("Thành lập và hoạt động hộ kinh doanh", 4), ("Nuôi con nuôi", 1), ("Giảm nghèo", 1), ("Người có công", 1),
    ("Hoạt động xây dựng", 1), ("Hòa giải ở cơ sở", 1), ("Giáo dục và Đào tạo", 1), ("Lĩnh vực thứ mười ba", 1),
]  # fmt: skip
PAPERS = (
    ("Tờ khai đăng ký khai sinh theo mẫu", "1 bản chính"),
    ("Giấy chứng sinh; nếu không có thì văn bản của người làm chứng xác nhận về việc sinh", "1 bản chính"),
    ("Giấy tờ tùy thân của người đi đăng ký còn giá trị sử dụng", ""),
    ("Giấy chứng nhận kết hôn, nếu cha mẹ trẻ đã đăng ký kết hôn", "xuất trình"),
)
STEPS = (
    "Nộp hồ sơ tại Bộ phận Tiếp nhận và Trả kết quả hoặc trên Cổng Dịch vụ công quốc gia.",
    "Công chức kiểm tra hồ sơ; nếu đủ và hợp lệ thì ghi nội dung khai sinh vào Sổ đăng ký khai sinh.",
    "Chủ tịch Ủy ban nhân dân cấp xã ký Giấy khai sinh.",
    "Nhận kết quả; hồ sơ nhận sau 15 giờ mà không giải quyết được ngay thì trả trong ngày làm việc tiếp theo.",
)
LAW = ("Luật Hộ tịch 2014", "Nghị định 123/2015/NĐ-CP", "Thông tư 04/2020/TT-BTP")


def line(known: tuple[str, str, str, str | None, str | None, str | None], words: Sequence[str] = ()) -> dict[str, Any]:
    """As the office lists it, with the words lit up."""
    code, name, field, service, deadline, fee = known
    return {
        "key": code, "code": code, "name": name, "field": field, "service": service, "deadline": deadline,
        "fee": fee, "online": True, "match": spans(name, words),
    }  # fmt: skip


def spans(name: str, words: Sequence[str]) -> list[list[int]]:
    """Where the words begin a word of the name; neighbours are one span."""
    folded, found = fold(name), list[list[int]]()
    for word in words:
        at = f" {folded}".find(f" {word}")
        if at >= 0 and found and found[-1][1] + 1 == at:
            found[-1][1] = at + len(word)
        elif at >= 0:
            found.append([at, at + len(word)])
    return sorted(found)


def whole(known: tuple[str, str, str, str | None, str | None, str | None], **changes: Any) -> ProcedureView:
    """Everything about it."""
    made = {
        **line(known),
        "papers": [{"name": name, "copies": copies} for name, copies in PAPERS],
        "steps": list(STEPS),
        "legal": list(LAW),
        "attachments": [],
        "channels": ["in_person", "online"],
        "fees": [{"channel": None, "dong": 0, "note": "đúng hạn"}, {"channel": "online", "dong": 8000, "note": ""}],
        "fee_note": "",
        "portal_url": PORTAL + known[0],
        "effective": "2025-07-01",
        "repealed": None,
        "version": 1,
        "service_name": None,
        "counters": [3, 4],
        "takes_numbers": known[3] is not None,
        **changes,
    }
    return cast("ProcedureView", made)


class LookupDouble:
    """A `Lookup`. `says`: what the next acts raise or answer, by name; `told` and `printed`: what the screen sent."""

    def __init__(self) -> None:
        self.known, self.fields = list(KNOWN), list(FIELDS)
        self.says: dict[str, list[Any]] = {}
        self.changes: dict[str, dict[str, Any]] = {}
        self.told: list[tuple[str, str]] = []
        self.printed: list[str] = []
        self.looked: list[tuple[str, str, int]] = []
        self.searched: str | None = None

    def _said(self, act: str, answer: Callable[[], Any]) -> Any:
        word = self.says[act].pop(0) if self.says.get(act) else None
        if isinstance(word, Exception):
            raise word
        return answer() if word is None else word

    def find(self, typed: str, *, field: str = "", limit: int = 20, offset: int = 0) -> FoundView:
        self.looked.append((typed, field, offset))
        words = fold(typed).split()

        def answer() -> dict[str, Any]:
            hits = [
                one
                for one in self.known
                if field in ("", one[2]) and all(f" {word}" in f" {fold(one[1])}" for word in words)
            ]
            return {
                "items": [line(one, words) for one in hits[offset : offset + limit]],
                "total": len(hits),
                "fields": [{"name": name, "count": count} for name, count in self.fields],
                "searched": self.searched,
            }

        return cast("FoundView", self._said("find", answer))

    def procedure(self, key: str) -> ProcedureView:
        def answer() -> ProcedureView:
            known = next((one for one in self.known if one[0] == key), None)
            if known is None:
                raise UnknownProcedure(key=key)
            return whole(known, **self.changes.get(key, {}))

        return cast("ProcedureView", self._said("procedure", answer))

    def asked(self, request_id: str, *, typed: str = "", key: str = "") -> None:
        self.told.append((typed, key))

    def checklist(self, request_id: str, *, key: str) -> PrintedView:
        self.printed.append(key)
        return cast("PrintedView", self._said("checklist", lambda: {"state": "printed", "why": None}))
