"""An office from a file of answers: all mistakes at once, exit codes, and the report."""

from pathlib import Path

import pytest

from kiosk.cli import main
from kiosk.config import load
from kiosk.setup.unattended import NotAnswered, answered, template


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "thanh-son.toml"
    path.write_text(template().replace("usblp:/dev/usb/lp0", "virtual"), encoding="utf-8")
    return path


def test_the_shipped_file_of_answers_makes_an_office(
    file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    config = tmp_path / "config.toml"
    assert main(["setup", "--from", str(file), "--config", str(config)]) == 0
    said = capsys.readouterr().out
    assert said.count("(shown only now)") == 3
    assert load(config).office.id == "thanh-son"
    assert [path.suffix for path in (tmp_path / "data" / "commissioning").iterdir()] == [".pdf"]
    assert main(["setup", "--from", str(file), "--config", str(config)]) == 1
    assert "this office works already" in capsys.readouterr().err


def test_a_check_writes_nothing_and_says_what_comes_later(
    file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["setup", "--from", str(file), "--check", "--config", str(tmp_path / "config.toml")]) == 0
    assert "ok; comes later: clock, district" in capsys.readouterr().out
    assert list(tmp_path.iterdir()) == [file]


def test_all_mistakes_are_said_at_once(file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = file.read_text(encoding="utf-8")
    for right, wrong in (
        ('template = "commune"', 'template = "city"'),
        ("count = 5", "count = 99"),
        ("head = ", "hed = "),
        ('width = "80"', 'width = "76"'),
        ('open = "office"', 'open = "office"\npage = "yes"'),
    ):
        assert right in text
        text = text.replace(right, wrong, 1)
    file.write_text(text, encoding="utf-8")
    assert main(["setup", "--from", str(file), "--config", str(tmp_path / "config.toml")]) == 2
    said = capsys.readouterr().err
    for part in (
        "services.template: Please choose one of these: commune, ward-small, ward-large, own",
        "counters.count: A whole number from 1 to 30, please.",
        "people.hed: unknown key, did you mean 'people.head'?",
        "people.head: Please write something here.",
        "network.page: unknown key",
    ):
        assert part in said
    assert list(tmp_path.iterdir()) == [file]


def test_a_file_cannot_say_that_somebody_heard_the_voice(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace('device = "usual"', 'device = "usual"\nheard = "yes"'), encoding="utf-8")
    with pytest.raises(NotAnswered, match="only somebody who stands before the machine"):
        answered(file)


@pytest.mark.parametrize("content", [b"office = 3", b"[office", b"\xff", b"", b"[office]\nplace = ''"])
def test_a_file_that_is_none_is_refused_in_one_sentence(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "x.toml"
    path.write_bytes(content)
    with pytest.raises(NotAnswered) as refused:
        answered(path)
    assert refused.value.lines[0].startswith(f"{path}: ")


def test_a_key_that_another_answer_rules_out_is_not_called_unknown(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace('touch = "HDMI-1 1920x1080"', 'touch = "none"'), encoding="utf-8")
    with pytest.raises(NotAnswered) as refused:
        answered(file)
    assert set(refused.value.lines) == {
        f"{file}: screens.{key}: does not go with the other answers of this table; leave it out"
        for key in ("touch_rotate", "touch_inches")
    }


def test_a_check_without_a_file_asks_nobody_anything(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["setup", "--check", "--config", str(tmp_path / "config.toml")]) == 2
    assert "--check goes with --from FILE" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_a_missing_file_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["setup", "--from", str(tmp_path / "no.toml"), "--config", str(tmp_path / "config.toml")]) == 2
    assert "no such file" in capsys.readouterr().err


def test_only_the_wiring_of_a_working_office_can_be_asked_again(
    file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    config = tmp_path / "config.toml"
    assert main(["setup", "--step", "printer", "--config", str(config)]) == 2
    main(["setup", "--from", str(file), "--config", str(config)])
    capsys.readouterr()
    assert main(["setup", "--step", "services", "--config", str(config)]) == 2
    assert "are changed in the pages under /admin" in capsys.readouterr().err
