"""A catalogue that the tier sends becomes the office's catalogue: by the same rules as a file, or not at all."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from district.downward import documents
from office.backoffice.from_above import FromAboveActs
from office.domain.above import Unfit
from office.domain.procedures_above import PROCEDURES, Sent, body_of_procedures, laid_over
from office.premises import Premises
from office.store import procedures as store
from office.store.tables import setting
from tests.downward.both_ends import Tier, doing
from tests.downward.conftest import Offices
from tests.office_fixture import FIRST, opened
from tests.sync.courier.at_work import until

BIRTH = {"code": "1.001193", "name": "Khai sinh theo tỉnh", "field": "Hộ tịch"}
BEES = {"code": "9.000001", "name": "Đăng ký nuôi ong", "field": "Nông nghiệp", "fees": [{"dong": 0}]}


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Premises]:
    with opened(tmp_path, first=replace(FIRST, sample_procedures=True)) as premises:
        yield premises


def apply(office: Premises, version: int, *entries: dict[str, Any], whole: bool = False) -> bool:
    acts = FromAboveActs(office.performer, office.readers)
    return acts.apply(PROCEDURES, version, body_of_procedures(entries, whole=whole))


def standing(office: Premises) -> dict[str, store.Kept]:
    with office.readers.begin() as conn:
        return {one.code: one for one in store.all_on_day(conn, office.performer.today().isoformat())}


def test_it_comes_over_the_pipe_and_the_tier_sees_the_version(tier: Tier, offices: Offices) -> None:
    office = offices()
    with tier.store.begin() as conn:
        documents.issue(conn, doing(), PROCEDURES, documents.ALL, body_of_procedures([BIRTH, BEES], whole=False))
    tier.sender.wake()
    until(tier.has_applied(PROCEDURES))
    assert {code: one.name for code, one in standing(office.premises).items()} == {
        "1.001193": "Khai sinh theo tỉnh",
        "9.000001": "Đăng ký nuôi ong",
    }
    (fact,) = office.facts("procedures.imported")
    assert (fact["source"], fact["new"], fact["by"]) == ("above", 2, "district:above")


def test_what_it_does_not_speak_about_stays_as_the_office_has_it(office: Premises) -> None:
    before = standing(office)["1.001193"].procedure
    assert apply(office, 1, BIRTH, BEES)
    after = standing(office)
    assert after["1.001193"].procedure == replace(before, name="Khai sinh theo tỉnh")
    assert (after["1.001193"].source, len(after)) == ("above", 51)


def test_old_words_do_not_hide_a_new_fee_that_is_sent_later(office: Premises) -> None:
    first = {**BIRTH, "fees": [{"dong": 8000}], "fee_note": "8.000 đ mỗi bản"}
    second = {**BIRTH, "fees": [{"dong": 10000}]}
    assert apply(office, 1, first)
    assert apply(office, 2, *laid_over([Sent((first,)), Sent((second,))]).entries)
    shown = standing(office)["1.001193"].procedure
    assert ([fee.dong for fee in shown.fees], shown.fee_note) == ([10_000], "")


def test_a_whole_catalogue_repeals_what_it_does_not_name(office: Premises) -> None:
    assert apply(office, 1, BIRTH, whole=True)
    assert list(standing(office)) == ["1.001193"]


def test_a_version_that_is_not_higher_changes_nothing(office: Premises) -> None:
    assert apply(office, 2, BEES)
    assert not apply(office, 2, BIRTH, whole=True)
    assert len(standing(office)) == 51


def test_one_mistake_refuses_all_of_it_and_says_which(office: Premises) -> None:
    before = standing(office)
    with pytest.raises(Unfit, match=r"1 mistakes; entry 2: “1.00” is not a code"):
        apply(office, 1, BEES, {**BIRTH, "code": "1.00"})
    assert standing(office) == before
    assert FromAboveActs(office.performer, office.readers).kept() == {}


def test_its_body_is_not_kept_a_second_time(office: Premises) -> None:
    apply(office, 1, BEES)
    with office.readers.begin() as conn:
        kept = conn.execute(select(setting.c.value).where(setting.c.key == "above.procedures")).scalar_one()
    assert (kept["version"], kept["body"]) == (1, "")
