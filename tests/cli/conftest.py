"""The command line in front of a temporary data folder, with a service running on it or without."""

import json
import os
import selectors
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from kiosk.caretaker.opening import open_office
from kiosk.cli import main
from kiosk.config import load

TOP = Path(__file__).parents[2]
SHIPPED = TOP / "config.toml"
PATIENCE_S = 20.0


@dataclass(frozen=True)
class Said:
    """What a command answered."""

    code: int
    out: str
    err: str


Motcua = Callable[..., Said]


@pytest.fixture
def motcua(capsys: pytest.CaptureFixture[str], config: Path) -> Motcua:
    """Runs a command in this process against `config`."""
    return _commands(capsys, config)


@pytest.fixture
def made(config: Path) -> None:
    """The office of `config`, as its first start leaves it."""
    open_office(load(config)).close()


@pytest.fixture(params=["without a service", "asking the service"])
def office(
    request: pytest.FixtureRequest, capsys: pytest.CaptureFixture[str], config: Path, made: None, running: "Running"
) -> Motcua:
    """The command line, once straight to the data and once through the socket of a running service."""
    return _commands(capsys, config if request.param == "without a service" else running.config)


def _commands(capsys: pytest.CaptureFixture[str], config: Path) -> Motcua:
    def run(*words: str) -> Said:
        capsys.readouterr()
        code = main([*words, "--config", str(config)])
        said = capsys.readouterr()
        assert "Traceback" not in said.err
        return Said(code, said.out, said.err)

    return run


@pytest.fixture
def config(tmp_path: Path) -> Path:
    """The shipped file with any free port; its data folder lies beside it."""
    return own_config(tmp_path)


def own_config(folder: Path) -> Path:
    text = SHIPPED.read_text(encoding="utf-8").replace('"127.0.0.1:8080"', '"127.0.0.1:0"')
    text = text.replace('player = "auto"', 'player = "off"')  # nobody listens
    path = folder / "config.toml"
    path.write_text(text, encoding="utf-8")
    return path


@dataclass
class Running:
    """`motcua serve` as a process of its own."""

    config: Path
    process: subprocess.Popen[bytes]

    @property
    def data(self) -> Path:
        return self.config.parent / "data"


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    # A folder so deep that the socket's path is longer than the 107 bytes that a socket's path may have.
    folder = tmp_path_factory.mktemp("office") / ("deep" * 30)
    folder.mkdir()
    served = start(own_config(folder))
    yield served
    served.process.terminate()
    served.process.wait(10)
    assert served.process.stdout is not None
    served.process.stdout.close()
    shutil.rmtree(folder)


def start(config: Path) -> Running:
    process = subprocess.Popen(
        [sys.executable, "-m", "kiosk.cli", "serve", "--config", str(config)],
        cwd=TOP,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    wait_until_ready(process)
    return Running(config, process)


def wait_until_ready(process: subprocess.Popen[bytes]) -> None:
    assert process.stdout is not None
    ends, heard = time.monotonic() + PATIENCE_S, b""
    os.set_blocking(process.stdout.fileno(), False)
    with selectors.DefaultSelector() as ready:
        ready.register(process.stdout, selectors.EVENT_READ)
        while b"serve.ready" not in heard:
            assert time.monotonic() < ends, heard.decode()
            assert process.poll() is None, heard.decode()
            ready.select(0.2)
            heard += process.stdout.read() or b""


def answer_of(text: str) -> dict[str, object]:
    found: dict[str, object] = json.loads(text)
    return found
