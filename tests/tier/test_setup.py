"""`motcua-district setup` on a machine of its own: a PostgreSQL that asks for the password, a real mosquitto."""

import io
import os
import re
import socket
import stat
import subprocess
from argparse import Namespace
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import make_url

from district.broker import CONFIG, SHUT_OUT
from district.cli import main
from district.cli.saying import Failure
from district.cli.setting_up import set_up
from district.config import load
from district.setup.machine import Machine, SetupFailed
from district.setup.steps import carry_out
from district.setup.wishes import ConfigInvalid, read
from tests.district.playing import until
from tests.postgres import OWNER, Cluster, running
from tests.tier.broker_here import MOSQUITTO, free_port

pytestmark = [
    pytest.mark.needs("mosquitto", "postgres"),
    pytest.mark.skipif(os.geteuid() != 0, reason="the set-up is root's"),
]
SERVICE = "daemon"
"""A user of every Debian in place of the service's own."""
STEPS = 9


@pytest.fixture(scope="module")
def asking() -> Iterator[Cluster]:
    """Its superuser comes in by the socket; everybody else needs a password."""
    with running() as cluster:
        cluster._execute("ALTER SYSTEM SET password_encryption = 'scram-sha-256'")
        (Path(_folder(cluster)) / "data/pg_hba.conf").write_text(
            f"local all {OWNER} trust\nlocal all all scram-sha-256\n", encoding="ascii"
        )
        cluster._execute("SELECT pg_reload_conf()")
        yield cluster


@pytest.fixture
def machine(tmp_path: Path, asking: Cluster) -> Iterator[Machine]:
    yield Machine(tmp_path / "root", SERVICE, SERVICE, Path(_folder(asking)), systemd=False)
    for statement in ("DROP DATABASE IF EXISTS motcua WITH (FORCE)", "DROP ROLE IF EXISTS motcua"):
        asking._execute(statement)


@pytest.fixture
def answers(tmp_path: Path, asking: Cluster) -> Path:
    path = tmp_path / "answers.toml"
    lines = f"""
[tier]
name = "Huyện \\"Kim\\" Bảng"
[broker]
host = "127.0.0.1"
port = {free_port()}
[web]
listen = "127.0.0.1:0"
[admin]
id = "lan"
name = "Trần Lan"
[database]
host = "{_folder(asking)}"
"""
    path.write_text(lines, encoding="utf-8")
    return path


def _folder(cluster: Cluster) -> str:
    return str(make_url(cluster.url()).query["host"])


def _wanted(file: Path | None, *, check: bool = False) -> Namespace:
    return Namespace(file=file, check=check)


def test_one_command_makes_a_tier_that_lets_offices_in(
    machine: Machine, answers: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert set_up(_wanted(answers, check=True), machine) == 1
    assert capsys.readouterr().out.count("missing") == STEPS - 2, "PostgreSQL runs, and no units are wanted"
    assert not machine.config.exists()

    assert set_up(_wanted(answers), machine) == 0
    said = capsys.readouterr().out
    pin = re.search(r"lan: PIN (\d{8}) \(shown only now\)", said)
    assert pin is not None
    config = load(machine.config)
    assert config.tier.name == 'Huyện "Kim" Bảng'
    assert config.broker.reload == ("touch", "/run/motcua-district/broker-anew")
    assert "[tier]" in machine.config.read_text(encoding="utf-8").splitlines()[6:10]
    _check_rights(machine)

    assert set_up(_wanted(answers), machine) == 0
    again = capsys.readouterr().out
    assert len(re.findall("^ok ", again, re.MULTILINE)) == STEPS
    assert "PIN" not in again
    assert set_up(_wanted(None, check=True), machine) == 0, "the answers are in district.toml"
    _broker_starts(machine)


def _check_rights(machine: Machine) -> None:
    key = machine.broker / "broker.key"
    modes = {path: stat.S_IMODE(path.stat().st_mode) for path in (machine.password, machine.config, machine.data)}
    assert modes == {machine.password: 0o640, machine.config: 0o644, machine.data: 0o700}
    password = machine.password.read_text(encoding="utf-8").strip()
    assert len(password) > 30
    assert password not in machine.config.read_text(encoding="utf-8")
    owners = {path.owner() for path in machine.data.rglob("*")}
    assert owners == {SERVICE}
    shut_out = machine.broker / SHUT_OUT
    of_root = {path.owner() for path in (machine.broker, *machine.broker.iterdir()) if path not in (key, shut_out)}
    assert of_root == {"root"}, "who takes the service over could make the broker do anything"
    assert (stat.S_IMODE(machine.broker.stat().st_mode), shut_out.owner()) == (0o755, SERVICE)
    assert (key.group(), stat.S_IMODE(key.stat().st_mode)) == (SERVICE, 0o640)
    assert f"User={SERVICE}\nExecStartPre=\n" in machine.broker_unit.read_text()
    assert f"ExecStart=/usr/sbin/mosquitto -c {machine.broker / CONFIG}" in machine.broker_unit.read_text()


def _broker_starts(machine: Machine) -> None:
    """mosquitto itself reads the configuration, the rights and the certificates."""
    file = machine.broker / CONFIG
    file.write_text(f"{file.read_text()}user root\n", encoding="utf-8")
    process = subprocess.Popen([MOSQUITTO, "-c", str(file)], stderr=subprocess.DEVNULL)
    try:
        until(lambda: process.poll() is not None or _answers(load(machine.config).broker.port))
        assert process.poll() is None
    finally:
        process.kill()
        process.wait(10)


def _answers(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), 1).close()
    except OSError:
        return False
    return True


