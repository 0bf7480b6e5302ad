"""Commands of the tier: done once, answered, seen by both sides; what is over, unknown or cut off is not done."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from district.downward import commands
from district.refusals import Invalid, NotAnOffice
from kiosk.district.commands import LONGEST_MS, Commands
from kiosk.district.deeds import Done, Screens, deeds
from kiosk.district.hands import Hands, Printed
from office.backoffice.from_above import CUT_OFF, FromAboveActs
from office.domain.people import OPERATOR
from office.premises import Premises
from printer.outcome import PrintState, Reason
from sync.wire.letters import LETTER_LIMIT, Command, Outcome, Result
from tests.downward.both_ends import CLOCK, UNIT, Tier, doing
from tests.downward.conftest import Offices
from tests.office_fixture import opened
from tests.sync.courier.at_work import until


def printing(state: PrintState, reason: Reason | None = None) -> Callable[[Printed], None]:
    return lambda done: done(state, reason)


def test_a_test_page_is_printed_and_both_sides_know(tier: Tier, offices: Offices) -> None:
    office = offices(hands=Hands(print_test=printing(PrintState.PRINTED)))
    key = tier.order(commands.TEST_PAGE)
    until(tier.answered(key))
    assert (tier.command(key).outcome, tier.command(key).detail) == ("done", "printed")
    assert office.facts("command.settled") == [
        {"name": "test_page", "outcome": "done", "detail": "printed", "by": "district:above"}
    ]


def test_a_printer_without_paper_is_a_command_that_failed(tier: Tier, offices: Offices) -> None:
    offices(hands=Hands(print_test=printing(PrintState.FAILED, Reason.PAPER_OUT)))
    key = tier.order(commands.TEST_PAGE)
    until(tier.answered(key))
    assert (tier.command(key).outcome, tier.command(key).detail) == ("failed", "paper_out")


def test_the_logs_come_in_parts_that_fit_into_letters(tier: Tier, offices: Offices) -> None:
    lines = [f'timestamp=2026-11-23T01:00:00Z level=info event="{"é" * 330}" n={n}' for n in range(400)]
    offices(hands=Hands(last_lines=lambda most: lines[-most:]))
    key = tier.order(commands.SEND_LOGS)
    until(tier.answered(key))
    found = tier.command(key)
    assert found.outcome == "done"
    assert len(found.parts) == 4
    assert found.parts[-1].splitlines()[-1] == lines[-1]


def test_a_window_is_asked_to_end_by_a_fact_of_its_role(tier: Tier, offices: Offices) -> None:
    office = offices()
    office.premises.doors.add_device(OPERATOR, None, role="touch", name="Màn hình")
    key = tier.order(commands.RESTART_SCREEN, screen="touch")
    until(tier.answered(key))
    assert tier.command(key).outcome == "done"
    assert office.facts("screen.restart_asked") == [{"screen": "touch", "by": "district:above"}]
    absent = tier.order(commands.RESTART_SCREEN, screen="hall")
    until(tier.answered(absent))
    assert (tier.command(absent).outcome, tier.command(absent).detail) == ("refused", "no screen hall here")


def test_an_office_that_comes_online_in_time_still_does_it_once(tier: Tier, offices: Offices) -> None:
    printed: list[int] = []

    def print_test(done: Printed) -> None:
        printed.append(1)
        done(PrintState.PRINTED, None)

    key = tier.order(commands.TEST_PAGE)
    office = offices(hands=Hands(print_test=print_test))
    until(tier.answered(key))
    office.close()
    offices(hands=Hands(print_test=print_test))
    tier.start_again()
    until(lambda: tier.command(key).outcome == "done")
    assert printed == [1]


class Alone:
    """An office's commands without a pipe."""

    def __init__(self, premises: Premises, hands: Hands | None = None) -> None:
        self.results: list[Result] = []
        self.printed = 0
        self.acts = FromAboveActs(premises.performer, premises.readers)
        known = deeds(hands or Hands(print_test=self._print), Screens(set, self.acts.ask_restart))
        self.commands = Commands(self.acts, known, self.results.append, lambda: CLOCK.now().wall)
        self.commands.start()

    def _print(self, done: Printed) -> None:
        self.printed += 1
        done(PrintState.PRINTED, None)

    def hear(self, command: Command) -> Result:
        count = len(self.results)
        self.commands.hear(command.pack())
        until(lambda: len(self.results) > count)
        return self.results[-1]


def command(name: str = "test_page", key: str = "c-1", lasts_ms: int = 60_000) -> Command:
    return Command(key, name, {}, CLOCK.now().wall + lasts_ms)


@pytest.fixture
def premises(tmp_path: Path):  # type: ignore[no-untyped-def]
    with opened(tmp_path / "data", CLOCK) as found:
        yield found


