"""Twenty counters press "next" at once, on a real office: every announcement that the rules do not skip is whole.

Three rushes. Between them some people are served before their number was said, and some clerks call again. The sound
that was heard is compared with what should have been said, sample by sample, and looked at for two voices at once.
"""

import threading
import time
from array import array
from collections import Counter as Tally
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from display.voice.announcer import KINDS, Announcer
from display.voice.clips import Shelf
from display.voice.espeak import Espeak
from display.voice.phrase import Form, Invitation, Word, gain_of, performed, pieces_of_call
from display.voice.settings import VoiceSettings
from display.voice.soundfile import FilePlayer
from office.answers import Answer
from office.clock import SetClock
from office.domain.house import Counter
from office.domain.people import SYSTEM, Actor, Role
from office.first import FirstClerk
from office.performing import Act
from office.premises import Premises
from office.readers import EffectReader
from tests.office_fixture import FIRST, ZONE, opened, rid, seat, take
from tests.voice import hearing

COUNTERS = range(1, 21)
SETTINGS = VoiceSettings(player="file")
MANY = replace(
    FIRST,
    counters=tuple(Counter(n, f"Quầy {n}" if n != 7 else "Bàn trả kết quả", ("A", "B", "T")) for n in COUNTERS),
    clerks=tuple(FirstClerk(f"c{n}", f"Người {n}", "Công chức", Role.CLERK) for n in COUNTERS),
)


class Desk:
    """The office as the voice sees it, on the real one."""

    def __init__(self, premises: Premises) -> None:
        self._premises = premises

    def is_still_called(self, ticket: int, counter: int) -> bool:
        now = self._premises.desk.ticket(ticket)
        return now["state"] == "called" and now["counter"] == counter

    def counter_name(self, counter: int) -> str:
        return self._premises.performer.house.counters[counter].name

    def report_announcement(self, *, event: str, subject: str, body: dict[str, Any]) -> None:
        def work(act: Act) -> Answer:
            act.record(f"announcement.{event}", subject, body)
            return Answer({})

        self._premises.performer.perform("announcement", SYSTEM, None, {}, work)

    def report_device(self, *, device: str, condition: str, detail: str | None = None) -> None:
        self._premises.desk.report_device(device=device, condition=condition, detail=detail)


class Rush:
    """The office, twenty clerks at their counters, and the announcer, which speaks when the test says."""

    def __init__(self, premises: Premises, clock: SetClock, voices: Path, heard: Path) -> None:
        self.premises, self.desk, self.clock = premises, premises.desk, clock
        self.shelf, self.heard = Shelf(voices, Espeak()), heard
        player = FilePlayer(heard, clock, lambda seconds: clock.advance(round(seconds * 1000)))
        self.announcer = Announcer(Desk(premises), self.shelf, player, clock, ZONE, lambda: SETTINGS)
        self.clerks: dict[int, Actor] = {n: seat(premises, f"c{n}", n) for n in COUNTERS}
        self._hearing: list[int] = []

    def hear(self, fact: Any) -> None:
        self.announcer.hear(fact)
        self._hearing.append(fact["seq"])

    def press(self, act: Callable[[Actor, int], object], counters: range) -> None:
        """All at once; returns when the announcer has heard of every press."""
        before, at_once = len(self._hearing), threading.Barrier(len(counters))

        def one(counter: int) -> None:
            at_once.wait(10)
            act(self.clerks[counter], counter)

        with ThreadPoolExecutor(len(counters)) as pool:
            list(pool.map(one, counters))
        deadline = time.monotonic() + 10
        while len(self._hearing) < before + len(counters) and time.monotonic() < deadline:
            time.sleep(0.005)
        assert len(self._hearing) == before + len(counters)

    def next(self, counters: range = COUNTERS) -> None:
        self.press(lambda clerk, n: self.desk.call_next(clerk, rid(), counter=n), counters)

    def recall(self, counters: range) -> None:
        self.press(lambda clerk, n: self.desk.recall(clerk, rid(), counter=n), counters)

    def serve(self, counters: range) -> None:
        for number in counters:
            self.desk.start(self.clerks[number], rid(), counter=number)

    def speak(self, times: int = 1000) -> None:
        for _ in range(times):
            if not self.announcer.step():
                return

    def told(self) -> list[dict[str, Any]]:
        """The announcement facts, with their subject and event."""
        facts = [fact for at in range(0, self.desk.seq, 500) for fact in self.desk.facts_after(at)]
        return [
            {**fact["fact"], "event": fact["kind"].partition(".")[2], "subject": fact["subject"]}
            for fact in facts
            if fact["kind"].startswith("announcement.")
        ]

    def pieces(self) -> list[tuple[int, int, "array[int]"]]:
        """(begun, ended, samples) of everything that was heard."""
        samples = hearing.heard((self.heard / "heard.wav").read_bytes())
        rows = [line.split(",") for line in (self.heard / "heard.csv").read_text().splitlines()[1:]]
        return [(int(a), int(b), samples[int(at) : int(at) + int(count)]) for a, b, at, count, _ in rows]


