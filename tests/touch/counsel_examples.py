"""States of the suggestion box, the office's own pages and the dossiers, each reached as a person would reach it."""

from collections.abc import Callable
from typing import Any

from office.remote import OfficeAway
from tests.touch.counsel_double import NUMBER, PAGES, RULES, view
from tests.touch.walk import Walk

WORDS = (
    "Tôi đến từ 7 giờ 30 nhưng đến 9 giờ mới được gọi. Bảng chỉ dẫn ở cửa chữ nhỏ, người già khó đọc. "
    "Cô cán bộ quầy 3 hướng dẫn rất tận tình, xin cảm ơn."
)
LONG_WORDS = " ".join([WORDS] * 7)


def _offered(**changes: Any) -> Walk:
    """The office offers something else than usual."""
    walk = Walk()
    for name, value in changes.items():
        setattr(walk.counsel, name, value)
    walk.flow.hear_presence(False)
    walk.pass_ms(200)
    return walk.hear().pass_ms(400)


def _suggest(*reasons: str) -> Walk:
    return Walk().press("suggest", *(f"reason:{one}" for one in reasons))


def _written(text: str, *reasons: str) -> Walk:
    walk = _suggest(*reasons).press("write")
    walk.flow.screen.letter.text = text  # type: ignore[attr-defined]  # typed before, sign by sign
    return walk


def _failing(error: Exception) -> Walk:
    walk = _written(WORDS, "waiting").press("done")
    walk.counsel.says["suggest"] = [error] * 99
    return walk.press("send")


def _article(slug: str, *steps: str, **changes: Any) -> Walk:
    walk = Walk()
    for name, value in changes.items():
        setattr(walk.counsel, name, value)
    return walk.press("contents", f"page:{slug}", *steps)


def _long_article() -> Walk:
    walk = Walk()
    walk.counsel.views["noi-quy"] = view("noi-quy", RULES * 4)
    return walk.press("contents", "page:noi-quy")


def _waiting_article() -> Walk:
    walk = Walk().press("contents")
    walk.errands.waits = True
    return walk.press("page:noi-quy")


def _many_pages() -> Walk:
    lines = [
        {"slug": f"trang-{n}", "title": f"{PAGES[n % 4][1]} số {n}", "pictogram": PAGES[n % 4][2]} for n in range(14)
    ]
    lines[1]["title"] = (
        "Quy chế tổ chức và hoạt động của Bộ phận Tiếp nhận và Trả kết quả giải quyết thủ tục hành chính"
    )
    return _offered(lines=lines).press("contents")


def _gone_article() -> Walk:
    return Walk().press("contents", "page:bieu-mau")


def _dossier(typed: str = "", *steps: str) -> Walk:
    walk = Walk().press("dossier")
    for sign in typed:
        if f"key:{sign}" not in walk.names:
            walk.press("letters")
        walk.press(f"key:{sign}")
    return walk.press(*steps)


def _scanned(code: str, **changes: Any) -> Walk:
    return _offered(**changes).scan(code)


def _scanning() -> Walk:
    walk = Walk()
    walk.errands.waits = True
    return walk.scan(NUMBER)


NO_SERVICE = {"offered": True, "example": NUMBER, "result_service": None}

COUNSEL_SCREENS: dict[str, Callable[[], Walk]] = {
    "home-bare": lambda: _offered(lines=[], office={"offered": False, "example": None, "result_service": None}),
    "suggestion": _suggest,
    "suggestion-empty": lambda: _suggest().press("send"),
    "suggestion-written": lambda: _written(LONG_WORDS[:600], "waiting").press("done"),
    "suggestion-kept": lambda: _failing(OfficeAway("gone")),
    "suggestion-leaving": lambda: _suggest("waiting").pass_ms(75_000),
    "suggestion-thanks": lambda: _suggest("praise").press("send"),
    "writing": lambda: _suggest().press("write"),
    "writing-typed": lambda: _written(WORDS),
    "writing-full": lambda: _written(LONG_WORDS[:995]),
    "contents": lambda: Walk().press("contents"),
    "contents-many": _many_pages,
    "article": lambda: _article("noi-quy"),
    "article-long": _long_article,
    "article-next": lambda: _long_article().press("leaf:1"),
    "article-table": lambda: _article("phi-le-phi"),
    "article-waiting": _waiting_article,
    "article-gone": _gone_article,
    "dossier": _dossier,
    "dossier-letters": lambda: _dossier("H23", "letters"),
    "dossier-wrong": lambda: _dossier("12345", "next"),
    "dossier-found": lambda: _dossier(NUMBER, "next"),
    "dossier-no-address": lambda: _scanned(NUMBER, office=NO_SERVICE, url=None),
    "scanned": _scanning,
    "scanned-unknown": lambda: Walk().scan("8934567890123"),
    "scanned-number": lambda: Walk().scan(NUMBER).printed(1, "printed"),
}
"""States by name; part of `tests.touch.examples.TICKET_SCREENS`."""
