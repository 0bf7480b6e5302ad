"""The catalogue of an office: files taken in whole or not at all, every version kept, and what holds on which day."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from office.backoffice.catalogue import Catalogue, plan
from office.backoffice.catalogue_list import Standing, history, listed
from office.clock import SetClock
from office.domain.moment import HOUR
from office.domain.people import OPERATOR
from office.domain.procedures import Fee, value_of
from office.domain.refusals import Invalid, RequestIdReused, UnknownProcedure
from office.lookup.reading import Reading, read_values
from office.lookup.sample import sample
from office.premises import Premises
from office.store import procedures as store
from tests.lookup.catalogues import COUNTRY, catalogue
from tests.office_fixture import FIRST, HEAD, opened, rid

BIRTH, MARRIAGE = "1.001193", "1.000894"
TODAY, TOMORROW = "2026-11-23", "2026-11-24"


@pytest.fixture
def clock() -> SetClock:
    return SetClock()


@pytest.fixture
def office(tmp_path: Path, clock: SetClock) -> Iterator[Premises]:
    with opened(tmp_path, clock, first=replace(FIRST, sample_procedures=True)) as premises:
        assert premises.performer.today().isoformat() == TODAY
        yield premises


def reading(*values: dict[str, Any]) -> Reading:
    return read_values(values)


def birth(**more: Any) -> dict[str, Any]:
    return {"code": BIRTH, "name": "Đăng ký khai sinh", "field": "Hộ tịch", **more}


def take_in(office: Premises, *values: dict[str, Any], whole: bool = False, request_id: str | None = None) -> Any:
    return (
        Catalogue(office.performer)
        .take_in(HEAD, request_id or rid(), reading(*values), name="x.json", digest=str(values), whole=whole)
        .body
    )


def change(office: Premises, **fields: Any) -> Any:
    return Catalogue(office.performer).change(HEAD, rid(), BIRTH, reading(birth(**fields))).body


def on(office: Premises, day: str, code: str = BIRTH) -> store.Kept | None:
    with office.readers.begin() as conn:
        return store.on_day(conn, code, day)


def name_on(office: Premises, day: str) -> str | None:
    found = on(office, day)
    return None if found is None else found.name


def rows(office: Premises) -> dict[str, list[Any]]:
    with office.readers.begin() as conn:
        return {
            table: list(conn.execute(text(f"SELECT * FROM {table} ORDER BY 1, 2")))
            for table in ("procedure", "procedure_version", "procedure_words")
        }


def facts(office: Premises, kind: str) -> list[dict[str, Any]]:
    return [one["fact"] for one in office.desk.facts_after(0, 10_000) if one["kind"] == kind]


def test_a_new_office_begins_with_the_fifty(office: Premises) -> None:
    with office.readers.begin() as conn:
        kept = store.all_on_day(conn, TODAY)
        assert store.how_many(conn, "1990-01-01") == 50
    assert {one.procedure for one in kept} == set(sample())
    assert {(one.source, one.made_by, one.version) for one in kept} == {("sample", "system:serve", 1)}


def test_an_office_may_begin_without_any(tmp_path: Path) -> None:
    with opened(tmp_path) as premises, premises.readers.begin() as conn:
        assert store.all_on_day(conn, TODAY) == []


def test_a_file_says_what_is_new_changed_and_the_same(office: Premises) -> None:
    other = {"code": "9.000001", "name": "Đăng ký nuôi ong", "field": "Nông nghiệp"}
    with office.readers.begin() as conn:
        looked = plan(conn, reading(birth(), other), TODAY)
    before = rows(office)
    told = take_in(office, birth(), other)
    assert looked == told
    assert rows(office) != before
    assert (told["new"], told["changed"], told["unchanged"], told["repealed"]) == (1, 0, 1, 0)
    assert told["changes"] == [{"code": "9.000001", "name": "Đăng ký nuôi ong", "what": "new", "fields": []}]
    (fact,) = facts(office, "procedures.imported")
    assert (fact["source"], fact["new"], fact["total"], len(fact["digest"])) == ("file", 1, 51, 64)
    assert "x.json" not in json.dumps(fact)


def test_a_tenth_of_the_country_s_catalogue_is_taken_in_in_one_go(office: Premises) -> None:
    """`./run bench` takes in all of it and says how long that took."""
    many = catalogue(COUNTRY // 10)
    told = take_in(office, *(value_of(one) for one in many))
    with office.readers.begin() as conn:
        assert (told["new"], store.how_many(conn, TODAY)) == (len(many), len(many) + 50)
        assert conn.execute(text("SELECT count(*) FROM procedure_words")).scalar_one() == len(many) + 50


def test_the_same_file_again_changes_nothing_and_makes_no_version(office: Premises) -> None:
    take_in(office, birth(fees=[{"dong": 8000}]))
    before = rows(office)
    assert take_in(office, birth(fees=[{"dong": 8000}]))["unchanged"] == 1
    assert rows(office) == before


def test_a_version_that_is_coming_holds_from_its_day(office: Premises, clock: SetClock) -> None:
    take_in(office, birth(name="Khai sinh", effective=TOMORROW))
    assert (name_on(office, TODAY), name_on(office, TOMORROW)) == ("Đăng ký khai sinh", "Khai sinh")
    change(office, name="Đăng ký khai sinh cho trẻ")
    assert (name_on(office, TODAY), name_on(office, TOMORROW)) == ("Đăng ký khai sinh cho trẻ", "Khai sinh")
    clock.advance(24 * HOUR)
    change(office, name="Khai sinh mới")
    assert name_on(office, TOMORROW) == "Khai sinh mới"
    with office.readers.begin() as conn:
        told = [(one.version, one.since, one.until) for one in history(conn, BIRTH)]
    assert told == [(4, TOMORROW, None), (3, TODAY, TOMORROW), (2, TOMORROW, TOMORROW), (1, "", TODAY)]


def test_what_was_shown_then_was_shown(office: Premises) -> None:
    """A file that names a day long ago does not change what yesterday's citizens were told."""
    take_in(office, birth(name="Khai sinh", effective="2020-01-01"))
    assert (name_on(office, "2026-11-22"), name_on(office, TODAY)) == ("Đăng ký khai sinh", "Khai sinh")


