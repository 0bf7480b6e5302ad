"""`motcua tls`: https is switched on by one command, and looked at by another."""

from pathlib import Path

from kiosk.config import load
from tests.cli.conftest import Motcua


def test_one_command_makes_the_keys_and_switches_https_on(motcua: Motcua, config: Path) -> None:
    before = config.read_text(encoding="utf-8")
    assert motcua("tls", "status").code == 1
    said = motcua("tls", "init", "--names", "motcua.local,192.168.1.20")
    assert (said.code, said.err) == (0, "")
    web = load(config).web
    assert web.is_secure
    assert web.tls_certificate == web.tls_key == config.parent / "tls" / "server.pem"
    assert web.ca == config.parent / "tls" / "ca.crt"
    assert config.read_text(encoding="utf-8").replace('\ntls = "tls"', "", 1) == before
    status = motcua("tls", "status")
    assert status.code == 0
    assert "motcua.local, localhost, 192.168.1.20" in status.out
    assert status.out.splitlines()[-1] in said.out  # the fingerprint


def test_a_file_without_a_table_of_the_web_gets_one(motcua: Motcua, config: Path) -> None:
    config.write_text('[office]\nid = "kim-lien"\n', encoding="utf-8")
    assert motcua("tls", "init").code == 0
    assert config.read_text(encoding="utf-8") == '[office]\nid = "kim-lien"\n\n[web]\ntls = "tls"\n'


def test_the_second_time_it_says_that_there_is_one(motcua: Motcua) -> None:
    motcua("tls", "init")
    assert motcua("tls", "init").err.endswith("there is an authority already\n")
    assert motcua("tls", "init", "--anew").code == 0


def test_certificates_from_elsewhere_are_left_alone(motcua: Motcua, config: Path) -> None:
    config.write_text('[web]\ntls_certificate = "a.crt"\ntls_key = "a.key"\n', encoding="utf-8")
    said = motcua("tls", "init")
    assert said.code == 1
    assert "from elsewhere" in said.err
    assert not (config.parent / "tls").exists()
    assert "a.crt: is no certificate" in motcua("tls", "status").err


def test_a_name_that_is_none_is_a_mistake_of_the_command_line(motcua: Motcua, config: Path) -> None:
    said = motcua("tls", "init", "--names", "motcua.local,một cửa")
    assert (said.code, '"một cửa" is neither a name' in said.err) == (2, True)
    assert not (config.parent / "tls").exists()


def test_a_new_name_needs_a_new_authority_and_it_says_so(motcua: Motcua) -> None:
    motcua("tls", "init", "--names", "motcua.local")
    said = motcua("tls", "renew", "--names", "motcua.kimlien.vn")
    assert said.code == 1
    assert "motcua tls init --anew" in said.err
