"""Letters that wait: everybody gets a turn, and nobody more than a share."""

from district.inbox import Inbox
from sync.transport.port import Letter


def letter(name: str) -> Letter:
    return Letter(name, b"")


def test_offices_take_turns_and_each_keeps_its_order() -> None:
    inbox = Inbox()
    for name in ("a1", "a2", "a3", "b1", "c1", "c2"):
        inbox.put(name[0], letter(name))
    assert [one.topic for one in inbox.take(4)] == ["a1", "b1", "c1", "a2"]
    assert [one.topic for one in inbox.take(4)] == ["c2", "a3"]
    assert len(inbox) == 0


def test_what_one_office_sends_beyond_its_share_is_dropped_and_counted() -> None:
    inbox = Inbox(most_waiting=2)
    assert [inbox.put("a", letter(str(n))) for n in range(5)] == [True, True, False, False, False]
    assert inbox.put("b", letter("b"))
    assert inbox.take_shed() == {"a": 3}
    assert not inbox.take_shed()
    assert [one.topic for one in inbox.take(9)] == ["0", "b", "1"]


def test_a_place_becomes_free_when_a_letter_is_taken() -> None:
    inbox = Inbox(most_waiting=1)
    inbox.put("a", letter("1"))
    inbox.take(1)
    assert inbox.put("a", letter("2"))
