"""A secret file may be a credential of systemd, in the files of both programs."""

from pathlib import Path

import pytest

from district.config import load as load_district
from kiosk.config import ConfigInvalid, load
from web.settings.kinds import GIVEN

KEY = '[web]\ntls_certificate = "office.crt"\ntls_key = "credential:tls.key"\n'


def written(folder: Path, text: str) -> Path:
    path = folder / "config.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_what_systemd_gave_is_read_from_its_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(GIVEN, "/run/credentials/motcua.service")
    web = load(written(tmp_path, KEY)).web
    assert web.tls_key == Path("/run/credentials/motcua.service/service_tls.key")
    assert web.tls_certificate == tmp_path / "office.crt"


def test_a_command_typed_by_hand_reads_the_folder_beside_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(GIVEN, raising=False)
    assert load(written(tmp_path, KEY)).web.tls_key == tmp_path / "credentials/tls.key"


def test_the_password_of_the_districts_database_may_be_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(GIVEN, "/run/credentials/motcua-district.service")
    database = (
        '[database]\nurl = "postgresql+psycopg://m@localhost/m"\npassword_file = "credential:database.password"\n'
    )
    found = load_district(written(tmp_path, database)).database.password_file
    assert found == Path("/run/credentials/motcua-district.service/service_database.password")


@pytest.mark.parametrize("name", ["", "../shadow", "a/b", ".hidden"])
def test_a_credential_is_a_name_and_no_way_elsewhere(tmp_path: Path, name: str) -> None:
    with pytest.raises(ConfigInvalid, match="a name without any folder"):
        load(written(tmp_path, KEY.replace("tls.key", name)))
