"""Folders in which somebody may look for an office, and what a folder is to the last byte."""

import atexit
import lzma
import shutil
import sqlite3
import stat
import tempfile
from collections.abc import Callable
from contextlib import closing
from functools import cache
from pathlib import Path

from kiosk.caretaker.opening import open_office
from kiosk.config import load
from office.safekeeping import presence
from office.store.engine import FILE_NAME

DATABASES = Path(__file__).parents[1] / "fixtures" / "databases"
Place = Callable[[Path, Path], None]
"""Makes the folder; told the configuration and the folder."""


def _nothing(_config: Path, _data: Path) -> None:
    pass


def _empty_folder(_config: Path, data: Path) -> None:
    data.mkdir()


def _letters(_config: Path, data: Path) -> None:
    data.mkdir()
    (data / "letter.txt").write_text("Kính gửi", encoding="utf-8")


def _a_file(_config: Path, data: Path) -> None:
    data.write_text("x", encoding="utf-8")


def _empty_file(_config: Path, data: Path) -> None:
    data.mkdir()
    (data / FILE_NAME).touch()


def _no_tables(_config: Path, data: Path) -> None:
    data.mkdir()
    with closing(sqlite3.connect(data / FILE_NAME)) as db:
        db.execute("PRAGMA journal_mode=WAL")


def _another_program(_config: Path, data: Path) -> None:
    data.mkdir()
    with closing(sqlite3.connect(data / FILE_NAME)) as db:
        db.execute("PRAGMA journal_mode=WAL")
        db.executescript("CREATE TABLE photo (name); INSERT INTO photo VALUES ('Hà')")


def _tier_above(_config: Path, data: Path) -> None:
    unpacked("district-0004", data)


def _lost(config: Path, data: Path) -> None:
    made_office(config, data)
    (data / FILE_NAME).unlink()


def made_office(config: Path, data: Path) -> None:
    """An office, made once and copied; who opens it to work there finds out that it is a copy."""
    text = config.read_text(encoding="utf-8")
    shutil.copytree(_template(text), data)


@cache
def _template(text: str) -> Path:
    folder = Path(tempfile.mkdtemp(prefix="motcua-place-"))
    atexit.register(shutil.rmtree, folder)
    (folder / "config.toml").write_text(text, encoding="utf-8")
    open_office(load(folder / "config.toml")).close()
    return folder / "data"


def _newer(config: Path, data: Path) -> None:
    made_office(config, data)
    with closing(sqlite3.connect(data / FILE_NAME)) as db:
        db.execute("UPDATE alembic_version SET version_num = '0999'")
        db.commit()


def unpacked(name: str, data: Path) -> None:
    data.mkdir()
    (data / FILE_NAME).write_bytes(lzma.decompress((DATABASES / f"{name}.db.xz").read_bytes()))


def cut_off(config: Path) -> Path:
    """An office as kill -9 leaves it, with its last acts in the log only."""
    data = load(config).data.dir
    premises = open_office(load(config))
    shutil.copytree(data, data.with_name("copied"))
    premises.close()
    shutil.rmtree(data)
    data.with_name("copied").rename(data)
    return data


PLACES: dict[str, tuple[Place, str]] = {
    "no folder": (_nothing, presence.NO_FOLDER),
    "an empty folder": (_empty_folder, presence.NO_DATABASE),
    "a folder of letters": (_letters, presence.NO_DATABASE),
    "a file": (_a_file, presence.A_FILE),
    "an empty file": (_empty_file, presence.EMPTY),
    "a database without tables": (_no_tables, presence.EMPTY),
    "the database of another program": (_another_program, presence.ANOTHER),
    "the database of the tier above": (_tier_above, presence.ANOTHER),
    "a folder that lost its database": (_lost, presence.LOST),
    "a newer office": (_newer, presence.NEWER),
}
"""What lies there → why no office is read."""


def bytes_of(folder: Path) -> dict[str, tuple[int, bytes]]:
    """Every file and folder with its rights and its bytes; but for SQLite's index of a log, which is nobody's data."""
    found = [folder, *sorted(folder.rglob("*"))] if folder.is_dir() else [folder] if folder.exists() else []
    return {str(one): _as_it_is(one) for one in found if not one.name.endswith("-shm")}


def _as_it_is(path: Path) -> tuple[int, bytes]:
    kept = path.lstat()
    return kept.st_mode, path.read_bytes() if stat.S_ISREG(kept.st_mode) else b""
