"""People's words at the tier: they arrive beside their facts, prove themselves, and go when their office says so."""

import hashlib
import random

import pytest
from sqlalchemy import Engine, select

from district.receiving import STRAYED
from district.store import retention, words
from district.store.projected import catalogue, lookup_day, suggestion
from district.store.retention import DAY_MS, Keep
from district.store.tables import tally
from district.store.words import lines, miss
from office.acts.lookups import MOST_MISSES
from tests.district.said import NOW, Commune, hashed, keep

THANKS, SLOW = "Cảm ơn chị ở quầy 3", "Chờ lâu quá"


def kept(store: Engine) -> dict[str, str | None]:
    with store.begin() as conn:
        return {row.hash: row.text for row in conn.execute(select(words.words))}


def missed(store: Engine) -> dict[str, int]:
    with store.begin() as conn:
        return {row.query: row.times for row in conn.execute(select(miss))}


@pytest.fixture
def commune() -> Commune:
    return Commune()


def test_words_lie_beside_their_facts_with_their_proof(store: Engine, commune: Commune) -> None:
    commune.suggest(1, THANKS)
    commune.suggest(2)
    keep(store, commune.all())
    with store.begin() as conn:
        (row,) = conn.execute(select(words.words)).all()
        made = conn.execute(select(suggestion).order_by(suggestion.c.suggestion)).all()
    assert (row.text, hashlib.sha256(bytes(row.salt) + row.text.encode()).hexdigest()) == (THANKS, row.hash)
    assert [(one.labels, one.text_hash) for one in made] == [('["Chờ lâu"]', row.hash), ('["Chờ lâu"]', None)]


def test_a_batch_twice_leaves_the_words_once_and_a_late_one_brings_those_of_known_facts(
    store: Engine, commune: Commune
) -> None:
    commune.suggest(1, THANKS)
    keep(store, commune.batch(1, 2))  # they were left out by a tier in between
    assert kept(store) == {}
    keep(store, commune.all(), commune.all())
    assert kept(store) == {hashed(THANKS): THANKS}


def test_what_the_office_erases_is_erased_here_and_does_not_come_back(store: Engine, commune: Commune) -> None:
    commune.suggest(1, THANKS)
    commune.suggest(2, SLOW)
    keep(store, commune.all())
    erased = commune.erase(THANKS)
    keep(store, commune.batch(erased, erased))
    assert kept(store) == {hashed(THANKS): None, hashed(SLOW): SLOW}
    keep(store, commune.all())
    assert kept(store)[hashed(THANKS)] is None


def test_words_that_come_after_their_erasure_are_not_taken(store: Engine, commune: Commune) -> None:
    made, erased = commune.suggest(1, THANKS), commune.erase(THANKS)
    keep(store, commune.batch(erased, erased))
    keep(store, commune.beside(commune.batch(1, made)))
    assert kept(store) == {hashed(THANKS): None}


def test_another_office_erases_only_its_own_words(store: Engine, commune: Commune) -> None:
    other = Commune("xa-2")
    commune.suggest(1, THANKS)
    other.suggest(1, THANKS)
    other.erase(THANKS)
    keep(store, commune.all(), other.all())
    assert sorted(kept(store).values(), key=str) == [None] or list(kept(store).values()).count(THANKS) == 1
    with store.begin() as conn:
        rows = conn.execute(select(words.words.c.stream_no, words.words.c.text)).all()
    assert sorted((text for _, text in rows), key=str) == [THANKS, None]


def test_an_erasure_is_heard_in_the_stream_that_a_restored_office_goes_on_with(store: Engine, commune: Commune) -> None:
    commune.suggest(1, THANKS)
    keep(store, commune.all())
    restored = Commune(seed=2)
    restored.erase(THANKS)
    keep(store, restored.all())
    assert kept(store) == {hashed(THANKS): None}


def test_a_letter_that_the_office_takes_away_is_marked(store: Engine, commune: Commune) -> None:
    commune.suggest(1, THANKS)
    commune.write("suggestion.erased", "suggestion:1", {"why": "taken_away"})
    commune.erase(THANKS)
    keep(store, commune.all())
    with store.begin() as conn:
        (row,) = conn.execute(select(suggestion)).all()
    assert row.gone_at is not None
    assert kept(store) == {hashed(THANKS): None}


def test_words_of_a_contradicting_fact_have_no_place(store: Engine, commune: Commune) -> None:
    seq = commune.suggest(1, THANKS)
    forged = Commune()
    forged.suggest(1, SLOW)
    keep(store, commune.all())
    keep(store, forged.beside(forged.batch(seq, seq)))
    assert kept(store) == {hashed(THANKS): THANKS}


