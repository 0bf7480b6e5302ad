"""What each command does, by its name; every one gives the exit code."""

import os
from argparse import Namespace
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from district.cli.saying import WRONG, Failure, table, tell
from district.config import Config, ConfigInvalid, load
from web.settings.kinds import address
from web.writing import write_secret

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine

    from district.offices import Doing
    from district.people import PersonView


def config_of(wanted: Namespace) -> Config:
    """The configuration, moved to `--listen`. Raises Failure with all mistakes."""
    try:
        config = load(wanted.config)
        listen = getattr(wanted, "listen", None)
        return config.at(listen=None if listen is None else address(listen))
    except ConfigInvalid as error:
        raise Failure(*error.errors, code=WRONG) from None
    except ValueError as error:
        raise Failure(f"--listen: {error}", code=WRONG) from None


@contextmanager
def store_of(config: Config, *, reads: bool = False) -> "Iterator[Engine]":
    """The store, made and migrated if need be. Who only `reads` finds one that is there, or hears NoTier."""
    from district.service import open_prepared  # SQLAlchemy and Alembic
    from district.store.presence import standing_store

    if reads:
        with standing_store(config) as found:
            yield found
        return
    store = open_prepared(config)
    try:
        yield store
    finally:
        store.dispose()


@contextmanager
def _doing(config: Config, *, reads: bool = False) -> "Iterator[tuple[Connection, Doing]]":
    """One transaction, by the operator of this machine."""
    with store_of(config, reads=reads) as store, store.begin() as conn:
        yield conn, doing_now(config)


def doing_now(config: Config) -> "Doing":
    """The operator of this machine, now."""
    from district.offices import Doing
    from district.people import OPERATOR
    from office.clock import MachineClock

    now = MachineClock().now()
    return Doing(OPERATOR.id, now.wall, now.date(config.tier.timezone))


def serve(wanted: Namespace) -> int:
    """Runs until it is stopped."""
    from district import service

    service.serve(config_of(wanted))
    return 0


def check(wanted: Namespace) -> int:
    """Only reads the file."""
    config_of(wanted)
    tell(f"{wanted.config}: ok")
    return 0


def migrate(wanted: Namespace) -> int:
    from district.store.schema import head

    with store_of(config_of(wanted)):
        tell(f"schema {head()}")
    return 0


def enrol(wanted: Namespace) -> int:
    """Writes the bundle; only its owner can read the file."""
    from district import enrolment
    from district.offices import add_office
    from district.service import prepare_keys

    config = config_of(wanted)
    with _doing(config) as (conn, doing):
        if wanted.name:
            add_office(conn, doing, wanted.office, wanted.name, wanted.unit, config.collector.names)
        bundle = enrolment.enrol(conn, doing, prepare_keys(config), config, wanted.office)
        path = wanted.out or _place_beside(wanted.config, config) / bundle.file_name
        write_secret(path, bundle.content)  # before the commit: a certificate that nobody has is not recorded
    tell(f"{path}: written; carry it to the office and run there: motcua enrol {path.name}")
    if bundle.replaces and not enrolment.tell_broker(config):
        tell(f"restart the broker now: until then it believes the certificate that {wanted.office} had before")
    return 0


def _place_beside(file: Path, config: Config) -> Path:
    """The folder of the configuration; an installed one belongs to root, then the data folder."""
    folder = file.absolute().parent
    return folder if os.access(folder, os.W_OK) else config.data.dir


def revoke(wanted: Namespace) -> int:
    from district import enrolment
    from district.service import prepare_keys

    config = config_of(wanted)
    with _doing(config) as (conn, doing):
        enrolment.revoke(conn, doing, prepare_keys(config), config, wanted.office)
    done = enrolment.after_revoking(config, wanted.office)
    tell(f"{wanted.office}: revoked")
    if not done["reloaded"]:
        tell("restart the broker now: it reads the list anew and ends the connection (systemctl restart mosquitto)")
    if done["cleared"] is None:
        tell("the broker was not reached: what it still shows of this office goes with its next restart")
    return 0


def unit(wanted: Namespace) -> int:
    from district.offices import add_unit

    with _doing(config_of(wanted)) as (conn, doing):
        add_unit(conn, doing, wanted.id, wanted.name, wanted.label, wanted.under)
    tell(f"{wanted.id}: added")
    return 0


def broker_config(wanted: Namespace) -> int:
    from district.brokering import write_broker

    path = write_broker(config_of(wanted))
    tell(f"{path}: written; start mosquitto with it: mosquitto -c {path}")
    return 0


def trial(wanted: Namespace) -> int:
    from district.cli.trial import prepare

    return prepare(config_of(wanted), wanted)


def person(wanted: Namespace) -> int:
    from district import people

    with _doing(config_of(wanted), reads=wanted.act == "list") as (conn, doing):
        if wanted.act == "add":
            role = people.Role(wanted.role)
            pin = people.add_person(conn, doing, wanted.id, wanted.name, role, wanted.sees)
            tell(f"{wanted.id}: PIN {pin} (shown only now)")
        elif wanted.act == "pin":
            tell(f"{wanted.id}: PIN {people.new_pin(conn, doing, wanted.id)} (shown only now)")
        elif wanted.act == "list":
            table([_line(one) for one in people.people(conn)])
        else:
            people.switch(conn, doing, wanted.id, disabled=wanted.act == "disable")
            tell(f"{wanted.id}: {wanted.act}d")
    return 0


def _line(one: "PersonView") -> tuple[str, ...]:
    return (one.id, one.role, one.node or "all", "disabled" if one.disabled else "", one.name)


def token(wanted: Namespace) -> int:
    from district import people
    from office.domain.moment import utc_text

    with _doing(config_of(wanted), reads=wanted.act == "list") as (conn, doing):
        if wanted.act == "add":
            key, secret = people.add_token(conn, doing, wanted.name, wanted.sees)
            tell(f"{key}: {secret} (shown only now)")
        elif wanted.act == "list":
            table([(o.id, o.node or "all", utc_text(o.made_at)[:10], o.name) for o in people.tokens(conn)])
        else:
            people.revoke_token(conn, doing, wanted.id)
            tell(f"{wanted.id}: revoked")
    return 0


def _kept(wanted: Namespace) -> int:
    from district.cli import keeping  # what only these commands need

    return keeping.COMMANDS[wanted.command](config_of(wanted), wanted)


def setup(wanted: Namespace) -> int:
    from district.cli.setting_up import set_up

    return set_up(wanted)


def doctor(wanted: Namespace) -> int:
    from district.cli.doctor import say

    return say(wanted)


def _collected(wanted: Namespace) -> int:
    from district.cli import collected  # what only these commands need

    act: Callable[[Config, Namespace], int] = getattr(collected, f"{wanted.command}_")
    return act(config_of(wanted), wanted)


def _downward(wanted: Namespace) -> int:
    from district.cli import downward  # what only these commands need

    return downward.COMMANDS[wanted.command](config_of(wanted), wanted)


COMMANDS: dict[str, Callable[[Namespace], int]] = {
    "serve": serve,
    "check": check,
    "migrate": migrate,
    "enrol": enrol,
    "revoke": revoke,
    "unit": unit,
    "offices": _collected,
    "import": _collected,
    "audit": _collected,
    "retention": _collected,
    "push": _downward,
    "command": _downward,
    "commands": _downward,
    "broker-config": broker_config,
    "setup": setup,
    "doctor": doctor,
    "backup": _kept,
    "restore": _kept,
    "trial": trial,
    "person": person,
    "token": token,
}
