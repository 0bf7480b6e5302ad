"""A restart in the middle of a day: everything stands where it stood, and everybody is still known."""

from pathlib import Path
from typing import Any

from office.clock import SetClock
from office.domain.people import OPERATOR
from tests.durability.running import prepare, running, wiring
from tests.office_fixture import HEAD, SCREEN, opened, rid, seat, take

UNTOUCHED = ("office", "day", "services", "counters", "recent_calls", "missed", "devices", "notices", "stream")


def _seen(state: Any) -> dict[str, Any]:
    """Without the waits: they are reckoned anew at each look, and time goes on."""
    services = [{**one, "wait": None} for one in state["services"]]
    return {**{key: state[key] for key in UNTOUCHED}, "services": services}


def _busy(premises: Any, clock: SetClock) -> None:
    """Somebody at each stage: waiting, called, serving, parked, done with an open window."""
    desk, an = premises.desk, seat(premises, "an", 1)
    for service in "AAATB":
        take(desk, service)
    desk.call_next(an, rid(), counter=1)
    desk.park(an, rid(), counter=1, reason="thiếu giấy")
    desk.call_next(an, rid(), counter=1)
    desk.start(an, rid(), counter=1)
    desk.finish(an, rid(), counter=1)
    chi = seat(premises, "chi", 2)
    desk.call_next(chi, rid(), counter=2)
    desk.start(chi, rid(), counter=2)
    seat(premises, "dung", 3)
    clock.advance(2_000)


def test_the_state_is_the_same_before_and_after(tmp_path: Path) -> None:
    clock = SetClock()
    with opened(tmp_path, clock) as premises:
        _busy(premises, clock)
        before, seq = _seen(premises.desk.state()), premises.desk.seq
        lines = [premises.desk.line(n) for n in (1, 2, 3)]
    with opened(tmp_path, clock) as premises:
        assert _seen(premises.desk.state()) == before
        assert [premises.desk.line(n) for n in (1, 2, 3)] == lines
        assert premises.desk.seq == seq  # opening and a turn of the timer write nothing


def test_sessions_counters_and_tokens_survive_a_restart(tmp_path: Path) -> None:
    clock = SetClock()
    with opened(tmp_path, clock) as premises:
        keys = premises.doors.fresh_keys()
        premises.doors.sign_in("an", 1, keys)
        device = premises.doors.add_device(OPERATOR, rid(), role="rate:1", name="Bảng 1").body
        take(premises.desk)
        known = premises.doors.who(keys.token)
    with opened(tmp_path, clock) as premises:
        assert premises.doors.who(keys.token) == known
        assert known is not None
        found = premises.doors.who(device["token"])
        assert found is not None
        assert found[0].role == "rate:1"
        called = premises.desk.call_next(known[0], rid(), counter=1).body["ticket"]
        assert called["number"] == "A001"


def test_an_open_rating_window_and_an_undo_survive_a_restart_of_the_machine(tmp_path: Path) -> None:
    clock = SetClock(synced=True)
    with opened(tmp_path, clock) as premises:
        an = seat(premises, "an", 1)
        first = take(premises.desk)["id"]
        premises.desk.call_next(an, rid(), counter=1)
        premises.desk.start(an, rid(), counter=1)
        premises.desk.finish(an, rid(), counter=1)
    clock.reboot(off_ms=8_000)
    with opened(tmp_path, clock) as premises:
        answer = premises.desk.rate(SCREEN, rid(), ticket=first, level=4, channel="tablet")
        assert answer.body["level"] == 4
        assert premises.desk.undo(an, rid(), counter=1).body["undone"] == "finish"


def test_a_retry_after_the_restart_gets_the_first_answer(tmp_path: Path) -> None:
    clock, once = SetClock(), rid()
    with opened(tmp_path, clock) as premises:
        first = premises.desk.issue(HEAD, once, service="A")
    with opened(tmp_path, clock) as premises:
        assert premises.desk.issue(HEAD, once, service="A") == first
        assert take(premises.desk)["number"] == "A002"


def test_consoles_and_screens_go_on_after_kill_9_without_signing_in_again(tmp_path: Path) -> None:
    config, data = wiring(tmp_path), tmp_path / "data"
    tokens = prepare(config, data, devices=("screen", "hall"))
    with running(config, data) as office:
        clerk = office.caller(office.sign_in("c1", 1))
        screen = office.caller(tokens["screen"])
        given = screen.post("/tickets", service="A").body
        before = _seen(screen.get("/state").body)
        for caller in (clerk, screen):
            caller.close()
        office.kill()
        office.start()
        assert _seen(screen.get("/state").body) == before
        assert clerk.post("/counters/1/next").body["ticket"]["id"] == given["id"]
        hall = office.caller(tokens["hall"])
        assert hall.get("/state").status == 200
        for caller in (clerk, screen, hall):
            caller.close()
