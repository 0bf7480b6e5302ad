"""Mistakes in `config.toml`: all of them at once, each as one sentence that says what to write."""

from pathlib import Path

import pytest

from kiosk.config import Config, ConfigInvalid, load
from web.settings.kinds import address

SERVICE = '[[first.services]]\nprefix = "A"\nname = "Chứng thực"\n'


def mistakes(tmp_path: Path, text: str) -> tuple[str, ...]:
    path = tmp_path / "config.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ConfigInvalid) as caught:
        load(path)
    return caught.value.errors


def test_five_mistakes_give_five_sentences(tmp_path: Path) -> None:
    text = (
        '[web]\nlisten = "8080"\n'
        '[printer]\ntransport = "tpc"\nwidht = 80\n'
        '[day]\nbegins = "25:00"\n' + SERVICE + '[[first.counters]]\nnumber = 1\nname = "Quầy 1"\nservices = ["X"]\n'
    )
    assert mistakes(tmp_path, text) == (
        'web.listen: must be HOST:PORT like "127.0.0.1:8080", not "8080"',
        (
            'printer.transport: must be one of "virtual", "tcp", "usblp", "usb", "serial", "off", not "tpc", '
            "did you mean 'tcp'?"
        ),
        "printer.widht: unknown key, did you mean 'width'?",
        'day.begins: must be a time of day like "07:30", not "25:00"',
        'first.counters[1].services: there is no service "X"; there are: A',
    )


def test_a_syntax_error_names_its_line(tmp_path: Path) -> None:
    (error,) = mistakes(tmp_path, '[office]\nid = "thanh-son"\ntimezone = Asia/Saigon\n')
    assert error.endswith("config.toml, line 3: invalid value: timezone = Asia/Saigon")


def test_a_text_without_its_end_is_a_syntax_error(tmp_path: Path) -> None:
    (error,) = mistakes(tmp_path, '[office]\nid = "thanh')
    assert "config.toml, " in error


def test_a_file_that_is_not_utf_8_names_its_line(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_bytes("[office]\n# xã\n".encode("latin-1"))
    with pytest.raises(ConfigInvalid, match=r"line 2: is not UTF-8 text"):
        load(path)


def test_the_mark_that_some_editors_put_first_is_passed_over(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_bytes('[office]\nid = "thanh-son"\n'.encode("utf-8-sig"))
    assert load(path).office.id == "thanh-son"


def test_a_missing_file_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(ConfigInvalid, match=r"nothing\.toml: no such file or directory"):
        load(tmp_path / "nothing.toml")


def test_a_file_of_more_than_a_megabyte_is_refused(tmp_path: Path) -> None:
    (error,) = mistakes(tmp_path, "#" * 1_000_001)
    assert "larger than 1 MB" in error


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("ofice = 1\n", "ofice: unknown key, did you mean 'office'?"),
        ("office = 3\n", "office: must be a table, not 3"),
        ('[office]\nid = "Thanh Sơn"', "office.id: must be small letters, digits and hyphens (at most 40)"),
        ('[office]\ntimezone = "Asia/Hanoi"', 'office.timezone: is not a known time zone: "Asia/Hanoi"'),
        ('[office]\ntimezone = "../../etc/passwd"', "office.timezone: is not a known time zone"),
        ("[data]\ndir = 5", "data.dir: must be the name of a file or folder"),
        ('[web]\nlisten = "localhost:99999"', "web.listen: must be HOST:PORT"),
        ('[web]\ntls_key = "a.key"', "web.tls_certificate: missing; it is needed because web.tls_key is set"),
        (
            '[web]\ntls = "tls"\ntls_certificate = "a.crt"\ntls_key = "a.key"',
            "web.tls: does not go together with web.tls_certificate; leave one of the two out",
        ),
        (
            '[web]\nredirect = "0.0.0.0:80"',
            "web.redirect: leads to https, but there is none; `motcua tls init` makes it",
        ),
        (
            '[web]\ntls = "tls"\nlisten = "0.0.0.0:443"\nredirect = "0.0.0.0:443"',
            "web.redirect: must be another address than web.listen",
        ),
        ('[printer]\ntransport = "tcp"', 'printer.host: missing; printer.transport = "tcp" needs'),
        (
            '[printer]\ntransport = "tcp"\nhost = "printer.local"',
            'printer.host: must be an address in figures, such as "192.168.1.50", not "printer.local"',
        ),
        ('[printer]\ntransport = "tcp"\nhost = "10.0.0.7:9100"', "printer.host: must be an address in figures"),
        (
            '[printer]\ntransport = "serial"\ndevice = "socket://server.local:4001"',
            'printer.device: must be the port, such as "/dev/ttyUSB0", or a device server',
        ),
        ('[printer]\ntransport = "serial"\ndevice = "socket://[::1"', "printer.device: must be the port, such as"),
        ('[printer]\ntransport = "serial"', 'printer.device: missing; printer.transport = "serial" needs the port'),
        ('[printer]\ntransport = "usb"\ndevice = "lp0"', "printer.device: must be VENDOR:PRODUCT[:SERIAL] like"),
        ("[printer]\nbaud = 9601", "printer.baud: must be one of 1200, 2400"),
        ('[printer]\nport = "9100"', 'printer.port: must be a whole number, not "9100"'),
        ("[printer]\nport = true", "printer.port: must be a whole number, not true"),
        ("[printer]\nport = 0", "printer.port: must be at least 1, not 0"),
        ('[printer]\ntemplate = "checklist"', 'printer.template: "checklist" is the name of another slip'),
        ("[printer]\nwidth = 79", "printer.width: must be one of 80, 58, not 79"),
        ('[day]\nbegins = "19:00"\nends = "06:00"', "day.ends: 06:00 is not after day.begins (19:00)"),
        ('[log]\nlevel = "verbose"', 'log.level: must be one of "debug", "info", "warning", "error"'),
    ],
)
def test_a_mistake_in_the_wiring_says_what_to_write(tmp_path: Path, text: str, sentence: str) -> None:
    (error,) = mistakes(tmp_path, text)
    assert error.startswith(sentence)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (SERVICE * 2, 'first.services[2].prefix: "A" is already the prefix of another service'),
        (SERVICE.replace('"A"', '"O"'), 'first.services[1].prefix: "O" is not allowed; use one of A B C D E'),
        (SERVICE.replace('"A"', '"a"'), 'first.services[1].prefix: must be one capital letter, not "a"'),
        (SERVICE + "quota = -1\n", "first.services[1].quota: must be at least 0, not -1"),
        (SERVICE + 'detial = "x"\n', "first.services[1].detial: unknown key, did you mean 'detail'?"),
        ("[first]\n", "first.services: at least one service is needed"),
        (
            SERVICE + '[[first.people]]\nid = "lan"\nname = "Lan"\n',
            'first.people: nobody has role = "head"; somebody must be able to run the office',
        ),
        (
            SERVICE + '[first.opening]\nmonday = ["11:30-07:30"]\n',
            "first.opening.monday[1]: closes at 07:30, which is not after it opens at 11:30",
        ),
        (
            SERVICE + '[first.opening]\nmonday = ["07:30-11:30", "11:00-17:00"]\n',
            "first.opening.monday: the span from 11:00 begins before 11:30",
        ),
        (
            SERVICE + "[first.opening]\nwensday = []\n",
            "first.opening.wensday: unknown key, did you mean 'wednesday'?",
        ),
        (
            SERVICE + '[first.rating]\nscale = 5\nlevels = [{ level = 1, label = "x" }]\n',
            "first.rating.levels: a scale of 5 needs each level from 1 to 5 once",
        ),
        (
            SERVICE + "[first.rating]\nwindow_seconds = 10\n",
            "first.rating.window_seconds: must be at least 20, not 10",
        ),
    ],
)
def test_a_mistake_in_the_first_filling_says_what_to_write(tmp_path: Path, text: str, sentence: str) -> None:
    (error,) = mistakes(tmp_path, text)
    assert error.startswith(sentence)


