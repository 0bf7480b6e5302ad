"""The office that is written: configuration with its comments, people who can sign in, windows that may come in."""

import os
import signal
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from kiosk.config import load
from kiosk.config.fill import first_fill
from kiosk.setup import making
from kiosk.setup.making import UNFINISHED, Made, Places, commission, make, rewire
from kiosk.setup.order import again
from kiosk.setup.question import Seen
from kiosk.setup.rewriting import NotRewritten, rewritten, shipped
from kiosk.setup.tables import tables_of
from kiosk.setup.troubles import NotMade
from look.version import VERSION
from office.clock import MachineClock
from office.premises import Premises, open_premises
from tests.cli.test_district import bundle
from tests.setup.walk import Walk, machine

NOW = datetime(2026, 11, 23, 0, 30, tzinfo=UTC)
TOP = Path(__file__).parents[2]


@pytest.fixture
def places(tmp_path: Path) -> Places:
    (tmp_path / "etc").mkdir()
    return Places.beside(tmp_path / "etc" / "config.toml", tmp_path / "data")


def seen_of(**others: str) -> Seen:
    """The answers of somebody who presses Enter."""
    return Seen(Walk().to_the_end(**others).draft.answers, {})


def made(places: Places, seen: Seen) -> Made:
    found = make(seen, places, NOW)
    commission(places)
    return found


@contextmanager
def direct(places: Places) -> Iterator[Premises]:
    """The office that was made, opened as the service opens it."""
    config = load(places.config)
    premises = open_premises(
        places.data, first_fill(config.first), MachineClock(), config.office.timezone, office_id="a", version=VERSION
    )
    try:
        yield premises
    finally:
        premises.close()


def test_everything_is_there_when_the_configuration_is(places: Places) -> None:
    seen = seen_of()
    found = make(seen, places, NOW)
    assert not places.config.exists()
    commission(places)
    config = load(places.config)
    assert (config.office.id, config.first.name) == ("thanh-son", "Bộ phận Tiếp nhận và Trả kết quả xã Thanh Sơn")
    assert config.data.dir == places.data
    assert str(config.backup.second) == "/media/motcua-backup"
    assert (config.printer.transport, config.printer.device) == ("usblp", "/dev/usb/lp0")
    assert (config.screen.output, config.hall.output, config.hall.left) == ("HDMI-1", "HDMI-2", 1920)
    assert config.web.is_secure
    assert found.fingerprint
    assert [pin.id for pin in found.pins] == ["minh-tuan", "lan-anh"]
    assert not (places.data / UNFINISHED).exists()
    assert not places.pending.exists()


def test_the_pins_and_the_tokens_open_the_office(places: Places) -> None:
    found = made(places, seen_of())
    with direct(places) as premises:
        for pin in found.pins:
            premises.doors.check_pin(pin.id, pin.pin, "127.0.0.1")
        for role in ("touch", "hall"):
            file = places.credentials / f"{role}.token"
            assert file.stat().st_mode & 0o777 == 0o600
            known = premises.doors.who(file.read_text(encoding="ascii"))
            assert known is not None
            assert known[0].role == role


def test_every_comment_of_the_shipped_file_stays(places: Places) -> None:
    made(places, seen_of())
    text = places.config.read_text(encoding="utf-8")
    comments = [line for line in shipped().splitlines() if line.startswith("# ") and " = " not in line]
    assert [line for line in comments if line not in text] == []
    assert places.config.stat().st_mode & 0o777 == 0o644


def test_names_with_quotes_and_backslashes_stand_in_the_file_as_they_are(places: Places) -> None:
    name = 'Bộ phận "Một cửa" \\ xã'
    made(places, seen_of(office__name=name))
    assert load(places.config).first.name == name


