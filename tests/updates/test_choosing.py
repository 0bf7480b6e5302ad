"""Which version starts: the confirmed one, the one on trial once, and whatever happens one that can be started."""

import shutil
from pathlib import Path

import pytest

from tests.updates.machine import WELL, Machine, machine

QUARTER_S = 15 * 60


@pytest.fixture
def office(tmp_path: Path) -> Machine:
    return machine(tmp_path / "root")


@pytest.fixture
def trying(office: Machine) -> Machine:
    done = office.run("--begin", "0.2.0", "--before", '{"printer": true, "district": true}')
    assert done.returncode == 0, done.stderr
    return office


def test_without_a_trial_a_start_changes_nothing(office: Machine) -> None:
    assert office.start() == "0.1.0"
    assert office.trial() is None


def test_a_trial_begins_with_the_link_and_a_restart_of_service_and_windows(trying: Machine) -> None:
    assert trying.current == "0.2.0"
    assert (trying.notes()["previous"], trying.notes()["starts"]) == ("0.1.0", 1)
    assert trying.asked == [
        "restart motcua.service",
        "--no-block try-restart motcua-touch.service motcua-hall.service",
    ]


def test_a_version_that_does_not_come_up_is_taken_back_at_once(office: Machine) -> None:
    (office.root / "broken-0.2.0").touch()
    done = office.run("--begin", "0.2.0")
    assert (done.returncode, office.current, office.trial()) == (1, "0.1.0", None)
    assert "version 0.2.0 did not come up; 0.1.0 runs again" in done.stderr
    assert office.last["why"] == "it did not come up"
    assert office.asked.count("restart motcua.service") == 2


def test_well_for_a_quarter_of_an_hour_is_confirmed(trying: Machine) -> None:
    trying.run("--judge")
    assert trying.trial() is not None
    trying.pass_s(QUARTER_S)
    trying.run("--judge")
    assert trying.trial() is None
    assert (trying.last["outcome"], trying.last["version"]) == ("confirmed", "0.2.0")
    assert trying.start() == trying.start() == "0.2.0"


@pytest.mark.parametrize("after_s", [0, QUARTER_S])
def test_a_second_start_before_it_is_confirmed_is_the_previous_versions(trying: Machine, after_s: int) -> None:
    """After a crash, a hang or a power cut; nobody waits for a judge."""
    trying.pass_s(after_s)
    assert trying.start() == "0.1.0"
    assert (trying.last["outcome"], trying.last["why"]) == ("went_back", "it ended before it was confirmed")
    assert trying.start() == "0.1.0"
    assert trying.asked[-1].startswith("--no-block try-restart motcua-touch.service")


def test_a_version_that_says_nothing_three_times_goes(trying: Machine) -> None:
    (trying.root / "looks-0.2.0").unlink()
    for _ in range(2):
        trying.run("--judge")
        assert trying.current == "0.2.0"
    trying.run("--judge")
    assert trying.current == "0.1.0"
    assert trying.last["why"] == "no module named motcua"
    assert trying.asked[-1] == "restart motcua.service"


@pytest.mark.parametrize("what", ["answers", "issues"])
def test_what_must_always_be_there_is_waited_for_three_looks_long(trying: Machine, what: str) -> None:
    trying.says("0.2.0", {**WELL, what: False})
    trying.run("--judge")
    trying.run("--judge")
    trying.says("0.2.0", WELL)
    trying.run("--judge")
    assert trying.notes()["silent"] == 0


@pytest.mark.parametrize("what", ["printer", "district"])
def test_what_was_well_before_is_waited_for_half_an_hour(trying: Machine, what: str) -> None:
    """A cable may be out for reasons of its own, so one look is not enough; but it is not confirmed like that."""
    trying.says("0.2.0", {**WELL, what: False})
    trying.pass_s(QUARTER_S + 1)
    trying.run("--judge")
    assert trying.notes()["why"] == f"not as before: {what}"
    trying.pass_s(QUARTER_S + 1)
    trying.run("--judge")
    assert trying.current == "0.1.0"