def test_whatever_broke_it_off_it_goes_on_where_it_stood(machine: Machine, answers: Path) -> None:
    wishes = read(answers)
    for steps in (2, 5, 8):
        done = carry_out(machine, wishes)
        for _ in range(steps):
            next(done)
        del done
    titles = [one.title for one in carry_out(machine, wishes) if not one.was]
    assert titles == []


def test_a_lost_password_is_replaced_and_nothing_else(machine: Machine, answers: Path) -> None:
    wishes = read(answers)
    list(carry_out(machine, wishes))
    keys = {path: path.read_bytes() for path in machine.data.rglob("*.key")}
    machine.password.write_text("wrong\n", encoding="utf-8")
    made = [one.title for one in carry_out(machine, wishes) if not one.was]
    assert made == ["role motcua with a random password"]
    assert {path: path.read_bytes() for path in machine.data.rglob("*.key")} == keys


def test_what_the_service_owned_before_is_taken_over_and_its_links_lead_nowhere(
    machine: Machine, answers: Path, tmp_path: Path
) -> None:
    """An earlier set-up gave the broker's folder to the service; whoever took that over may have laid links."""
    list(carry_out(machine, read(answers)))
    foreign = tmp_path / "shadow"
    foreign.write_text("root", encoding="ascii")
    machine.give(machine.broker, SERVICE, SERVICE)
    more = machine.data / "pki" / "more"
    more.symlink_to(foreign)
    (machine.broker / CONFIG).unlink()
    (machine.broker / CONFIG).symlink_to(foreign)
    made = [one.title for one in carry_out(machine, read(answers)) if not one.was]
    assert made == [f"broker in {machine.broker}"]
    assert (foreign.owner(), foreign.read_text(encoding="ascii")) == ("root", "root")
    more.unlink()
    _check_rights(machine)


def test_the_bundle_of_an_office_names_this_broker(machine: Machine, answers: Path) -> None:
    list(carry_out(machine, read(answers)))
    assert main(["enrol", "thanh-son", "--name", "Xã Thanh Sơn", "--config", str(machine.config)]) == 0
    (bundle,) = machine.etc.glob("*.motcua-bundle")
    assert stat.S_IMODE(bundle.stat().st_mode) == 0o600


def test_all_mistakes_of_the_answers_are_told_at_once(tmp_path: Path) -> None:
    path = tmp_path / "answers.toml"
    path.write_text('[tier]\nnam = "x"\n[broker]\nhost = "a b"\n[database]\nname = "x; DROP"\n', encoding="utf-8")
    with pytest.raises(ConfigInvalid) as error:
        read(path)
    told = "\n".join(error.value.errors)
    for what in ("tier.nam", "tier.name", "broker.host", "database.name"):
        assert what in told


def test_without_root_or_without_a_server_it_says_so(machine: Machine, answers: Path) -> None:
    away = replace(machine, socket=machine.root / "nowhere")
    with pytest.raises(Failure, match="psql"):
        set_up(_wanted(answers), away)
    nobody = replace(machine, owner="no-such-user")
    with pytest.raises(SetupFailed, match="install the package"):
        nobody.check()


def test_nobody_there_to_be_asked_is_told_what_to_do(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO())
    with pytest.raises(Failure, match="--from"):
        set_up(_wanted(None), machine)
