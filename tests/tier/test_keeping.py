"""A tier is copied and put back: database, keys and wiring, checked before it counts and before it is believed."""

import os
import shutil
import stat
import tarfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine
from sqlalchemy.pool import NullPool

from district import keeping
from district.brokering import write_broker
from district.cli import main
from district.config import Config, load
from district.dumping import CopyFailed
from district.keeping import back_up, copies_in, newest, read_copy, restore
from district.service import open_prepared
from tests.mosquitto import free_port
from tests.postgres import Cluster

pytestmark = [pytest.mark.needs("postgres")]
NOW = datetime(2026, 11, 22, 1, 2, 3, tzinfo=UTC)
NAME = "motcua-district-huyen-kim-bang-20261122T010203Z.tar"


@pytest.fixture
def wiring(tmp_path: Path, cluster: Cluster) -> Iterator[Path]:
    """A tier with a database, keys and a broker's folder."""
    name = cluster.create()
    path = tmp_path / "district.toml"
    lines = f"""
[database]
url = "{cluster.url(name)}"
[broker]
transport = "mqtt"
port = {free_port()}
"""
    path.write_text(lines, encoding="utf-8")
    config = load(path)
    write_broker(config)
    open_prepared(config).dispose()
    yield path
    cluster.drop(name)


@pytest.fixture
def config(wiring: Path) -> Config:
    return load(wiring)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "copies"


def _plain(config: Config) -> Engine:
    return create_engine(config.database.url, poolclass=NullPool)


def _offices(config: Config) -> list[str]:
    with _plain(config).connect() as conn:
        return [row[0] for row in conn.exec_driver_sql("SELECT id FROM office ORDER BY id")]


def _add(config: Config, *ids: str) -> None:
    with _plain(config).begin() as conn:
        for one in ids:
            conn.exec_driver_sql("INSERT INTO office (id, first_seen_at) VALUES (%s, 1)", (one,))


def test_a_copy_holds_everything_and_is_its_owners_alone(config: Config, wiring: Path, folder: Path) -> None:
    _add(config, "thanh-son")
    made = back_up(config, wiring, folder, NOW)
    assert made.path == folder / NAME
    assert stat.S_IMODE(made.path.stat().st_mode) == 0o600
    assert {"database.dump", "district.toml", "pki/ca.key", "pki/manifest.key", "broker/broker.key"} <= set(made.files)
    assert [path.name for path in folder.iterdir()] == [NAME], "nothing half-made is left"
    assert newest(config, folder) == (made.path, NOW)


def test_it_comes_back_with_its_keys_and_what_was_there_is_kept(config: Config, wiring: Path, folder: Path) -> None:
    _add(config, "ba-sao", "thanh-son")
    had = {path: path.read_bytes() for path in config.keys.rglob("*") if path.is_file()}
    made = back_up(config, wiring, folder, NOW)
    with _plain(config).begin() as conn:
        conn.exec_driver_sql("DELETE FROM office WHERE id = 'ba-sao'")
        conn.exec_driver_sql("CREATE TABLE of_later (n int)")
    _add(config, "tan-son")
    shutil.rmtree(config.keys)
    (config.broker.folder / "broker.key").write_text("another one's", encoding="ascii")
    before = restore(config, wiring, made, folder, NOW + timedelta(hours=1))
    assert _offices(config) == ["ba-sao", "thanh-son"]
    with _plain(config).connect() as conn:
        assert conn.exec_driver_sql("SELECT to_regclass('of_later')").scalar() is None
    assert {path: path.read_bytes() for path in config.keys.rglob("*") if path.is_file()} == had
    (aside,) = config.broker.folder.parent.glob("broker.before-*")
    assert (aside / "broker.key").read_text(encoding="ascii") == "another one's"
    assert before is not None
    restore(config, wiring, before, folder, NOW + timedelta(hours=2))
    assert _offices(config) == ["tan-son", "thanh-son"]


def test_an_empty_database_of_a_new_machine_takes_it(config: Config, wiring: Path, folder: Path) -> None:
    _add(config, "thanh-son")
    made = back_up(config, wiring, folder, NOW)
    with _plain(config).begin() as conn:
        conn.exec_driver_sql("DROP SCHEMA public CASCADE")
        conn.exec_driver_sql("CREATE SCHEMA public")
    assert restore(config, wiring, made, folder, NOW) is None
    assert _offices(config) == ["thanh-son"]


