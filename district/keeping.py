"""Copies of the tier: its database and its keys in one file, looked into before it counts as made.

Layout of a copy: a tar with `manifest.json` (who made it, when, SHA-256 of every other member), `database.dump`
(pg_dump's custom format), the wiring, and the keys and certificates. Whoever has it can make certificates: it is
readable by its owner alone, and belongs into a safe. A restored tier asks the offices by itself for what came later.
"""

import hashlib
import io
import json
import os
import re
import shutil
import tarfile
import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy.exc import SQLAlchemyError

from district.config import Config
from district.dumping import CopyFailed, has_facts, refuse_company, refuse_trial, run, schema, store, tables_in
from district.service import open_prepared
from district.store.schema import head
from look.folding import fold
from look.version import VERSION
from web.writing import keep_folder, write_as

PRODUCT, KEPT = "motcua-district", 14
MANIFEST, DUMP, WIRING, KEYS, BROKER = "manifest.json", "database.dump", "district.toml", "pki", "broker"
_LARGEST_MANIFEST = 1_000_000
_LONGEST_NAME = 120


@dataclass(frozen=True, slots=True)
class Copy:
    """A whole copy; `schema`: of the database in it."""

    path: Path
    version: str
    schema: str
    made_at: str
    files: dict[str, str]


def back_up(config: Config, wiring: Path, folder: Path, now: datetime, *, keep: int | None = KEPT) -> Copy:
    """Makes a copy and removes this tier's beyond the `keep` newest (None: none). Raises CopyFailed, OSError."""
    refuse_trial(config)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = folder / f"{_name_of(config)}-{now:%Y%m%dT%H%M%S}Z.tar"
    with tempfile.TemporaryDirectory(prefix=".copy-", dir=folder) as made:
        dump = Path(made) / DUMP
        run(config, "pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--file={dump}")
        if not tables_in(config, dump):
            raise CopyFailed("pg_restore finds nothing in what pg_dump wrote")
        whole = Path(made) / path.name
        _write(whole, config, wiring, dump, now)
        read_copy(whole)
        whole.replace(path)
    keep_folder(folder)
    if keep is not None:
        for old in [one for one in copies_in(config, folder) if one != path][keep - 1 :]:
            old.unlink()
    return read_copy(path)


def copies_in(config: Config, folder: Path) -> list[Path]:
    """Those of this tier, the newest first; their names end with their times. Others may keep theirs beside them."""
    ours = re.compile(rf"{re.escape(_name_of(config))}-\d{{8}}T\d{{6}}Z\.tar")
    return sorted((path for path in folder.glob(f"{PRODUCT}-*") if ours.fullmatch(path.name)), reverse=True)


def _name_of(config: Config) -> str:
    """ "Huyện Kim Bảng" keeps its copies as motcua-district-huyen-kim-bang-…"""
    return "-".join((PRODUCT, *re.findall("[a-z0-9]+", fold(config.tier.name))))[:_LONGEST_NAME]


def read_copy(path: Path) -> Copy:
    """Checks every byte of it. Raises CopyFailed."""
    try:
        with tarfile.open(path, "r:") as tar:
            manifest = _manifest(tar)
            found = {one.name: _digest(tar, one) for one in tar if one.name != MANIFEST}
    except (tarfile.TarError, OSError, ValueError, KeyError, TypeError) as error:
        raise CopyFailed(f"{path}: is no copy of {PRODUCT}, or is cut off") from error
    if found != manifest["files"] or DUMP not in found:
        raise CopyFailed(f"{path}: was changed or damaged")
    return Copy(path, manifest["version"], manifest["schema"], manifest["made_at"], found)


def restore(config: Config, wiring: Path, copy: Copy, folder: Path, now: datetime) -> Copy | None:
    """The database as it was, and the keys. The copy of what was there before; None when there was nothing.

    Raises CopyFailed: somebody works with the database, or the copy is of a newer program.
    """
    refuse_trial(config)
    if copy.schema > head():
        raise CopyFailed(f"{copy.path}: was made by a newer program ({copy.version}); install that one first")
    with tempfile.TemporaryDirectory(prefix=".restore-", dir=folder) as made:
        _unpack(copy, Path(made))
        if not tables_in(config, Path(made) / DUMP):
            raise CopyFailed(f"{copy.path}: pg_restore finds nothing in it")
        with store(config) as opened:
            refuse_company(opened)
            before = back_up(config, wiring, folder, now, keep=None) if has_facts(opened) else None
        try:
            _replace(config, Path(made), now)
        except (CopyFailed, OSError, SQLAlchemyError) as error:
            kept = f"; what was there before is whole in {before.path}" if before is not None else ""
            raise CopyFailed(f"{getattr(error, 'why', error)}{kept}") from error
    return before


