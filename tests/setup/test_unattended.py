"""An office from a file of answers: all mistakes at once, each in its line; exit codes, and the report."""

import re
import unicodedata
from pathlib import Path

import pytest

from kiosk.cli import main
from kiosk.config import load
from kiosk.setup.answers import LARGEST, NotAnswered
from kiosk.setup.unattended import answered, template
from look.words import say
from tests.cli.test_district import bundle


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """The shipped one, in English, for a machine without devices."""
    path = tmp_path / "thanh-son.toml"
    text = template().replace("usblp:/dev/usb/lp0", "virtual").replace('language = "vi"', 'language = "en"')
    path.write_text(text, encoding="utf-8")
    return path


SETS = '"commune", "ward-small", "ward-large", "own"'


def changed(file: Path, *changes: tuple[str, str]) -> Path:
    text = file.read_text(encoding="utf-8")
    for right, wrong in changes:
        assert right in text
        text = text.replace(right, wrong, 1)
    file.write_text(text, encoding="utf-8")
    return file


def refusal(file: Path) -> tuple[str, ...]:
    """What is wrong, without the name of the file."""
    with pytest.raises(NotAnswered) as refused:
        answered(file)
    return tuple(line.removeprefix(f"{file}") for line in refused.value.lines)


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
    assert "no mistakes\ncomes later: clock, district" in capsys.readouterr().out
    assert list(tmp_path.iterdir()) == [file]