def test_a_repealed_one_is_kept_and_the_repeal_can_be_taken_back(office: Premises) -> None:
    acts = Catalogue(office.performer)
    acts.repeal(HEAD, rid(), BIRTH, TOMORROW)
    assert (name_on(office, TODAY), name_on(office, TOMORROW)) == ("Đăng ký khai sinh", None)
    assert on(office, TODAY).procedure.repealed == TOMORROW  # type: ignore[union-attr]
    acts.repeal(HEAD, rid(), BIRTH, None)
    assert name_on(office, TOMORROW) == "Đăng ký khai sinh"
    assert [one["repealed"] for one in facts(office, "procedure.repealed")] == [TOMORROW, None]
    with pytest.raises(UnknownProcedure):
        acts.repeal(HEAD, rid(), "9.999999", None)


def test_a_whole_catalogue_repeals_the_others_from_today(office: Premises) -> None:
    told = take_in(office, birth(), whole=True)
    assert (told["unchanged"], told["repealed"]) == (1, 49)
    with office.readers.begin() as conn:
        assert store.how_many(conn, TODAY) == 1
        assert store.how_many(conn, "2026-11-22") == 50
        found = listed(conn, TODAY, standing="repealed")
    assert (found.total, found.counts) == (49, {"in_force": 1, "coming": 0, "repealed": 49})
    assert take_in(office, {**birth(), "code": MARRIAGE, "name": "Kết hôn"})["changed"] == 1
    assert on(office, TODAY, MARRIAGE) is not None