def _replace(config: Config, unpacked: Path, now: datetime) -> None:
    with store(config) as opened, opened.begin() as conn:
        conn.exec_driver_sql("DROP SCHEMA public CASCADE")
        conn.exec_driver_sql("CREATE SCHEMA public")
    how = ("--no-owner", "--single-transaction", "--exit-on-error", "--dbname", "")
    run(config, "pg_restore", *how, unpacked / DUMP)
    _put_keys(unpacked, config, now)
    open_prepared(config).dispose()  # an older schema is brought to ours


# --- the file --------------------------------------------------------------------------------------------------------
def _write(path: Path, config: Config, wiring: Path, dump: Path, now: datetime) -> None:
    members = {DUMP: dump, WIRING: wiring, **_keys(config)}
    manifest = {
        "product": PRODUCT,
        "version": VERSION,
        "schema": schema(config),
        "made_at": now.isoformat(timespec="seconds"),
        "files": {name: _hashed(file) for name, file in members.items()},
    }
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as raw:
        with tarfile.open(fileobj=raw, mode="w:", dereference=True) as tar:
            content = json.dumps(manifest, indent=1).encode()
            head_of = tarfile.TarInfo(MANIFEST)
            head_of.size, head_of.mode = len(content), 0o600
            tar.addfile(head_of, io.BytesIO(content))
            for name, file in members.items():
                tar.add(file, arcname=name, recursive=False)
        raw.flush()
        os.fsync(raw.fileno())


def _keys(config: Config) -> dict[str, Path]:
    """Everything of the authority, and the broker's own certificate."""
    own = {path for path in config.keys.rglob("*") if path.is_file()}
    broker = {path for path in config.broker.folder.glob("broker.*") if path.is_file()}
    return {
        **{f"{KEYS}/{path.relative_to(config.keys)}": path for path in sorted(own)},
        **{f"{BROKER}/{path.name}": path for path in sorted(broker)},
    }


def _manifest(tar: tarfile.TarFile) -> dict[str, Any]:
    member = tar.next()
    if member is None or member.name != MANIFEST or member.size > _LARGEST_MANIFEST:
        raise ValueError("the manifest does not come first")
    content = tar.extractfile(member)
    assert content is not None
    manifest = json.loads(content.read())
    if manifest["product"] != PRODUCT or type(manifest["files"]) is not dict:
        raise ValueError("another product's")
    return {key: manifest[key] for key in ("version", "schema", "made_at", "files")}


def _digest(tar: tarfile.TarFile, member: tarfile.TarInfo) -> str:
    content = tar.extractfile(member) if member.isfile() else None
    if content is None:
        raise ValueError(f"{member.name} is no file")
    digest = hashlib.sha256()
    while piece := content.read(1 << 20):
        digest.update(piece)
    return digest.hexdigest()


def _hashed(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _unpack(copy: Copy, folder: Path) -> None:
    """Only what `read_copy` saw, and nothing outside of the folder."""
    with tarfile.open(copy.path, "r:") as tar:
        for name in copy.files:
            target, member = folder / name, tar.getmember(name)
            content = tar.extractfile(member)
            if content is None or not target.resolve().is_relative_to(folder.resolve()):
                raise CopyFailed(f"{copy.path}: {name} points out of its folder")
            target.parent.mkdir(parents=True, exist_ok=True)
            with target.open("xb") as file:
                shutil.copyfileobj(content, file)
            target.chmod(member.mode & 0o777)


def _put_keys(unpacked: Path, config: Config, now: datetime) -> None:
    """Into their places; other keys that are there are set aside, never thrown away."""
    for name, place in ((KEYS, config.keys), (BROKER, config.broker.folder)):
        source = unpacked / name
        files = [path for path in source.rglob("*") if path.is_file()]
        if any(
            (place / p.relative_to(source)).read_bytes() != p.read_bytes()
            for p in files
            if (place / p.relative_to(source)).is_file()
        ):
            shutil.copytree(place, place.with_name(f"{place.name}.before-{now:%Y%m%dT%H%M%S}"), symlinks=True)
        for path in files:
            target = place / path.relative_to(source)
            target.parent.mkdir(parents=True, exist_ok=True)
            if target.parent.resolve() != place.resolve() / path.parent.relative_to(source):
                raise CopyFailed(f"{target.parent}: leads elsewhere")
            _keep_owner(path, target)


def _keep_owner(path: Path, target: Path) -> None:
    """As root in a folder of the service: what stands there is replaced, never written through."""
    of = (target if os.path.lexists(target) else target.parent).lstat()
    owner = (of.st_uid, of.st_gid) if os.geteuid() == 0 else (-1, -1)
    write_as(target, path.read_bytes(), path.stat().st_mode & 0o777, owner)


def newest(config: Config, folder: Path) -> tuple[Path, datetime] | None:
    """This tier's newest copy, and when it was made."""
    found = next(iter(copies_in(config, folder)), None)
    if found is None:
        return None
    made = datetime.strptime(found.name.rpartition("-")[2], "%Y%m%dT%H%M%SZ.tar")  # noqa: DTZ007 - next line
    return found, made.replace(tzinfo=UTC)