def test_only_the_newest_are_kept(config: Config, wiring: Path, folder: Path) -> None:
    for hours in range(4):
        back_up(config, wiring, folder, NOW + timedelta(hours=hours), keep=2)
    assert [path.name[-20:-5] for path in copies_in(config, folder)] == ["20261122T040203", "20261122T030203"]


def test_tiers_that_keep_their_copies_in_one_place_leave_each_other_alone(
    config: Config, wiring: Path, folder: Path
) -> None:
    other = config.model_copy(update={"tier": config.tier.model_copy(update={"name": "Huyện Kim Bảng 2"})})
    for hours in range(3):
        for one in (config, other):
            back_up(one, wiring, folder, NOW + timedelta(hours=hours), keep=2)
    assert [len(copies_in(one, folder)) for one in (config, other)] == [2, 2]
    assert newest(other, folder) == (folder / "motcua-district-huyen-kim-bang-2-20261122T030203Z.tar", _after(2))


def test_the_copy_just_made_stays_although_the_clock_had_been_ahead(config: Config, wiring: Path, folder: Path) -> None:
    for hours in (48, 24, 0):
        made = back_up(config, wiring, folder, NOW + timedelta(hours=hours), keep=2)
        assert made.path.is_file()
    assert len(copies_in(config, folder)) == 2


def test_putting_back_throws_no_copy_away(config: Config, wiring: Path, folder: Path) -> None:
    made = [back_up(config, wiring, folder, _after(hours), keep=None) for hours in range(keeping.KEPT + 2)]
    before = restore(config, wiring, made[0], folder, _after(99))
    assert before is not None
    assert len(copies_in(config, folder)) == keeping.KEPT + 3


def _after(hours: int) -> datetime:
    return NOW + timedelta(hours=hours)


def test_what_pg_restore_cannot_read_replaces_nothing(config: Config, wiring: Path, folder: Path) -> None:
    _add(config, "thanh-son")
    with pytest.raises(CopyFailed, match="pg_restore"):
        restore(config, wiring, _copy_with(config, wiring, folder, lambda dump: b"x" * len(dump)), folder, NOW)
    assert _offices(config) == ["thanh-son"]


def test_what_breaks_off_says_where_the_copy_made_just_before_lies(config: Config, wiring: Path, folder: Path) -> None:
    _add(config, "thanh-son")
    cut = _copy_with(config, wiring, folder, lambda dump: dump[:-100])  # its list of contents, at the head, is whole
    with pytest.raises(CopyFailed, match="what was there before is whole in") as error:
        restore(config, wiring, cut, folder, _after(1))
    (before,) = copies_in(config, folder)
    assert str(before) in error.value.why
    restore(config, wiring, read_copy(before), folder, _after(2))
    assert _offices(config) == ["thanh-son"]


def _copy_with(config: Config, wiring: Path, folder: Path, harm: Callable[[bytes], bytes]) -> keeping.Copy:
    """A copy whose sums are right and whose dump is not."""
    made = back_up(config, wiring, folder, NOW)
    dump = folder / "dump"
    with tarfile.open(made.path) as tar:
        content = tar.extractfile(keeping.DUMP)
        assert content is not None
        dump.write_bytes(harm(content.read()))
    made.path.unlink()
    harmed = folder / "harmed.tar"
    keeping._write(harmed, config, wiring, dump, NOW)
    return read_copy(harmed)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root could be led anywhere")
def test_a_key_that_leads_elsewhere_is_replaced_and_a_folder_that_does_is_refused(
    config: Config, wiring: Path, folder: Path, tmp_path: Path
) -> None:
    made = back_up(config, wiring, folder, NOW)
    shadow = tmp_path / "shadow"
    shadow.write_text("root", encoding="ascii")
    (config.keys / "ca.key").unlink()
    (config.keys / "ca.key").symlink_to(shadow)
    restore(config, wiring, made, folder, _after(1))
    assert shadow.read_text(encoding="ascii") == "root"
    assert not (config.keys / "ca.key").is_symlink()
    (config.keys / "collectors").rename(config.keys / "old")
    (config.keys / "collectors").symlink_to(tmp_path)
    with pytest.raises(CopyFailed, match="leads elsewhere"):
        restore(config, wiring, made, folder, _after(2))