def test_two_counters_of_one_number_are_refused(tmp_path: Path) -> None:
    counter = '[[first.counters]]\nnumber = 3\nname = "Quầy 3"\nservices = ["A"]\n'
    (error,) = mistakes(tmp_path, SERVICE + counter * 2)
    assert error == "first.counters[2].number: 3 is already the number of another counter"


def test_a_misspelt_service_id_is_guessed(tmp_path: Path) -> None:
    text = (
        '[[first.services]]\nid = "chung-thuc"\nprefix = "A"\nname = "Chứng thực"\n'
        '[[first.counters]]\nnumber = 1\nname = "Quầy 1"\nservices = ["chung-thuk"]\n'
    )
    (error,) = mistakes(tmp_path, text)
    assert error.endswith("there is no service \"chung-thuk\", did you mean 'chung-thuc'?")


def test_relative_paths_count_from_the_folder_of_the_file(tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text(
        '[data]\ndir = "kept"\n[web]\ntls_certificate = "a.crt"\ntls_key = "/etc/a.key"\n', encoding="utf-8"
    )
    config = load(tmp_path / "config.toml")
    assert config.data.dir == tmp_path / "kept"
    assert config.web.tls_certificate == tmp_path / "a.crt"
    assert config.web.tls_key == Path("/etc/a.key")


def test_the_command_line_moves_data_and_address(tmp_path: Path) -> None:
    config = Config().at(data=tmp_path, listen=address("[::1]:0"))
    assert config.data.dir == tmp_path
    assert str(config.web.listen) == "[::1]:0"


def test_a_whole_day_may_be_open(tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text(SERVICE + '[first.opening]\nsunday = ["00:00 – 24:00"]\n', encoding="utf-8")
    assert load(tmp_path / "config.toml").first.opening.sunday == ((0, 1440),)


@pytest.mark.parametrize("number", ["[1]", "{ a = 1 }", "[[]]"])
def test_a_list_or_table_as_a_counters_number_is_a_mistake_and_nothing_worse(tmp_path: Path, number: str) -> None:
    counter = f'[[first.counters]]\nnumber = {number}\nname = "Quầy 1"\nservices = ["A"]\n'
    person = '[[first.people]]\nid = "an"\nname = "An"\nrole = "head"\ncounter = 1\n'
    assert any(line.startswith("first.counters[1].number") for line in mistakes(tmp_path, SERVICE + counter + person))