def test_an_office_that_was_there_before_goes_on(places: Places) -> None:
    made(places, seen_of())
    before = (places.data / "motcua.db").stat().st_ino
    places.config.unlink()
    found = made(places, seen_of(office__name="Ai khác", people__head="Lê Thị Mai"))
    assert found.found
    assert (places.data / "motcua.db").stat().st_ino == before
    assert [pin.id for pin in found.pins] == ["thi-mai", "lan-anh"]


KILLED = """
import os, signal, sys
from datetime import UTC, datetime
from pathlib import Path
from kiosk.setup import making
from tests.cli.test_district import bundle
from tests.setup.walk import Walk, machine
from kiosk.setup.question import Seen

left = int(sys.argv[2])

def counted(event, arguments):
    # Every file that is opened to be written, and every rename, is a moment at which the power may go.
    global left
    if event in ("os.rename", "os.mkdir", "sqlite3.connect") or (event == "open" and arguments[1] in ("w", "wb", None)):
        left -= 1
        if left < 0:
            os.kill(os.getpid(), signal.SIGKILL)

folder = Path(sys.argv[1])
places = making.Places.beside(folder / "etc" / "config.toml", folder / "data")
seen = Seen(Walk().to_the_end(network__tls="no").draft.answers, {})
making.make  # imported before the power goes
sys.addaudithook(counted)
making.make(seen, places, datetime.now(UTC))
making.commission(places)
"""


@pytest.mark.slow
def test_a_power_cut_at_any_moment_leaves_a_setup_that_can_be_done_again(tmp_path: Path) -> None:
    (tmp_path / "etc").mkdir()
    places = Places.beside(tmp_path / "etc" / "config.toml", tmp_path / "data")
    around = {**os.environ, "PYTHONPATH": str(TOP)}
    for moment in (12,):
        done = subprocess.run(
            [sys.executable, "-c", KILLED, str(tmp_path), str(moment)], env=around, check=False, timeout=60
        )
        if done.returncode != -signal.SIGKILL:
            assert done.returncode == 0
            places.config.unlink()
            continue
        assert not places.config.exists()
    found = made(places, seen_of(network__tls="no"))
    assert len(found.pins) == 2
    assert load(places.config).first.name.endswith("xã Thanh Sơn")


def test_a_bundle_of_another_office_stops_everything_before_anything_is_written(places: Places, tmp_path: Path) -> None:
    file = tmp_path / "other.json"
    file.write_text("{}")
    seen = Seen({**seen_of().answers, "district.bundle": str(file), "district.fits": "yes"}, {})
    with pytest.raises(NotMade) as refused:
        make(seen, places, NOW)
    assert refused.value.key == "district.bundle"
    assert refused.value.said("vi") == (
        f"Không dùng được tệp của cấp trên {file}: đây không phải tệp cấp trên cấp cho bộ phận; hãy chọn tệp khác."
    )
    assert not places.data.exists()


def test_nothing_is_made_by_a_dead_clock(places: Places) -> None:
    with pytest.raises(NotMade, match="cannot be right"):
        make(seen_of(), places, NOW.replace(year=2020))
    assert not places.data.exists()


def test_an_office_that_works_is_not_made_once_more(places: Places) -> None:
    """Somebody else has finished the setup meanwhile, at another terminal."""
    made(places, seen_of(network__tls="no"))
    before = places.config.read_bytes()
    with pytest.raises(NotMade, match="works already"):
        make(seen_of(office__name="Ai khác", network__tls="no"), places, NOW)
    assert places.config.read_bytes() == before


def test_a_bundle_from_a_stick_joins_the_tier_above(places: Places, tmp_path: Path) -> None:
    file = bundle(tmp_path)
    pretended = machine()
    pretended.files = {file: file.read_bytes()}
    pretended.wall = datetime.now(UTC).astimezone(pretended.wall.tzinfo)
    walk = Walk(pretended).until("district.fits", network__tls="no")
    assert walk.dialogue.question.told[0].startswith("Huyện Kim Bảng; ")
    walk.to_the_end(network__tls="no")
    found = make(walk.dialogue.seen, places, datetime.now(UTC))
    commission(places)
    assert found.tier == "Huyện Kim Bảng"
    assert load(places.config).district.transport == "mqtt"
    assert (places.data / "district" / "office.key").stat().st_mode & 0o777 == 0o600


