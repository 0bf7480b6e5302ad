"""What the tier writes is in force at the office, and the tier sees which version is; what does not fit is refused."""

import json
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import Engine, delete

from district.downward.letters import write
from district.enrolment import clear_retained
from district.offices import Kind
from district.store.sending import letter
from kiosk.district.hands import Hands
from office.backoffice.settings import Settings
from office.domain.house import Notice
from office.domain.people import OPERATOR
from sync import topics
from tests.downward.both_ends import KEY, OTHER, UNIT, Office, Tier, certify, merge
from tests.downward.conftest import Offices
from tests.sync.courier.at_work import OFFICE, until
from tests.sync.transport.places import GuardedBroker, Hand, Place, PlainBroker

DAYS = """[[day]]
date = 2026-12-24
kind = "closed"
name = "Lễ"
[[day]]
date = 2026-12-25
kind = "closed"
"""
TICKET = """paper = 80
[[block]]
kind = "text"
text = "HUYỆN KIM BẢNG"
[[block]]
kind = "number"
"""


def test_notices_stand_beside_the_office_s_own_and_the_tier_sees_the_version(tier: Tier, offices: Offices) -> None:
    office = offices()
    Settings(office.premises.performer).post_notices(OPERATOR, None, [Notice("Của xã")])
    tier.push("notices", "Nghỉ lễ ngày 02/09\n\nMang theo căn cước\n")
    until(tier.has_applied("notices"))
    assert office.notices() == ["Của xã", "Nghỉ lễ ngày 02/09", "Mang theo căn cước"]
    assert office.facts("config.applied") == [{"name": "notices", "version": 1, "by": "district:above"}]


def test_every_level_of_the_tier_adds_its_own_and_may_take_it_back(tier: Tier, offices: Offices) -> None:
    office = offices()
    tier.push("notices", "Cả huyện")
    tier.push("notices", "Chỉ xã này", OFFICE)
    tier.push("notices", "Xã khác", OTHER)
    tier.push("notices", "Cụm", UNIT)
    until(lambda: office.notices() == ["Cả huyện", "Cụm", "Chỉ xã này"])
    tier.push("notices", "")
    until(lambda: office.notices() == ["Cụm", "Chỉ xã này"])
    until(tier.has_applied("notices"))


def test_days_are_closed_at_the_office_and_a_nearer_word_wins(tier: Tier, offices: Offices) -> None:
    office = offices()
    tier.push(
        "opening",
        '[[day]]\ndate = 2026-12-24\nkind = "closed"\nname = "Lễ"\n[[day]]\ndate = 2026-12-25\nkind = "closed"',
    )
    tier.push("opening", '[[day]]\ndate = 2026-12-25\nkind = "hours"\nsessions = [["07:30", "11:30"]]', OFFICE)
    until(lambda: len(office.premises.performer.house.above.days) == 2)
    until(lambda: office.premises.performer.house.above.days["2026-12-25"].kind == "hours")
    assert office.premises.performer.house.above.days["2026-12-25"].sessions == ((450, 690),)
    assert office.premises.performer.house.above.days["2026-12-24"].name == "Lễ"


def test_a_template_lies_beside_the_office_s_own_and_the_one_before_is_kept(
    tier: Tier, offices: Offices, tmp_path: Path
) -> None:
    looked: list[bool] = []
    offices(hands=Hands(reload_templates=lambda: looked.append(True)))
    folder = tmp_path / "data" / "tickets" / "district"
    tier.push("template", TICKET)
    until(tier.has_applied("ticket-80"))
    assert (folder / "ticket-80.toml").read_text() == TICKET
    assert looked == [True]
    tier.push("template", TICKET.replace("HUYỆN", "Huyện"), UNIT)
    until(lambda: "Huyện" in (folder / "ticket-80.toml").read_text())
    assert (folder / "ticket-80.toml.before").read_text() == TICKET


def test_what_the_office_cannot_use_is_refused_with_the_reason_and_the_old_one_stays(
    tier: Tier, offices: Offices, tmp_path: Path
) -> None:
    offices()
    tier.push("template", TICKET)
    until(tier.has_applied("ticket-80"))
    tier.push("template", TICKET.replace('"number"', '"nombre"'))
    until(lambda: tier.reported()["ticket-80"].refused is not None)
    found = tier.reported()["ticket-80"]
    assert found.version == 1
    assert found.refused == "2: khối 2: kind: không có loại này; có phải ông/bà muốn viết 'number'?"
    assert (tmp_path / "data" / "tickets" / "district" / "ticket-80.toml").read_text() == TICKET
    tier.push("template", TICKET + "\n")
    until(tier.has_applied("ticket-80"))


def test_a_name_that_this_office_does_not_know_is_refused_and_harmless(
    tier: Tier, offices: Offices, place: Place
) -> None:
    office = offices()
    with tier.store.begin() as conn:
        write(conn, OFFICE, "recipes", 1, '{"recipes":[]}', KEY.sign, 0)
    tier.sender.wake()
    until(lambda: "recipes" in tier.reported())
    assert tier.reported()["recipes"].refused == "1: unknown_name"
    tier.push("notices", "Vẫn nghe")
    until(lambda: office.notices() == ["Vẫn nghe"])


