"""The letters in force and the commands that wait, in both databases: written, numbered, never going back."""

import pytest
from sqlalchemy import Connection, Engine, select

from district.downward import commands, documents, letters
from district.offices import Doing, Kind, Tree, add_office, add_unit, change, read_tree
from district.store.places import add_office as place_office
from district.store.sending import letter
from district.store.states import keep_result, keep_state
from office.clock import SetClock
from sync.wire.letters import Applied, Manifest, OfficeState, Outcome, Result
from tests.office_fixture import ZONE
from tests.sync.test_gathering import KEY, is_ours

NOW = SetClock().now()
DOING = Doing("operator", NOW.wall, NOW.date(ZONE))


@pytest.fixture
def store(store: Engine) -> Engine:
    with store.begin() as conn:
        add_unit(conn, DOING, "cum", "Cụm", "", None)
        for office in ("xa", "phuong"):
            add_office(conn, DOING, office, office, "cum", ())
    return store


def issue(conn: Connection, text: str, to: str = documents.ALL) -> None:
    name, body = documents.read("notices", text)
    documents.issue(conn, DOING, name, to, body)


def tree(conn: Connection) -> Tree:
    return read_tree(conn, DOING.today)


def refresh(conn: Connection) -> int:
    return letters.refresh(conn, tree(conn), KEY.sign, NOW.wall)


def test_every_office_gets_a_letter_and_only_a_change_makes_another(store: Engine) -> None:
    with store.begin() as conn:
        issue(conn, "Một")
        assert refresh(conn) == 2
        assert refresh(conn) == 0
        issue(conn, "Hai", "xa")
        assert refresh(conn) == 1
        assert letters.versions(conn) == {("xa", "notices"): 2, ("phuong", "notices"): 1}


def test_a_letter_is_signed_over_its_own_body(store: Engine) -> None:
    with store.begin() as conn:
        issue(conn, "Một")
        refresh(conn)
        found = letters.read(conn, "xa", "notices")
    assert found is not None
    manifest = Manifest.unpack(found[2])
    assert is_ours(manifest.signed_bytes(), manifest.signature)
    assert (manifest.version, manifest.size) == (found[0], len(found[1]))


def test_the_version_goes_above_what_an_office_says_it_has(store: Engine) -> None:
    with store.begin() as conn:
        issue(conn, "Một")
        refresh(conn)
        state = OfficeState(True, "b", "1", 1, {}, {"notices": Applied(41)})
        keep_state(conn, place_office(conn, "xa", 1), state)
        refresh(conn)
        assert letters.versions(conn)[("xa", "notices")] == 42
        mad = OfficeState(True, "b", "1", 2, {}, {"notices": Applied(2**62)})
        keep_state(conn, place_office(conn, "xa", 1), mad)
        assert refresh(conn) == 0


def test_a_version_never_goes_back(store: Engine) -> None:
    with store.begin() as conn:
        letters.write(conn, "xa", "notices", 5, "five", KEY.sign, 0)
        letters.write(conn, "xa", "notices", 4, "four", KEY.sign, 0)
        assert conn.execute(select(letter.c.body)).scalar_one() == "five"


def test_an_office_that_was_merged_or_shut_out_gets_no_letter(store: Engine) -> None:
    with store.begin() as conn:
        change(conn, DOING, "phuong", Kind.MERGED, "xa", DOING.today)
        issue(conn, "Một")
        assert refresh(conn) == 1


def test_a_command_waits_until_its_own_office_answers(store: Engine) -> None:
    with store.begin() as conn:
        key = commands.order(conn, DOING, "xa", commands.SEND_LOGS, {})
        strange = Result(key, "send_logs", Outcome.DONE, "not mine")
        keep_result(conn, place_office(conn, "phuong", 1), strange, 1)
        assert [one.id for one in commands.pending(conn, NOW.wall)] == [key]
        number = place_office(conn, "xa", 1)
        for part in (2, 1, 3):
            keep_result(conn, number, Result(f"{key}:{part}", "send_logs", Outcome.DONE, f"part {part}"), 1)
        keep_result(conn, number, Result(key, "send_logs", Outcome.DONE, "3 parts"), 1)
        assert commands.pending(conn, NOW.wall) == []
        (shown,) = commands.listed(conn, "xa", NOW.wall)
    assert (shown.outcome, shown.detail, shown.parts) == ("done", "3 parts", ("part 1", "part 2", "part 3"))


def test_old_commands_go(store: Engine) -> None:
    with store.begin() as conn:
        commands.order(conn, DOING, "xa", commands.TEST_PAGE, {})
        assert commands.sweep(conn, NOW.wall) == 0
        assert commands.sweep(conn, NOW.wall + commands.KEEP_MS + 1) == 1
