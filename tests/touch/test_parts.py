"""The small parts below the screens: lines of letters, our own drawings, the command line, errands."""

import queue
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.touch import app
from kiosk.touch.drawing import paths
from kiosk.touch.drawing.raster import Pictures, plate, rasterise
from kiosk.touch.environment import Window, settings
from kiosk.touch.errands import Runner
from kiosk.touch.layout.areas import Area
from kiosk.touch.layout.lettering import FontRuler, fit
from kiosk.touch.layout.measures import Measures
from kiosk.touch.models import wording

RULER = FontRuler()


def test_the_panel_is_measured_in_millimetres() -> None:
    panel = Measures(1080, 1920, 21.5)
    assert round(panel.mm_per_px, 4) == 0.2479
    assert panel.px(20) == 81
    assert panel.letters(6.8) * panel.mm_per_px >= 6.8
    assert panel.is_portrait


@given(st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp")), max_size=300))
def test_every_text_is_set_within_its_width(text: str) -> None:
    fitted = fit(RULER, text, 400, 120, (40, 30, 20), 400)
    assert all(RULER.width(line, fitted.size, 400) <= 400 for line in fitted.lines)
    assert fitted.cut or "".join(fitted.lines).replace(" ", "") == text.replace(" ", "")


def test_lines_break_at_a_comma_before_anywhere_else() -> None:
    fitted = fit(RULER, "Khai sinh, kết hôn, khai tử", 260, 100, (28,), 400, balanced=True)
    assert fitted.lines[0].endswith(",")


def test_areas_are_cut_without_getting_lost() -> None:
    area = Area(0, 0, 100, 50)
    top, rest = area.cut_top(20, 5)
    assert (top.h, rest.y, rest.h) == (20, 25, 25)
    assert area.cut_bottom(70)[1].h == 0
    assert [cell.w for cell in area.columns((1, 3), 20)] == [20, 60]


def test_a_path_with_every_command_is_read() -> None:
    (line,) = paths.lines_of("M8 30 32 10l4-2h4v6c1 1 2 1 3 0s2 1 3 0q1 1 2 0a5 5 0 1 0 6 0z")
    assert line.closed
    assert line.points[:2] == [8 + 30j, 32 + 10j]
    with pytest.raises(ValueError, match="no such path"):
        paths.lines_of("M0 0 T1 1")


def test_an_arc_runs_on_its_circle() -> None:
    (line,) = paths.lines_of("M-5 0a5 5 0 0 1 10 0")
    assert all(abs(abs(point) - 5) < 1e-9 for point in line.points)
    assert min(point.imag for point in line.points) == pytest.approx(-5)


def test_a_drawing_has_smooth_edges_and_only_its_colour() -> None:
    svg = '<svg xmlns="http://www.w3.org/2000/svg" fill="currentColor"><circle cx="32" cy="32" r="20"/></svg>'
    image = rasterise(svg, 64, "#00458F")
    assert image.getpixel((32, 32)) == (0, 0x45, 0x8F, 255)
    assert image.getpixel((0, 0)) == (0, 0, 0, 0)
    alphas = {alpha for _, (_, _, _, alpha) in image.getcolors(4096) or []}  # type: ignore[misc]
    assert len(alphas) > 4


def test_a_drawing_is_kept_for_the_next_start_and_a_broken_folder_does_not_matter(tmp_path: Path) -> None:
    first = Pictures(tmp_path / "kept").picture("search", 48, "#00458F")
    assert len(list((tmp_path / "kept").iterdir())) == 1
    again = Pictures(tmp_path / "kept").picture("search", 48, "#00458F")
    assert again.tobytes() == first.tobytes()
    (tmp_path / "file").touch()
    assert Pictures(tmp_path / "file").picture("search", 48, "#00458F").tobytes() == first.tobytes()
    with pytest.raises(KeyError):
        Pictures().picture("nothing", 48, "#00458F")


def test_a_plate_can_be_stretched_without_touching_its_corners() -> None:
    made = plate("#FFFFFF", "#74839A", 2, 18, ("#00458F", 100), "#C4CEDA")
    bottom, right, top, left = made.border
    assert left > 100
    assert min(bottom, right, top) > 18
    assert made.image.width >= left + right
    assert made.image.height >= top + bottom


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
    monkeypatch.setenv(app.TOKEN, "from-outside")
    assert app.read(["--server", "http://x"]).token == "from-outside"
    monkeypatch.delenv(app.TOKEN)
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
    with pytest.raises(app.Mistake):
        read(tmp_path, "--screen", "rate")
    with pytest.raises(app.Mistake):
        read(tmp_path, "--counter", "3")


def test_kivy_is_told_what_was_measured() -> None:
    told = {(section, key): value for section, key, value in settings(Window(1080, 1920))}
    assert told["graphics", "multisamples"] == "0"
    assert told["graphics", "maxfps"] == "60"
    assert told["graphics", "borderless"] == "1"
    assert told["kivy", "exit_on_escape"] == "0"


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
