"""`motcua-district` as a technician types it: every command once, and one plain line for what goes wrong."""

import json
import os
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest

from district.cli import main
from district.pki import Authority

TOP = Path(__file__).parents[2]
Said = tuple[int, str, str]
District = Callable[..., Said]
PATIENCE_S = 40.0


@pytest.fixture
def config(tmp_path: Path) -> Path:
    path = tmp_path / "district.toml"
    path.write_text('[web]\nlisten = "127.0.0.1:0"\n', encoding="utf-8")
    return path


@pytest.fixture
def district(capsys: pytest.CaptureFixture[str], config: Path) -> District:
    def run(*words: str) -> Said:
        capsys.readouterr()
        code = main([*words, "--config", str(config)])
        said = capsys.readouterr()
        assert "Traceback" not in said.err
        return code, said.out, said.err

    return run


def test_the_first_admin_is_made_here_with_a_pin_shown_once(district: District) -> None:
    code, out, _ = district("person", "add", "lan", "--name", "Trần Lan", "--role", "admin")
    assert code == 0
    pin = out.split("PIN ")[1].split(" ")[0]
    assert (len(pin), pin.isdigit()) == (8, True)
    assert pin not in district("person", "list")[1]
    assert "all" in district("person", "list")[1]
    assert district("person", "pin", "lan")[1].split("PIN ")[1].split(" ")[0] != pin
    assert district("person", "disable", "lan")[::2] == (
        1,
        "motcua-district: at least one administrator of the whole tier must be able to sign in\n",
    )


def test_a_token_is_shown_once_and_can_be_revoked(district: District) -> None:
    out = district("token", "add", "Bảng điều hành")[1]
    key, token = out.split(": ")[0], out.split(": ")[1].split(" ")[0]
    assert key in district("token", "list")[1]
    assert token not in district("token", "list")[1]
    assert district("token", "revoke", key)[0] == 0
    assert district("token", "revoke", key)[::2] == (
        1,
        f'motcua-district: there is no token "{key}"; see `motcua-district token list`\n',
    )


def test_an_office_is_let_in_with_a_bundle_that_only_its_owner_can_read(district: District, tmp_path: Path) -> None:
    assert district("unit", "ba-sao", "--name", "Ba Sao", "--label", "Cụm")[0] == 0
    code, out, _ = district("enrol", "thanh-son", "--name", "Thanh Sơn", "--unit", "ba-sao")
    path = tmp_path / "thanh-son.motcua-bundle"
    assert (code, str(path) in out) == (0, True)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    bundle = json.loads(path.read_text(encoding="utf-8"))
    assert (bundle["office"], bundle["tier"]) == ("thanh-son", "Huyện Kim Bảng")
    assert "not heard of yet" in district("offices")[1]


def test_revoking_works_while_the_pipe_is_away(district: District, config: Path, tmp_path: Path) -> None:
    district("enrol", "thanh-son", "--name", "Thanh Sơn")
    code, out, _ = district("revoke", "thanh-son")
    assert (code, "thanh-son: revoked" in out, "restart the broker" in out) == (0, True, True)
    assert len(Authority.open(tmp_path / "district-data" / "pki").revoked()) == 1
    assert district("revoke", "thanh-son")[2] == 'motcua-district: "thanh-son" has no certificate\n'


def test_a_second_bundle_makes_the_first_one_worthless_at_once(
    district: District, config: Path, tmp_path: Path
) -> None:
    told = tmp_path / "told"
    district("enrol", "thanh-son", "--name", "Thanh Sơn")
    assert "restart the broker now" in district("enrol", "thanh-son")[1]
    config.write_text(f'{config.read_text(encoding="utf-8")}[broker]\nreload = ["touch", "{told}"]\n', encoding="utf-8")
    assert "restart the broker" not in district("enrol", "thanh-son")[1]
    assert told.exists()
    told.unlink()
    district("enrol", "le-ho", "--name", "Lê Hồ")
    assert not told.exists()  # nobody's line ends because of a newcomer


