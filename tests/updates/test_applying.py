"""`motcua update FILE`: every step that fails leaves the version that runs as it is, and says why in one sentence."""

import json
from pathlib import Path

import pytest

from kiosk.cli import main
from tests.updates.machine import Machine, machine
from tests.updates.updates import key, update


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Machine:
    """Version 0.1.0 runs; whatever is asked of a version is answered well."""
    made = machine(tmp_path / "root", "0.0.9")
    answers_well(made)
    monkeypatch.setenv("PATH", f"{made.root}/fake:/usr/bin:/bin")
    return made


def answers_well(office: Machine) -> None:
    prepared = {"copy": "/backups/a.db", "scratch": "/data/update-trial", "before": {"printer": True}}
    tried = {"version": "0.2.0", "schema": "0008", "oldest": "0007", "number": "A500", "seconds": 2.0}
    (office.root / "prepared").write_text(json.dumps(prepared))
    (office.root / "tried").write_text("a line of a log\n" + json.dumps(tried))
    office.says("0.2.0", {"answers": True, "issues": True, "printer": True, "district": True})


@pytest.fixture
def signing(office: Machine, tmp_path: Path) -> Path:
    made = key(tmp_path / "keys")
    (office.root / "etc/motcua/update-keys/vendor.pub").write_bytes((tmp_path / "keys/vendor.pub").read_bytes())
    return made


def take(office: Machine, *words: str | Path) -> int:
    config = office.root / "etc/motcua/config.toml"
    return main(["update", "--root", str(office.root), "--config", str(config), *map(str, words)])


def test_a_good_file_is_on_trial_and_then_stays(
    office: Machine, signing: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert take(office, update(tmp_path, signing)) == 0
    assert capsys.readouterr().out.splitlines() == [
        "motcua-0.2.0.motcua: version 0.2.0, signed with vendor.pub",
        "unpacked, every file as it was signed",
        "the database was copied and the copy was checked: /backups/a.db",
        "installed beside version 0.1.0",
        "tried on a copy of the database: A500, 2.0 s",
        "version 0.2.0 is on trial: well for 15 minutes, it stays; else the machine goes back by itself",
    ]
    assert (office.current, office.notes()["before"]) == ("0.2.0", {"printer": True, "district": False})
    assert not (office.root / "var/lib/motcua-versions/incoming").exists()
    take(office, "--status")
    assert "on trial: 0.2.0, before it 0.1.0" in capsys.readouterr().out
    assert take(office, "--confirm") == 0
    assert take(office, "--back") == 0
    assert "version 0.1.0 runs again" in capsys.readouterr().out


def _untouched(office: Machine) -> bool:
    return (office.current, office.trial(), office.asked) == ("0.1.0", None, [])


@pytest.mark.parametrize(
    ("version", "other", "why"),
    [
        ("0.1.0", {}, "version 0.1.0 runs already"),
        ("0.0.9", {}, "it is older than version 0.1.0"),
        ("0.2.0", {"schema": "0006"}, "it is older than version 0.1.0"),
        ("0.2.0", {"architecture": "riscv64"}, "it is for riscv64, this machine is "),
        ("0.2.0", {"pythons": ["3.9"]}, "it is for Python 3.9, this machine has "),
    ],
)
def test_a_version_that_does_not_belong_here_is_refused(
    office: Machine,
    signing: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    version: str,
    other: dict[str, object],
    why: str,
) -> None:
    assert take(office, update(tmp_path, signing, version, **other)) == 1
    assert why in capsys.readouterr().err
    assert _untouched(office)


def test_a_strangers_file_is_refused_before_anything_is_written(
    office: Machine, signing: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert take(office, update(tmp_path, key(tmp_path / "other", "stranger"))) == 1
    assert "was not signed with a key of" in capsys.readouterr().err
    assert _untouched(office)
    assert not (office.root / "opt/motcua/versions/0.2.0").exists()


@pytest.mark.parametrize(
    ("missing", "why"),
    [
        ("prepared", "motcua: the disk is full; version 0.1.0 goes on as before"),
        ("tried", "motcua: this version does not work here; version 0.1.0 goes on as before"),
    ],
)
def test_without_a_copy_or_a_good_trial_nothing_is_switched(
    office: Machine, signing: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], missing: str, why: str
) -> None:
    (office.root / missing).unlink()
    assert take(office, update(tmp_path, signing)) == 1
    assert why in capsys.readouterr().err
    assert _untouched(office)
    answers_well(office)
    assert take(office, update(tmp_path / "again", signing)) == 0


@pytest.mark.parametrize("said", ["", "no JSON", "[]", "{}", '{"version": 2, "oldest": "0007", "seconds": 1.0}'])
def test_an_answer_that_cannot_be_read_is_no_good_one(
    office: Machine, signing: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], said: str
) -> None:
    (office.root / "tried").write_text(said)
    assert take(office, update(tmp_path, signing)) == 1
    assert "version 0.2.0 gives no answer that can be read" in capsys.readouterr().err
    assert _untouched(office)


def test_a_version_after_which_there_is_no_way_back_is_refused(
    office: Machine, signing: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    said = json.loads((office.root / "tried").read_text().splitlines()[-1])
    (office.root / "tried").write_text(json.dumps({**said, "oldest": "0008"}))
    assert take(office, update(tmp_path, signing)) == 1
    assert "there would be no way back" in capsys.readouterr().err
    assert _untouched(office)


def test_a_program_that_is_another_version_than_its_file_says_is_refused(
    office: Machine, signing: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert take(office, update(tmp_path, signing, "0.3.0")) == 1
    assert "the file says version 0.3.0, but its program is 0.2.0" in capsys.readouterr().err
    assert _untouched(office)


def test_while_one_is_on_trial_no_other_begins(
    office: Machine, signing: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert take(office, update(tmp_path, signing)) == 0
    said = json.loads((office.root / "tried").read_text().splitlines()[-1])
    (office.root / "tried").write_text(json.dumps({**said, "version": "0.3.0"}))
    assert take(office, update(tmp_path, signing, "0.3.0")) == 1
    assert "another version is on trial" in capsys.readouterr().err
    assert office.current == "0.2.0"


def test_one_that_does_not_come_up_is_taken_back_by_itself(office: Machine, signing: Path, tmp_path: Path) -> None:
    """It crashes once; systemd starts the service again."""
    take(office, update(tmp_path, signing))
    assert office.start() == "0.1.0"
    assert office.last["outcome"] == "went_back"


def test_a_file_that_is_not_there_or_no_word_at_all_is_said_plainly(
    office: Machine, capsys: pytest.CaptureFixture[str]
) -> None:
    assert take(office, "/nowhere/a.motcua") == 1
    assert "/nowhere/a.motcua: no such file or directory" in capsys.readouterr().err
    assert take(office) == 2
    assert take(office, "--confirm") == 1
    assert "no version is on trial" in capsys.readouterr().err
