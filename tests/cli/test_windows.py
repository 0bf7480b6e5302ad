"""`motcua touch` and `motcua hall`: what the file says, what the command line says instead, and mistakes in both."""

from pathlib import Path

import pytest

from display.hall import app as hall
from kiosk.cli import main
from kiosk.cli.windows import usual_hall, usual_screen
from kiosk.config import Config, load
from kiosk.touch import app as touch

FILE = """
[web]
listen = "0.0.0.0:8090"
[screen]
diagonal_in = 15.6
size = "1920x1080"
left = 1920
emblem = "emblem.png"
hide_cursor = true
[hall]
diagonal_in = 55
depth_m = 12
size = "1080X1920"
language = "en"
second = "vi"
"""


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    from PIL import Image

    monkeypatch.setenv("MOTCUA_TOKEN", "secret")
    Image.new("RGB", (8, 8)).save(tmp_path / "emblem.png")
    (tmp_path / "config.toml").write_text(FILE, encoding="utf-8")
    return tmp_path / "config.toml"


def test_the_touch_screen_takes_its_panel_from_the_file(file: Path) -> None:
    asked = touch.read([], usual_screen(load(file)))
    window = asked.window
    assert (window.width, window.height, window.left, window.cursor) == (1920, 1080, 1920, False)
    assert (asked.diagonal_in, asked.server) == (15.6, "http://127.0.0.1:8090")
    assert asked.emblem == file.parent / "emblem.png"


def test_the_hall_takes_its_television_and_languages_from_the_file(file: Path) -> None:
    asked = hall.read([], usual_hall(load(file)))
    panel = asked.panel
    assert (panel.width, panel.height, panel.diagonal_in, panel.depth_m) == (1080, 1920, 55, 12)
    assert (asked.language, asked.second) == ("en", "vi")
    assert asked.window.feels is False


def test_the_command_line_goes_before_the_file(file: Path) -> None:
    words = ["--server", "http://x:1/", "--size", "1280x800", "--diagonal-in", "10.1", "--left", "0"]
    asked = touch.read(words, usual_screen(load(file)))
    assert (asked.server, asked.window.width, asked.diagonal_in, asked.window.left) == ("http://x:1", 1280, 10.1, 0)
    assert hall.read(["--second", "en", "--language", "vi"], usual_hall(load(file))).second == "en"


def test_without_a_file_the_windows_are_the_usual_ones_and_a_language_is_not_said_twice(file: Path) -> None:
    asked = hall.read(["--second", "vi"], usual_hall(Config()))
    assert (asked.panel.width, asked.panel.diagonal_in, asked.second) == (1920, 43.0, "")
    assert touch.read([], usual_screen(Config())).window.height == 1920


def test_an_office_on_https_is_named_by_the_technician(file: Path) -> None:
    file.write_text('[web]\ntls_certificate = "a"\ntls_key = "b"\n', encoding="utf-8")
    with pytest.raises(SystemExit):
        touch.read([], usual_screen(load(file)))


@pytest.mark.parametrize("command", ["touch", "hall"])
def test_all_mistakes_of_the_file_are_told_and_no_window_opens(
    command: str, file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file.write_text('[screen]\nsize = "big"\n[hall]\ndepth_m = 90\nsecond = "xx"\n', encoding="utf-8")
    assert main([command, "--config", str(file)]) == 2
    said = capsys.readouterr().err
    assert all(path in said for path in ("screen.size", "hall.depth_m", "hall.second"))
    assert main([command, "--config", str(file.parent / "nowhere.toml")]) == 2


def test_an_emblem_that_is_no_picture_is_told(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (file.parent / "emblem.png").write_text("no picture", encoding="utf-8")
    assert main(["touch", "--config", str(file)]) == 2
    assert "not a picture" in capsys.readouterr().err
