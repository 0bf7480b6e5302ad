"""Status bytes: which question they answer, and what they mean."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from printer.outcome import CONDITION_WORDS, REASON_WORDS, Condition, Health, Reason
from printer.status import Answer, Listener, health

OK = 0x12


@pytest.mark.parametrize(
    ("answers", "condition"),
    [
        ((OK, OK, OK, OK), Condition.OK),
        ((OK, OK, OK, OK | 0x0C), Condition.NEAR_END),
        ((OK | 0x08, OK | 0x20, OK, OK | 0x6C), Condition.PAPER_OUT),
        ((OK, OK, OK, OK | 0x60), Condition.PAPER_OUT),
        ((OK | 0x08, OK | 0x24, OK, OK | 0x60), Condition.COVER_OPEN),
        ((OK | 0x08, OK | 0x40, OK | 0x08, OK), Condition.CUTTER),
        ((OK | 0x08, OK | 0x40, OK | 0x20, OK), Condition.ERROR),
        ((OK | 0x08, OK | 0x40, OK | 0x40, OK), Condition.ERROR),
        ((OK | 0x08, OK | 0x40, OK, OK), Condition.ERROR),
        ((OK | 0x08, OK, OK, OK), Condition.OFFLINE),
    ],
)
def test_four_answers_tell_the_condition(answers: tuple[int, int, int, int], condition: Condition) -> None:
    assert health(*answers).condition is condition


def test_an_automatic_status_answers_nothing() -> None:
    asb = bytes((0x10, 0x00, 0x00, 0x0C))
    assert list(Listener().hear(asb)) == []
    assert list(Listener().hear(asb + b"\x00")) == [(Answer.BARRIER, 0)]


def test_an_automatic_status_is_swallowed_across_reads() -> None:
    listener = Listener()
    assert list(listener.hear(b"\x14\x00")) == []
    assert list(listener.hear(b"\x00\x00\x12\x03")) == [(Answer.STATUS, 0x12), (Answer.BARRIER, 3)]


def test_flow_control_and_rubbish_answer_nothing() -> None:
    assert list(Listener().hear(b"\x11\x13\x91\xff\x80")) == []


@given(st.binary(max_size=200))
def test_every_byte_is_one_kind_at_most(data: bytes) -> None:
    for kind, byte in Listener().hear(data):
        assert (byte & 0x93 == 0x12) is (kind is Answer.STATUS)


def test_every_reason_and_condition_has_words_for_people() -> None:
    assert set(REASON_WORDS) == set(Reason)
    assert set(CONDITION_WORDS) == set(Condition)


def test_every_condition_that_stops_a_ticket_gives_a_reason() -> None:
    for condition in Condition:
        if not condition.prints:
            assert Health(condition).reason in Reason
    assert Health(Condition.UNREACHABLE, "silent").reason is Reason.SILENT