def test_what_is_damaged_is_not_believed(config: Config, wiring: Path, folder: Path) -> None:
    made = back_up(config, wiring, folder, NOW)
    content = made.path.read_bytes()
    at = content.index(b"PGDMP")
    harmed = {
        "cut": content[: len(content) // 2],
        "changed": content[: at + 50] + b"x" + content[at + 51 :],
        "swapped": content.replace(b"pki/ca.key\0", b"pki/cb.key\0"),
        "foreign": content.replace(b'"motcua-district"', b'"motcua-dystrict"', 1),
        "empty": b"",
    }
    for harm, given in harmed.items():
        assert given != content, harm
        made.path.write_bytes(given)
        with pytest.raises(CopyFailed):
            read_copy(made.path)


def test_a_tar_that_points_out_of_its_folder_is_refused(tmp_path: Path) -> None:
    path = tmp_path / NAME
    with tarfile.open(path, "w:") as tar:
        link = tarfile.TarInfo("manifest.json")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        tar.addfile(link)
    with pytest.raises(CopyFailed):
        read_copy(path)


def test_a_member_that_leads_out_of_the_folder_is_not_unpacked(config: Config, wiring: Path, folder: Path) -> None:
    made = back_up(config, wiring, folder, NOW)
    content, name = made.path.read_bytes(), b"district.toml"
    out = b"../escape.txt"
    assert len(out) == len(name)
    swapped = content.replace(name + b"\0", out + b"\0").replace(b'"' + name + b'"', b'"' + out + b'"')
    made.path.write_bytes(_with_right_sums(swapped))
    with pytest.raises(CopyFailed, match="out of its folder"):
        restore(config, wiring, read_copy(made.path), folder, NOW + timedelta(hours=1))
    assert not (folder / "escape.txt").exists()


def _with_right_sums(content: bytes) -> bytes:
    """The checksum of each head of a tar, reckoned anew."""
    whole = bytearray(content)
    for at in range(0, len(whole), 512):
        if whole[at + 257 : at + 262] == b"ustar":
            head = whole[at : at + 512]
            head[148:156] = b" " * 8
            whole[at + 148 : at + 156] = f"{sum(head):06o}\0 ".encode()
    return bytes(whole)


def test_while_somebody_works_with_the_database_nothing_is_replaced(config: Config, wiring: Path, folder: Path) -> None:
    _add(config, "thanh-son")
    made = back_up(config, wiring, folder, NOW)
    store = _plain(config)
    with store.connect() as conn:
        conn.exec_driver_sql("SELECT 1")
        with pytest.raises(CopyFailed, match="systemctl stop"):
            restore(config, wiring, made, folder, NOW)
    assert _offices(config) == ["thanh-son"]


def test_a_copy_of_a_newer_program_waits_for_that_program(config: Config, wiring: Path, folder: Path) -> None:
    made = back_up(config, wiring, folder, NOW)
    later = keeping.Copy(made.path, "9.0.0", "9999", made.made_at, made.files)
    with pytest.raises(CopyFailed, match=r"9\.0\.0"):
        restore(config, wiring, later, folder, NOW)


def test_the_commands_say_what_they_did(
    config: Config, wiring: Path, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["backup", "--to", str(folder), "--config", str(wiring)]) == 0
    (path,) = copies_in(config, folder)
    assert str(path) in capsys.readouterr().out
    assert main(["restore", str(path), "--config", str(wiring)]) == 1
    assert "--yes" in capsys.readouterr().err
    os.utime(path)
    assert main(["restore", str(path), "--yes", "--config", str(wiring)]) == 0
    assert "put back" in capsys.readouterr().out


def test_a_trial_is_told_what_to_copy(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    wiring = tmp_path / "district.toml"
    wiring.write_text("", encoding="utf-8")
    assert main(["backup", "--to", str(tmp_path), "--config", str(wiring)]) == 1
    assert "copy that folder" in capsys.readouterr().err
