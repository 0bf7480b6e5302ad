"""`district.toml`: the shipped file says the defaults, and mistakes are said all at once, each in one sentence."""

import tomllib
from pathlib import Path
from typing import get_args

import pytest
from pydantic import BaseModel

from district.config import Config, ConfigInvalid, load, read

TOP = Path(__file__).parents[2]
SHIPPED = TOP / "district.toml"


def mistakes(tmp_path: Path, text: str) -> tuple[str, ...]:
    path = tmp_path / "district.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ConfigInvalid) as caught:
        load(path)
    return caught.value.errors


def test_the_shipped_file_holds_the_defaults() -> None:
    assert read(tomllib.loads(SHIPPED.read_text(encoding="utf-8"))) == Config()


def test_every_key_stands_in_the_shipped_file_with_a_comment_above_it() -> None:
    lines = SHIPPED.read_text(encoding="utf-8").splitlines()
    for name, table in Config.model_fields.items():
        shape = table.annotation
        assert isinstance(shape, type), get_args(shape)
        assert issubclass(shape, BaseModel)
        begin = lines.index(f"[{name}]")
        for key in shape.model_fields:
            at = next(n for n in range(begin, len(lines)) if lines[n].removeprefix("# ").startswith(f"{key} = "))
            above = lines[at - 1]
            assert above.startswith("#") or above.removeprefix("# ").split(" = ")[0] in shape.model_fields, key


def test_all_mistakes_are_said_at_once(tmp_path: Path) -> None:
    text = (
        '[databse]\nurl = ""\n[database]\nurl = "postgresql+psycopg://motcua:secret@db/motcua"\n'
        '[broker]\ntransport = "mqqt"\nhost = "mq:8883"\n[web]\ntls_key = "a.key"\n'
        '[collector]\nnames = ["a", "a"]\n[retention]\nfacts_days = 3\n'
    )
    assert mistakes(tmp_path, text) == (
        "database.url: holds a password; put it into a file of its own and name it in database.password_file",
        'broker.transport: must be one of "mqtt", "loopback", not "mqqt", did you mean \'mqtt\'?',
        'broker.host: must be the name or address of a machine, like "mq.example.vn", not "mq:8883"',
        "retention.facts_days: must be at least 92, not 3",
        "databse: unknown key, did you mean 'database'?",
        "web.tls_certificate: missing; it is needed because web.tls_key is set",
        "collector.names: names a collector twice",
    )


def test_an_open_broker_is_only_for_this_machine(tmp_path: Path) -> None:
    text = '[broker]\ntransport = "mqtt"\ntls = false\nhost = "10.0.0.5"\n'
    assert mistakes(tmp_path, text) == (
        'broker.tls: false is only for a broker on this machine (127.0.0.1), not for "10.0.0.5"',
    )


def test_relative_paths_count_from_the_file(tmp_path: Path) -> None:
    path = tmp_path / "district.toml"
    path.write_text('[data]\ndir = "d"\n[broker]\nfolder = "/etc/mosquitto/motcua"\n', encoding="utf-8")
    config = load(path)
    assert config.keys == tmp_path / "d" / "pki"
    assert config.database.url == f"sqlite:///{tmp_path / 'd' / 'district.db'}"
    assert config.broker.folder == Path("/etc/mosquitto/motcua")
    assert config.broker.socket == tmp_path / "d" / "pipe.sock"
