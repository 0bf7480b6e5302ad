"""Procedures through the API: open to everybody, bounded, in finished words; counted and printed only for screens."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from kiosk.pace import Pace
from kiosk.web.api.procedure_words import deadline_of, fee_of, fees_on, portal_of
from look.formats import NO_BREAK
from office.domain.procedures import Certainty, Channel, DayKind, Fee, Procedure
from office.domain.refusals import TooMany
from office.enquiries import Page
from office.public_views import ChecklistView, ProceduresView, ProcedureView
from office.store.lookup_tables import lookup_count
from printer.outcome import PrintState, Reason
from tests.api.conftest import Api, code, opened_api
from tests.api.test_shapes import fits
from tests.lookup.conftest import keep
from tests.office_fixture import rid

BIRTH, HOUSEHOLD = "1.001193", "1.010038"


@dataclass
class Printing:
    """Stands where the slips of the service stand; `outcome` is what the printer says."""

    prints: bool = True
    outcome: tuple[PrintState, Reason | None] = (PrintState.PRINTED, None)
    printed: list[str] = field(default_factory=list)
    pace: Pace = field(default_factory=Pace)

    def print_checklist(self, page: Page, *, by: str, once: str) -> tuple[PrintState, Reason | None]:
        return self.pace.once(by, once, lambda: self._print(page))

    def _print(self, page: Page) -> tuple[PrintState, Reason | None]:
        self.printed.append(page.procedure.code)
        return self.outcome


@pytest.fixture
def asked(tmp_path: Path) -> Iterator[Api]:
    with opened_api(tmp_path, sample_procedures=True) as found:
        found.app.state.slips = Printing()
        yield found


@pytest.fixture(scope="module")
def open_to_all(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Api]:
    """For questions that change nothing."""
    with opened_api(tmp_path_factory.mktemp("lookup"), sample_procedures=True) as found:
        yield found


def test_anybody_searches_and_reads_a_page(open_to_all: Api) -> None:
    found = open_to_all.get(None, "/procedures?q=kai%20sinh&limit=2").json()
    assert fits(found, ProceduresView)
    assert found["items"][0]["key"] == BIRTH
    assert (len(found["items"]), found["searched"], found["total"] > 3) == (2, "khai sinh", True)
    line = found["items"][0]
    assert [line["name"][begin:end] for begin, end in line["match"]] == ["khai sinh"]
    page = open_to_all.get(None, f"/procedures/{BIRTH}")
    assert fits(page.json(), ProcedureView)
    told = page.json()
    assert (told["code"], told["service"], told["service_name"], told["counters"]) == (
        BIRTH,
        "B",
        "Tư pháp – Hộ tịch",
        [2, 3],
    )
    assert told["takes_numbers"]
    assert told["papers"][0] == {"name": "Tờ khai", "copies": ""}
    assert told["channels"] == ["in_person", "online"]
    assert told["portal_url"].startswith("https://")


def test_what_nobody_is_sure_of_is_not_told(open_to_all: Api) -> None:
    page = open_to_all.get(None, f"/procedures/{HOUSEHOLD}").json()
    assert (page["deadline"], page["fee"], page["fees"], page["fee_note"]) == (None, None, [], "")
    assert "5.000" not in str(page)
    unsure_code = open_to_all.get(None, "/procedures/2.001035").json()
    assert (unsure_code["key"], unsure_code["code"]) == ("2.001035", None)


def test_a_service_that_the_office_does_not_have_gives_no_numbers(open_to_all: Api) -> None:
    page = open_to_all.get(None, "/procedures/1.012784").json()
    assert (page["service"], page["service_name"], page["counters"], page["takes_numbers"]) == (None, None, [], False)


def test_nothing_of_the_source_is_told(open_to_all: Api) -> None:
    """Where a figure of the sample comes from is nobody's business."""
    for one in open_to_all.get(None, "/procedures?limit=50").json()["items"]:
        assert "repo" not in open_to_all.get(None, f"/procedures/{one['key']}").text


@pytest.mark.parametrize(
    "query",
    ["q=" + "a" * 10_000, "q=%F0%9F%91%B6%00%1b", "q=%22%20OR%20*", "q=%FF%FE", "q=", "field=%00", "field=Kh%C3%B4ng"],
)
def test_anything_typed_gets_an_answer(open_to_all: Api, query: str) -> None:
    assert fits(open_to_all.get(None, f"/procedures?{query}").json(), ProceduresView)


