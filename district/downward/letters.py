"""The letters in force: for each office and name the body, its version and its signed manifest.

A version only rises, also beyond what an office says it has: a tier whose database was restored from an old backup
would otherwise never be heard again.
"""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, select

from district.downward.composing import compose, receives
from district.downward.documents import current
from district.offices import Tree
from district.store.places import insert_into
from district.store.sending import letter
from district.store.tables import office as office_table
from sync.wire.letters import Manifest, chunked

Sign = Callable[[bytes], bytes]
HIGHEST = 2**53
"""An office that says it has more than this is not believed."""


@dataclass(frozen=True, slots=True)
class Reported:
    """What an office says about one name: the version in force, and "N: why" of one that it refused."""

    version: int
    refused: str | None


def refresh(conn: Connection, tree: Tree, sign: Sign, now: int) -> int:
    """Writes the letters that are not as they should be; how many. The caller commits."""
    documents, reported = current(conn), all_reported(conn)
    held, digests, written = _held(conn), dict[str, str](), 0
    for one in tree.offices() if documents else ():
        if not receives(one):
            continue
        for name, body in compose(tree, one.id, documents).items():
            version, before = held.get((one.id, name), (0, None))
            theirs = reported.get(one.id, {}).get(name, Reported(0, None)).version
            digest = digests.get(body) or digests.setdefault(body, hashlib.sha256(body.encode()).hexdigest())
            if before != digest or (version < theirs <= HIGHEST):
                write(conn, one.id, name, max(version, theirs if theirs <= HIGHEST else 0) + 1, body, sign, now)
                written += 1
    return written


def _held(conn: Connection) -> dict[tuple[str, str], tuple[int, str]]:
    """(office, name) → version and SHA-256 of the body, which may be half a megabyte and is not read for this."""
    rows = conn.execute(select(letter.c.office, letter.c.name, letter.c.version, letter.c.manifest))
    return {(r.office, r.name): (r.version, Manifest.unpack(bytes(r.manifest)).sha256) for r in rows}


def all_reported(conn: Connection, only: str | None = None) -> dict[str, dict[str, Reported]]:
    """Office → name → what it says. `only`: one office."""
    query = select(office_table.c.id, office_table.c.configs).where(office_table.c.configs.is_not(None))
    rows = conn.execute(query if only is None else query.where(office_table.c.id == only))
    return {row.id: reported_in(row.configs) for row in rows}


def reported_in(configs: Mapping[str, Mapping[str, object]] | None) -> dict[str, Reported]:
    """The column of `office`, as `state` was kept there."""
    found = {}
    for name, one in (configs or {}).items():
        version, refused = one.get("version"), one.get("refused")
        found[name] = Reported(version if isinstance(version, int) else 0, None if refused is None else str(refused))
    return found


def versions(conn: Connection) -> dict[tuple[str, str], int]:
    """(office, name) → version."""
    rows = conn.execute(select(letter.c.office, letter.c.name, letter.c.version))
    return {(row.office, row.name): row.version for row in rows}


def read(conn: Connection, office: str, name: str) -> tuple[int, bytes, bytes] | None:
    """(version, body, packed manifest)."""
    row = conn.execute(select(letter).where(letter.c.office == office, letter.c.name == name)).first()
    return None if row is None else (row.version, row.body.encode(), bytes(row.manifest))


def write(conn: Connection, office: str, name: str, version: int, body: str, sign: Sign, now: int) -> None:
    """Unless a version that is not lower is there."""
    raw = body.encode()
    plain = Manifest(name, version, hashlib.sha256(raw).hexdigest(), len(raw), len(chunked(version, raw)))
    manifest = plain.signed(sign(plain.signed_bytes())).pack()
    values = {"office": office, "name": name, "version": version, "body": body, "manifest": manifest, "at": now}
    statement = insert_into(conn, letter).values(values)
    conn.execute(
        statement.on_conflict_do_update(
            index_elements=["office", "name"], set_=values, where=letter.c.version < version
        )
    )
