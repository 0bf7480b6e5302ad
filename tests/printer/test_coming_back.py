"""An office with a printer that goes and comes: found again by itself, and nothing is flooded meanwhile."""

import time
from pathlib import Path

import pytest

from printer.press import Patience, Press
from printer.template import Templates, load_templates
from tests.logged import heard
from tests.printer.faults.rigs import PLUGS, rig
from tests.printer.test_paper import BRISK, Recorder, at_work, slip


@pytest.fixture(scope="module")
def templates() -> Templates:
    return load_templates(80)


@pytest.mark.parametrize("plug", PLUGS)
def test_unplugged_and_plugged_in_again_is_found_by_itself_and_prints(
    plug: str, tmp_path: Path, templates: Templates, patience: Patience
) -> None:
    desk = Recorder()
    with rig(plug, tmp_path) as at, at_work(Press(at.transport, patience=patience), desk, templates) as worker:
        worker.submit(slip(1))
        desk.wait(lambda told: told.prints == [(1, "printed", None, None)])
        at.printer.unplug()
        at.wait_until_gone()
        worker.submit(slip(2))
        desk.wait(lambda told: told.prints[1:] == [(2, "failed", "unreachable", None)])
        at.printer.plug_in()
        desk.wait(lambda told: [one for one, _ in told.conditions] == ["ok", "unreachable", "ok"], 9)
        worker.submit(slip(3))
        desk.wait(lambda told: told.prints[2:] == [(3, "printed", None, None)])
    assert len(at.sheets()) == 2


def test_a_printer_that_stays_away_is_one_line_of_the_log(
    tmp_path: Path, templates: Templates, patience: Patience
) -> None:
    desk = Recorder()
    with heard() as log, rig("usblp", tmp_path) as at:
        at.printer.unplug()
        at.wait_until_gone()
        with at_work(Press(at.transport, patience=patience), desk, templates):
            desk.wait(lambda told: bool(told.conditions))
            time.sleep(BRISK.first_look * 4)  # a look after that time, the next after two more of it
    spoken = [line["event"] for line in log if line["log_level"] != "debug"]
    assert spoken == ["paper.started", "paper.printer", "paper.stopped"]


def test_a_port_that_another_program_has_fails_the_tickets_and_is_told_once(
    tmp_path: Path, templates: Templates, patience: Patience
) -> None:
    desk = Recorder()
    with rig("serial", tmp_path) as at:
        other = at.another()
        other.open(time.monotonic() + 1)
        with at_work(Press(at.transport, patience=patience), desk, templates) as worker:
            for ticket in (1, 2, 3):
                worker.submit(slip(ticket))
            desk.wait(lambda told: len(told.prints) == 3)
            assert {told[1:3] for told in desk.prints} == {("failed", "in_use")}
            assert desk.conditions == [("unreachable", "in_use")]
            other.stop()
            desk.wait(lambda told: told.conditions[-1] == ("ok", None), 9)
            worker.submit(slip(4))
            desk.wait(lambda told: told.prints[-1] == (4, "printed", None, None))
