"""`backup` and `verify`, with a running service and without."""

import errno
import hashlib
import io
import json
import os
import re
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from kiosk.cli import main
from kiosk.cli.failures import plain_failure
from kiosk.cli.safekeeping import make_copy
from kiosk.config import load
from office.premises import DataUnusable
from office.safekeeping.checking import check_copy
from office.safekeeping.copies import Kind, read_copy, slip_of
from tests.cli.conftest import Motcua, Running
from tests.office_fixture import opened, take
from tests.safekeeping.making import lose_a_row, say_it_was_so

pytestmark = pytest.mark.usefixtures("made")


def _made(said: str) -> Path:
    found = re.match(r"(/.+\.db): [0-9.]+ MB, \d+ facts, \d+ tickets, checked", said)
    assert found, said
    return Path(found[1])


def test_a_copy_is_made_and_checked(office: Motcua) -> None:
    said = office("backup")
    assert (said.code, said.err) == (0, "")
    assert "no second place is named" in said.out
    made = _made(said.out)
    assert check_copy(made, chains=True).kind is Kind.BY_HAND
    assert made.parent.name == "backups"
    whole = office("verify")
    assert (whole.code, whole.err) == (0, "")
    assert re.search(r"motcua\.db: sound$", whole.out, re.MULTILINE)
    assert f"{made}: good; " in whole.out
    assert office("verify", str(made)).out.startswith(f"{made}: good; ")


def test_a_copy_can_be_brought_to_a_stick(office: Motcua, tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    said = office("backup", "--to", str(stick))
    assert said.code == 0, said.err
    there = stick / _made(said.out).name
    assert f"{there}: the same copy, read back from there" in said.out
    check_copy(there, chains=True)
    gone = office("backup", "--to", str(tmp_path / "not-there"))
    assert (gone.code, gone.err.count("\n")) == (1, 1)
    assert "no such file or directory" in gone.err.lower()


def test_before_an_update_three_copies_stay(motcua: Motcua, config: Path) -> None:
    for _ in range(2):
        assert motcua("backup", "--before-update").code == 0
    made, _, _ = make_copy(load(config), Kind.UPDATE)
    assert made.kind is Kind.UPDATE


def test_a_changed_byte_is_found(motcua: Motcua) -> None:
    made = _made(motcua("backup").out)
    raw = bytearray(made.read_bytes())
    raw[5000] ^= 0xFF
    made.write_bytes(raw)
    said = motcua("verify")
    assert said.code == 1
    assert f"{made}: its bytes are not those that were written" in said.err


def test_a_copy_is_put_back_and_what_was_there_lies_aside(motcua: Motcua, config: Path) -> None:
    made = _made(motcua("backup").out)
    motcua("clerk", "add", "moi", "--name", "Người Mới")
    said = motcua("restore", "--yes")
    assert (said.code, said.err) == (0, "")
    assert f"{made}: good" in said.out
    assert "moi" not in motcua("clerk", "list").out
    assert list((config.parent / "data" / "aside").rglob("motcua.db"))


def test_putting_back_asks_first(motcua: Motcua, monkeypatch: pytest.MonkeyPatch) -> None:
    motcua("backup")
    motcua("clerk", "add", "moi", "--name", "Người Mới")
    monkeypatch.setattr("sys.stdin", io.StringIO("n\n"))
    said = motcua("restore")
    assert (said.code, said.err) == (1, "motcua: nothing was changed\n")
    assert "comes back only as far as the tier above has it" in said.out
    assert "moi" in motcua("clerk", "list").out


def test_without_a_good_copy_nothing_is_put_back(motcua: Motcua, tmp_path: Path) -> None:
    assert "there is no good copy" in motcua("restore", "--yes").err
    assert motcua("restore", str(tmp_path / "x.db"), "--yes").code == 1
    made = _made(motcua("backup").out)
    made.write_bytes(made.read_bytes()[:-1])
    assert "not those that were written" in motcua("restore", str(made), "--yes").err
    assert motcua("clerk", "list").code == 0


def test_a_copy_that_lost_rows_is_passed_over_with_a_word_and_refused_when_it_is_named(
    motcua: Motcua, config: Path
) -> None:
    older = _made(motcua("backup").out)
    with opened(load(config).data.dir) as premises:  # on a Monday morning
        for _ in range(2):
            take(premises.desk)
    newer = _made(motcua("backup").out)
    lose_a_row(newer)
    say_it_was_so(read_copy(newer))
    refused = motcua("restore", str(newer), "--yes")
    assert (refused.code, f"{newer}: the database in it is damaged" in refused.err) == (1, True)
    said = motcua("restore", "--yes")
    assert (said.code, said.err) == (0, "")
    assert said.out.index(f"{newer}: the database in it is damaged") < said.out.index(f"{older}: good")


def test_nothing_is_made_on_a_new_machine_when_there_is_nothing_to_put_back(motcua: Motcua, tmp_path: Path) -> None:
    said = motcua("restore", "--yes", "--data", str(tmp_path / "new"))
    assert (said.code, said.err.count("\n")) == (1, 1)
    assert not (tmp_path / "new").exists()
    made = _made(motcua("backup").out)
    assert motcua("restore", str(made), "--yes", "--data", str(tmp_path / "new")).code == 0
    assert (tmp_path / "new" / "motcua.db").exists()


def test_nobody_who_could_be_asked_is_one_clear_line(motcua: Motcua, monkeypatch: pytest.MonkeyPatch) -> None:
    motcua("backup")
    monkeypatch.setattr("sys.stdin", io.StringIO(""))
    said = motcua("restore")
    assert (said.code, said.err.count("\n")) == (1, 1)
    assert "--yes" in said.err


def test_a_copy_of_a_newer_program_is_not_put_back(motcua: Motcua) -> None:
    made = _made(motcua("backup").out)
    with closing(sqlite3.connect(made)) as conn:
        conn.execute("UPDATE alembic_version SET version_num = '0999'")
        conn.commit()
    slip = json.loads(slip_of(made).read_text())
    slip |= {"sha256": hashlib.sha256(made.read_bytes()).hexdigest(), "size": made.stat().st_size}
    slip["content"]["schema"] = "0999"
    slip_of(made).write_text(json.dumps(slip))
    assert "was made by a newer program" in motcua("restore", str(made), "--yes").err
    assert "there is no good copy" in motcua("restore", "--yes").err


def test_while_the_service_runs_nothing_is_put_back(capsys: pytest.CaptureFixture[str], running: Running) -> None:
    assert main(["restore", "--yes", "--config", str(running.config)]) == 1
    assert "end it first: systemctl stop motcua" in capsys.readouterr().err


@pytest.mark.parametrize(("number", "what"), [(errno.EROFS, "change it"), (errno.ENOSPC, "delete what is not")])
def test_a_disk_that_takes_nothing_is_one_line_with_what_to_do(number: int, what: str) -> None:
    failure = plain_failure(DataUnusable(Path("/var/lib/motcua"), os.strerror(number)))
    assert failure is not None
    (line,) = failure.lines
    assert what in line
    assert "\n" not in line