def test_what_was_not_there_before_need_not_come(office: Machine) -> None:
    office.says("0.2.0", {**WELL, "printer": False, "district": False})
    office.run("--begin", "0.2.0", "--before", '{"printer": false, "district": false}')
    office.pass_s(QUARTER_S)
    office.run("--judge")
    assert office.last["outcome"] == "confirmed"


def test_another_version_than_the_one_on_trial_does_not_confirm_it(trying: Machine) -> None:
    trying.says("0.2.0", {**WELL, "version": "0.1.9"})
    trying.pass_s(QUARTER_S)
    for _ in range(3):
        trying.run("--judge")
    assert trying.last["outcome"] == "went_back"


def test_by_hand_it_is_confirmed_at_once_or_taken_back(trying: Machine) -> None:
    assert trying.run("--confirm").returncode == 0
    assert trying.last["outcome"] == "confirmed"
    assert trying.run("--confirm").returncode == 1
    assert trying.run("--back").returncode == 0
    assert trying.current == "0.1.0"
    refused = trying.run("--back")
    assert (refused.returncode, trying.current) == (1, "0.1.0")
    assert "no older version than 0.1.0" in refused.stderr


def test_an_older_version_that_cannot_live_with_the_database_is_left_again(trying: Machine) -> None:
    """Weeks later, when the database says that it may not be opened by it any more."""
    trying.run("--confirm")
    (trying.root / "broken-0.1.0").touch()
    refused = trying.run("--back")
    assert (refused.returncode, trying.current, trying.trial()) == (1, "0.2.0", None)
    assert "version 0.1.0 did not come up; 0.2.0 runs again" in refused.stderr


@pytest.mark.parametrize("wanted", ["0.1.0", "0.9.0", "../../etc", ""])
def test_only_another_installed_version_can_be_tried(office: Machine, wanted: str) -> None:
    refused = office.run("--begin", wanted)
    assert (refused.returncode, office.current, office.trial()) == (1, "0.1.0", None)


def test_one_trial_at_a_time(trying: Machine) -> None:
    trying.install("0.3.0", says=WELL)
    assert trying.run("--begin", "0.3.0").returncode == 1
    assert trying.current == "0.2.0"


def test_a_version_that_is_damaged_makes_way_for_one_that_is_whole(office: Machine) -> None:
    shutil.rmtree(office.root / "opt/motcua/versions/0.1.0/bin")
    assert office.start() == "0.2.0"


def test_a_link_that_leads_nowhere_is_mended(office: Machine) -> None:
    (office.root / "opt/motcua/current").unlink()
    assert office.start() == "0.2.0"


def test_a_version_for_the_python_of_another_debian_is_none(office: Machine) -> None:
    lib = next((office.root / "opt/motcua/versions/0.1.0/lib").iterdir())
    lib.rename(lib.with_name("python2.7"))
    assert office.start() == "0.2.0"


def test_with_nothing_to_go_back_to_the_new_one_stays(trying: Machine) -> None:
    shutil.rmtree(trying.root / "opt/motcua/versions/0.1.0")
    assert trying.start() == "0.2.0"
    assert trying.last["outcome"] == "confirmed"


@pytest.mark.parametrize("written", [b"", b"{", b'{"version": "0.2.0"}', b"[]", b"\xff\xfe", b'{"odd": 1}'])
def test_notes_that_cannot_be_read_stop_no_start(trying: Machine, written: bytes) -> None:
    (trying.root / "var/lib/motcua-versions/trial.json").write_bytes(written)
    assert trying.start() == "0.2.0"
    assert trying.trial() is None


def test_when_the_package_manager_decided_otherwise_the_trial_is_over(trying: Machine) -> None:
    trying.install("0.3.0", says=WELL)
    (trying.root / "opt/motcua/current").unlink()
    (trying.root / "opt/motcua/current").symlink_to("versions/0.3.0")
    assert trying.start() == trying.start() == "0.3.0"
    assert trying.trial() is None


def test_the_status_names_everything(trying: Machine) -> None:
    said = trying.run("--status").stdout
    assert '"current": "0.2.0"' in said
    assert '"installed": ["0.1.0", "0.2.0"]' in said
    assert '"previous": "0.1.0"' in said