def test_a_data_folder_in_use_is_told(places: Places) -> None:
    made(places, seen_of(network__tls="no"))
    with direct(places):
        places.config.unlink()
        with pytest.raises(NotMade, match="a service runs on it already"):
            make(seen_of(network__tls="no"), places, NOW)


def test_one_step_changes_only_its_own_keys(places: Places) -> None:
    made(places, seen_of())
    before = tomllib.loads(places.config.read_text(encoding="utf-8"))
    walk = Walk(steps=again("printer")).until("summary.sure", printer__place="tcp:10.0.0.7:9100", printer__width="58")
    walk.to_the_end()
    rewire(walk.dialogue.seen, ("printer",), places, NOW)
    after = tomllib.loads(places.config.read_text(encoding="utf-8"))
    assert {key for key in before if before[key] != after[key]} == {"printer"}
    assert (after["printer"]["host"], after["printer"]["width"]) == ("10.0.0.7", 58)


def test_encryption_can_be_switched_off_again(places: Places) -> None:
    made(places, seen_of())
    assert load(places.config).web.is_secure
    walk = Walk(steps=again("network")).to_the_end(network__tls="no")
    rewire(walk.dialogue.seen, ("network",), places, NOW)
    config = load(places.config)
    assert not config.web.is_secure
    assert config.web.redirect is None
    assert str(config.web.listen) == "0.0.0.0:8080"


def test_a_key_that_cannot_be_put_into_a_file_of_another_form_is_told() -> None:
    text = '[office]\nid = """\nthanh-son"""\n'
    with pytest.raises(NotRewritten) as refused:
        rewritten(text, {"voice": {"player": "off"}, "office": {"id": "xa"}})
    assert refused.value.key == "office.id"


def test_a_step_that_does_not_go_with_the_rest_of_the_file_names_the_lines_and_changes_nothing(places: Places) -> None:
    made(places, seen_of(network__tls="no"))
    text = places.config.read_text(encoding="utf-8").replace("\n[web]\n", '\n[web]\ntls_certificate = "own.pem"\n', 1)
    places.config.write_text(text.replace("\ntls_certificate", '\ntls_key = "own.key"\ntls_certificate', 1))
    before = places.config.read_bytes()
    assert load(places.config).web.is_secure
    walk = Walk(steps=again("network")).to_the_end(network__tls="yes")
    with pytest.raises(NotMade) as refused:
        rewire(walk.dialogue.seen, ("network",), places, NOW)
    assert "web.tls" in refused.value.said("vi")
    assert "leave one of the two out" not in refused.value.said("vi")  # it is in the log
    assert places.config.read_bytes() == before
    assert not (places.config.parent / "tls").exists()


def test_a_file_without_a_table_gets_it() -> None:
    made_text = rewritten('[office]\nid = "a"\n', {"office": {"id": "b"}, "voice": {"player": "off"}})
    assert tomllib.loads(made_text) == {"office": {"id": "b"}, "voice": {"player": "off"}}


def test_what_was_put_off_keeps_its_default() -> None:
    seen = Seen({"office.place": "xã A", "office.id": "a", "office.name": "A", "office.parent": "B"}, {})
    tables = tables_of(seen)
    assert "printer" not in tables
    assert "web" not in tables
    assert [row["prefix"] for row in tables["first"]["services"]] == list("ABCDEGHT")
    assert tables["first"]["people"] == []


def test_two_people_of_one_name_get_ids_of_their_own(places: Places) -> None:
    seen = seen_of(people__clerk_1="Lê Minh Tuấn")
    assert [one["id"] for one in tables_of(seen)["first"]["people"]] == ["minh-tuan", "minh-tuan-2"]
    assert making.planned(seen, places)