def test_all_mistakes_are_said_at_once_with_their_lines(
    file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    changed(
        file,
        ('template = "commune"', 'template = "city"'),
        ("count = 5", "count = 99"),
        ("head = ", "hed = "),
        ('width = "80"', 'width = "76"'),
        ('open = "office"', 'open = "office"\npage = "yes"'),
    )
    lines = file.read_text(encoding="utf-8").split("\n")
    assert main(["setup", "--from", str(file), "--config", str(tmp_path / "config.toml")]) == 2
    said = capsys.readouterr().err
    for line, sentence in (
        ('template = "city"', f"services.template: please write one of these: {SETS}"),
        ("count = 99", "counters.count: A whole number from 1 to 30, please."),
        ('hed = "Phạm Minh Tuấn"', "people.hed: there is no such key; did you mean head?"),
        ('width = "76"', 'printer.width: please write one of these: "80", "58"'),
        ('page = "yes"', "network.page: there is no such key; this table has: open, tls"),
    ):
        assert f"{file}, line {lines.index(line) + 1}: {sentence}\n" in said
    at = lines.index("[people]") + 1
    assert f"{file}, line {at}: people.head: this line is missing, and there is nothing usual for it\n" in said
    places = [int(one) for one in re.findall(r", line (\d+):", said)]
    assert len(places) == said.count("\n") == 6
    assert places == sorted(places)
    assert list(tmp_path.iterdir()) == [file]


def test_mistakes_are_said_in_the_language_of_the_file(file: Path) -> None:
    """Vietnamese where it asks for none."""
    words = "A whole number from {least} to {most}, please."
    changed(file, ('language = "en"', ""), ("count = 5", "count = 99"))
    assert say("vi", words, least=1, most=30) in refusal(file)[0]


@pytest.mark.parametrize(
    ("right", "wrong", "sentence"),
    [
        ("count = 5", "count = true", "counters.count: please write one text in straight quotes"),
        ("count = 5", "count = [5]", "counters.count: please write one text in straight quotes"),
        ("count = 5", "count = 5.5", "counters.count: A whole number from 1 to 30"),
        ('["Trần Lan Anh", "Nguyễn Văn Hòa"]', '"Trần Lan Anh, Nguyễn Văn Hòa"', "people.clerks: please write a list"),
        ('"Nguyễn Văn Hòa"]', '"", "Nguyễn Văn Hòa"]', "people.clerks: please write a list"),
        ('"Nguyễn Văn Hòa"]', "7]", "people.clerks: please write a list"),
        ('"Nguyễn Văn Hòa"]', '"\\u2603"]', "people.clerks: These letters cannot be printed"),
        ('["Trần Lan Anh"', "[" + '"Lê An", ' * 60 + '"Lê"', "people.clerks: at most 60 names"),
        ('head = "Phạm Minh Tuấn"', "head = 7", "people.head: please write one text in straight quotes"),
        ('head = "Phạm Minh Tuấn"', "head = 2026-11-23", "people.head: please write one text in straight quotes"),
        ('head = "Phạm Minh Tuấn"', 'head = ""', "people.head: Please write something here."),
        ('\ntls = "yes"', "\ntls = true", 'network.tls: please write one of these: "yes", "no"'),
        ('\ntls = "yes"', '\ntls = "again"', 'network.tls: please write one of these: "yes", "no"'),
        ('place = "virtual"', 'place = "again"', "printer.place: please write one of these"),
        ('place = "virtual"', 'place = "lp0"', "printer.place: This is no place of a printer"),
        ('hall = "HDMI-2 1920x1080"', 'hall = "HDMI-1 1280x720"', "screens.hall: This monitor is the one that"),
        ('# chosen = ["A", "B", "T"]', 'chosen = ["A"]', 'services.chosen: this counts only with template = "own"'),
        ('# folder = "/mnt', 'folder = "/mnt', 'backup.folder: this counts only with second = "folder"'),
        ('second = "stick"', 'second = "folder"', "backup.folder: this line is missing"),
        ("[sound]", "[snd]", "snd.device: there is no table [snd]; there are: [language], [screens], [office]"),
        ("[sound]", '[clock]\nright = "yes"\n[sound]', "clock.right: only somebody who stands before the machine"),
        ('device = "usual"', 'device = "usual"\nheard = "yes"', "sound.heard: only somebody who stands before"),
        ('head = "Phạm', 'pin = "1234"\nhead = "Phạm', "people.pin: there is no such key"),
    ],
)
def test_a_wrong_answer_is_told_in_its_line(file: Path, right: str, wrong: str, sentence: str) -> None:
    lines = refusal(changed(file, (right, wrong)))
    assert any(sentence in line for line in lines), lines


def test_without_clerks_the_head_is_alone(file: Path) -> None:
    draft = answered(changed(file, ('"Trần Lan Anh", "Nguyễn Văn Hòa"', "")))
    assert [key for key in draft.of_step("people") if draft.answers[key]] == [
        "people.head", "people.head_title", "people.head_id",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("open_", "tls", "sentence"),
    [
        ("machine", "no", ""),
        ("machine", "yes", 'network.tls: https is for the network of the office, but with open = "machine"'),
        ("office", "no", ""),
        ("office", "yes", ""),
    ],
)
def test_an_office_for_this_machine_alone_may_say_that_it_needs_no_https(
    file: Path, open_: str, tls: str, sentence: str
) -> None:
    changed(file, ('\nopen = "office"', f'\nopen = "{open_}"'), ('\ntls = "yes"', f'\ntls = "{tls}"'))
    if sentence:
        assert sentence in refusal(file)[0]
    else:
        assert answered(file).answers["network.open"] == open_


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("office = 3", ", line 1: office: the name of its table must stand above it"),
        ("place = 'xã'", ", line 1: place: the name of its table must stand above it"),
        ("[office", ", line 1: this line cannot be read: [office"),
        ("[office]\nplace = xã Thanh", ", line 2: this line cannot be read: place = xã Thanh"),
        ("[office]\nplace = “xã Thanh Sơn”", ", line 2: this line cannot be read: place = “xã Thanh Sơn”"),
        ("[office]\nplace = 'a'\n\nplace = 'b'", ", line 4: this stands there twice, keep only one: place = 'b'"),
        ("[office]\nplace = 'a'\n[counters]\n[office]", ", line 4: this stands there twice"),
        ("", ": office.place: this line is missing"),
        ("[office]\nplace = ''", ", line 2: office.place: Please write something here."),
    ],
    ids=str,
)
def test_a_file_that_is_none_is_refused_in_one_sentence(tmp_path: Path, content: str, sentence: str) -> None:
    path = tmp_path / "x.toml"
    path.write_text(f'{content}\n[language]\nlanguage = "en"\n', encoding="utf-8")
    (line,) = refusal(path)
    assert line.startswith(sentence)


