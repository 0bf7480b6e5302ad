"""`motcua doctor --json` and `motcua support`, without a service and asking a running one."""

import json
import zipfile
from pathlib import Path

import pytest

from kiosk.cli import main
from kiosk.health.examining import PARTS
from office.store.lock import DataLock
from tests.cli.conftest import Motcua, Running


def test_a_program_reads_every_part_whoever_looks(office: Motcua) -> None:
    parts = json.loads(office("doctor", "--json", "--language", "en").out)["parts"]
    assert [one["key"] for one in parts] == [part.key for part in PARTS]
    found = {one["key"]: one for one in parts}
    assert found["database"]["findings"]
    for one in parts:
        for finding in one["findings"]:
            assert finding["level"] in ("ok", "warn", "bad")
            assert finding["text"]


def test_a_file_for_support_is_written_whoever_makes_it(office: Motcua, tmp_path: Path) -> None:
    target = tmp_path / "support.zip"
    assert office("support", str(target)).out == f"{target}: written\n"
    with zipfile.ZipFile(target) as packed:
        assert "motcua-support/findings.txt" in packed.namelist()
        counts = json.loads(packed.read("motcua-support/counts.json"))
    assert counts == {} or "ticket" in counts["tables"]  # before the first start there is no database


def test_a_running_service_tells_its_last_lines(
    running: Running, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    target = tmp_path / "support.zip"
    assert main(["support", str(target), "--config", str(running.config)]) == 0
    capsys.readouterr()
    with zipfile.ZipFile(target) as packed:
        log = packed.read("motcua-support/log.txt").decode()
    assert "event=serve.ready" in log
    assert "event=" in log


def test_a_place_where_the_file_cannot_be_written_is_one_clear_line(motcua: Motcua, tmp_path: Path) -> None:
    said = motcua("support", str(tmp_path / "nowhere" / "x.zip"))
    assert (said.code, said.err.count("\n")) == (1, 1)


def test_a_service_that_does_not_answer_leaves_a_file_and_a_fault(motcua: Motcua, tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    lock = DataLock(tmp_path / "data")
    lock.take()  # as a service that hangs: it has the data, and no socket
    try:
        said = motcua("doctor", "--language", "en")
        assert said.code == 1
        assert "The running service does not answer over its socket" in said.out
        assert "The disk keeps a change in" in said.out
        assert motcua("support", str(tmp_path / "x.zip")).code == 0
    finally:
        lock.release()
    with zipfile.ZipFile(tmp_path / "x.zip") as packed:
        assert json.loads(packed.read("motcua-support/counts.json")) == {}
