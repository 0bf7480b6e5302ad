"""The way to the tier above in the back office: how far it is, pausing, and what goes onto a stick."""

from pathlib import Path

import pytest

from sync import topics
from sync.parcel import read_parcel
from tests.admin.conftest import House


def test_an_office_without_a_tier_above_says_so(house: House) -> None:
    found = house.caller("minh-tuan").get("/district").json()
    assert (found["transport"], found["condition"], found["tier"]) == ("off", "off", None)
    assert found["streams"][-1]["known_to"] == found["backlog"]


def test_pausing_is_a_deed_of_the_head_or_the_technician(house: House) -> None:
    technician = house.caller("an-ky")
    assert technician.post("/district/pause").json() == {"paused": True}
    assert house.caller("minh-tuan").get("/district").json()["paused"]
    assert technician.post("/district/resume").json() == {"paused": False}


def test_the_counts_of_all_kinds_add_up_to_the_journal(house: House) -> None:
    (one,) = house.caller("bich-thanh").get("/district/audit").json()["streams"]
    assert sum(one["counts"].values()) == one["last"] - one["first"] + 1


def test_the_file_for_a_stick_is_a_whole_parcel(house: House, tmp_path: Path) -> None:
    answer = house.caller("minh-tuan").get("/district/parcel")
    assert "attachment" in answer.headers["Content-Disposition"]
    path = tmp_path / "office.parcel"
    path.write_bytes(answer.content)
    assert [box for box, _ in read_parcel(path).letters()] == [topics.HELLO, topics.BACK]


@pytest.mark.parametrize("upto", [-1, "1", 2**63], ids=str)
def test_a_confirmation_that_makes_no_sense_is_refused(house: House, upto: object) -> None:
    assert house.caller("minh-tuan").post("/district/confirm", upto={"aa": upto}).status_code == 422


def test_a_confirmation_moves_the_place_but_never_beyond_the_journal(house: House) -> None:
    head = house.caller("minh-tuan")
    stream = house.premises.desk.stream
    assert head.post("/district/confirm", upto={stream: 10**9, "unknown": 3}).json() == {"moved": {}}
    assert head.post("/district/confirm", upto={stream: 1}).json() == {"moved": {stream: 1}}
    assert head.get("/district").json()["streams"][-1]["complete_to"] == 1
