"""The announcer: one at a time, never cut, shortened under load, skipped only under the rules, each one told."""

from collections.abc import Callable
from datetime import datetime

import pytest

from display.voice.announcer import LOOK_EVERY_MS
from display.voice.player import Condition, Outcome
from display.voice.settings import Notice, VoiceSettings, Zone
from display.voice.sound import Sound
from display.voice.turns import LONGEST_LINE, Called
from office.journal import FactView
from tests.voice import hearing
from tests.voice.conftest import ZONE, Room


def called(ticket: int, counter: int = 3, *, recall: bool = False) -> Called:
    return Called(ticket, f"A{ticket:03}", counter, recall)


def fact(kind: str, subject: str, **body: object) -> FactView:
    return FactView(seq=1, stream="s", at="2026-11-23T01:00:00.000Z", kind=kind, version=1, subject=subject, fact=body)


class Loudspeaker:
    """A player whose device is as the test says; notes what was played where."""

    def __init__(self, pass_time: Callable[[float], None]) -> None:
        self.condition, self.played, self._pass_time = Condition.OK, list[tuple[str, int]](), pass_time

    def play(self, sound: Sound, device: str, begun: Callable[[], None]) -> Outcome:
        if self.condition is not Condition.OK:
            return Outcome(self.condition, "no card")
        begun()
        self.played.append((device, sound.ms))
        self._pass_time(sound.ms / 1000)
        return Outcome(Condition.OK)

    def stop(self) -> None:
        pass


@pytest.fixture
def loudspeaker(room: Room) -> Loudspeaker:
    player = Loudspeaker(room.pass_time)
    room.announcer = room.announcing(player)
    return player