@pytest.mark.parametrize(
    ("content", "line"),
    [("[office]\nplace = 'xã'".encode("utf-16"), 1), ("[office]\nplace = 'xã'".encode("latin-1"), 2)],
)
def test_letters_of_another_kind_are_told_in_their_line(tmp_path: Path, content: bytes, line: int) -> None:
    path = tmp_path / "x.toml"
    path.write_bytes(content)
    words = "{file}, line {line}: the letters are not in UTF-8; open the file in an editor and save it as UTF-8"
    assert refusal(path) == (say("vi", words, file=path, line=line).removeprefix(f"{path}"),)


def test_a_file_that_is_far_too_large_is_some_other_file(tmp_path: Path) -> None:
    path = tmp_path / "x.toml"
    path.write_bytes(b"#" * (LARGEST + 1))
    assert refusal(path) == (say("vi", "{file}: this is too large for a file of answers", file=""),)


def test_marks_line_ends_and_letters_of_other_editors_do_no_harm(file: Path) -> None:
    usual = answered(file)
    text = file.read_text(encoding="utf-8")
    file.write_bytes(unicodedata.normalize("NFD", text).replace("\n", "\r\n").encode("utf-8-sig"))
    assert answered(file) == usual


def test_a_key_that_another_answer_rules_out_says_why(file: Path) -> None:
    changed(file, ('touch = "HDMI-1 1920x1080"', 'touch = "none"'))
    lines = refusal(file)
    assert [line.split(": ")[1] for line in lines] == ["screens.touch_rotate", "screens.touch_inches"]
    assert all("this counts only where a monitor is named for it" in line for line in lines)


def test_what_a_wrong_answer_seems_to_rule_out_is_not_called_wrong_as_well(file: Path) -> None:
    (line,) = refusal(changed(file, ('touch = "HDMI-1 1920x1080"', 'touch = "HDMI-1"')))
    assert "screens.touch: A monitor is written such as" in line


def test_a_file_of_the_tier_above_that_is_not_there_is_told_in_its_line(
    file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    where = tmp_path / "no.json"
    changed(file, ("# [district]", "[district]"), ('# bundle = "/media/usb/thanh-son.json"', f'bundle = "{where}"'))
    config = tmp_path / "etc" / "config.toml"
    line = file.read_text(encoding="utf-8").split("\n").index(f'bundle = "{where}"') + 1
    assert main(["setup", "--from", str(file), "--check", "--config", str(config)]) == 0
    assert f"{where} is not on this machine, so nobody has looked into it" in capsys.readouterr().out
    assert main(["setup", "--from", str(file), "--config", str(config)]) == 1
    said = capsys.readouterr().err
    assert f"{file}, line {line}: district.bundle: The file of the tier above {where} cannot be used: it is not" in said
    assert list(tmp_path.iterdir()) == [file]


def test_a_file_of_the_tier_above_for_another_office_is_told_by_the_check_too(
    file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    where = bundle(tmp_path, office="ben-thanh")
    changed(file, ("# [district]", "[district]"), ('# bundle = "/media/usb/thanh-son.json"', f'bundle = "{where}"'))
    config = tmp_path / "etc" / "config.toml"
    for words in (["--check"], []):
        assert main(["setup", "--from", str(file), *words, "--config", str(config)]) == 1
        assert "made for the office “ben-thanh”, but this one is “thanh-son”" in capsys.readouterr().err
    assert not config.parent.exists()


def test_a_check_without_a_file_asks_nobody_anything(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["setup", "--check", "--config", str(tmp_path / "config.toml")]) == 2
    assert "--from" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_a_missing_file_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["setup", "--from", str(tmp_path / "no.toml"), "--config", str(tmp_path / "config.toml")]) == 2
    assert say("vi", "it is not there; look at its name, and plug the stick in") in capsys.readouterr().err


def test_only_the_wiring_of_a_working_office_can_be_asked_again(
    file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    config, english = tmp_path / "config.toml", ("--language", "en")
    assert main(["setup", "--step", "printer", "--config", str(config), *english]) == 2
    assert "motcua check names each mistake" in capsys.readouterr().err
    main(["setup", "--from", str(file), "--config", str(config)])
    capsys.readouterr()
    assert main(["setup", "--step", "services", "--config", str(config), *english]) == 2
    assert "are changed in the pages under /admin" in capsys.readouterr().err
