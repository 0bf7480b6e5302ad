"""A screen looks up procedures over the real API: a search, a page, and what the office counts of it."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from sqlalchemy import select

from office.domain.people import OPERATOR
from office.domain.refusals import Refusal, UnknownProcedure
from office.remote import OfficeAway
from office.remote.lookup import Lookup, RemoteLookup
from office.store.lookup_tables import lookup_count, lookup_miss
from tests.office_fixture import rid
from tests.pages.serving import FOLK, House, house

BIRTH = "1.001193"


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with house(tmp_path_factory.mktemp("office"), first=replace(FOLK, sample_procedures=True)) as made:
        yield made


@pytest.fixture(scope="module")
def lookup(served: House) -> Iterator[RemoteLookup]:
    token = served.premises.doors.add_device(OPERATOR, rid(), role="touch", name="màn hình").body["token"]
    made = RemoteLookup(served.url, str(token))
    try:
        yield made
    finally:
        made.close()


def test_a_search_is_answered_in_pages_and_by_field(lookup: Lookup) -> None:
    found = lookup.find("khai sinh", limit=2)
    assert found["items"][0]["key"] == BIRTH
    assert len(found["items"]) == 2
    assert lookup.find("khai sinh", limit=2, offset=2)["items"] != found["items"]
    assert {one["field"] for one in lookup.find("", field="Chứng thực")["items"]} == {"Chứng thực"}
    assert sum(one["count"] for one in lookup.find("", limit=1)["fields"]) == lookup.find("", limit=1)["total"]


@pytest.mark.parametrize(
    "typed", ["", " ", "🙂", "a" * 400, "' OR 1=1 --", '"*^', "\N{ZERO WIDTH SPACE}", "%26q=x&field=y"]
)
def test_whatever_is_typed_is_answered(lookup: Lookup, typed: str) -> None:
    assert lookup.find(typed, limit=4)["total"] >= 0


def test_a_page_says_what_to_bring_and_where(lookup: Lookup) -> None:
    page = lookup.procedure(BIRTH)
    assert page["name"] == "Đăng ký khai sinh"
    assert page["papers"]
    assert page["takes_numbers"]


@pytest.mark.parametrize("key", ["../state", "a/b", "?q=x", "%2e%2e", "é"])
def test_what_is_no_procedure_is_refused_and_leads_nowhere_else(lookup: Lookup, key: str) -> None:
    with pytest.raises(Refusal):
        lookup.procedure(key)


def test_a_code_that_nobody_has_is_an_unknown_procedure(lookup: Lookup) -> None:
    with pytest.raises(UnknownProcedure):
        lookup.procedure("9.999999")


def test_what_was_opened_and_what_was_missed_is_counted(served: House, lookup: Lookup) -> None:
    lookup.asked(rid(), typed="giay khai sinh", key=BIRTH)
    once = rid()
    for _ in range(3):
        lookup.asked(once, typed="xe dap dien")
    with served.premises.readers.connect() as conn:
        assert conn.execute(select(lookup_count)).first() is not None
        assert [row.n for row in conn.execute(select(lookup_miss))] == [1]


def test_an_office_without_a_printer_refuses_the_list_of_papers(lookup: Lookup) -> None:
    with pytest.raises(Refusal):
        lookup.checklist(rid(), key=BIRTH)


def test_an_office_that_is_away_is_told_in_time() -> None:
    made = RemoteLookup("http://127.0.0.1:9", "token", patience_s=0.2)
    with pytest.raises(OfficeAway):
        made.find("khai sinh")
    made.close()