def test_a_called_ticket_is_announced_and_told_with_its_length(room: Room) -> None:
    room.announcer.hear(fact("ticket.called", "ticket:23", number="A023", counter=3))
    assert room.run() == 1
    samples = hearing.heard((room.root / "heard" / "heard.wav").read_bytes())
    ms = -(-len(samples) * 1000 // hearing.RATE)
    assert room.hall.told == [
        ("started", "ticket:23", {"number": "A023", "counter": 3, "ms": ms, "form": "full"}),
        ("ended", "ticket:23", {"number": "A023", "counter": 3}),
    ]


def test_a_recall_is_told_as_one(room: Room) -> None:
    room.announcer.hear(fact("ticket.recalled", "ticket:23", number="A023", counter=3))
    room.run()
    assert room.hall.bodies("started")[0]["recall"] is True


def test_facts_that_make_no_sense_are_passed_over(room: Room) -> None:
    room.announcer.hear(fact("ticket.called", "ticket:x", number="A023", counter=3))
    room.announcer.hear(fact("ticket.called", "ticket:1", number="A023"))
    assert room.run() == 0


def test_the_announcements_keep_their_order_and_get_shorter_under_load(room: Room) -> None:
    for ticket in range(1, 8):
        room.announcer.call(called(ticket))
    room.run()
    assert [body["number"] for body in room.hall.bodies("started")] == [f"A{n:03}" for n in range(1, 8)]
    forms = [body["form"] for body in room.hall.bodies("started")]
    assert forms == ["short", "short", "short", "no_chime", "once", "full", "full"]


def test_a_ticket_that_is_no_longer_called_is_skipped_and_told(room: Room) -> None:
    room.announcer.call(called(1))
    room.announcer.call(called(2))
    room.hall.gone = {1}
    room.run()
    assert room.hall.told[0] == ("skipped", "ticket:1", {"number": "A001", "counter": 3, "reason": "not_called"})
    assert [body["number"] for body in room.hall.bodies("started")] == ["A002"]


def test_a_ticket_called_anew_while_waiting_keeps_its_place_and_is_said_once(room: Room) -> None:
    for ticket in (1, 2, 3):
        room.announcer.call(called(ticket))
    for _ in range(50):  # somebody leans on the recall button
        room.announcer.call(called(2, recall=True))
    room.run()
    assert [body["number"] for body in room.hall.bodies("started")] == ["A001", "A002", "A003"]
    assert {body["reason"] for body in room.hall.bodies("skipped")} == {"called_anew"}
    assert len(room.hall.bodies("skipped")) == 50
    assert room.hall.bodies("started")[1]["recall"] is True


def test_after_120_s_an_announcement_is_skipped(room: Room) -> None:
    room.announcer.call(called(1))
    room.clock.advance(60_000)
    room.announcer.call(called(2))
    room.clock.advance(60_000)
    room.run()
    assert [(event, body.get("reason")) for event, _, body in room.hall.told] == [
        ("skipped", "too_old"),
        ("started", None),
        ("ended", None),
    ]


def test_a_jump_of_the_wall_clock_skips_nobody(room: Room) -> None:
    room.announcer.call(called(1))
    room.clock.jump(3_600_000)
    room.run()
    assert room.hall.events() == ["started", "ended"]


def test_what_is_being_said_is_not_cut_when_the_ticket_is_served_meanwhile(room: Room) -> None:
    class Serving(Loudspeaker):
        def play(self, sound: Sound, device: str, begun: Callable[[], None]) -> Outcome:
            room.hall.gone = {1}
            room.announcer.call(called(2))
            return super().play(sound, device, begun)

    player = Serving(room.pass_time)
    room.announcer = room.announcing(player)
    room.announcer.call(called(1))
    room.announcer.step()
    assert room.hall.events() == ["started", "ended"]
    assert player.played == [("", room.hall.bodies("started")[0]["ms"])]


def test_the_line_has_a_bound(room: Room) -> None:
    for ticket in range(LONGEST_LINE + 10):
        room.announcer.call(called(ticket))
    assert room.announcer.waiting == LONGEST_LINE
    room.announcer.step()
    assert len(room.hall.bodies("skipped")) == 10


def test_a_missing_clip_is_told_and_the_rest_is_heard(room: Room) -> None:
    room.speaker.missing = ("hai", "ba")
    room.announcer.call(called(23))
    room.run()
    assert room.hall.told[0] == (
        "failed",
        "ticket:23",
        {"number": "A023", "counter": 3, "reason": "clips_missing", "clips": "hai, ba"},
    )
    assert room.hall.events() == ["failed", "started", "ended"]


def test_without_any_clip_and_speaker_the_bell_still_rings(room: Room) -> None:
    room.speaker.missing = ("*",)
    room.announcer.call(called(23))
    room.run()
    samples = hearing.heard((room.root / "heard" / "heard.wav").read_bytes())
    assert hearing.loudness(hearing.part(samples, 0, 1000)) > -40
    assert not any(samples[hearing.RATE + 2000 :])


# ---- quiet hours, volume, mute


def at(room: Room, hour: int, minute: int = 0) -> None:
    room.clock.set_wall(round(datetime(2026, 11, 23, hour, minute, tzinfo=ZONE).timestamp() * 1000))


def test_the_volume_follows_the_hour_of_the_office(room: Room) -> None:
    volumes = tuple(100 if hour == 8 else 50 for hour in range(24))
    room.settings = VoiceSettings(player="file", volume_by_hour=volumes)
    levels = list[float]()
    for hour in (8, 9):
        at(room, hour)
        room.announcer.call(called(1))
        before = (room.root / "heard" / "heard.wav").stat().st_size if levels else 44
        room.run()
        data = (room.root / "heard" / "heard.wav").read_bytes()
        levels.append(hearing.loudness(hearing.heard(data)[(before - 44) // 2 :]))
    assert levels[0] - levels[1] == pytest.approx(12.04, abs=0.2)


@pytest.mark.parametrize(
    ("hour", "minute", "silent"), [(11, 29, None), (11, 30, "quiet"), (13, 29, "quiet"), (13, 30, None)]
)
def test_quiet_hours_are_silent_but_take_their_time(hour: int, minute: int, silent: str | None, room: Room) -> None:
    room.settings = VoiceSettings(player="file", quiet=((690, 810),))
    at(room, hour, minute)
    before = room.clock.now()
    room.announcer.call(called(1))
    room.run()
    assert room.hall.bodies("started")[0].get("silent") == silent
    assert (room.root / "heard" / "heard.wav").exists() is (silent is None)
    assert room.clock.now().since(before) == room.hall.bodies("started")[0]["ms"]
    assert room.hall.events() == ["started", "ended"]


def test_quiet_hours_may_go_over_midnight() -> None:
    settings = VoiceSettings(quiet=((1320, 360),))
    heard = [not settings.is_quiet(datetime(2026, 11, 23, hour, tzinfo=ZONE)) for hour in range(24)]
    assert heard == [6 <= hour < 22 for hour in range(24)]


def test_volume_zero_is_quiet_and_wrong_settings_are_refused(room: Room) -> None:
    room.settings = VoiceSettings(player="file", volume_by_hour=(0,) * 24)
    room.announcer.call(called(1))
    room.run()
    assert room.hall.bodies("started")[0]["silent"] == "quiet"
    for wrong in ((80,) * 23, (101,) * 24, (-1,) * 24):
        with pytest.raises(ValueError, match="volume_by_hour"):
            VoiceSettings(volume_by_hour=wrong)
    with pytest.raises(ValueError, match="quiet"):
        VoiceSettings(quiet=((0, 1441),))


def test_muted_is_silent_until_it_is_not(room: Room, loudspeaker: Loudspeaker) -> None:
    room.announcer.mute(on=True)
    room.announcer.call(called(1))
    room.run()
    assert (loudspeaker.played, room.hall.bodies("started")[0]["silent"]) == ([], "muted")
    room.announcer.mute(on=False)
    room.announcer.call(called(2))
    room.run()
    assert len(loudspeaker.played) == 1


def test_switched_off_is_silent(room: Room, loudspeaker: Loudspeaker) -> None:
    room.settings = VoiceSettings(player="off")
    room.announcer.call(called(1))
    room.run()
    assert (loudspeaker.played, room.hall.bodies("started")[0]["silent"]) == ([], "off")


# ---- free announcements and zones

NOTICE = Notice("sap-het-gio", "Sắp hết giờ nhận hồ sơ")


def test_a_free_announcement_takes_its_turn_and_its_words_stay_out_of_the_journal(room: Room) -> None:
    room.announcer.call(called(1))
    room.announcer.announce(NOTICE)
    room.announcer.announce(NOTICE)
    room.run()
    subjects = [subject for event, subject, _ in room.hall.told if event == "started"]
    assert subjects == ["ticket:1", "notice:sap-het-gio"]
    assert not any("Sắp" in str(body) for _, _, body in room.hall.told)


def test_each_zone_has_its_device_and_a_notice_goes_to_all(room: Room, loudspeaker: Loudspeaker) -> None:
    room.settings = VoiceSettings(device="hw:0", zones=(Zone("Tầng 2", "hw:1", frozenset({4, 5})),))
    room.announcer.call(called(1, 3))
    room.announcer.call(called(2, 5))
    room.announcer.announce(NOTICE)
    room.run()
    assert [device for device, _ in loudspeaker.played] == ["hw:0", "hw:1", "hw:0", "hw:1"]
    ms = [ms for _, ms in loudspeaker.played]
    assert room.hall.bodies("started")[2]["ms"] == ms[2] + ms[3]


# ---- loudspeakers that fail


def test_no_sound_device_is_told_plainly_and_comes_back_by_itself(room: Room, loudspeaker: Loudspeaker) -> None:
    loudspeaker.condition = Condition.NO_DEVICE
    for ticket in (1, 2):
        room.announcer.call(called(ticket))
        room.run()
    assert room.hall.devices == [("voice", "no_device", "no card")]
    assert room.hall.events() == ["failed", "failed"]
    assert room.hall.bodies("failed")[0] == {
        "number": "A001",
        "counter": 3,
        "reason": "no_device",
        "detail": "no card",
    }
    loudspeaker.condition = Condition.OK
    room.announcer.look_after_speakers()
    assert len(room.hall.devices) == 1  # not yet time to look
    room.clock.advance(LOOK_EVERY_MS)
    room.announcer.look_after_speakers()
    assert room.hall.devices[1:] == [("voice", "ok", None)]
    assert loudspeaker.played == [("", 50)]
    room.clock.advance(LOOK_EVERY_MS)
    room.announcer.look_after_speakers()
    assert len(loudspeaker.played) == 1  # a well one is left alone


def test_at_a_start_the_loudspeaker_is_looked_at_before_anybody_is_called(room: Room, loudspeaker: Loudspeaker) -> None:
    room.announcer.look_after_speakers()
    assert (loudspeaker.played, room.hall.devices) == ([("", 50)], [("voice", "ok", None)])
    room.announcer.look_after_speakers()
    assert len(loudspeaker.played) == 1


def test_the_device_of_a_zone_has_a_name_of_its_own(room: Room, loudspeaker: Loudspeaker) -> None:
    room.settings = VoiceSettings(zones=(Zone("Tầng 2", "hw:1", frozenset({5})),))
    loudspeaker.condition = Condition.BUSY
    room.announcer.call(called(1, 5))
    room.run()
    assert room.hall.devices == [("voice:hw:1", "busy", "no card")]


def test_a_full_disk_does_not_silence_the_hall(room: Room, loudspeaker: Loudspeaker) -> None:
    room.hall.full_disk = True
    room.announcer.call(called(1))
    room.run()
    assert len(loudspeaker.played) == 1
    room.hall.full_disk = False
    room.announcer.call(called(2))
    room.run()
    assert room.hall.events() == ["started", "ended"]
    assert room.hall.devices == [("voice", "ok", None)]
