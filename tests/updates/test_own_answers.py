"""What a version answers when an update asks it: with a real office, its database and its service."""

import json
import shutil
import sqlite3
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest

from kiosk.cli import main
from kiosk.cli.direct import direct_office
from kiosk.config import Address, load
from kiosk.service import Started, serve
from kiosk.updates.looking import look
from look.version import VERSION
from office.store import schema
from office.store.engine import FILE_NAME
from tests.durability.running import stretched, wiring


@pytest.fixture
def config(tmp_path: Path) -> Path:
    """Of an office that has a database."""
    path = wiring(tmp_path, printer='transport = "virtual"')
    direct_office(load(path)).close()
    return path


@contextmanager
def _serving(path: Path) -> Iterator[Started]:
    ready, found = threading.Event(), list[Started]()

    def tell(started: Started) -> None:
        found.append(started)
        ready.set()

    thread = threading.Thread(
        target=serve, args=(load(path).at(listen=Address("127.0.0.1", 0)),), kwargs={"ready": tell}
    )
    thread.start()
    assert ready.wait(stretched(20.0))
    try:
        yield found[0]
    finally:
        found[0].stop()
        thread.join(stretched(10.0))


def typed(*words: str | Path) -> int:
    """The command in a thread of its own: a trial serves, and the browser of other tests has a loop in the main one."""
    with ThreadPoolExecutor(1) as person:
        return person.submit(main, list(map(str, words))).result()


def asked(config: Path, capsys: pytest.CaptureFixture[str], *words: str | Path) -> dict[str, Any]:
    assert typed("update", "--config", config, *words) == 0
    found: dict[str, Any] = json.loads(capsys.readouterr().out.splitlines()[-1])
    return found


def test_a_running_office_says_what_is_there(config: Path) -> None:
    with _serving(config):
        seen = look(load(config))
    assert (seen.version, seen.answers, seen.issues) == (VERSION, True, True)
    assert seen.before == {"printer": True, "district": False}


def test_without_a_service_nothing_answers_but_a_number_can_be_given(config: Path) -> None:
    seen = look(load(config))
    assert (seen.version, seen.answers, seen.issues) == ("", False, True)
    assert "does not answer" in seen.why


def test_it_copies_the_database_and_works_on_the_copy_alone(
    config: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    own = tmp_path / "data" / FILE_NAME
    before = own.read_bytes()
    prepared = asked(config, capsys, "--prepare")
    assert Path(prepared["copy"]).name.endswith("-update.db")
    tried = asked(config, capsys, "--try", prepared["scratch"])
    assert (tried["version"], tried["schema"]) == (VERSION, schema.HEAD)
    assert tried["number"] is not None
    assert own.read_bytes() == before
    assert not Path(prepared["scratch"]).exists()


def test_a_database_that_it_cannot_bring_up_fails_the_trial(
    config: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    shutil.copyfile(tmp_path / "data" / FILE_NAME, scratch / FILE_NAME)
    with closing(sqlite3.connect(scratch / FILE_NAME)) as db:
        db.execute("UPDATE alembic_version SET version_num = '0006'")
        db.commit()
    assert typed("update", "--config", config, "--try", scratch) == 1
    assert "schema_readers already exists" in capsys.readouterr().err


def test_a_configuration_that_it_does_not_understand_fails_the_trial(
    config: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    config.write_text(config.read_text("utf-8") + "\n[voice_of_old]\nloud = 1\n", encoding="utf-8")
    assert typed("update", "--config", config, "--try", tmp_path) == 1
    assert "voice_of_old: unknown key" in capsys.readouterr().err


def test_outside_of_an_installation_an_update_says_so_in_one_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for words in (["--status"], ["--back"], [str(tmp_path / "motcua-9.motcua")]):
        assert main(["update", *words, "--root", str(tmp_path)]) == 1
        assert "the package motcua was installed; here it was not" in capsys.readouterr().err