def test_a_command_that_comes_twice_is_done_once_and_answered_twice(premises: Premises) -> None:
    alone = Alone(premises)
    first, again = command(), None
    answer = alone.hear(first)
    again = alone.hear(first)
    assert alone.printed == 1
    assert answer == again == Result("c-1", "test_page", Outcome.DONE, "printed")
    after_a_restart = Alone(premises)
    assert after_a_restart.hear(first) == answer
    assert after_a_restart.printed == 0


def test_a_command_that_a_restart_cut_off_is_never_begun_again(premises: Premises) -> None:
    alone = Alone(premises)
    alone.acts.begins("c-1", "test_page", {})
    assert alone.hear(command()) == Result("c-1", "test_page", Outcome.FAILED, CUT_OFF)
    assert alone.printed == 0


def test_a_command_whose_time_is_over_is_not_done(premises: Premises) -> None:
    alone = Alone(premises)
    assert alone.hear(command(lasts_ms=-1)).detail == "expired"
    assert alone.hear(command(key="c-2", lasts_ms=LONGEST_MS + 60_000)).outcome is Outcome.REFUSED
    assert alone.printed == 0


def test_an_unknown_command_is_refused_and_written_down(premises: Premises) -> None:
    alone = Alone(premises)
    assert alone.hear(command("format_disk")) == Result("c-1", "format_disk", Outcome.REFUSED, "unknown command")
    kinds = [one["kind"] for one in premises.desk.facts_after(0)]
    assert kinds[-1] == "command.settled"


def test_an_id_that_was_another_command_is_refused(premises: Premises) -> None:
    alone = Alone(premises)
    alone.acts.begins("c-1", "send_logs", {})
    assert alone.hear(command()).outcome is Outcome.REFUSED
    assert alone.printed == 0


def test_a_deed_that_breaks_is_told_as_failed_and_the_next_one_is_done(premises: Premises) -> None:
    def broken(_done: Printed) -> None:
        raise RuntimeError

    alone = Alone(premises, Hands(print_test=broken))
    assert alone.hear(command()) == Result("c-1", "test_page", Outcome.FAILED, "RuntimeError")
    assert alone.hear(command("send_logs", "c-2")).outcome is Outcome.DONE


def test_a_flood_of_commands_and_of_nonsense_is_let_pass(premises: Premises) -> None:
    alone = Alone(premises)
    for payload in (b"", b"{}", b"[" * 9_000, b"\xff"):
        alone.commands.hear(payload)
    for number in range(500):
        alone.commands.hear(command(key=f"c-{number}").pack())
    until(lambda: len(alone.results) >= 1)
    alone.commands.stop(10.0)


def test_what_a_log_line_must_not_say_is_covered() -> None:
    secret, mail = "k" * 43, "an@example.vn"
    line = f"timestamp=2026-11-23T01:00:00Z level=info token={secret} from=10.1.2.3 phone=0912345678 to={mail} n=A017"
    done = deeds(Hands(last_lines=lambda _: [line]), Screens(set, lambda _: None))["send_logs"]({})
    assert done.parts == ("timestamp=2026-11-23T01:00:00Z level=info token=*** from=*** phone=*** to=*** n=A017",)


def test_the_worst_lines_still_fit_into_a_letter() -> None:
    worst = [('"\\' * 200) + "é" * 200] * 400
    done: Done = deeds(Hands(last_lines=lambda _: worst), Screens(set, lambda _: None))["send_logs"]({})
    for part in done.parts:
        assert len(Result("c-1:1", "send_logs", Outcome.DONE, part).pack()) <= LETTER_LIMIT
        assert Result.unpack(Result("c-1:1", "send_logs", Outcome.DONE, part).pack()).detail == part


def test_only_an_office_and_only_what_is_known_is_commanded(tier: Tier) -> None:
    with tier.store.begin() as conn:
        with pytest.raises(NotAnOffice):
            commands.order(conn, doing(), UNIT, commands.TEST_PAGE, {})
        with pytest.raises(Invalid):
            commands.order(conn, doing(), "thanh-son", "format_disk", {})
        with pytest.raises(Invalid):
            commands.order(conn, doing(), "thanh-son", commands.TEST_PAGE, {}, commands.LONGEST_MS + 1)


def test_a_command_without_an_answer_is_shown_as_waiting_and_then_as_expired(tier: Tier) -> None:
    key = tier.order(commands.TEST_PAGE)
    found = tier.command(key)
    assert found.outcome == "waiting"
    with tier.store.begin() as conn:
        later = commands.listed(conn, "thanh-son", found.expires_at)[0]
        assert commands.pending(conn, found.expires_at) == []
    assert replace(found, outcome="expired") == later
