"""The small parts below the screens: initials, the command line, errands."""

import queue
from collections.abc import Callable
from pathlib import Path

import pytest

from display.glass.options import TOKEN, Mistake
from kiosk.touch import app
from kiosk.touch.errands import Runner
from kiosk.touch.models import wording


def test_initials_are_those_of_the_last_two_words() -> None:
    assert wording.initials("Trần Lan Anh") == "LA"
    assert wording.initials("Đỗ Đức") == "ĐĐ"
    assert wording.initials("") == ""


# -- the command line


def read(tmp_path: Path, *more: str) -> app.Wishes:
    (tmp_path / "token").write_text("secret-token\n", encoding="ascii")
    return app.read(["--server", "http://127.0.0.1:1/", "--token-file", str(tmp_path / "token"), *more])


def test_the_command_line_is_read(tmp_path: Path) -> None:
    asked = read(tmp_path, "--screen", "rate", "--counter", "3", "--size", "1280x800", "--diagonal-in", "10.1")
    assert (asked.server, asked.token, asked.counter) == ("http://127.0.0.1:1", "secret-token", 3)
    assert (asked.window.width, asked.window.height, asked.diagonal_in) == (1280, 800, 10.1)


def test_the_token_may_come_from_the_environment_and_never_from_the_command_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv(TOKEN, "from-outside")
    assert app.read(["--server", "http://x"]).token == "from-outside"
    monkeypatch.delenv(TOKEN)
    assert app.main(["--server", "http://x"]) == 2
    assert "token" in capsys.readouterr().err
    assert "--token " not in app.parser().format_help()


@pytest.mark.parametrize(
    "wrong",
    [("--size", "big"), ("--size", "10x10"), ("--diagonal-in", "0"), ("--counter", "100"), ("--timezone", "Mars")],
)
def test_what_cannot_be_understood_ends_with_a_line_and_code_2(tmp_path: Path, wrong: tuple[str, str]) -> None:
    with pytest.raises(SystemExit) as ended:
        read(tmp_path, *wrong)
    assert ended.value.code == 2


def test_the_faces_need_a_counter(tmp_path: Path) -> None:
    with pytest.raises(Mistake):
        read(tmp_path, "--screen", "rate")
    with pytest.raises(Mistake):
        read(tmp_path, "--counter", "3")


# -- errands


def test_an_errand_comes_back_in_the_windows_thread_with_an_answer_or_an_exception() -> None:
    calls: queue.SimpleQueue[Callable[[], None]] = queue.SimpleQueue()
    runner, outcomes = Runner(calls.put), list[object]()
    runner.run(lambda: 7, outcomes.append)
    runner.run(lambda: 1 // 0, outcomes.append)
    for _ in range(2):
        assert len(outcomes) < 2
        calls.get(timeout=5)()
    runner.close()
    assert 7 in outcomes
    assert any(isinstance(one, ZeroDivisionError) for one in outcomes)