@contextmanager
def rush(folder: Path, voices: Path) -> Iterator[Rush]:
    clock = SetClock()
    with opened(folder / "data", clock, first=MANY) as premises:
        hall = Rush(premises, clock, voices, folder / "heard")
        reader = EffectReader("voice", KINDS, premises.desk, clock, hall.hear)
        reader.start()
        try:
            yield hall
        finally:
            reader.stop()


@pytest.mark.needs("espeak-ng")
def test_with_twenty_counters_at_once_every_announcement_not_skipped_is_whole(
    tmp_path: Path, shipped: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with rush(tmp_path, shipped) as hall:
        for _ in range(60):
            take(hall.desk)
        hall.next()
        hall.speak(4)
        hall.recall(range(17, 21))
        hall.serve(range(11, 15))
        hall.speak()
        hall.next()
        hall.speak(6)
        hall.next(range(1, 11))
        hall.speak()
        told, pieces = hall.told(), hall.pieces()
        with capsys.disabled():
            print(f"\n{summary(told)}")

        started = [one for one in told if one["event"] == "started"]
        skipped = [one for one in told if one["event"] == "skipped"]
        assert len(started) + len(skipped) == 20 + 4 + 20 + 10
        assert {one["reason"] for one in skipped} == {"not_called", "called_anew"}
        assert not any(one["event"] == "failed" for one in told)
        check_order(told)
        check_no_two_voices(pieces)
        check_whole(hall, started, pieces)


def summary(told: list[dict[str, Any]]) -> str:
    forms = Tally(one["form"] for one in told if one["event"] == "started")
    skipped = Tally(one["reason"] for one in told if one["event"] == "skipped")
    spoken = ", ".join(f"{name} {count}" for name, count in sorted(forms.items()))
    left = ", ".join(f"{name} {count}" for name, count in sorted(skipped.items()))
    return f"20 counters at once: spoken {forms.total()} ({spoken}); skipped {skipped.total()} ({left})"


def check_order(told: list[dict[str, Any]]) -> None:
    """Between a start and its end there is no other start."""
    speaking: str | None = None
    for one in told:
        if one["event"] == "started":
            assert speaking is None
            speaking = one["subject"]
        elif one["event"] == "ended":
            assert speaking == one["subject"]
            speaking = None
    assert speaking is None


def check_no_two_voices(pieces: list[tuple[int, int, "array[int]"]]) -> None:
    for (_, ended, _), (begun, _, _) in pairwise(pieces):
        assert begun >= ended
    for begun, ended, samples in pieces:
        assert ended - begun >= len(samples) * 1000 // hearing.RATE


def check_whole(hall: Rush, started: list[dict[str, Any]], pieces: list[tuple[int, int, "array[int]"]]) -> None:
    """What was heard is sample by sample the announcement of that number at that counter, from bell to last word."""
    gain = gain_of(SETTINGS.volume_by_hour[8])
    assert len(started) == len(pieces)
    for one, (_, _, samples) in zip(started, pieces, strict=True):
        name = hall.premises.performer.house.counters[one["counter"]].name
        call = Invitation(one["number"], one["counter"], name, one.get("recall", False))
        expected = performed(pieces_of_call(call, Form[one["form"].upper()], SETTINGS), hall.shelf, gain)
        assert expected.missing == ()
        assert samples == expected.sound.samples
        assert one["ms"] == expected.sound.ms
        words = [mark for mark in expected.marks if isinstance(mark.piece, Word)]
        assert all(max(samples[w.begin : w.begin + w.length]) > 500 for w in words)


@pytest.mark.needs("espeak-ng")
def test_a_hall_that_calls_faster_than_it_can_speak_skips_only_what_is_too_old(tmp_path: Path, shipped: Path) -> None:
    with rush(tmp_path, shipped) as hall:
        for _ in range(20):
            take(hall.desk)
        hall.next()
        hall.clock.advance(90_000)  # somebody held the microphone
        hall.speak()
        skipped = [one for one in hall.told() if one["event"] == "skipped"]
        assert skipped
        assert {one["reason"] for one in skipped} == {"too_old"}
        check_whole(hall, [one for one in hall.told() if one["event"] == "started"], hall.pieces())
