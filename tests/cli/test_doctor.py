"""`motcua doctor --json` and `motcua support`, without a service and asking a running one."""

import json
import zipfile
from pathlib import Path

import pytest

from kiosk.cli import main
from kiosk.health.examining import PARTS
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
    assert counts["tables"] == {} or "ticket" in counts["tables"]


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
