"""Scripts of faults: read whole or refused with every mistake, and played in order."""

import time
from pathlib import Path

import pytest

from printer.composing import Job
from printer.outcome import Condition, PrintState, Reason
from printer.press import Patience, Press
from printer.transport.emulated import EmulatedPrinter
from printer.transport.emulator import PrinterOnTcp
from printer.transport.script import BadScript, Fault, Script, What, read_script
from printer.transport.tcp import TcpPrinter

DOCUMENTED = Path(__file__).parents[2] / "docs" / "emulated-printer.md"


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "faults.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_script_is_read_with_its_faults_in_order(tmp_path: Path) -> None:
    text = (
        "baud = 9600\nagain = true\n"
        '[[fault]]\nwhat = "paper_out"\nafter_sheets = 3\nafter_rows = 200\nlasts_s = 5.0\n'
        '[[fault]]\nwhat = "unplugged"\nlasts_s = 2\n'
    )
    expected = (Fault(What.PAPER_OUT, 3, 200, lasts_s=5.0), Fault(What.UNPLUGGED, lasts_s=2))
    assert read_script(written(tmp_path, text)) == Script(expected, 9600, again=True)


def test_all_mistakes_are_told_at_once(tmp_path: Path) -> None:
    text = 'baud = 10\nagian = true\n[[fault]]\nwhat = "paper_uot"\nafter_sheets = -1\nlasts_s = "long"\n'
    with pytest.raises(BadScript) as caught:
        read_script(written(tmp_path, text))
    assert [mistake.split(":")[0] for mistake in caught.value.mistakes] == [
        "agian", "baud", "fault[1].what", "fault[1].after_sheets", "fault[1].lasts_s",
    ]  # fmt: skip
    assert "did you mean again?" in caught.value.mistakes[0]
    assert "did you mean paper_out?" in caught.value.mistakes[2]


@pytest.mark.parametrize("text", ["fault = 3", "fault = [1]", "what = [", "\x00"])
def test_a_file_that_is_no_script_is_refused(text: str, tmp_path: Path) -> None:
    with pytest.raises(BadScript):
        read_script(written(tmp_path, text))


def test_every_fault_is_documented() -> None:
    text = DOCUMENTED.read_text(encoding="utf-8")
    assert [what for what in What if f"`{what}`" not in text] == []


def test_faults_begin_and_end_as_the_script_says_and_are_told(job: Job, patience: Patience) -> None:
    said: list[str] = []
    script = Script((Fault(What.COVER, after_sheets=1, lasts_s=0.3), Fault(What.NEAR_END)))
    with PrinterOnTcp(printer=EmulatedPrinter(script=script, tell=said.append)) as emulated:
        press = Press(TcpPrinter("127.0.0.1", emulated.port), patience=patience)
        assert press.print(job).state is PrintState.PRINTED
        assert press.print(job).reason is Reason.COVER_OPEN
        time.sleep(0.4)
        assert press.look().condition is Condition.NEAR_END
        assert said == ["cover_open: begins", "cover_open: over", "near_end: begins"]


def test_a_script_that_goes_round_begins_anew(job: Job, patience: Patience) -> None:
    said: list[str] = []
    script = Script((Fault(What.NEAR_END, after_sheets=1, lasts_s=0.05),), again=True)
    with PrinterOnTcp(printer=EmulatedPrinter(script=script, tell=said.append)) as emulated:
        press = Press(TcpPrinter("127.0.0.1", emulated.port), patience=patience)
        for _ in range(3):
            assert press.print(job).state is PrintState.PRINTED
            time.sleep(0.15)
        assert said == ["near_end: begins", "near_end: over"] * 3


def test_a_printer_that_remembers_nothing_keeps_no_bytes_and_no_sheets(job: Job, patience: Patience) -> None:
    printer = EmulatedPrinter(keep_all=False)
    with PrinterOnTcp(printer=printer) as emulated:
        assert Press(TcpPrinter("127.0.0.1", emulated.port), patience=patience).print(job).state is PrintState.PRINTED
    assert (len(printer.received), len(printer.sheets), printer.count) == (0, 0, 1)


def test_a_full_tray_is_an_error_of_the_printer_and_never_printed(job: Job, patience: Patience) -> None:
    def full(_: object) -> None:
        raise OSError(28, "No space left on device")

    with PrinterOnTcp(printer=EmulatedPrinter(keep=full)) as emulated:
        press = Press(TcpPrinter("127.0.0.1", emulated.port), patience=patience)
        assert press.print(job).state is PrintState.UNKNOWN
        assert press.look().condition is Condition.ERROR