def test_a_file_without_services_leaves_the_office_its_own(office: Premises) -> None:
    service = on(office, TODAY).service  # type: ignore[union-attr]
    take_in(office, birth(fees=[{"dong": 5000}]))
    kept = on(office, TODAY)
    assert kept is not None
    assert (kept.service, kept.procedure.fees, len(kept.procedure.papers) > 1) == (service, (Fee(None, 5_000),), True)


def test_one_error_refuses_the_whole_file(office: Premises) -> None:
    before = rows(office)
    with pytest.raises(Invalid):
        take_in(office, {**birth(), "name": "Khác"}, {"code": "1.00", "name": "X", "field": "Y"})
    assert rows(office) == before
    assert facts(office, "procedures.imported") == []


def test_an_import_that_is_cut_off_leaves_nothing(office: Premises, monkeypatch: pytest.MonkeyPatch) -> None:
    """The last thing that it does fails: everything before it is undone."""
    before = rows(office)
    with office.performer._writer.begin() as conn:
        conn.execute(text("CREATE TRIGGER full BEFORE INSERT ON fact BEGIN SELECT RAISE(ABORT, 'no room'); END"))
    with pytest.raises(Exception, match="no room"):
        take_in(office, birth(name="Khai sinh"), whole=True)
    assert rows(office) == before


def test_a_retry_gets_the_first_answer_and_another_file_is_refused(office: Premises) -> None:
    once = rid()
    first = take_in(office, birth(name="Khai sinh"), request_id=once)
    assert take_in(office, birth(name="Khai sinh"), request_id=once) == first
    with pytest.raises(RequestIdReused):
        take_in(office, birth(name="Khác"), request_id=once)
    assert len(facts(office, "procedures.imported")) == 1


def test_one_is_changed_by_hand_and_added_by_hand(office: Premises) -> None:
    assert change(office, fees=[{"dong": 8000}]) == {"code": BIRTH, "version": 2}
    assert change(office) == {"code": BIRTH, "version": None}
    (fact,) = facts(office, "procedure.changed")
    assert (fact["version"], fact["since"], fact["by"]) == (2, TODAY, "clerk:binh")
    made = Catalogue(office.performer).change(
        OPERATOR, rid(), "9.000001", reading({"code": "9.000001", "name": "Nuôi ong", "field": "Khác"})
    )
    assert (made.created, made.body) == (True, {"code": "9.000001", "version": 1})


@pytest.mark.parametrize(
    ("fields", "named"),
    [
        ({"name": ""}, "name"),
        ({"online_url": "http://x.vn"}, "online_url"),
        ({"days": "mai"}, "days"),
        ({"steps": ["x" * 5_000]}, "steps"),
        ({"code": "1.000894"}, "code"),
    ],
)
def test_who_is_typing_is_told_what_a_file_would_only_be_warned_of(
    office: Premises, fields: dict[str, Any], named: str
) -> None:
    before = rows(office)
    with pytest.raises(Invalid) as refused:
        change(office, **fields)
    assert refused.value.facts["field"] == named
    assert rows(office) == before


def test_the_list_finds_by_words_in_any_order_and_by_code(office: Premises) -> None:
    take_in(
        office, birth(name="Khai sinh mới", effective=TOMORROW), {**birth(), "code": "9.000001", "effective": TOMORROW}
    )
    with office.readers.begin() as conn:
        found = listed(conn, TODAY, q="sinh khai dang", standing="in_force").entries
        assert BIRTH in [one.code for one in found]
        assert MARRIAGE not in [one.code for one in found]
        assert [one.code for one in listed(conn, TODAY, q="1.001193").entries] == [BIRTH]
        coming = listed(conn, TODAY, standing="coming")
        assert [(one.code, one.standing, one.since) for one in coming.entries] == [
            ("9.000001", Standing.COMING, TOMORROW)
        ]
        everything = listed(conn, TODAY, limit=10, offset=45)
        assert (everything.total, len(everything.entries)) == (51, 6)
        assert sum(count for _, count in everything.fields) == 51
        assert listed(conn, TODAY, q="'; DROP TABLE procedure --").total == 0