def test_a_tier_with_another_key_is_not_believed(tier: Tier, offices: Offices) -> None:
    office = offices(key=Ed25519PrivateKey.generate().public_key().public_bytes_raw())
    tier.push("notices", "Không phải của chúng tôi")
    until(lambda: tier.reported().get("notices") is not None)
    assert tier.reported()["notices"].refused == "1: bad_signature"
    assert office.notices() == []


def test_an_office_that_was_away_gets_it_when_it_comes_and_keeps_it_over_a_restart(
    tier: Tier, offices: Offices
) -> None:
    tier.push("notices", "Trước khi mở")
    until(lambda: tier.version("notices") == 1)
    office = offices()
    until(lambda: office.notices() == ["Trước khi mở"])
    office.close()
    again = offices()
    assert again.notices() == ["Trước khi mở"]
    until(lambda: len(again.facts("config.applied")) == 1)


def test_a_tier_that_lost_its_letters_goes_on_above_what_the_office_has(tier: Tier, offices: Offices) -> None:
    office = offices()
    for words in ("eins", "zwei", "drei"):
        tier.push("notices", words)
        until(lambda words=words: office.notices() == [words])  # type: ignore[misc]
    until(tier.has_applied("notices"))
    with tier.store.begin() as conn:
        conn.execute(delete(letter))
    tier.push("notices", "nach der Sicherung")
    until(lambda: office.notices() == ["nach der Sicherung"])
    assert tier.version("notices") == 4


def test_an_office_that_became_part_of_another_gets_nothing_more(tier: Tier, offices: Offices) -> None:
    merge(tier, OTHER, OFFICE)
    tier.push("notices", "Cho mọi xã")
    until(lambda: tier.version("notices") == 1)
    assert tier.version("notices", OTHER) == 0


@pytest.mark.needs("mosquitto")
def test_after_the_broker_forgot_everything_all_is_posted_again(
    broker: PlainBroker, trial: Engine, tmp_path: Path
) -> None:
    tier = Tier(trial, broker.maker())
    try:
        tier.push("notices", "x" * 150 + "\n" + "\n".join(f"dòng {n}" for n in range(9)))
        until(lambda: tier.version("notices") == 1)
        broker.kill()
        broker.start()
        office = Office(tmp_path / "data", broker.maker(OFFICE))
        try:
            until(lambda: len(office.notices()) == 10)
            until(tier.has_applied("notices"))
        finally:
            office.close()
    finally:
        tier.stop()


def test_s19_an_office_that_was_shut_out_has_nothing_left_at_the_broker(tier: Tier, place: Place) -> None:
    tier.push("notices", "Cho mọi xã")
    listener = Hand(place.maker(), "listener", [topics.down(OFFICE, "config/#")]).open()
    assert len(listener.letters(2)) == 2
    certify(tier, Kind.ENROLLED)
    certify(tier, Kind.REVOKED)
    clear_retained(place.maker(), "revoker", OFFICE)
    tier.push("notices", "Sau khi thu hồi")
    until(lambda: tier.version("notices", OTHER) == 2)
    listener.transport.close()
    later = Hand(place.maker(), "later", [topics.down(OFFICE, "#")]).open()
    assert later.hears_nothing(1.5)
    later.transport.close()


@pytest.mark.needs("mosquitto")
def test_over_tls_with_certificates_and_only_ones_own_mailboxes(trial: Engine, tmp_path: Path) -> None:
    (tmp_path / "far").mkdir()
    broker = GuardedBroker(tmp_path / "far")
    broker.start()
    tier = Tier(trial, broker.maker())
    office = Office(tmp_path / "data", broker.maker(OFFICE))
    try:
        tier.push("notices", "Qua TLS")
        until(tier.has_applied("notices"))
        key = tier.order("send_logs")
        until(tier.answered(key))
        assert office.notices() == ["Qua TLS"]
    finally:
        office.close()
        tier.stop()
        broker.kill()


def test_an_older_letter_that_somebody_plays_again_changes_nothing(tier: Tier, offices: Offices, place: Place) -> None:
    office = offices()
    listener = Hand(place.maker(), "listener", [topics.down(OFFICE, "config/#")]).open()
    tier.push("notices", "alt")
    until(tier.has_applied("notices"))
    old = listener.letters(2)
    tier.push("notices", "neu")
    until(lambda: office.notices() == ["neu"])
    for one in reversed(old):
        listener.transport.post(one.topic, one.payload)
    tier.push("opening", '[[day]]\ndate = 2026-12-25\nkind = "closed"')
    until(tier.has_applied("opening"))
    assert office.notices() == ["neu"]
    assert json.loads(old[-1].payload)["version"] == 1
    listener.transport.close()
