"""A `Counsel` for screens: pages, suggestions and dossiers as plain data; `says` as in `tests.touch.double`."""

from collections.abc import Callable, Sequence
from typing import Any, cast

from office.domain.refusals import Invalid, UnknownItem
from office.remote.counsel import ContentLine, ContentView, DossiersView, DossierView, FormView
from tests.touch.double import REASONS

PAGES = (
    ("noi-quy", "Quy chế, nội quy", "list"),
    ("bieu-mau", "Biểu mẫu", "note"),
    ("phi-le-phi", "Phí, lệ phí", "chart"),
    ("lanh-dao", "Lãnh đạo Ủy ban nhân dân xã", "people"),
)
PRAISE = ("praise", "Khen ngợi", "Praise")
READERS = ["ông Phạm Minh Tuấn (Phó Chủ tịch)", "Ủy ban nhân dân tỉnh"]
NUMBER = "H23.45-260115-0007"
URL = "https://dichvucong.gov.vn/tra-cuu-ho-so?ma=H23.45-260115-0007"


def span(text: str, *, bold: bool = False, href: str | None = None) -> dict[str, Any]:
    return {"text": text, "bold": bold, "italic": False, "href": href}


def block(kind: str, *spans: Any, level: int = 1) -> dict[str, Any]:
    made = [span(one) if isinstance(one, str) else one for one in spans]
    return {"kind": kind, "level": level, "spans": made, "cells": []}


def row(*cells: str, head: bool = False) -> dict[str, Any]:
    return {"kind": "row", "level": int(head), "spans": [], "cells": [[span(cell)] for cell in cells]}


RULES = (
    block("heading", "Giờ làm việc"),
    block("text", "Sáng từ ", span("7 giờ 30", bold=True), " đến 11 giờ 30, chiều từ 13 giờ 30 đến 17 giờ."),
    block("heading", "Khi đến Bộ phận Một cửa"),
    block("numbered", "Lấy số thứ tự tại máy, giữ phiếu đến khi được gọi."),
    block("numbered", "Chuẩn bị sẵn giấy tờ theo ", span("phiếu danh mục", bold=True), " của thủ tục."),
    block("numbered", "Đến đúng quầy khi số được gọi; quá hai lần gọi, xin báo lại cho cán bộ hướng dẫn."),
    block("heading", "Trách nhiệm của cán bộ", level=2),
    block("item", "Hướng dẫn đầy đủ bằng một lần, có phiếu hướng dẫn."),
    block("item", "Không yêu cầu thêm giấy tờ ngoài quy định."),
    block("item", "Kể cả bản giấy khi đã có dữ liệu điện tử.", level=2),
    block(
        "text", "Toàn văn quy chế: ", span("cổng thông tin của xã", href="https://thanhson.gov.vn/quy-che-mot-cua.pdf")
    ),
)
FEES = (
    block("text", "Mức thu theo nghị quyết của Hội đồng nhân dân tỉnh."),
    row("Việc", "Mức thu", "Ghi chú", head=True),
    row("Chứng thực bản sao từ bản chính", "2.000 đồng/trang", "Từ trang thứ ba: 1.000 đồng/trang"),
    row("Chứng thực chữ ký", "10.000 đồng/trường hợp", ""),
    row("Đăng ký khai sinh đúng hạn", "Không thu phí", "Quá hạn: hỏi quầy"),
)


def view(slug: str, blocks: Sequence[dict[str, Any]], updated_on: str = "2026-09-01") -> ContentView:
    title, picture = next(((title, picture) for one, title, picture in PAGES if one == slug), (slug, "information"))
    made = {"slug": slug, "title": title, "pictogram": picture, "updated_on": updated_on, "blocks": list(blocks)}
    return cast("ContentView", made)


class CounselDouble:
    """Everything exists: four pages, seven reasons, dossiers with an address and a service for results."""

    def __init__(self) -> None:
        self.lines = [{"slug": slug, "title": title, "pictogram": picture} for slug, title, picture in PAGES]
        self.views = {"noi-quy": view("noi-quy", RULES), "phi-le-phi": view("phi-le-phi", FEES)}
        self.form: dict[str, Any] = {
            "offered": True,
            "reasons": [{"id": one, "label": vi, "label_en": en} for one, vi, en in (*REASONS, PRAISE)],
            "readers": READERS,
            "longest": 1000,
        }
        self.office: dict[str, Any] = {"offered": True, "example": NUMBER, "result_service": "T"}
        self.url: str | None = URL
        self.says: dict[str, list[Any]] = {}
        self.asked: list[tuple[str, Any]] = []
        self.letters: dict[str, tuple[tuple[str, ...], str | None]] = {}

    def _act(self, name: str, what: Any, answer: Callable[[], Any]) -> Any:
        self.asked.append((name, what))
        said = self.says.get(name)
        if said:
            word = said.pop(0)
            if isinstance(word, Exception):
                raise word
            return word
        return answer()

    def pages(self) -> list[ContentLine]:
        return cast("list[ContentLine]", self._act("pages", None, lambda: self.lines))

    def content(self, slug: str) -> ContentView:
        def find() -> ContentView:
            if slug not in self.views:
                raise UnknownItem(slug=slug)
            return self.views[slug]

        return cast("ContentView", self._act("content", slug, find))

    def box(self) -> FormView:
        return cast("FormView", self._act("box", None, lambda: self.form))

    def suggest(self, request_id: str, *, reasons: Sequence[str], text: str | None) -> None:
        def keep() -> None:
            self.letters[request_id] = (tuple(reasons), text)

        self._act("suggest", request_id, keep)

    def dossiers(self) -> DossiersView:
        return cast("DossiersView", self._act("dossiers", None, lambda: self.office))

    def dossier(self, number: str) -> DossierView:
        def find() -> DossierView:
            if not number.upper().startswith("H23"):
                raise Invalid(number=number)
            made = {"number": number.upper(), "url": self.url, "result_service": self.office["result_service"]}
            return cast("DossierView", made)

        return cast("DossierView", self._act("dossier", number, find))
