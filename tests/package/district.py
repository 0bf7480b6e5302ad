"""The package of a district, tried from the first installation to the last removal in one fresh Debian."""

from tests.package.installed import Installed
from tests.package.report import expect
from tests.package.units import Background, parsed

INSTALLER = "/usr/lib/motcua-district/install-version"
ANSWERS = """
[tier]
name = "Huyện Kim Bảng"
[broker]
host = "127.0.0.1"
"""


class District(Installed):
    PORT = 8090

    def everything(self) -> None:
        """Every step in order; the first that fails ends the try."""
        self.install()
        self.set_up()
        with Background(self.broker(), self.logs / "mosquitto.log"):
            self.start("first start by the unit's lines")
            self.let_in("an office let in")
            self.upgrade()
            self.roll_back()
        self.remove()
        self.purge()

    def set_up(self) -> None:
        """PostgreSQL is started as its own unit does; the broker waits for what the set-up writes."""
        with self.report.step("set up by one command") as tell:
            version, cluster = self.chroot.run("pg_lsclusters", "-h").split()[:2]
            self.chroot.run("pg_ctlcluster", "--skip-systemctl-redirect", version, cluster, "start")
            (self.chroot.root / "srv" / "tier.toml").write_text(ANSWERS)
            said = self.chroot.run("motcua-district", "setup", "--from", "/srv/tier.toml")
            tell(f"PostgreSQL {version}, {sum(line.startswith('done') for line in said.splitlines())} steps")
            expect("PIN" in said, said)
        with self.report.step("set up once more changes nothing"):
            again = self.chroot.run("motcua-district", "setup", "--from", "/srv/tier.toml", "--check")
            expect("missing" not in again, again)

    def broker(self) -> list[str]:
        """Debian's mosquitto by its unit with the lines that the set-up put beside it."""
        unit = (self.chroot.root / "lib/systemd/system/mosquitto.service").read_text()
        ours = (self.chroot.root / "etc/systemd/system/mosquitto.service.d/motcua.conf").read_text()
        line = parsed("mosquitto.service", f"{unit}\n{ours}").last("Service", "ExecStart")
        self.chroot.run("install", "-d", "-o", "mosquitto", "-g", "mosquitto", "/run/mosquitto", "/var/log/mosquitto")
        return self.chroot.words(line.split())

    def let_in(self, what: str) -> None:
        with self.report.step(what):
            self.chroot.run("motcua-district", "enrol", "thanh-son", "--name", "Xã Thanh Sơn")

    def upgrade(self) -> None:
        with self.report.step("upgraded while it runs"):
            self.chroot.apt("install", self.chroot.bring(self.second.deb))
            expect(self.running() == self.second.version, f"{self.running()} runs")
            status, _ = self.ask("/health")
            expect(status == 200, f"the old one no longer answers: {status}")
        self.stop()
        self.start("started after the upgrade")

    def roll_back(self) -> None:
        self.stop()
        with self.report.step("taken back: install-version --switch-to"):
            self.chroot.run(INSTALLER, "--switch-to", self.first.version, "--product", "motcua-district")
        self.start("started after going back")
        with self.report.step("the office is still there"):
            said = self.chroot.run("motcua-district", "offices")
            expect("thanh-son" in said, said)
        self.stop()

    def remove(self) -> None:
        with self.report.step("removed: the data stays"):
            self.chroot.apt("remove", "motcua-district")
            for gone in ("opt/motcua-district", "usr/lib/motcua-district", "usr/bin/motcua-district"):
                expect(not (self.chroot.root / gone).exists(), f"/{gone} is still there")
            expect((self.chroot.root / "var/lib/motcua-district/pki").is_dir(), "the keys are gone")

    def purge(self) -> None:
        with self.report.step("purged: the data stays, and it is said") as tell:
            said = self.chroot.apt("purge", "motcua-district")
            kept = [line for line in said.splitlines() if "kept:" in line]
            for place in ("/var/lib/motcua-district ", "/etc/mosquitto/motcua ", "the database motcua"):
                expect(any(place in line for line in kept), said)
            expect((self.chroot.root / "var/lib/motcua-district/pki").is_dir(), "the keys are gone")
            expect(not (self.chroot.root / "etc/motcua-district").exists(), "/etc/motcua-district is still there")
            tell(f"{len(kept)} places named")
