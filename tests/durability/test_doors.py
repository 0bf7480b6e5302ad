"""The doors: guesses, sessions, tokens and keys; whoever was shut out stays out, and no secret lies about."""

import time
from collections.abc import Iterator
from functools import cache, partial
from pathlib import Path

import pytest
from sqlalchemy import update

from office.answers import Answer
from office.backoffice.office import BackOffice
from office.clock import SetClock
from office.domain.people import OPERATOR, SYSTEM
from office.domain.refusals import Locked, Refusal, UnknownItem, WrongPin
from office.performing import Act
from office.pins import TRIES, PinTries, hash_pin, is_right, random_pin
from office.premises import Premises
from office.store.tables import clerk
from tests.durability.running import together
from tests.office_fixture import opened, rid, take

PIN, WRONG = "481516", "234200"
MINUTE = 60_000
HERE, ELSEWHERE = "10.0.0.7", "10.0.0.8"


@cache
def _hash() -> str:
    return hash_pin(PIN)


def _give_pins(premises: Premises) -> None:
    def work(act: Act) -> Answer:
        act.conn.execute(update(clerk).values(pin_hash=_hash()))
        return Answer({})

    premises.performer.perform("pins", SYSTEM, None, {}, work)


@pytest.fixture
def clock() -> SetClock:
    return SetClock()


@pytest.fixture
def office(tmp_path: Path, clock: SetClock) -> Iterator[Premises]:
    with opened(tmp_path / "data", clock) as premises:
        _give_pins(premises)
        yield premises


def _guess(office: Premises, pin: str = WRONG, *, who: str = "an", address: str = HERE) -> str:
    """What the door says: "" when it opens."""
    try:
        office.doors.check_pin(who, pin, address)
    except Refusal as refusal:
        return refusal.code
    return ""


def _locks(office: Premises) -> list[dict[str, object]]:
    return [one["fact"] for one in office.desk.facts_after(0) if one["kind"] == "sign_in.locked"]


def test_five_wrong_pins_lock_and_each_further_lock_is_twice_as_long(office: Premises, clock: SetClock) -> None:
    for minutes in (5, 10, 20):
        assert [_guess(office) for _ in range(TRIES)] == ["wrong_pin"] * TRIES
        with pytest.raises(Locked) as locked:
            office.doors.check_pin("an", PIN, HERE)  # not even the right one
        assert locked.value.facts == {"retry_after": minutes * 60}
        clock.advance(minutes * MINUTE - 1)
        assert _guess(office, PIN) == "locked"
        clock.advance(1)
    assert _guess(office, PIN) == ""
    assert [one["minutes"] for one in _locks(office)] == [5, 10, 20]
    assert _locks(office)[0] == {"clerk": "an", "address": HERE, "minutes": 5, "by": "system:serve"}


def test_a_lock_is_for_one_person_from_one_address(office: Premises) -> None:
    for _ in range(TRIES):
        _guess(office)
    assert _guess(office, PIN) == "locked"
    assert _guess(office, PIN, address=ELSEWHERE) == ""
    assert _guess(office, PIN, who="chi") == ""


def test_a_right_pin_begins_the_count_anew(office: Premises) -> None:
    for _ in range(2):
        assert [_guess(office) for _ in range(TRIES - 1)] == ["wrong_pin"] * (TRIES - 1)
        assert _guess(office, PIN) == ""
    assert _locks(office) == []


def test_guesses_made_at_the_same_time_are_five_as_well(office: Premises) -> None:
    said = together(*(partial(_guess, office) for _ in range(12)))
    assert sorted(said) == ["locked"] * 7 + ["wrong_pin"] * 5
    assert len(_locks(office)) == 1


def test_an_unknown_person_is_told_the_same_and_locked_the_same(office: Premises) -> None:
    said = [_guess(office, who="nobody") for _ in range(TRIES + 1)]
    assert said == ["wrong_pin"] * TRIES + ["locked"]
    assert _locks(office)[0]["clerk"] == "?"  # what was typed there may have been a PIN


def test_an_unknown_person_takes_as_long(office: Premises) -> None:
    def cost(kept: str | None) -> float:
        times = []
        for _ in range(7):
            began = time.process_time()
            assert not is_right(WRONG, kept)
            times.append(time.process_time() - began)
        return min(times)

    assert 0.5 < cost(None) / cost(_hash()) < 2


def test_guessing_at_many_names_opens_no_lock(clock: SetClock) -> None:
    tries = PinTries(clock, most=20)
    for _ in range(TRIES):
        tries.count(("an", HERE))
    for place in range(100):
        tries.count((f"x{place}", HERE))
    with pytest.raises(Locked):
        tries.count(("an", HERE))


def test_a_random_pin_is_no_pattern() -> None:
    pins = {random_pin() for _ in range(200)}
    assert len(pins) > 150
    assert all(len(pin) == 6 and len(set(pin)) > 1 and pin not in "0123456789876543210" for pin in pins)


def test_an_expired_session_is_nobody(office: Premises, clock: SetClock) -> None:
    keys = office.doors.fresh_keys()
    office.doors.sign_in("an", 1, keys)
    clock.advance(14 * 60 * MINUTE)
    assert office.doors.who(keys.token) is not None
    clock.advance(1)
    assert office.doors.who(keys.token) is None


def test_the_newest_sign_in_at_a_counter_ends_the_one_before(office: Premises) -> None:
    first, second = office.doors.fresh_keys(), office.doors.fresh_keys()
    office.doors.sign_in("an", 1, first)
    office.doors.sign_in("an", 2, second)
    assert office.doors.who(first.token) is None
    known = office.doors.who(second.token)
    assert known is not None
    assert known[0].counter == 2