def test_words_of_nobody_are_counted(store: Engine, commune: Commune) -> None:
    seq = commune.suggest(1, THANKS)
    commune.said[seq] = SLOW
    keep(store, commune.all())
    assert kept(store) == {}
    with store.begin() as conn:
        assert conn.execute(select(tally.c.times).where(tally.c.what == STRAYED)).scalars().all() == [1]


def test_lookups_become_counts_and_the_lines_of_what_was_not_found(store: Engine, commune: Commune) -> None:
    commune.count_lookups("2026-11-16", "3\tho chieu\n2\tthẻ bhyt\n1\tho chieu", searches=40, opened=31, missed=6)
    commune.count_lookups("2026-11-17", None, searches=2, opened=2, missed=0)
    keep(store, commune.all(), commune.all())
    assert missed(store) == {"ho chieu": 4, "thẻ bhyt": 2}
    with store.begin() as conn:
        rows = conn.execute(select(lookup_day).order_by(lookup_day.c.date)).all()
    assert [(r.date, r.searches, r.opened, r.missed) for r in rows] == [
        ("2026-11-16", 40, 31, 6),
        ("2026-11-17", 2, 2, 0),
    ]
    assert list(kept(store).values()) == [None]


def test_erased_lookups_take_their_lines_with_them(store: Engine, commune: Commune) -> None:
    text = "3\tho chieu"
    commune.count_lookups("2026-11-16", text, searches=4, opened=1, missed=3)
    keep(store, commune.all())
    erased = commune.erase(text)
    keep(store, commune.batch(erased, erased))
    assert missed(store) == {}


def test_lines_that_are_none_are_passed_over() -> None:
    text = "\n".join(["2\tkhai sinh", "x\ty", "0\tz", "-1\tz", "٣\tz", "5\t ", "7", "1\t" + "a" * 101, "9999999\tz"])
    assert list(lines(text)) == [("khai sinh", 2)]
    assert len(list(lines("1\ta\n" * 5_000))) == words.MOST_LINES


def test_everything_that_an_office_tells_of_a_day_is_taken() -> None:
    day = "\n".join(f"1\ttim {n:03}" for n in range(MOST_MISSES))
    assert len(list(lines(day))) == MOST_MISSES


def test_an_import_of_procedures_is_known(store: Engine, commune: Commune) -> None:
    commune.write("procedures.imported", "procedures", {"source": "above", "new": 3, "changed": 1, "total": 54})
    keep(store, commune.all())
    with store.begin() as conn:
        (row,) = conn.execute(select(catalogue)).all()
    assert (row.source, row.total, row.added, row.changed, row.repealed) == ("above", 54, 3, 1, None)


def test_words_go_after_a_year_and_do_not_come_back(store: Engine, commune: Commune) -> None:
    commune.suggest(1, THANKS)
    commune.count_lookups("2026-11-16", "3\tho chieu", searches=4, opened=1, missed=3)
    keep(store, commune.all())
    with store.begin() as conn:
        retention.sweep(conn, NOW + 365 * DAY_MS, Keep())
    assert (kept(store)[hashed(THANKS)], missed(store)) == (THANKS, {"ho chieu": 3})
    with store.begin() as conn:
        assert retention.sweep(conn, NOW + 367 * DAY_MS, Keep())["words"] == 2
    keep(store, commune.all())
    assert (kept(store)[hashed(THANKS)], missed(store)) == (None, {})
    with store.begin() as conn:
        retention.sweep(conn, NOW + 732 * DAY_MS, Keep())
    assert kept(store) == {}


def test_an_erasure_of_what_never_came_is_forgotten_after_a_quarter(store: Engine, commune: Commune) -> None:
    commune.erase(THANKS)
    keep(store, commune.all())
    with store.begin() as conn:
        retention.sweep(conn, NOW + 93 * DAY_MS, Keep())
    assert kept(store) == {}


def test_a_hash_that_is_none_erases_nothing_and_holds_up_nobody(store: Engine, commune: Commune) -> None:
    """It is looked up by a key, and a database takes only short ones."""
    commune.suggest(1, THANKS)
    for wrong in (random.Random(1).randbytes(20_000).hex(), hashed(THANKS).upper(), ""):
        commune.write("text.erased", "text:1", {"why": "taken_away", "text_hash": wrong})
    keep(store, commune.all())
    assert kept(store) == {hashed(THANKS): THANKS}
