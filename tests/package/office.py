"""The package of an office, tried from the first installation to the last removal in one fresh Debian.

Three versions: the package, the package after it, and one that comes as a signed update.
"""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

from tests.package.asking import Taking
from tests.package.installed import Installed
from tests.package.report import expect
from tests.package.units import Background, Running, read

DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
ANSWERS = """
[office]
place = "xã Thanh Sơn"
[services]
template = "commune"
[counters]
count = 3
[people]
head = "Phạm Minh Tuấn"
[printer]
place = "virtual"
[screens]
touch = "screen 1080x1920"
hall = "none"
[sound]
device = "off"
[network]
open = "machine"
[backup]
second = "none"
"""


@dataclass(slots=True)
class Office(Installed):
    """`update`: signed with the other half of `key`; `token` is of a touch screen, `last` the last number taken."""

    PORT = 8080

    update: Path
    key: Path
    token: str = ""
    last: int = 0

    def everything(self) -> None:
        """Every step in order; the first that fails ends the try."""
        self.install()
        self.find_libraries()
        self.set_up()
        self.begin_at_midnight()
        self.start("first start by the unit's lines")
        self.open_always()
        self.take("a number over HTTP")
        self.open_window()
        self.upgrade()
        self.roll_back()
        self.try_update()
        self.keep_update()
        self.refuse_damage()
        self.remove()
        self.purge()

    def find_libraries(self) -> None:
        with self.report.step("libraries of the windows", "none missing"):
            missing = self.missing_libraries()
            expect(not missing, f"missing: {sorted(missing)}")

    def missing_libraries(self) -> set[str]:
        """What the wheels' machine code asks of Debian in vain; what a wheel brings along, its own code finds."""
        folder = self.chroot.root / "opt" / "motcua" / "versions" / self.first.version
        brought = {path.name for path in folder.rglob("*.so*")}
        listing = f"find {self.current}/lib/ -name '*.so*' -exec ldd {{}} + 2>/dev/null || true"
        said = self.chroot.run("sh", "-c", listing).splitlines()
        asked = {line.split()[0] for line in said if line.endswith("=> not found")}
        return asked - brought

    def set_up(self) -> None:
        answers = self.chroot.root / "tmp" / "answers.toml"
        answers.write_text(ANSWERS)
        with self.report.step("set up from a file"):
            self.chroot.run("motcua", "setup", "--from", "/tmp/answers.toml")
            owner = self.chroot.run("stat", "-c", "%U", "/etc/motcua/config.toml").strip()
            expect(owner == "motcua", f"config.toml belongs to {owner}")

    def begin_at_midnight(self) -> None:
        """The tries run at any hour: the record of the day is open then."""
        path = self.chroot.root / "etc" / "motcua" / "config.toml"
        text = path.read_text(encoding="utf-8")
        for usual, wanted in (('begins = "06:00"', 'begins = "00:00"'), ('ends = "19:00"', 'ends = "23:59"')):
            expect(usual in text, f"config.toml lacks {usual}")
            text = text.replace(usual, wanted, 1)
        path.write_text(text, encoding="utf-8")

    def open_always(self) -> None:
        """The tries run at any hour of any day: an office that is open then, by its own export and import."""
        with self.report.step("what the head decides, out and in again"):
            everything = json.loads(self.chroot.run("motcua", "office", "export", "-"))
            everything["first"]["opening"] |= {day: ["00:00-23:59"] for day in DAYS}
            self.chroot.run("motcua", "office", "import", "-", given=json.dumps(everything))

    def take(self, what: str) -> None:
        with self.report.step(what) as tell:
            if not self.token:
                said = self.chroot.run("motcua", "token", "add", "Màn hình", "--role", "touch")
                self.token = said.split(": ")[1].split()[0]
            wanted = {"service": "A", "request_id": str(uuid4())}
            status, ticket = self.ask("/tickets", wanted, self.token)
            expect(status == 201, f"{status} {ticket}")
            self.follows(ticket["number"])
            tell(ticket["number"])

    def follows(self, *numbers: str) -> None:
        """The numbers go on where they were, without a gap."""
        for number in numbers:
            expect(int(number[1:]) == self.last + 1, f"{number} comes after {self.last}")
            self.last += 1

    def open_window(self) -> None:
        """The touch screen's window by its unit on a virtual screen; real outputs only on a real machine."""
        with self.report.step("touch screen's window by the unit's lines") as tell:
            self.chroot.apt("install", "xvfb")
            screen = self.chroot.words(["Xvfb", ":0", "-screen", "0", "1080x1920x24", "-ac", "-nolisten", "tcp"])
            with Background(screen, self.logs / "Xvfb.log"):
                unit = read(self.chroot, "motcua-touch.service")
                window = Running(self.chroot, unit, self.logs / "motcua-touch.service.log").start()
                tell(f"ready after {window.seconds:.1f} s")
                window.stop()

    def upgrade(self) -> None:
        with self.report.step("upgraded while numbers are taken", "none refused") as tell:
            with Taking(self.chroot, self.python, f"{self.api}/tickets", self.token) as taking:
                self.chroot.apt("install", self.chroot.bring(self.second.deb))
            expect(not taking.wrong, f"{len(taking.wrong)} refused: {taking.wrong[:1]}")
            self.follows(*taking.taken)
            tell(f"{len(taking.taken)} numbers meanwhile")
            expect(self.running() == self.second.version, f"{self.running()} runs")
        self.stop()
        self.start("started after the upgrade")
        self.take("the numbers go on after the upgrade")

    def roll_back(self) -> None:
        self.stop()
        with self.report.step("taken back: motcua update --back"):
            self.chroot.run("motcua", "update", "--back")
            expect(self.running() == self.first.version, f"{self.running()} runs")
        self.start("started after going back")
        self.take("the numbers go on after going back")

    def try_update(self) -> None:
        """A signed update that nobody confirms: the next start goes back."""
        keys = self.chroot.root / "etc" / "motcua" / "update-keys"
        (keys / "try.pub").write_bytes(self.key.read_bytes())
        before = self.running()
        self.put_on_trial("signed update put on trial while the service runs")
        self.start("the update's first start")
        self.take("the numbers go on with the update")
        self.stop()
        self.start("unconfirmed: its next start is the version before")
        expect(self.running() == before, f"{self.running()} runs")
        self.take("the numbers go on with the version before")

    def keep_update(self) -> None:
        self.put_on_trial("the same update once more")
        self.start("started again")
        with self.report.step("confirmed: motcua update --confirm"):
            self.chroot.run("motcua", "update", "--confirm")
        self.stop()
        wanted = self.running()
        self.start("confirmed: its next start is itself")
        expect(self.running() == wanted, f"{self.running()} runs")
        self.take("the numbers go on with the confirmed update")
        self.stop()

    def put_on_trial(self, what: str) -> None:
        with self.report.step(what) as tell:
            self.chroot.run("motcua", "update", self.chroot.bring(self.update))
            tell(f"{self.update.stat().st_size >> 20} MB, {self.running()} on trial")
        self.stop()

    def refuse_damage(self) -> None:
        """A damaged file of the package: dpkg says so, and the version that runs stays."""
        with self.report.step("a damaged package changes nothing") as tell:
            runs = self.running()
            wheel = next((self.chroot.root / "usr/share/motcua/release/wheels").glob("motcua-*.whl"))
            whole = wheel.read_bytes()
            wheel.write_bytes(whole[:-1])
            done = self.chroot.tried("dpkg-reconfigure", "motcua")
            expect(done.returncode != 0 and self.running() == runs, done.stdout + done.stderr)
            tell(next(line for line in done.stderr.splitlines() if "install-version" in line).partition(": ")[2])
            wheel.write_bytes(whole)
            said = self.chroot.tried("dpkg-reconfigure", "motcua")
            expect(said.returncode == 0 and self.running() == runs, f"{self.running()} runs after the repair")
            tell(next(line for line in said.stderr.splitlines() if "goes on running" in line).partition(": ")[2])

    def remove(self) -> None:
        with self.report.step("removed: the data stays, nothing else") as tell:
            self.chroot.apt("remove", "motcua")
            left = self.left()
            strange = [path for path in left if not path.startswith(("/var/lib/motcua", "/var/backups/", "/etc/"))]
            expect(not strange, f"left behind: {strange}")
            expect((self.chroot.root / "var/lib/motcua/motcua.db").is_file(), "the database is gone")
            tell(f"{len(left)} places stay")

    def purge(self) -> None:
        with self.report.step("purged: the data stays, and it is said") as tell:
            said = self.chroot.apt("purge", "motcua")
            kept = [line for line in said.splitlines() if "kept:" in line]
            expect(any("/var/lib/motcua " in line for line in kept), said)
            expect((self.chroot.root / "var/lib/motcua/motcua.db").is_file(), "the database is gone")
            expect((self.chroot.root / "var/lib/motcua/removed-config.toml").is_file(), "no copy of config.toml")
            strange = [path for path in self.left() if path not in ("/var/lib/motcua", "/var/backups/motcua")]
            expect(not strange, f"left behind: {strange}")
            tell(f"{len(kept)} places named")

    def tells_itself(self, health: Any) -> bool:
        return bool(health["version"] == self.running())

    def left(self) -> list[str]:
        """What still has the product's name, without temporary files and dpkg's own notes."""
        named = "find / -xdev -name '*motcua*' -prune -not -path '/proc/*' -not -path '/srv/*' -not -path '/tmp/*'"
        said = self.chroot.run("sh", "-c", f"{named} -not -path '/run/*'").splitlines()
        dpkg = ("/var/lib/dpkg/", "/var/lib/systemd/deb-systemd", "/var/cache/apt/", "/etc/systemd/system/")
        return [path for path in said if not path.startswith(dpkg)]
