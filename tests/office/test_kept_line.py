"""The line that the writing connection keeps in memory is the line on the file, also after what went wrong."""

import pytest
from sqlalchemy import event
from sqlalchemy.exc import OperationalError

from office.acts import issuing
from office.answers import Answer
from office.domain.people import SYSTEM
from office.domain.refusals import StoreUnavailable, TooEarly
from office.performing import Act
from tests.office.at_work import Office
from tests.office_fixture import HEAD, rid


def test_whoever_comes_is_called_and_comes_back_is_in_it_as_on_the_file(office: Office) -> None:
    first, second, third = office.take_many(3)
    assert office.line_kept() == office.line_on_file()
    office.next(1)
    office.next(2)
    office.park(1)
    office.bring_back(first)
    office.cancel(third)
    office.undo(2)
    assert [one.id for one in office.line_kept()] == [first["id"], second["id"]]
    assert office.line_kept() == office.line_on_file()


def test_practice_has_a_line_of_its_own_and_the_real_one_is_there_again(office: Office) -> None:
    real = office.take_many(2)
    assert len(office.line_kept()) == 2
    office.desk.set_training(HEAD, rid(), on=True)
    office.take()
    assert [one.id for one in office.line_kept()] == [real[-1]["id"] + 1]
    office.desk.set_training(HEAD, rid(), on=False)
    assert [one.id for one in office.line_kept()] == [one["id"] for one in real]


def test_an_act_that_stumbles_halfway_leaves_nobody_in_the_line(office: Office) -> None:
    office.take()
    before = office.line_kept()

    def give_up(act: Act) -> Answer:
        assert issuing.issue(act, "A", False, "touch", False).body["ahead"] == 1
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        office.premises.performer.perform("stumble", SYSTEM, None, {}, give_up)
    assert office.line_kept() == before == office.line_on_file()


def test_a_commit_that_fails_leaves_nobody_in_the_line(office: Office) -> None:
    """The disk says no at the very last moment."""
    office.take()
    before, engine = office.line_kept(), office.premises.performer._writer

    def refuse(_conn: object) -> None:
        raise OperationalError("COMMIT", {}, OSError("disk I/O error"))

    event.listen(engine, "commit", refuse)
    with pytest.raises(StoreUnavailable):
        office.take()
    event.remove(engine, "commit", refuse)
    assert office.line_kept() == before == office.line_on_file()
    assert office.take()["ahead"] == 1


def test_a_refusal_changes_nothing_of_it(office: Office) -> None:
    office.take_many(2)
    office.next(1)
    with pytest.raises(TooEarly):
        office.no_show(1)
    assert office.line_kept() == office.line_on_file()
