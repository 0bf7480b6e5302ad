"""The shipped voices are made by a process of their own, which gives way to everything else and leaves nothing half."""

import os
import sys
from pathlib import Path

import pytest

from display.voice.clips import rendered_path
from display.voice.making import NICE, make_aside
from display.voice.rendering import Progress, is_made, words_of_shipped

pytestmark = pytest.mark.needs("espeak-ng")


def test_a_voice_is_made_aside_clip_by_clip_and_only_once(tmp_path: Path) -> None:
    told = list[Progress]()
    made = make_aside(tmp_path, "north", told.append, lambda: False)
    count = len(words_of_shipped("north"))
    assert (made.voice, made.rendered, made.whole) == ("north", count, True)
    assert [one.done for one in told] == list(range(1, count + 1))
    assert is_made(tmp_path, "north")
    assert make_aside(tmp_path, "north", told.append, lambda: False).rendered == 0
    assert len(told) == count


def test_it_gives_way_to_everybody_else(tmp_path: Path) -> None:
    seen = list[int]()

    def look(_progress: Progress) -> None:
        children = Path(f"/proc/self/task/{os.getpid()}/children").read_text(encoding="ascii").split()
        seen.extend(os.getpriority(os.PRIO_PROCESS, int(child)) for child in children)

    make_aside(tmp_path, "north", look, lambda: bool(seen))
    assert NICE in seen


def test_stopped_it_ends_at_once_and_leaves_no_half_clip(tmp_path: Path) -> None:
    told = list[Progress]()
    made = make_aside(tmp_path, "south", told.append, lambda: bool(told))
    assert (made.whole, made.why) == (False, "stopped")
    assert not is_made(tmp_path, "south")
    assert rendered_path(tmp_path, "south", "moi-khach").exists()
    assert not list(tmp_path.rglob("*.part"))


def test_a_folder_that_cannot_be_written_is_told_and_nothing_breaks(tmp_path: Path) -> None:
    (tmp_path / "voices").write_text("a file where the folder should be")
    made = make_aside(tmp_path / "voices", "north", lambda _: None, lambda: False)
    assert (made.whole, made.why) == (False, "Not a directory")


def test_a_process_that_breaks_off_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/bin/true")
    made = make_aside(tmp_path, "north", lambda _: None, lambda: False)
    assert (made.whole, made.why) == (False, "it ended early")
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    assert make_aside(tmp_path, "north", lambda _: None, lambda: False).why == "No such file or directory"
