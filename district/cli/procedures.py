"""`push procedures`: what is in the file, what it would change, and (without `--dry-run`) on its way to the offices."""

from argparse import Namespace
from pathlib import Path

from district.cli.commands import doing_now, store_of
from district.cli.saying import Failure, table, tell
from district.config import Config
from district.downward import catalogue, documents
from district.downward.catalogue import Draft
from district.offices import read_tree
from look.words import say
from office.lookup.changes import What
from office.lookup.findings import Severity
from office.lookup.reading import LARGEST, read_file

ALL = "all"
MOST_LINES = 200


def push_procedures(config: Config, wanted: Namespace) -> int:
    """1 when the file, or what would be sent, is refused."""
    reading = read_file(wanted.file.name, _bytes(wanted.file))
    target = documents.ALL if wanted.to == ALL else wanted.to
    with store_of(config, reads=wanted.dry_run) as store, store.begin() as conn:
        doing = doing_now(config)
        tree = read_tree(conn, doing.today)
        if target != documents.ALL:
            tree.get(target)
        draft = catalogue.drafted(conn, tree, target, reading, doing.today, whole=wanted.whole)
        if draft.body is not None and not wanted.dry_run:
            catalogue.issue(conn, doing, target, draft)
    _tell(draft)
    if draft.body is None:
        tell(f"nothing is sent: {draft.why or 'the file has mistakes'}")
        return 1
    sent = "would be sent" if wanted.dry_run else "issued"
    tell(f"procedures for {wanted.to}: {sent} to {draft.offices} offices, {draft.size} bytes")
    return 0


def _tell(draft: Draft) -> None:
    reading = draft.reading
    said = [one for one in reading.findings if one.severity is not Severity.INFO]
    shown = said[:MOST_LINES]
    table([(str(one.row or "-"), str(one.severity), one.code or "-", say("en", one.why, **one.facts)) for one in shown])
    if len(said) > MOST_LINES:
        tell(f"and {len(said) - MOST_LINES} more")
    counts = ", ".join(f"{sum(one.what is what for one in draft.changes)} {what}" for what in What)
    tell(f"{reading.form or 'file'}, {reading.encoding or '?'}: {reading.rows} rows; {counts}")


def _bytes(path: Path) -> bytes:
    if path.stat().st_size > LARGEST:
        raise Failure(f"{path}: larger than {LARGEST} bytes")
    return path.read_bytes()
