"""The office's own authority: what it vouches for, how long, and what a clock that is wrong may not do."""

import os
import stat
import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from web import authority, names
from web.authority import AlreadyThere, NoAuthority, NotOurs
from web.tls_folder import CA, CA_KEY, SERVER

NOW = datetime(2026, 11, 22, 8, tzinfo=UTC)
OURS = ("motcua.local", "192.168.1.20")


def made(folder: Path, now: datetime = NOW) -> authority.Standing:
    return authority.make(folder / "tls", OURS, now, office="thanh-son")


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_keys_are_readable_by_their_owner_alone_and_the_authority_by_everybody(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        made(tmp_path)
    finally:
        os.umask(before)
    tls = tmp_path / "tls"
    assert (mode(tls), mode(tls / CA), mode(tls / CA_KEY), mode(tls / SERVER)) == (0o711, 0o644, 0o600, 0o600)
    assert {path.name for path in tls.iterdir()} == {CA, CA_KEY, SERVER}


def test_a_certificate_holds_two_years_and_names_the_machine_itself(tmp_path: Path) -> None:
    found = made(tmp_path)
    assert set(found.names) == {*OURS, "localhost", "127.0.0.1", "::1"}
    assert found.until - found.since == timedelta(days=730)
    assert found.since < NOW < found.until
    assert len(found.fingerprint) == 32 * 3 - 1


def test_the_fingerprint_is_the_one_that_other_programs_show(tmp_path: Path) -> None:
    found = made(tmp_path)
    shown = subprocess.run(
        ["openssl", "x509", "-in", tmp_path / "tls" / CA, "-noout", "-fingerprint", "-sha256"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert found.fingerprint in shown.stdout


def signed(folder: Path, wanted: tuple[str, ...]) -> None:
    """What somebody who stole `ca.key` would do: a certificate for any name."""
    key, certificate = authority._authority(folder / "tls")
    authority._issue(folder / "tls", key, certificate, wanted, datetime.now(UTC))


@pytest.mark.parametrize(
    ("name", "is_believed"),
    [("motcua.local", True), ("192.168.1.77", True), ("vietcombank.com.vn", False), ("10.1.1.1", False)],
)
def test_a_stolen_authority_cannot_pretend_to_be_a_bank(tmp_path: Path, name: str, is_believed: bool) -> None:
    made(tmp_path, datetime.now(UTC))
    signed(tmp_path, (name, "localhost"))
    judged = subprocess.run(
        ["openssl", "verify", "-CAfile", tmp_path / "tls" / CA, tmp_path / "tls" / SERVER], capture_output=True
    )
    assert (judged.returncode == 0) is is_believed


def test_a_second_authority_is_made_only_when_it_is_wanted(tmp_path: Path) -> None:
    first = made(tmp_path)
    with pytest.raises(AlreadyThere):
        made(tmp_path)
    again = authority.make(tmp_path / "tls", OURS, NOW, office="thanh-son", anew=True)
    assert again.fingerprint != first.fingerprint


def test_a_renewal_keeps_the_authority_and_takes_new_addresses_of_the_neighbourhood(tmp_path: Path) -> None:
    first = made(tmp_path)
    later = authority.renew(tmp_path / "tls", NOW + timedelta(days=700), ["192.168.1.99"])
    assert later.fingerprint == first.fingerprint
    assert set(later.names) == {*first.names, "192.168.1.99"}
    assert later.until > first.until


def test_a_name_that_the_authority_was_not_made_for_is_refused_and_nothing_changes(tmp_path: Path) -> None:
    first = made(tmp_path)
    before = (tmp_path / "tls" / SERVER).read_bytes()
    with pytest.raises(NotOurs, match=r"example\.vn"):
        authority.renew(tmp_path / "tls", NOW, ["example.vn", "192.168.1.3"])
    assert (tmp_path / "tls" / SERVER).read_bytes() == before
    assert authority.standing(tmp_path / "tls") == first
    assert authority.vouchable(tmp_path / "tls", ["10.0.0.1", "192.168.1.3"]) == ("192.168.1.3",)


@pytest.mark.parametrize(
    ("now", "is_due"),
    [
        (NOW, False),
        (NOW + timedelta(days=660), False),
        (NOW + timedelta(days=675), True),
        (NOW + timedelta(days=9_000), True),
        (datetime(2026, 6, 1, tzinfo=UTC), True),  # made while the clock stood in the future
        (datetime(2000, 1, 1, tzinfo=UTC), False),  # a dead clock
    ],
)
def test_it_is_renewed_in_time_but_not_by_a_dead_clock(tmp_path: Path, now: datetime, is_due: bool) -> None:
    assert made(tmp_path).is_due(now) is is_due


def test_half_of_an_authority_is_none(tmp_path: Path) -> None:
    made(tmp_path)
    (tmp_path / "tls" / SERVER).write_bytes(b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n")
    with pytest.raises(NoAuthority):
        authority.standing(tmp_path / "tls")
    authority.renew(tmp_path / "tls", NOW)  # names of the machine itself are left
    (tmp_path / "tls" / CA_KEY).unlink()
    with pytest.raises(NoAuthority):
        authority.renew(tmp_path / "tls", NOW)


@pytest.mark.parametrize("name", ["", "a b", "ă.vn", "-a", "a..b", "1.2.3", "a" * 64, "x" * 260, "https://a"])
def test_what_is_no_name_is_refused(name: str) -> None:
    with pytest.raises(names.NotAName):
        names.plain(name)


def test_names_are_written_in_one_way() -> None:
    assert names.plain(" MotCua.Local. ") == "motcua.local"
    assert names.plain("FE80::0:1") == "fe80::1"


def test_a_machine_knows_how_it_is_reached() -> None:
    found = names.of_this_machine()
    assert all(names.plain(name) == name for name in found)
    assert not set(found) & set(names.ALWAYS)
