"""The questions how a printer is: sent together, one by one where that is needed, and never misheard."""

from printer.asking import Asking, Patience
from printer.outcome import Condition, Health
from printer.profiles import Barrier
from printer.status import ASK, RUBBISH, SILENT
from printer.transport import WriteTooSlow
from tests.logged import heard

QUICK = Patience(status=0.05, barrier=0.05)
OK = Health(Condition.OK)


class Answering:
    """A connection on which each write gets what `answers` has for it, and nothing else is ever heard."""

    job = bytes_per_s = None

    def __init__(self, answers: dict[bytes, bytes], heard: bytes = b"") -> None:
        self.answers, self.sent = answers, list[bytes]()
        self._next = heard

    def open(self, deadline: float) -> None: ...

    def write(self, data: bytes, deadline: float) -> None:
        self.sent.append(data)
        self._next += self.answers.get(data, b"")

    def flush(self, deadline: float) -> None: ...

    def read(self, deadline: float) -> bytes:
        answer, self._next = self._next, b""
        return answer

    def rival(self) -> None: ...

    def close(self) -> None: ...

    def stop(self) -> None: ...


ALL = b"".join(ASK)
EACH = dict.fromkeys(ASK, b"\x12")


def asking(transport: Answering, barrier: Barrier = Barrier.GS_R) -> Asking:
    return Asking(transport, QUICK, barrier, asks=True, asb=False)


def test_the_four_questions_go_out_together() -> None:
    transport = Answering({ALL: b"\x12\x12\x12\x1e"})
    assert asking(transport).how() == Health(Condition.NEAR_END)
    assert transport.sent == [ALL]


def test_something_is_done_while_the_answers_are_on_their_way() -> None:
    transport = Answering({ALL: b"\x12" * 4})
    asked_by_then = list[int]()
    assert asking(transport).how(lambda: asked_by_then.append(len(transport.sent))) == OK
    assert asked_by_then == [1]


def test_nothing_is_done_meanwhile_when_the_questions_are_not_even_taken() -> None:
    class Frozen(Answering):
        def write(self, data: bytes, deadline: float) -> None:
            raise WriteTooSlow("16 bytes not taken")

    done = list[int]()
    assert asking(Frozen({})).how(lambda: done.append(1)) == SILENT
    assert done == []


def test_a_printer_that_answers_only_one_of_four_is_asked_one_by_one_from_then_on() -> None:
    transport = Answering({ALL: b"\x12", **EACH})
    one = asking(transport)
    assert (one.how(), one.how()) == (OK, OK)
    assert transport.sent == [ALL, *ASK, *ASK]


def test_a_printer_that_stops_answering_is_asked_together_again_when_it_is_back() -> None:
    transport = Answering({ALL: b"\x12\x12"})
    one = asking(transport)
    assert one.how() == SILENT
    transport.answers[ALL] = b"\x12" * 4
    assert one.how() == OK
    assert transport.sent == [ALL, ASK[0], ALL]


def test_a_printer_that_never_answers_all_of_them_does_not_fill_the_log() -> None:
    one = asking(Answering({ALL: b"\x12\x12", ASK[0]: b"\x12"}))
    with heard() as log:
        assert {one.how() for _ in range(5)} == {SILENT}
    assert [line["event"] for line in log if line["log_level"] != "debug"] == []


def test_a_printer_that_answers_nothing_is_asked_once() -> None:
    transport = Answering({})
    assert asking(transport).how() == SILENT
    assert transport.sent == [ALL]


def test_what_looked_like_the_beginning_of_a_block_swallows_no_answer() -> None:
    """Noise of before: the head of the answer to `GS ( H`, or of an automatic status."""
    for noise in (b"\x37", b"\x37\x22", b"\x37\x2200", b"\x10", b"\x10\x00\x00"):
        transport = Answering({ALL: b"\x12" * 4, b"\x1dr\x01": b"\x00"}, heard=noise)
        one = asking(transport)
        assert one.how() == OK
        transport.write(one.in_turn(), 0)
        assert one.wait(0)


def test_a_block_that_comes_in_two_pieces_around_a_question_is_heard_whole() -> None:
    """The look at the printer while the barrier is awaited may fall into its answer."""
    transport = Answering({ALL: b"01\x00" + b"\x12" * 4})
    one = asking(transport, Barrier.GS_H)
    transport.write(one.in_turn(), 0)
    transport._next = b"\x37\x2200"
    assert not one.wait(0)
    assert one.how() == OK
    assert one.is_through


def test_an_automatic_status_in_two_pieces_around_the_barrier_is_no_answer_to_it() -> None:
    transport = Answering({}, heard=b"\x10\x00")
    one = asking(transport)
    transport.write(one.in_turn(), 0)
    transport._next = b"\x00\x00"
    assert not one.wait(0)


def test_a_line_that_crackles_is_asked_once_more() -> None:
    transport = Answering({ALL: b"\xff\xff"})
    assert asking(transport).how() == RUBBISH
    assert transport.sent == [ALL, ALL]
