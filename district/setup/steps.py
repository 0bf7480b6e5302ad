"""What is done, in this order: database, wiring, schema, keys, broker, first administrator, units.

Each step looks first whether it has been done, and then does nothing: the whole may be run again after whatever broke
it off. What exists is never thrown away: no database, no key, no `district.toml`.
"""

import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from sqlalchemy import Engine, create_engine, make_url, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.pool import NullPool

from district import broker, people, pki
from district.brokering import write_broker
from district.config import Config, load
from district.offices import Doing
from district.people import OPERATOR, Role
from district.service import open_prepared, prepare_keys
from district.setup import wiring
from district.setup.machine import Machine, SetupFailed
from district.setup.wishes import Wishes
from district.store.administration import person
from district.store.schema import head, version
from office.clock import MachineClock

UNITS = (
    "mosquitto.service",
    "motcua-district.service",
    "motcua-district-broker.path",
    "motcua-district-backup.timer",
)
_UNIT = """\
# Written by `motcua-district setup`: the broker of the offices instead of Debian's open one on port 1883. It never is
# root, so that nothing it reads can do anything as root; it logs to the journal and needs no folder made for it.
[Service]
User={user}
ExecStartPre=
ExecStart=
ExecStart=/usr/sbin/mosquitto -c {config}
"""


@dataclass(frozen=True, slots=True)
class Step:
    """`make` gives lines for the operator, e.g. a PIN that is shown once."""

    title: str
    stands: Callable[[], bool]
    make: Callable[[], list[str]]


@dataclass(frozen=True, slots=True)
class Done:
    """`was`: it had been done before; else it was done now, or (with `--check`) it is still to be done."""

    title: str
    was: bool
    lines: tuple[str, ...] = ()


def carry_out(machine: Machine, wishes: Wishes, *, check: bool = False) -> Iterator[Done]:
    """Step by step. Raises SetupFailed; what was done until then stays."""
    for step in _steps(machine, wishes):
        was = step.stands()
        made = [] if was or check else step.make()
        yield Done(step.title, was, tuple(made))


def _steps(machine: Machine, wishes: Wishes) -> list[Step]:
    of = _Setup(machine, wishes)
    return [
        Step("PostgreSQL answers", of.server_stands, of.start_server),
        Step(f"role {wishes.database.user} with a random password", of.role_stands, of.make_role),
        Step(f"database {wishes.database.name}", of.database_stands, of.make_database),
        Step(str(machine.config), of.wiring_stands, of.make_wiring),
        Step(f"schema {head()}", of.schema_stands, of.make_schema),
        Step("keys and certificates", of.keys_stand, of.make_keys),
        Step(f"broker in {machine.broker}", of.broker_stands, of.make_broker),
        Step("first administrator", of.admin_stands, of.make_admin),
        Step("units started", of.units_stand, of.start_units),
    ]


