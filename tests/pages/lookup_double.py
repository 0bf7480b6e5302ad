"""A catalogue as the office would answer it, given to one page: for what no real office has, or not at will.

Answers the open calls of the API inside the browser, so that names may be hostile, the office away, and the catalogue
empty or large. What is real is asked of a real office in `test_lookup.py`.
"""

import json
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from playwright.sync_api import Page, Route

API = "**/api/v1/"
UNKNOWN: dict[str, Any] = {"deadline": None, "fee": None}


def line(key: str, name: str, *, of: str = "Hộ tịch", **more: Any) -> dict[str, Any]:
    """One line of the list, with everything known unless `more` says otherwise."""
    known = {
        "code": key,
        "service": "B",
        "deadline": "Trong ngày",
        "fee": "Không thu phí",
        "online": False,
        "match": [],
    }
    return {"key": key, "name": name, "field": of, **known, **more}


def whole(key: str, name: str, **more: Any) -> dict[str, Any]:
    """One procedure with all that a page shows."""
    parts = {
        "papers": [{"name": "Tờ khai", "copies": "1 bản chính"}, {"name": "Giấy tờ tùy thân", "copies": ""}],
        "steps": ["Nộp hồ sơ tại quầy", "Nhận kết quả"],
        "legal": ["Luật Hộ tịch 2014"],
        "attachments": [{"title": "Mẫu tờ khai", "url": "https://example.org/mau.docx"}],
        "channels": ["in_person", "online"],
        "fees": [],
        "fee_note": "",
        "portal_url": None,
        "effective": None,
        "repealed": None,
        "version": 1,
        "service_name": "Tư pháp – Hộ tịch",
        "counters": [2, 3],
        "takes_numbers": True,
    }
    return {**line(key, name), **parts, **more}


@dataclass
class Answers:
    """`asked`: the searches that came, in order; `away`: nobody answers."""

    lines: list[dict[str, Any]] = field(default_factory=list)
    procedures: dict[str, dict[str, Any]] = field(default_factory=dict)
    content: dict[str, dict[str, Any]] = field(default_factory=dict)
    dossiers: dict[str, Any] = field(default_factory=lambda: {"offered": False, "url": False, "example": None})
    searched: str | None = None
    asked: list[dict[str, str]] = field(default_factory=list)
    away: bool = False

    def given_to(self, page: Page) -> None:
        """From now on the page hears these answers."""
        answers = {
            "procedures?*": self._list,
            "procedures/*": self._one,
            "content": self._titles,
            "content/*": self._page,
            "dossiers": self._offer,
            "dossiers/*": self._dossier,
        }
        for path, answer in answers.items():
            page.route(API + path, answer)

    def _list(self, route: Route) -> None:
        asked = {name: values[0] for name, values in parse_qs(urlsplit(route.request.url).query).items()}
        self.asked.append(asked)
        begin, limit = int(asked.get("offset", 0)), int(asked["limit"])
        found = [one for one in self.lines if asked.get("field", one["field"]) == one["field"]]
        names = sorted({one["field"] for one in self.lines})
        fields = [{"name": name, "count": sum(one["field"] == name for one in self.lines)} for name in names]
        items = found[begin : begin + limit]
        self._answer(route, {"items": items, "total": len(found), "fields": fields, "searched": self.searched})

    def _one(self, route: Route) -> None:
        self._known(route, self.procedures, "unknown_procedure")

    def _titles(self, route: Route) -> None:
        shown = ("slug", "title", "pictogram")
        self._answer(route, {"items": [{name: one[name] for name in shown} for one in self.content.values()]})

    def _page(self, route: Route) -> None:
        self._known(route, self.content, "unknown_item")

    def _offer(self, route: Route) -> None:
        self._answer(route, self.dossiers)

    def _dossier(self, route: Route) -> None:
        number = _last(route)
        if number.startswith("H"):
            self._answer(route, {"number": number, "url": f"https://example.org/{number}", "result_service": None})
        else:
            self._answer(route, {"code": "invalid", "detail": "no"}, 422)

    def _known(self, route: Route, those: dict[str, dict[str, Any]], code: str) -> None:
        found = those.get(_last(route))
        self._answer(route, found or {"code": code, "detail": "no"}, 200 if found else 404)

    def _answer(self, route: Route, body: dict[str, Any], status: int = 200) -> None:
        if self.away:
            route.abort("connectionrefused")
        else:
            route.fulfill(status=status, body=json.dumps(body), content_type="application/json")


def _last(route: Route) -> str:
    return unquote(urlsplit(route.request.url).path.rpartition("/")[2])