@pytest.mark.parametrize("query", ["limit=0", "limit=51", "limit=x", "offset=-1", "offset=10001", "field=" + "x" * 201])
def test_bounds_are_kept(open_to_all: Api, query: str) -> None:
    assert code(open_to_all.get(None, f"/procedures?{query}")) == (422, "invalid")


@pytest.mark.parametrize("key", ["9.999999", "x", "%00", "%22", "asked"])
def test_what_is_not_in_the_catalogue_is_unknown(open_to_all: Api, key: str) -> None:
    assert code(open_to_all.get(None, f"/procedures/{key}")) == (404, "unknown_procedure")


def test_a_screen_says_what_was_looked_up(asked: Api) -> None:
    for body in ({"key": BIRTH}, {"q": "khai sinh", "key": BIRTH}, {"q": "hộ chiếu"}):
        assert asked.post("touch", "/procedures/asked", **body).status_code == 204
    with asked.premises.readers.begin() as conn:
        counts = {row.kind: row.n for row in conn.execute(select(lookup_count))}
    assert counts == {"opened": 2, "searched": 2, "missed": 1}


def test_what_says_nothing_or_names_nothing_is_refused(asked: Api) -> None:
    assert code(asked.post("touch", "/procedures/asked")) == (422, "invalid")
    assert code(asked.post("touch", "/procedures/asked", q="x" * 101)) == (422, "invalid")
    assert code(asked.post("touch", "/procedures/asked", q="a\x00b")) == (422, "invalid")
    assert code(asked.post("touch", "/procedures/asked", key="9.999999")) == (404, "unknown_procedure")


def test_the_list_of_papers_is_printed_once_for_a_request(asked: Api) -> None:
    once = rid()
    for _ in range(2):
        answer = asked.post("touch", f"/procedures/{BIRTH}/checklist", request_id=once)
        assert fits(answer.json(), ChecklistView)
        assert answer.json() == {"state": "printed", "why": None}
    assert asked.app.state.slips.printed == [BIRTH]


def test_a_screen_waits_before_its_next_slip_another_does_not(asked: Api) -> None:
    assert asked.post("touch", f"/procedures/{BIRTH}/checklist").status_code == 200
    again = asked.post("touch", f"/procedures/{BIRTH}/checklist")
    assert code(again) == (429, "too_many")
    assert 1 <= int(again.headers["Retry-After"]) <= 5
    assert asked.post("screen", f"/procedures/{BIRTH}/checklist").status_code == 200


def test_a_printer_that_fails_says_why_and_a_missing_one_is_refused(asked: Api) -> None:
    slips: Any = asked.app.state.slips
    slips.outcome = (PrintState.FAILED, Reason.PAPER_OUT)
    told = asked.post("touch", f"/procedures/{BIRTH}/checklist").json()
    assert (told["state"], bool(told["why"])) == ("failed", True)
    slips.prints = False
    assert code(asked.post("screen", f"/procedures/{BIRTH}/checklist")) == (409, "wrong_state")
    assert code(asked.post("screen", "/procedures/9.999999/checklist")) == (404, "unknown_procedure")


def test_the_pace_lets_through_when_its_time_has_passed() -> None:
    pace = Pace(every_s=0.0)
    outcome = (PrintState.PRINTED, None)
    assert pace.once("touch", "1", lambda: outcome) == outcome
    assert pace.once("touch", "2", lambda: outcome) == outcome

    def asks_while_it_prints() -> tuple[PrintState, Reason | None]:
        with pytest.raises(TooMany):
            pace.once("touch", "4", lambda: outcome)
        return outcome

    assert pace.once("touch", "3", asks_while_it_prints) == outcome


