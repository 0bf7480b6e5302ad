"""The whole tier as its operator has it: the command line, mosquitto with what `broker-config` wrote, and `serve`."""

import os
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from district import broker as written
from district.cli import main
from district.config import load
from district.service import Started, serve
from tests.postgres import Cluster
from tests.tier.broker_here import MOSQUITTO, free_port


def wired(folder: Path, cluster: Cluster) -> Path:
    """A district.toml with a database and a port of its own."""
    path = folder / "district.toml"
    path.write_text(
        f'[database]\nurl = "{cluster.url(cluster.create())}"\n'
        f'[broker]\ntransport = "mqtt"\nport = {free_port()}\n[web]\nlisten = "127.0.0.1:0"\n'
        '[collector]\nnames = ["collector-1", "collector-2"]\n',
        encoding="utf-8",
    )
    return path


def district(config: Path, *words: str) -> None:
    assert main([*words, "--config", str(config)]) == 0


@contextmanager
def mosquitto(folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    path = folder / written.CONFIG
    if os.geteuid() == 0:
        path.write_text(path.read_text(encoding="utf-8") + "user root\n", encoding="utf-8")
    process = subprocess.Popen([MOSQUITTO, "-c", str(path)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        yield process
    finally:
        process.terminate()
        process.wait(10)


@contextmanager
def tier(config: Path) -> Iterator[Started]:
    begun, started = threading.Event(), list[Started]()

    def ready(one: Started) -> None:
        started.append(one)
        begun.set()

    thread = threading.Thread(target=serve, args=(load(config),), kwargs={"ready": ready}, daemon=True)
    thread.start()
    assert begun.wait(30)
    try:
        yield started[0]
    finally:
        started[0].stop()
        thread.join(20)
        assert not thread.is_alive()
