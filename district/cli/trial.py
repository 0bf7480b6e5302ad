"""`motcua-district trial`: all that a trial on one machine needs, in one go; `motcua demo` starts its district by it.

Enters and enrols the office when that was not done before, makes a fresh PIN and a fresh token, and writes both into a
file that only its owner can read. Called again it changes nothing but PIN and token.
"""

import json
from argparse import Namespace
from typing import Any

from sqlalchemy import Connection

from district import enrolment, people
from district.brokering import write_broker
from district.cli.saying import tell
from district.config import Config
from district.offices import Doing, add_office, read_tree
from district.people import OPERATOR, Role
from district.pki import Authority
from district.refusals import AlreadyThere
from district.service import open_prepared, prepare_keys
from office.clock import MachineClock
from web.writing import write_secret

ADMIN, ADMIN_NAME = "huyen", "Quản trị huyện"
PROGRAM = "Bản thử"


def prepare(config: Config, wanted: Namespace) -> int:
    """`wanted`: office, name, bundle and answer (files)."""
    if config.broker.transport == "mqtt":
        write_broker(config)
    authority = prepare_keys(config)
    now = MachineClock().now()
    doing = Doing(OPERATOR.id, now.wall, now.date(config.tier.timezone))
    store = open_prepared(config)
    try:
        with store.begin() as conn:
            _enrol(conn, doing, authority, config, wanted)
            answer = {"admin": _sign_in(conn, doing), "token": _fresh_token(conn, doing)}
            write_secret(wanted.answer, json.dumps(answer).encode())
    finally:
        store.dispose()
    tell(f"{wanted.answer}: written")
    return 0


def _enrol(conn: Connection, doing: Doing, authority: Authority, config: Config, wanted: Namespace) -> None:
    known = read_tree(conn, doing.today).nodes.get(wanted.office)
    if known is None:
        add_office(conn, doing, wanted.office, wanted.name, None, config.collector.names)
    if known is None or known.serial is None or not wanted.bundle.exists():
        write_secret(wanted.bundle, enrolment.enrol(conn, doing, authority, config, wanted.office).content)


def _sign_in(conn: Connection, doing: Doing) -> dict[str, Any]:
    try:
        pin = people.add_person(conn, doing, ADMIN, ADMIN_NAME, Role.ADMIN, None)
    except AlreadyThere:
        pin = people.new_pin(conn, doing, ADMIN)
    return {"id": ADMIN, "name": ADMIN_NAME, "pin": pin}


def _fresh_token(conn: Connection, doing: Doing) -> str:
    for one in people.tokens(conn):
        if one.name == PROGRAM:
            people.revoke_token(conn, doing, one.id)
    return people.add_token(conn, doing, PROGRAM, None)[1]