def test_a_slip_that_went_wrong_keeps_nobody_from_asking_again() -> None:
    pace, outcome = Pace(every_s=0.0), (PrintState.PRINTED, None)
    with pytest.raises(ZeroDivisionError):
        pace.once("touch", "1", lambda: (PrintState.PRINTED, Reason(str(1 // 0))))
    assert pace.once("touch", "1", lambda: outcome) == outcome


USUAL = Procedure(code="1.000001", name="Cấp thẻ", field="Văn hóa")


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        ({}, None),
        ({"days": 0}, "Trong ngày"),
        ({"days": 3}, "3 ngày làm việc"),
        ({"days": 30, "day_kind": DayKind.DAY}, "30 ngày"),
        ({"days": 3, "deadline_note": "Nhận sau 15 giờ trả ngày kế tiếp"}, "Nhận sau 15 giờ trả ngày kế tiếp"),
        ({"days": 3, "sure_of_deadline": Certainty.LOW}, None),
    ],
)
def test_how_long_it_takes_in_words(given: dict[str, Any], wanted: str | None) -> None:
    assert deadline_of(Procedure(code="1.000001", name="Cấp thẻ", field="Văn hóa", **given)) == wanted


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        ({}, None),
        ({"fees": (Fee(),)}, None),
        ({"fees": (Fee(dong=0),)}, "Không thu phí"),
        ({"fees": (Fee(dong=15000),)}, f"15.000{NO_BREAK}đ"),
        ({"fees": (Fee(dong=8000, note="mỗi bản"),)}, f"8.000{NO_BREAK}đ (mỗi bản)"),
        (
            {"fees": (Fee(Channel.IN_PERSON, 15000), Fee(Channel.ONLINE, 7000))},
            f"tại quầy: 15.000{NO_BREAK}đ; trực tuyến: 7.000{NO_BREAK}đ",
        ),
        ({"fees": (Fee(dong=2000),), "fee_note": "2.000đ/trang"}, "2.000đ/trang"),
        ({"fees": (Fee(dong=2000),), "sure_of_fee": Certainty.LOW}, None),
    ],
)
def test_what_it_costs_in_words(given: dict[str, Any], wanted: str | None) -> None:
    assert fee_of(Procedure(code="1.000001", name="Cấp thẻ", field="Văn hóa", **given), "2026-11-22") == wanted


def test_the_fee_of_the_day_counts() -> None:
    one = Procedure(
        code="1.000001",
        name="Cấp thẻ",
        field="Văn hóa",
        fees=(Fee(dong=1000, since="2020-01-01"), Fee(dong=2000, since="2027-01-01")),
    )
    assert [fee.dong for fee in fees_on(one, "2026-11-22")] == [1000]
    assert [fee.dong for fee in fees_on(one, "2027-01-01")] == [2000]
    assert fees_on(one, "2019-12-31") == []


def test_all_fees_of_a_channel_that_begin_on_the_same_day_hold() -> None:
    copies = (Fee(dong=8_000, note="mỗi bản"), Fee(dong=2_000, note="mỗi trang"), Fee(Channel.ONLINE, 0))
    one = Procedure(code="1.000001", name="Cấp thẻ", field="Văn hóa", fees=copies)
    assert fees_on(one, "2026-11-22") == list(copies)


def test_a_fee_that_is_still_to_come_is_shown_nowhere_today(asked: Api) -> None:
    fees = (Fee(dong=8_000, since="2020-01-01"), Fee(dong=15_000, since="2099-01-01"))
    keep(asked.premises, [Procedure(code="9.000001", name="Cấp thẻ thư viện", field="Văn hóa", fees=fees)])
    page = asked.get(None, "/procedures/9.000001").json()
    (line,) = asked.get(None, "/procedures?q=thu%20vien").json()["items"]
    (most_asked,) = asked.get(None, "/procedures?field=V%C4%83n%20h%C3%B3a").json()["items"]
    assert [one["fee"] for one in (page, line, most_asked)] == [f"8.000{NO_BREAK}đ"] * 3
    assert [one["dong"] for one in page["fees"]] == [8_000]


def test_the_portal_is_the_procedures_own_or_the_national_one() -> None:
    assert portal_of(USUAL) is None
    online = Procedure(code="1.000001", name="Cấp thẻ", field="Văn hóa", channels=(Channel.ONLINE,))
    assert portal_of(online) == "https://dichvucong.gov.vn"
    own = Procedure(code="1.000001", name="Cấp thẻ", field="Văn hóa", online_url="https://example.vn/x")
    assert portal_of(own) == "https://example.vn/x"