class _Setup:
    """The steps of one tier."""

    def __init__(self, machine: Machine, wishes: Wishes) -> None:
        self._machine, self._wishes, self._database = machine, wishes, wishes.database

    # --- database ------------------------------------------------------------------------------------------------
    def server_stands(self) -> bool:
        try:
            return self._machine.sql("SELECT 1") == ["1"]
        except SetupFailed:
            return False

    def start_server(self) -> list[str]:
        self._machine.systemctl("start", "postgresql.service")
        self._machine.sql("SELECT 1")
        return []

    def role_stands(self) -> bool:
        """The role, and a password in our file that opens the door (or would, once there is a database)."""
        if not self.server_stands() or not self._machine.password.is_file() or not self._has_role():
            return False
        return not self.database_stands() or self._opens()

    def make_role(self) -> list[str]:
        """The password lies in the file before the server knows it: a cut between them is mended by the next run."""
        machine, user, password = self._machine, self._database.user, secrets.token_urlsafe(32)
        machine.write(machine.password, f"{password}\n", mode=0o640, group=machine.owner)
        machine.sql(f"{'ALTER' if self._has_role() else 'CREATE'} ROLE {user} LOGIN PASSWORD '{password}'")
        return []

    def database_stands(self) -> bool:
        return self.server_stands() and self._database.name in self._machine.sql("SELECT datname FROM pg_database")

    def make_database(self) -> list[str]:
        made = f"CREATE DATABASE {self._database.name} OWNER {self._database.user}"
        self._machine.sql(f"{made} ENCODING 'UTF8' TEMPLATE template0")
        if not self._opens():
            raise SetupFailed(f"PostgreSQL does not let {self._database.user} in with its password: see pg_hba.conf")
        return []

    def _has_role(self) -> bool:
        return self._database.user in self._machine.sql("SELECT rolname FROM pg_roles")

    def _opens(self) -> bool:
        url = make_url(self._database.url)
        password = self._machine.password.read_text(encoding="utf-8").strip()
        engine = create_engine(url.set(password=password), poolclass=NullPool, hide_parameters=True)
        try:
            with engine.connect() as conn:
                conn.exec_driver_sql("SELECT 1")
        except SQLAlchemyError:
            return False
        return True

    # --- wiring, schema, keys ------------------------------------------------------------------------------------
    def wiring_stands(self) -> bool:
        return wiring.stands(self._machine)

    def make_wiring(self) -> list[str]:
        machine = self._machine
        machine.data.mkdir(mode=0o700, parents=True, exist_ok=True)
        machine.write(machine.config, wiring.written(machine, self._wishes), group=machine.owner)
        return []

    def schema_stands(self) -> bool:
        if not self.wiring_stands() or not self.database_stands() or not self._opens():
            return False
        url = make_url(self._database.url).set(password=self._machine.password.read_text(encoding="utf-8").strip())
        engine = create_engine(url, poolclass=NullPool, hide_parameters=True)
        with engine.connect() as conn:
            return version(conn) == head()

    def make_schema(self) -> list[str]:
        self._store().dispose()
        return []

    def keys_stand(self) -> bool:
        folder = self._machine.data / "pki"
        own = folder / "collectors"
        return (folder / pki.CA_KEY).is_file() and own.is_dir() and any(own.glob("*.key"))

    def make_keys(self) -> list[str]:
        prepare_keys(self._config())
        self._machine.hand_over(self._machine.data)
        return []

    # --- broker --------------------------------------------------------------------------------------------------
    def broker_stands(self) -> bool:
        """Written for the names and the port that offices are told today, and nobody but root may change it."""
        folder, unit = self._machine.broker, self._machine.broker_unit
        shut_out = folder / broker.SHUT_OUT / pki.CRL
        wanted = (folder / broker.CONFIG, folder / f"{pki.BROKER}.key", folder / broker.RIGHTS, shut_out, unit)
        return all(path.is_file() for path in wanted) and folder.stat().st_uid == 0

    def make_broker(self) -> list[str]:
        """What the broker does is root's to say. The service writes the list of those shut out, and copies the key."""
        machine, folder = self._machine, self._machine.broker
        self._own_broker_folder()
        write_broker(self._config())
        key, rights, shut_out = folder / f"{pki.BROKER}.key", folder / broker.RIGHTS, folder / broker.SHUT_OUT
        for path in (shut_out, *shut_out.iterdir(), key):
            machine.give(path, machine.owner, machine.group)
        machine.give(rights, "root", machine.group)
        for path in (key, rights):
            path.chmod(0o640)
        shut_out.chmod(0o2750)
        machine.hand_over(machine.data)
        machine.write(machine.broker_unit, _UNIT.format(user=machine.group, config=folder / broker.CONFIG))
        machine.systemctl("daemon-reload")
        machine.systemctl("restart", "mosquitto.service")
        return []

    def _own_broker_folder(self) -> None:
        """Root's, with nothing in it that leads elsewhere: an earlier set-up had given it to the service."""
        machine, folder = self._machine, self._machine.broker
        folder.mkdir(parents=True, exist_ok=True)
        machine.give(folder, "root", "root")
        folder.chmod(0o755)
        for path in folder.iterdir():
            if path.is_symlink():
                path.unlink()
            else:
                machine.give(path, "root", "root")

    # --- people and units ----------------------------------------------------------------------------------------
    def admin_stands(self) -> bool:
        if not self.schema_stands():
            return False
        store = self._store()
        try:
            with store.connect() as conn:
                return conn.execute(select(person.c.id).where(person.c.role == "admin").limit(1)).first() is not None
        finally:
            store.dispose()

    def make_admin(self) -> list[str]:
        now, store, admin = MachineClock().now(), self._store(), self._wishes.admin
        doing = Doing(OPERATOR.id, now.wall, now.date(self._config().tier.timezone))
        try:
            with store.begin() as conn:
                pin = people.add_person(conn, doing, admin.id, admin.name, Role.ADMIN, None)
        finally:
            store.dispose()
        return [f"{admin.id}: PIN {pin} (shown only now)"]

    def units_stand(self) -> bool:
        if not self._machine.systemd:
            return True
        try:
            self._machine.systemctl("is-active", "--quiet", *UNITS)
            self._machine.systemctl("is-enabled", "--quiet", *UNITS)
        except SetupFailed:
            return False
        return True

    def start_units(self) -> list[str]:
        self._machine.systemctl("enable", "--now", "postgresql.service", *UNITS)
        return []

    def _config(self) -> Config:
        return load(self._machine.config)

    def _store(self) -> Engine:
        return open_prepared(self._config())
