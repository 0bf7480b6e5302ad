"""What the tries of both products do alike: installed, its service started and ended, asked over HTTP."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, ClassVar

from deploy.package.building import Built
from tests.package.asking import ask
from tests.package.chroots import Chroot
from tests.package.report import Report, expect
from tests.package.units import Running, read


@dataclass(slots=True)
class Installed:
    """One try in one fresh Debian: the package and the one after it."""

    PORT: ClassVar[int]

    chroot: Chroot
    first: Built
    second: Built
    report: Report
    logs: Path
    serving: Running | None = field(default=None, init=False)

    @property
    def name(self) -> str:
        """Of the product, its command and its service."""
        return self.first.product.name

    @property
    def current(self) -> str:
        return f"/opt/{self.name}/current"

    @property
    def python(self) -> str:
        return f"{self.current}/bin/python"

    @property
    def api(self) -> str:
        return f"http://127.0.0.1:{self.PORT}/api/v1"

    def install(self) -> None:
        with self.report.step("installed with what it needs") as tell:
            said = self.chroot.apt("install", self.chroot.bring(self.first.deb))
            tell(f"{self.first.deb.stat().st_size >> 20} MB, {said.count('Setting up ')} packages")
            tell(self.chroot.run(self.python, "-V").strip())
            tell(f"{self.chroot.run('du', '-sm', f'{self.current}/').split()[0]} MB in /opt")
            expect(self.running() == self.first.version, f"{self.running()} runs")
            expect(f"usage: {self.name}" in self.chroot.run(self.name, "--help"), f"{self.name} --help says nothing")
        with self.report.step("units verified by this Debian's systemd", "nothing said"):
            units = f"/usr/lib/systemd/system/{self.name}*.*"
            said = self.chroot.run("sh", "-c", f"systemd-analyze verify --man=no {units} 2>&1")
            expect(not said.strip(), said)

    def start(self, what: str) -> None:
        with self.report.step(what) as tell:
            unit = read(self.chroot, f"{self.name}.service")
            self.serving = Running(self.chroot, unit, self.logs / f"{unit.name}.log").start()
            tell(f"ready after {self.serving.seconds:.1f} s")
            status, health = self.ask("/health")
            expect(status == 200 and self.tells_itself(health), f"{status} {health}")
            tell(f"version {self.running()}")

    def tells_itself(self, health: Any) -> bool:
        """Whether the one that answers is the one installed, where a product says which it is."""
        return health["ok"] is True

    def stop(self) -> None:
        assert self.serving is not None
        expect(self.serving.stop() == 0, f"{self.serving.unit.name} does not end well")
        self.serving = None

    def ask(self, path: str, body: object = None, token: str = "") -> tuple[int, Any]:
        """Status and answer of the LAN API; raises `Failed` when nobody answers."""
        return ask(self.chroot, self.python, f"{self.api}{path}", body, token)

    def running(self) -> str:
        """The version that runs, or would."""
        return self.chroot.run("readlink", self.current).strip().removeprefix("versions/")
