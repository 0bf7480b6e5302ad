"""`motcua enrol` and `motcua sync`, as a technician types them."""

import base64
import json
import re
from pathlib import Path
from typing import Any

import pytest

from kiosk.cli import main
from sync.parcel import packed, read_parcel, write_parcel
from sync.wire.batch import unpack
from sync.wire.letters import Ack, Hello
from tests.certificates import Authority
from tests.cli.conftest import Motcua, Running, Said

pytestmark = pytest.mark.usefixtures("made")


def bundle(folder: Path, **changes: Any) -> Path:
    authority = Authority(folder)
    mine = authority.client("thanh-son")
    fields = {
        "format": "motcua.bundle.v1",
        "office": "thanh-son",
        "tier": "Huyện Kim Bảng",
        "broker": {"host": "mq.example.vn", "port": 8883},
        "ca": authority.ca.read_text(),
        "certificate": mine.certificate.read_text(),
        "key": mine.key.read_text(),
        "manifest_key": base64.b64encode(bytes(32)).decode(),
        "made_at": "2026-11-21T14:12:00.000Z",
        "later": "unknown keys are passed over",
        **changes,
    }
    path = folder / "thanh-son.motcua-bundle"
    path.write_text(json.dumps(fields, ensure_ascii=False), encoding="utf-8")
    return path


@pytest.fixture
def pki(tmp_path: Path) -> Path:
    folder = tmp_path / "pki"
    folder.mkdir()
    return folder


def test_a_good_bundle_is_kept_for_its_owner_alone(motcua: Motcua, config: Path, pki: Path) -> None:
    said = motcua("enrol", str(bundle(pki)))
    assert said.code == 0
    assert "Huyện Kim Bảng" in said.out
    assert 'transport = "mqtt"' in said.out
    kept = config.parent / "data" / "district"
    assert sorted(path.name for path in kept.iterdir()) == ["ca.crt", "district.json", "office.crt", "office.key"]
    assert {path.stat().st_mode & 0o777 for path in kept.iterdir()} == {0o600}


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"office": "other"}, "made for the office 'other'"),
        ({"format": "motcua.bundle.v2"}, "not a bundle"),
        ({"ca": "rubbish"}, "damaged"),
        ({"broker": {}}, "incomplete"),
        ({"manifest_key": "abc"}, "incomplete"),
    ],
    ids=str,
)
def test_a_bundle_that_does_not_fit_is_refused_and_nothing_is_written(
    motcua: Motcua, config: Path, pki: Path, changes: dict[str, Any], why: str
) -> None:
    said = motcua("enrol", str(bundle(pki, **changes)))
    assert said.code == 1
    assert why in said.err
    assert not (config.parent / "data" / "district").exists()


def test_a_key_of_another_certificate_is_refused(motcua: Motcua, pki: Path) -> None:
    other = Authority(pki).client("somebody")
    said = motcua("enrol", str(bundle(pki, key=other.key.read_text())))
    assert said.code == 1
    assert "does not belong" in said.err


def test_the_status_of_an_office_without_a_tier_above(motcua: Motcua) -> None:
    said = motcua("sync", "status")
    assert said.code == 0
    assert re.search(r"condition +off", said.out)
    assert "complete to 0 of" in said.out


def test_pausing_and_going_on(motcua: Motcua) -> None:
    assert "sync resume" in motcua("sync", "pause").out
    assert re.search(r"waiting", motcua("sync", "status").out)
    assert "sent again" in motcua("sync", "resume").out


def test_the_audit_counts_the_facts_of_each_kind(motcua: Motcua) -> None:
    said = motcua("sync", "audit")
    assert said.code == 0
    assert "stream.begun" in said.out


def test_facts_travel_on_a_stick_and_the_acknowledgement_comes_back(motcua: Motcua, tmp_path: Path) -> None:
    there_and_back(motcua, tmp_path)


def test_the_stick_is_written_by_the_running_service_as_well(
    running: Running, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def run(*words: str) -> Said:
        capsys.readouterr()
        code = main([*words, "--config", str(running.config)])
        said = capsys.readouterr()
        return Said(code, said.out, said.err)

    there_and_back(run, tmp_path)
    assert run("sync", "pause").code == 0
    assert re.search(r"condition +off", run("sync", "status").out)
    assert run("sync", "resume").code == 0


def there_and_back(run: Motcua, folder: Path) -> None:
    stick, back = folder / "office.parcel", folder / "back.parcel"
    assert run("sync", "export", str(stick)).code == 0
    (_, greeting), (box, payload), *_ = read_parcel(stick).letters()
    hello, batch = Hello.unpack(greeting), unpack(payload, "thanh-son")
    assert (box, batch.stream, batch.first) == ("back", hello.stream, 1)
    write_parcel(back, packed("thanh-son", 1, [("ack", Ack(batch.stream, batch.last, 1).pack())]))
    assert f"acknowledged to {batch.last}" in run("sync", "confirm", str(back)).out
    assert f"complete to {batch.last} of" in run("sync", "status").out


def test_an_acknowledgement_for_another_office_is_refused(motcua: Motcua, tmp_path: Path) -> None:
    back = tmp_path / "back.parcel"
    write_parcel(back, packed("other", 1, []))
    said = motcua("sync", "confirm", str(back))
    assert said.code == 1
    assert "other" in said.err
