"""The conversation in a real terminal: typed lines, Ctrl-C, and going on where it was left."""

import os
import pty
import re
import select
import subprocess
import sys
import time
from pathlib import Path

import pytest

from kiosk.config import load
from kiosk.setup.draft import Draft, keep_draft, read_draft
from kiosk.setup.order import again
from kiosk.setup.terminal import converse
from tests.setup.walk import Walk

TOP = Path(__file__).parents[2]
PATIENCE_S = 60.0
PROMPT = b"> "


class Typist:
    """Somebody at a terminal: waits for a prompt, types a line."""

    def __init__(self, folder: Path, *words: str) -> None:
        self._master, slave = pty.openpty()
        around = {**os.environ, "PYTHONPATH": str(TOP), "PATH": str(folder), "PYTHONWARNINGS": "error"}
        around.pop("DISPLAY", None)
        self.process = subprocess.Popen(
            [sys.executable, "-m", "kiosk.cli", "setup", "--config", str(folder / "config.toml"), *words],
            stdin=slave,
            stdout=slave,
            stderr=slave,
            env=around,
            start_new_session=True,
            preexec_fn=lambda: __import__("fcntl").ioctl(0, __import__("termios").TIOCSCTTY, 0),
        )
        os.close(slave)
        self.heard = b""

    def wait_for(self, *ends: bytes) -> str:
        """What was said until then. Nobody echoes: a prompt ends what the program says."""
        until, since = time.monotonic() + PATIENCE_S, len(self.heard)
        while not self.heard.rstrip(b"\n").endswith(ends):
            assert time.monotonic() < until, self.heard
            if select.select([self._master], [], [], 0.2)[0]:
                try:
                    self.heard += os.read(self._master, 4096)
                except OSError:  # the other side has hung up
                    break
        return self.heard[since:].decode(errors="replace")

    def type(self, line: str | bytes) -> None:
        self.heard = b""
        os.write(self._master, (line if isinstance(line, bytes) else line.encode()) + b"\n")

    def ends(self) -> int:
        said = self.wait_for(b"\0")
        code = self.process.wait(PATIENCE_S)
        os.close(self._master)
        self.heard = said.encode()
        return code

    @property
    def text(self) -> str:
        return self.heard.decode(errors="replace")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """No program is found there, so this machine has neither monitors nor loudspeakers."""
    return tmp_path


@pytest.mark.slow
def test_an_office_is_set_up_at_a_real_terminal_after_it_was_broken_off_once(folder: Path) -> None:
    typist = Typist(folder)
    typist.wait_for(PROMPT)
    for line in ("2", "", "", "?", "xã Thanh Sơn"):
        typist.type(line)
        typist.wait_for(PROMPT)
    typist.type("\x03")
    assert typist.ends() == 1
    assert "The answers are kept" in typist.text
    assert [path.name for path in folder.iterdir()] == ["setup.json"]

    typist = Typist(folder)
    assert "Bộ phận Tiếp nhận và Trả kết quả xã Thanh Sơn" in typist.wait_for(PROMPT)
    for line in ("", "", "Thanh Sơn", "thanh-son", "2", "<"):
        typist.type(line)
        typist.wait_for(PROMPT)
    assert "Which services" in typist.text
    for line in ("", "4", "", "Phạm Minh Tuấn", "", "", ""):
        typist.type(line)
        typist.wait_for(PROMPT)
    assert "Which printer prints the tickets?" in typist.text
    virtual = re.search(r"(\d+)  No printer yet", typist.text)
    assert virtual is not None
    for line in (virtual[1], "", ">", "2", ">", ">", ">", "Nguyễn Văn Kỹ"):
        typist.type(line)
        typist.wait_for(PROMPT)
    assert "Ticket printer: Pictures of the tickets instead of paper" in re.sub(r"\s+", " ", typist.text)
    typist.type("")
    assert re.search(r"minh-tuan\): PIN \d{4,}", typist.wait_for(b"(y/n)\r\n> "))
    typist.type("n")
    assert typist.ends() == 0
    assert "The office is set up" in typist.text
    config = load(folder / "config.toml")
    assert (config.office.id, len(config.first.services), len(config.first.counters)) == ("thanh-son", 5, 4)
    assert not (folder / "setup.json").exists()


@pytest.mark.slow
def test_who_breaks_off_at_the_pins_is_told_that_they_do_not_count(folder: Path) -> None:
    walk = Walk().until("summary.sure", language__language="en", printer__place="virtual", network__tls="no")
    keep_draft(folder / "setup.json", walk.draft)
    pins = list[str]()
    for line in ("\x03", "n"):
        typist = Typist(folder)
        typist.wait_for(PROMPT)
        typist.type("")
        pins += re.findall(r"PIN (\d{4,})", typist.wait_for(b"(y/n)\r\n> "))
        typist.type(line)
        code = typist.ends()
        assert ("PINs shown until now do not count" in typist.text) is (code == 1)
        assert (folder / "config.toml").exists() is (code == 0)
    assert len(set(pins)) == 4


