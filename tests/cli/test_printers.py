"""`motcua printer plan` and `motcua printer test`: what is known of the printer, and what is found out on the spot."""

import tomllib
from pathlib import Path

import pytest

from kiosk.cli.failures import Failure
from kiosk.cli.printer_test import tell_result
from printer.outcome import Condition, Health, PrintResult, PrintState, Reason
from tests.cli.conftest import Motcua


def test_the_plan_says_which_way_and_why_with_bytes_and_seconds(motcua: Motcua) -> None:
    said = motcua("printer", "plan")
    assert said.code == 0
    assert "mode: raster, because the line is faster than the head" in said.out
    slow = motcua("printer", "plan", "--profile", "epson-tm-t20", "--baud", "9600")
    assert "mode: hybrid, because the line carries 960 bytes a second" in slow.out
    assert "A023: in the printer's own letters" in slow.out
    assert "mm of paper, about" in slow.out


def test_an_unknown_printer_is_told_with_the_names_that_there_are(motcua: Motcua, config: Path) -> None:
    said = motcua("printer", "plan", "--profile", "xprinter-58")
    assert (said.code, said.out) == (2, "")
    assert said.err.startswith("motcua: printer.profile: no printer profile is called 'xprinter-58', did you mean")
    text = config.read_text(encoding="utf-8")
    config.write_text(text.replace('profile = ""', 'profile = "pos-589"'), encoding="utf-8")
    assert "printer.profile: no printer profile is called 'pos-589', did you mean 'pos-5890'?" in motcua("check").err
    config.write_text(text.replace('profile = ""', 'profile = "pos-5890"'), encoding="utf-8")
    assert "printer.width: must be 58" in motcua("check").err


def test_a_test_with_answers_is_kept_and_decides_from_then_on(motcua: Motcua, tmp_path: Path) -> None:
    said = motcua("printer", "test", "--answers", "letters=yes,own_code=yes,cut=no")
    assert said.code == 0
    assert said.out.startswith("printed; the printer itself said so (paper 0001)\n")
    assert "native_qr: yes, unlike the profile" in said.out
    kept = tomllib.loads((tmp_path / "data" / "printer.toml").read_text(encoding="utf-8"))
    assert kept["profile"] == "generic-80"
    assert kept["facts"] == {"native_qr": True, "cutter": False, "asks": True, "asb": True, "barrier": "gs_h"}
    motcua("printer", "test", "--answers", "yes")
    assert (tmp_path / "data" / "printer.1.toml").exists()


def test_with_nobody_to_answer_the_page_is_printed_and_nothing_is_kept(motcua: Motcua, tmp_path: Path) -> None:
    said = motcua("printer", "test")
    assert said.code == 0
    assert "nothing is kept" in said.out
    assert not (tmp_path / "data" / "printer.toml").exists()


@pytest.mark.parametrize(
    ("answers", "told"),
    [
        ("leters=yes", "--answers: 'leters' is no question, did you mean 'letters'? (they are letters, width,"),
        ("letters=maybe", "--answers: letters must be yes or no, such as letters=yes"),
    ],
)
def test_answers_that_make_no_sense_print_nothing(motcua: Motcua, tmp_path: Path, answers: str, told: str) -> None:
    said = motcua("printer", "test", "--answers", answers)
    assert (said.code, said.err.startswith(f"motcua: {told}")) == (2, True)
    assert not (tmp_path / "data" / "paper").exists()


def test_a_damaged_outcome_of_a_test_is_told_with_what_to_do(motcua: Motcua, tmp_path: Path) -> None:
    (tmp_path / "data").mkdir(exist_ok=True)
    (tmp_path / "data" / "printer.toml").write_text("x = 1")
    said = motcua("printer", "plan")
    assert said.code == 2
    assert "printer.toml: needs profile, tested and [facts]; make it anew: motcua printer test" in said.err


def test_a_damaged_outcome_of_a_test_is_made_anew_by_the_next_test(motcua: Motcua, tmp_path: Path) -> None:
    data = tmp_path / "data"
    data.mkdir(exist_ok=True)
    (data / "printer.toml").write_text("x = 1")
    assert motcua("printer", "test", "--answers", "yes").code == 0
    assert motcua("printer", "plan").code == 0
    assert (data / "printer.1.toml").read_text() == "x = 1"


def test_the_row_that_one_test_made_narrower_is_kept_by_the_next(motcua: Motcua, tmp_path: Path) -> None:
    for answers, dots in (("width=no", 512), ("width=yes,cut=no", 512), ("letters=yes", 512)):
        assert motcua("printer", "test", "--answers", answers).code == 0
        kept = tomllib.loads((tmp_path / "data" / "printer.toml").read_text(encoding="utf-8"))
        assert kept["facts"]["dots"] == dots
    assert kept["facts"]["cutter"] is False


def test_a_page_that_broke_off_is_told_by_its_reason_though_the_printer_is_well_again() -> None:
    with pytest.raises(Failure, match="the page did not come out whole: the printer is too slow"):
        tell_result(PrintResult(PrintState.FAILED, Reason.TOO_SLOW, Health(Condition.OK)))


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("plan", "--baud", "0"), "--baud: bits a second, such as 9600"),
        (("plan", "--baud", "-9600"), "--baud: bits a second, such as 9600"),
        (("preview", "tickt"), "tickt: neither a slip, did you mean 'ticket'? nor a file FILE.png"),
    ],
)
def test_a_wrong_word_is_told_and_nothing_is_written(
    motcua: Motcua, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...], told: str
) -> None:
    monkeypatch.chdir(tmp_path)
    before = sorted(tmp_path.iterdir())
    said = motcua("printer", *words)
    assert (said.code, said.out) == (2, "")
    assert said.err.startswith(f"motcua: {told}")
    assert sorted(tmp_path.iterdir()) == before
