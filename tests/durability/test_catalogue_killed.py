"""kill -9 while a file of procedures is taken in: afterwards all of it is there, or nothing of it."""

import os
import random
import subprocess
import sys
import time
from pathlib import Path

from sqlalchemy import func, select

from office.journal import verify
from office.store import procedures as store
from office.store.lookup_tables import procedure_words
from office.store.procedure_tables import procedure_version
from tests.durability.importing_child import HOW_MANY
from tests.office_fixture import opened

ROOT = Path(__file__).parents[2]
ROUNDS = max(2, int(os.environ.get("MOTCUA_KILLS", "8")) // 8)
LONGEST_S = 0.5


def test_a_catalogue_that_was_cut_off_is_there_whole_or_not_at_all(tmp_path: Path) -> None:
    chance = random.Random(ROUNDS)
    for _ in range(ROUNDS):
        _kill_over_it(tmp_path, chance.uniform(0, LONGEST_S))
        with opened(tmp_path) as premises, premises.readers.begin() as conn:
            kept = store.all_on_day(conn, premises.performer.today().isoformat())
            assert (len(kept), len({one.name.rpartition(" ")[2] for one in kept})) == (HOW_MANY, 1)
            assert len({one.version for one in kept}) == 1
            indexed = conn.execute(select(func.count()).select_from(procedure_words)).scalar_one()
            assert indexed == conn.execute(select(func.count()).select_from(procedure_version)).scalar_one()
            assert [broken for _, _, broken in verify(conn)] == [None]


def _kill_over_it(data: Path, after_s: float) -> None:
    """So long after the first catalogue was in."""
    child = [sys.executable, "-m", "tests.durability.importing_child", str(data)]
    with subprocess.Popen(child, cwd=ROOT, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"0\n"
        time.sleep(after_s)
        process.kill()