@pytest.mark.slow
def test_letters_that_a_terminal_has_mangled_are_refused_and_asked_again(folder: Path) -> None:
    keep_draft(folder / "setup.json", Walk().until("office.place", language__language="en").draft)
    typist = Typist(folder)
    typist.wait_for(PROMPT)
    typist.type(b"x\xc3 Thanh S\xc6")
    assert "These letters cannot be printed" in typist.wait_for(PROMPT)
    typist.type("\x04")
    typist.ends()
    assert "office.place" not in read_draft(folder / "setup.json").answers


class Lines:
    """Answers that are typed one after the other, and what was told between them."""

    def __init__(self, *typed: str) -> None:
        self._typed = iter(typed)
        self.told = list[str]()

    def ask(self, prompt: str) -> str:
        self.told.append(prompt)
        line = next(self._typed, None)
        if line is None:
            raise EOFError
        return line


def conversation(walk: Walk, *typed: str) -> str:
    lines = Lines(*typed)
    with pytest.raises(EOFError):
        converse(walk.dialogue, walk.machine, lines.ask, lines.told.append)
    return "\n".join(lines.told)


def test_a_figure_that_is_no_option_is_told_and_asked_again() -> None:
    walk = Walk().until("printer.width", language__language="en")
    said = conversation(walk, "7", "x", "80 mm")
    assert said.count("Please type a figure from 1 to 2.") == 3
    assert walk.key == "printer.width"


def test_a_figure_is_no_device_even_where_other_words_are_taken() -> None:
    walk = Walk().until("sound.device", language__language="en")
    assert "Please type a figure from 1 to 4." in conversation(walk, "9")
    assert walk.key == "sound.device"


def test_several_are_ticked_by_their_figures() -> None:
    walk = Walk().until("services.chosen", services__template="own")
    conversation(walk, "1, 2 12")
    assert walk.draft.answers["services.chosen"] == ("A", "B", "T")


def test_a_hyphen_empties_what_is_offered() -> None:
    walk = Walk().until("people.head_title")
    conversation(walk, "-")
    assert walk.draft.answers["people.head_title"] == ""


def test_a_step_that_is_needed_says_so_instead_of_being_left_out() -> None:
    walk = Walk().until("office.id", language__language="en")
    assert "this step cannot come later" in " ".join(conversation(walk, ">").split())
    assert walk.key == "office.id"


def test_going_back_over_the_edge_of_a_step_shows_its_title_again() -> None:
    walk = Walk().until("counters.count", language__language="en")
    said = conversation(walk, "<", "")
    assert said.count("· Services") == 1
    assert said.count("· Counters") == 2


def test_somebody_who_goes_on_after_a_power_cut_is_told_the_keys_again() -> None:
    walk = Walk().until("counters.count", language__language="en")
    assert "? explains" in conversation(walk)


def test_an_empty_line_where_nothing_is_offered_asks_for_a_figure() -> None:
    walk = Walk().until("printer.wrong", language__language="en", printer__page="no")
    said = conversation(walk, "", " , ")
    assert said.count("Please type a figure from 1 to 7.") == 2
    assert walk.key == "printer.wrong"


def test_the_summary_of_one_step_speaks_of_nothing_else() -> None:
    walk = Walk(draft=Draft({"language.language": "en"}), steps=again("printer")).until("summary.sure")
    said = conversation(walk)
    assert "Ticket printer: usblp:/dev/usb/lp0" in said
    assert "Services" not in said
    assert "Comes later" not in said


@pytest.mark.parametrize("columns", [40, 80])
@pytest.mark.parametrize("language", ["vi", "en"])
def test_no_line_is_wider_than_the_terminal(monkeypatch: pytest.MonkeyPatch, columns: int, language: str) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    lines = Lines("", "?", "xã Thanh Sơn", "", "", "", "?", "4", "?", "", "x", "<", ">", ">", ">", ">", ">", ">", ">")
    walk = Walk(draft=Draft({"language.language": language}, at="screens.touch"))
    with pytest.raises(EOFError):
        converse(walk.dialogue, walk.machine, lines.ask, lines.told.append)
    told = [line for line in lines.told if not line.endswith("> ")]  # what stands in brackets is as long as it is
    assert len(told) > 40
    assert [line for line in told if len(line) >= columns] == []
