"""PostgreSQL's own programs and the database as it is, for whoever copies it or puts it back.

Where the database is and as whom stands in the environment: on a command line everybody could read the password.
"""

import os
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Engine, make_url

from district.config import Config
from district.store.engine import open_store
from district.store.presence import address_of
from district.store.schema import version

_PATIENCE_S = 6 * 3_600


class CopyFailed(Exception):
    """No copy was made, or what was found is none; `why` is a sentence."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


def refuse_trial(config: Config) -> None:
    if config.is_trial:
        raise CopyFailed(f"this is a trial: all of it lies in {config.data.dir}; stop it and copy that folder")


def tables_in(config: Config, dump: Path) -> Sequence[str]:
    said = run(config, "pg_restore", "--list", dump)
    return [line for line in said.splitlines() if " TABLE DATA " in line]


def run(config: Config, program: str, *words: object) -> str:
    """Where and as whom stands in the environment: on a command line everybody could read the password."""
    env, database = _environment(config)
    given = [database if word == "" else str(word) for word in words]
    try:
        done = subprocess.run(  # noqa: S603 - our own words
            [program, *given], env=env, text=True, capture_output=True, timeout=_PATIENCE_S, check=False
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise CopyFailed(f"{program}: {error}") from error
    if done.returncode:
        raise CopyFailed(f"{program}: {(done.stderr.strip().splitlines() or ['failed'])[0]}")
    return done.stdout


def _environment(config: Config) -> tuple[dict[str, str], str]:
    url = make_url(config.database.url)
    port = url.port or url.query.get("port", 5432)
    env = {
        **os.environ,
        "PGHOST": str(url.host or url.query.get("host", "")),
        "PGPORT": str(port),
        "PGUSER": url.username or "",
        "PGDATABASE": url.database or "",
        "LC_ALL": "C.UTF-8",
    }
    if config.database.password_file is not None:
        env["PGPASSWORD"] = config.database.password_file.read_text(encoding="utf-8").strip()
    return env, url.database or ""


@contextmanager
def store(config: Config) -> Iterator[Engine]:
    """As it is: nothing is migrated before it was copied."""
    store = open_store(address_of(config).render_as_string(hide_password=False))
    try:
        yield store
    finally:
        store.dispose()


def schema(config: Config) -> str:
    with store(config) as opened, opened.connect() as conn:
        return version(conn) or ""


def has_facts(opened: Engine) -> bool:
    with opened.connect() as conn:
        return version(conn) is not None


def refuse_company(opened: Engine) -> None:
    with opened.connect() as conn:
        others = conn.exec_driver_sql(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
            " AND backend_type = 'client backend'"
        ).scalar_one()
    if others:
        raise CopyFailed("somebody works with the database: systemctl stop motcua-district, then once more")