def test_what_goes_wrong_is_one_plain_line(district: District, config: Path) -> None:
    assert district("enrol", "nowhere")[::2] == (1, 'motcua-district: there is no office or unit "nowhere"\n')
    assert district("enrol", "collector", "--name", "x")[0] == 1
    assert "small letters" in district("enrol", "Thanh Son", "--name", "x")[2]
    assert district("serve", "--listen", "here")[0] == 2
    config.write_text('[web]\nlistn = "x"\n', encoding="utf-8")
    assert district("check")[::2] == (2, "motcua-district: web.listn: unknown key, did you mean 'listen'?\n")
    config.write_text('[database]\nurl = "postgresql+psycopg://nobody@127.0.0.1:1/none"\n', encoding="utf-8")
    code, _, err = district("migrate")
    assert code == 1
    assert err.startswith("motcua-district: postgresql+psycopg://nobody@127.0.0.1:1/none: ")


def test_the_broker_gets_everything_in_one_folder_and_keeps_its_certificate(district: District, tmp_path: Path) -> None:
    folder = tmp_path / "district-data" / "broker"
    assert district("broker-config")[0] == 0
    names = {path.name for path in folder.iterdir()}
    assert names == {"mosquitto.conf", "acl", "ca.crt", "broker.crt", "broker.key", "shut-out"}
    before = (folder / "broker.crt").read_bytes()
    assert district("broker-config")[0] == 0
    assert (folder / "broker.crt").read_bytes() == before
    district("enrol", "thanh-son", "--name", "Thanh Sơn")
    revoked = folder / "shut-out" / "revoked.crl"
    listed = revoked.read_bytes()
    district("revoke", "thanh-son")
    assert revoked.read_bytes() != listed


def test_counting_again_and_deleting_have_nothing_to_do_at_first(district: District) -> None:
    assert district("migrate")[1] == "schema 0004\n"
    assert district("audit")[0] == 0
    assert district("retention")[1] == "deleted: nothing\n"


@pytest.mark.slow
def test_serve_starts_on_one_machine_answers_and_ends_with_the_first_signal(config: Path) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "district.cli", "serve", "--config", str(config)],
        cwd=TOP,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    try:
        url = ready_at(process)
        ends = time.monotonic() + PATIENCE_S
        while not httpx.get(f"{url}/api/v1/health", timeout=PATIENCE_S).json()["ok"]:
            assert time.monotonic() < ends, httpx.get(f"{url}/api/v1/health", timeout=PATIENCE_S).text
            time.sleep(0.2)
        assert httpx.get(f"{url}/api/v1/offices", timeout=PATIENCE_S).status_code == 401
        process.send_signal(signal.SIGTERM)
        assert process.wait(PATIENCE_S) == 0
    finally:
        process.kill()
        process.wait()
        assert process.stdout is not None
        process.stdout.close()


def ready_at(process: subprocess.Popen[bytes]) -> str:
    assert process.stdout is not None
    os.set_blocking(process.stdout.fileno(), False)
    ends, heard = time.monotonic() + PATIENCE_S, b""
    while b"event=serve.ready" not in heard:
        assert time.monotonic() < ends, heard.decode()
        assert process.poll() is None, heard.decode()
        heard += process.stdout.read() or b""
        time.sleep(0.05)
    return heard.decode().split("event=serve.ready")[1].split("url=")[1].split()[0]


def test_a_trial_is_made_ready_in_one_go_and_again_without_enrolling_anew(district: District, tmp_path: Path) -> None:
    bundle, answer = tmp_path / "bundle", tmp_path / "answer"
    words = ("trial", "thanh-son", "--name", "Thanh Sơn", "--bundle", str(bundle), "--answer", str(answer))
    assert district(*words)[0] == 0
    first, enrolled = json.loads(answer.read_bytes()), bundle.read_bytes()
    assert json.loads(enrolled)["office"] == "thanh-son"
    assert stat.S_IMODE(answer.stat().st_mode) == stat.S_IMODE(bundle.stat().st_mode) == 0o600
    assert district(*words)[0] == 0
    second = json.loads(answer.read_bytes())
    assert bundle.read_bytes() == enrolled
    assert second["admin"]["id"] == first["admin"]["id"]
    assert second["admin"]["pin"] != first["admin"]["pin"]
    assert second["token"] != first["token"]
    assert len(district("token", "list")[1].splitlines()) == 1
    assert district("offices")[1].startswith("thanh-son")
