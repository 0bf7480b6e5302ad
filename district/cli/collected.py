"""Commands about what has arrived: how every office is, parcels on a stick, counting again, deleting what is old."""

from argparse import Namespace

from district import figures
from district.audit import audit, verify
from district.cli.commands import store_of
from district.cli.saying import Failure, table, tell
from district.config import Config
from district.incoming import take_in, write_answer
from district.night import keep_of
from district.offices import read_tree
from district.overview import Row, rows
from district.store.retention import sweep
from office.clock import MachineClock
from office.domain.moment import utc_text
from sync.parcel import read_parcel


def offices_(config: Config, _wanted: Namespace) -> int:
    """One line for each office."""
    now = MachineClock().now()
    with store_of(config, reads=True) as store, store.begin() as conn:
        tree = read_tree(conn, now.date(config.tier.timezone))
        found = rows(tree, figures.offices(conn, now.wall, config.tier.timezone), None)
    table([_line(row) for row in found])
    return 0


def _line(row: Row) -> tuple[str, ...]:
    state = "online" if row.online else "offline" if row.stream else "not heard of yet"
    wrong = ", ".join(f"{what} {times}" for what, times in row.alarms.items())
    last = "" if row.last_fact_at is None else utc_text(row.last_fact_at)[:19]
    return (row.id, state, f"{row.complete_to}/{row.known_to}", last, wrong, row.name)


def import_(config: Config, wanted: Namespace) -> int:
    """The same batches as over the pipe; taken in twice they change nothing. Only from an office that is entered."""
    moment, office = MachineClock().now(), read_parcel(wanted.file).office
    with store_of(config) as store:
        with store.begin() as conn:
            read_tree(conn, moment.date(config.tier.timezone)).get(office)
        taken = take_in(store, wanted.file, moment.wall)
    tell(f"{taken.office}: {taken.facts} new facts, {taken.refused} letters refused")
    if wanted.answer is not None:
        write_answer(wanted.answer, taken, moment.wall)
        tell(f"{wanted.answer}: written; carry it back and run there: motcua sync confirm {wanted.answer.name}")
    return 1 if taken.refused else 0


def audit_(config: Config, _wanted: Namespace) -> int:
    """1 when a count differs or a chain does not hold."""
    now = MachineClock().now().wall
    with store_of(config, reads=True) as store, store.begin() as conn:
        verdicts = audit(conn, now)
        chains = list(verify(conn, now))
    for verdict in verdicts:
        tell(f"{verdict.office} {verdict.date}: {'agrees' if verdict.agrees else _differs(verdict.differences)}")
    for chain in chains:
        state = "ok" if chain.broken_at is None else f"BROKEN at fact {chain.broken_at}"
        tell(f"{chain.office} stream {chain.stream}: {chain.checked} facts, {state}")
    if any(not one.agrees for one in verdicts) or any(one.broken_at is not None for one in chains):
        raise Failure("what is here is not what the offices wrote; the page of each office shows more")
    return 0


def _differs(differences: dict[str, tuple[int, int]]) -> str:
    return "DIFFERS: " + ", ".join(
        f"{kind} {announced} there, {found} here" for kind, (announced, found) in differences.items()
    )


def retention_(config: Config, _wanted: Namespace) -> int:
    with store_of(config) as store, store.begin() as conn:
        gone = sweep(conn, MachineClock().now().wall, keep_of(config))
    tell(f"deleted: {', '.join(f'{name} {count}' for name, count in gone.items() if count) or 'nothing'}")
    return 0
