"""The tier above the demo's office: `motcua-district` beside it, with mosquitto where that is installed.

As in life: the office is enrolled with a bundle, speaks through a broker with certificates, and does without a tier
when there is none. Without mosquitto both ends use the local pipe of a trial. What has to be made before the office
starts (keys, the bundle) is made while the demo prepares the office; everything else starts when the office answers.
"""

import json
import os
import shutil
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from kiosk.demo.keeping import Address, Kept
from kiosk.demo.program import Program
from kiosk.demo.readiness import asked
from kiosk.demo.stopping import Stopping
from kiosk.demo.tied import tied
from kiosk.district.enrolment import BundleUnusable, keep_bundle, read_bundle

FOLDER = "tier"
_CONFIG, _BUNDLE, _ANSWER, _SOCKET = "district.toml", "office.motcua-bundle", "sign-in.json", "pipe.sock"
_BROKER_CONFIG = Path("broker", "mosquitto.conf")
_ASIDE = "/usr/sbin"
"""Where Debian puts servers, off the search path of a user."""

_MADE_S, _READY_S, _LOOK_S = 30.0, 30.0, 0.05
_LINES = """\
# Written by the demo at each start.
[data]
dir = "."
[broker]
transport = "{transport}"
port = {port}
[web]
listen = "127.0.0.1:{listen}"
"""

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class TierSignIn:
    """Who can sign in at the tier, and the token of a program."""

    id: str
    name: str
    pin: str
    token: str


def mosquitto() -> str | None:
    """Where the broker is on this machine."""
    return shutil.which("mosquitto", path=os.pathsep.join((os.environ.get("PATH", os.defpath), _ASIDE)))


@dataclass(slots=True)
class Tier:
    """`broker`: the path of mosquitto, None = over the local pipe.

    `begin`, then `enrol` before the office starts, then `open` and `until_ready`; any of them may give it up.
    """

    data: Path
    office: str
    name: str
    say: Say
    broker: str | None
    sign_in: TierSignIn | None = None
    _web: Address | None = None
    _port: Address | None = None
    _making: Program | None = None
    _running: dict[str, Kept] = field(default_factory=dict)

    @property
    def url(self) -> str | None:
        return None if self._web is None or not self._running else self._web.url

    @property
    def tended(self) -> Sequence[Kept]:
        return list(self._running.values())

    @property
    def pids(self) -> dict[str, int]:
        return {name: program.pid for name, program in self._running.items()}

    @property
    def way(self) -> list[str]:
        """What the office's service is told of the way to the tier."""
        if self.sign_in is None:
            return []
        return ["--broker", str(self._port.port)] if self._port else ["--pipe", str(self._folder / _SOCKET)]

    def begin(self) -> None:
        """Keys, bundle and sign-in are made in a process beside this one."""
        try:
            self._make_ready()
        except OSError as error:
            self._give_up(f"{self._folder}: {error.strerror}")

    def _make_ready(self) -> None:
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._web, self._port = Address(0), Address(0) if self.broker else None
        transport, port = ("mqtt", self._port.port) if self._port else ("loopback", 8883)
        lines = _LINES.format(transport=transport, port=port, listen=self._web.port)
        (self._folder / _CONFIG).write_text(lines, encoding="utf-8")
        (self._folder / _ANSWER).unlink(missing_ok=True)
        words = [self.office, "--name", self.name, "--bundle", str(self._folder / _BUNDLE)]
        command = self._command("trial", *words, "--answer", str(self._folder / _ANSWER))
        self._making = Program(command, self._folder / "trial.log")
        self._making.start()

    def enrol(self, stopping: Stopping) -> None:
        """Waits for what `begin` began, and lays the bundle where the office finds it."""
        making = self._making
        until = time.monotonic() + _MADE_S
        while making is not None and not making.has_died():
            if stopping.wait(_LOOK_S) or time.monotonic() > until:
                return
        if making is None:
            return
        if making.exit_code() != 0:
            self._give_up(making.last_words() or f"see {making.log}")
            return
        try:
            bundle = (self._folder / _BUNDLE).read_bytes()
            keep_bundle(self.data, read_bundle(bundle, self.office, datetime.now(UTC)))
            answer = json.loads((self._folder / _ANSWER).read_bytes())
            self.sign_in = TierSignIn(token=answer["token"], **answer["admin"])
        except (OSError, ValueError, BundleUnusable) as error:
            self._give_up(str(error))

    def open(self) -> None:
        """Starts the broker and the tier."""
        if self.sign_in is None:
            return
        if self.broker is not None:
            self._running["mosquitto"] = Kept(
                tied([self.broker, "-c", str(self._broker_config())]), self._folder / "mosquitto.log"
            )
        self._running["district"] = Kept(tied(self._command("serve")), self._folder / "district.log")
        for program in self._running.values():
            program.start()

    def until_ready(self, stopping: Stopping) -> None:
        """Until its pages answer; a tier that does not start is left out, and the office goes on alone."""
        district = self._running.get("district")
        until = time.monotonic() + _READY_S
        while district is not None and asked(self.url or "", "/api/v1/health") is None:
            if stopping.wait(_LOOK_S):
                return
            if time.monotonic() > until:
                self._give_up(district.last_words() or f"see {district.log}")
                return

    def ask_to_end(self) -> None:
        """The broker comes last, in `close`: who still has something to say through it would wait for it."""
        if (district := self._running.get("district")) is not None:
            district.ask_to_end()

    def close(self) -> None:
        making = [] if self._making is None else [self._making]
        for program in [*making, *reversed(self._running.values())]:
            program.stop()
        for address in (self._web, self._port):
            if address is not None:
                address.give_back()

    @property
    def _folder(self) -> Path:
        return self.data / FOLDER

    def _command(self, *words: str) -> list[str]:
        return [sys.executable, "-m", "district.cli", *words, "--config", str(self._folder / _CONFIG)]

    def _broker_config(self) -> Path:
        """What `motcua-district` wrote, for this machine alone."""
        assert self._port is not None
        path = self._folder / _BROKER_CONFIG
        text = path.read_text(encoding="utf-8")
        text = text.replace(f"listener {self._port.port}\n", f"listener {self._port.port} 127.0.0.1\n")
        own = "\nuser root\n" if os.geteuid() == 0 else ""  # else it could not read its files
        path.write_text(text + own, encoding="utf-8")
        return path

    def _give_up(self, why: str) -> None:
        self.say(f"the district does not start, so the office goes on without it: {why}")
        self.sign_in = None
        for one in self._running.values():
            one.stop()
        self._running.clear()