def test_somebody_switched_off_is_out_at_once(office: Premises) -> None:
    back = BackOffice(office.performer, office.readers)
    keys = office.doors.fresh_keys()
    office.doors.sign_in("an", 1, keys)
    back.people.disable(OPERATOR, rid(), "an")
    assert office.doors.who(keys.token) is None
    assert _guess(office, PIN) == "wrong_pin"
    with pytest.raises(Refusal):
        office.doors.sign_in("an", 1, office.doors.fresh_keys())


def test_a_new_pin_ends_the_sessions_of_the_old_one(office: Premises) -> None:
    back = BackOffice(office.performer, office.readers)
    keys = office.doors.fresh_keys()
    office.doors.sign_in("an", 1, keys)
    _, pin = back.people.new_pin(OPERATOR, rid(), "an")
    assert pin is not None
    assert office.doors.who(keys.token) is None
    assert _guess(office, PIN) == "wrong_pin"
    assert _guess(office, pin) == ""


def test_a_new_pin_lifts_the_lock(office: Premises) -> None:
    for _ in range(5):
        _guess(office)
    assert _guess(office, PIN) == "locked"
    _, fresh = BackOffice(office.performer, office.readers).people.new_pin(OPERATOR, rid(), "an")
    assert fresh is not None
    assert _guess(office, fresh) == ""


def test_a_revoked_token_and_its_browsers_are_out_at_once(office: Premises) -> None:
    doors = office.doors
    device = doors.add_device(OPERATOR, rid(), role="hall", name="TV").body
    cookie = doors.redeem(doors.one_time_key(OPERATOR, rid(), device=device["id"]).body["key"])
    unused = doors.one_time_key(OPERATOR, rid(), device=device["id"]).body["key"]
    assert cookie is not None
    assert doors.who(device["token"]) is not None
    assert doors.who(cookie) is not None
    doors.revoke_device(OPERATOR, rid(), device=device["id"])
    assert [doors.who(token) for token in (device["token"], cookie)] == [None, None]
    assert doors.redeem(unused) is None
    assert doors.devices() == []
    with pytest.raises(UnknownItem):
        doors.revoke_device(OPERATOR, rid(), device=device["id"])


def test_who_asks_while_a_token_is_revoked_never_revives_it(office: Premises) -> None:
    """What was read just before must not stay in the memory just after."""
    doors = office.doors
    for _ in range(6):
        device = doors.add_device(OPERATOR, rid(), role="hall", name="TV").body

        def ask(token: str = device["token"]) -> None:
            until = time.monotonic() + 0.05
            while time.monotonic() < until:
                doors.who(token)
                doors.refresh()

        def revoke(key: str = device["id"]) -> None:
            time.sleep(0.01)
            doors.revoke_device(OPERATOR, rid(), device=key)

        together(ask, ask, revoke)
        assert doors.who(device["token"]) is None


def test_a_one_time_key_opens_once_however_many_try(office: Premises, clock: SetClock) -> None:
    doors = office.doors
    device = doors.add_device(OPERATOR, rid(), role="rate:1", name="Bảng 1").body["id"]
    key = doors.one_time_key(OPERATOR, rid(), device=device).body["key"]
    got = [token for token in together(*(partial(doors.redeem, key) for _ in range(8))) if token is not None]
    assert len(got) == 1
    known = doors.who(got[0])
    assert known is not None
    assert (known[0].role, known[1] is not None) == ("rate:1", True)
    late = doors.one_time_key(OPERATOR, rid(), device=device).body["key"]
    clock.advance(10 * MINUTE + 1)
    assert doors.redeem(late) is None
    assert doors.redeem("nonsense") is None


def test_a_secret_is_shown_once_and_a_retry_gets_none(office: Premises) -> None:
    once, again = rid(), rid()
    first = office.doors.add_device(OPERATOR, once, role="touch", name="Máy 1")
    second = office.doors.add_device(OPERATOR, once, role="touch", name="Máy 1")
    assert first.body["token"]
    assert second.body == {**first.body, "token": None}
    key = office.doors.one_time_key(OPERATOR, again, device=first.body["id"])
    assert office.doors.one_time_key(OPERATOR, again, device=first.body["id"]).body == {**key.body, "key": None}


def test_no_pin_token_or_key_lies_in_the_data_directory(tmp_path: Path, clock: SetClock) -> None:
    data, secrets = tmp_path / "data", [PIN, WRONG]
    with opened(data, clock) as premises:
        _give_pins(premises)
        back, doors = BackOffice(premises.performer, premises.readers), premises.doors
        for _ in range(TRIES):
            _guess(premises)
        _, pin = back.people.new_pin(OPERATOR, rid(), "chi")
        keys = doors.fresh_keys()
        doors.sign_in("dung", 1, keys)
        device = doors.add_device(OPERATOR, rid(), role="hall", name="TV").body
        key = doors.one_time_key(OPERATOR, rid(), device=device["id"]).body["key"]
        spare = doors.one_time_key(OPERATOR, rid(), device=device["id"]).body["key"]
        cookie = doors.redeem(key)
        assert pin is not None
        assert cookie is not None
        secrets += [pin, keys.token, device["token"], key, spare, cookie]
        take(premises.desk)
        _nowhere(data, secrets)  # the write-ahead log as well
    _nowhere(data, secrets)


def _nowhere(data: Path, secrets: list[str]) -> None:
    for path in data.iterdir():
        if path.is_file():
            found = path.read_bytes()
            assert not [secret for secret in secrets if secret.encode() in found], path.name


def test_a_wrong_pin_is_a_refusal_and_no_error(office: Premises) -> None:
    for pin in ("", "0" * 64, "481516 ", "４８１５１６", "\0", "a'; DROP TABLE clerk; --"):
        with pytest.raises((WrongPin, Locked)):
            office.doors.check_pin("an", pin, HERE)
