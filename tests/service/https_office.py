"""An office that serves https with an authority of its own, in a thread of this process."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from kiosk.config import load
from kiosk.service import Started, serve
from office.clock import Clock
from tests.durability.running import stretched, wiring
from web.authority import make
from web.server import listen_at


@dataclass(frozen=True, slots=True)
class SecureOffice:
    """`ca`: what its neighbours trust; `http`: the address that leads on."""

    started: Started
    tls: Path
    http: str

    @property
    def ca(self) -> Path:
        return self.tls / "ca.crt"


@contextmanager
def secure_office(folder: Path, clock: Clock, names: tuple[str, ...] = ("motcua.local",)) -> Iterator[SecureOffice]:
    """Any two free ports."""
    made = datetime.fromtimestamp(clock.now().wall / 1000, UTC)
    make(folder / "tls", names, made, office="thanh-son")
    with listen_at("127.0.0.1", 0) as free:
        redirect = free.getsockname()[1]
    config = wiring(folder)
    text = f'[web]\nlisten = "127.0.0.1:0"\ntls = "tls"\nredirect = "127.0.0.1:{redirect}"\n'
    config.write_text(text + config.read_text(encoding="utf-8"), encoding="utf-8")
    ready, found = threading.Event(), list[Started]()

    def tell(started: Started) -> None:
        found.append(started)
        ready.set()

    thread = threading.Thread(target=serve, args=(load(config),), kwargs={"clock": clock, "ready": tell})
    thread.start()
    assert ready.wait(stretched(20.0))
    try:
        yield SecureOffice(found[0], folder / "tls", f"http://127.0.0.1:{redirect}")
    finally:
        found[0].stop()
        thread.join(stretched(10.0))
        assert not thread.is_alive()
