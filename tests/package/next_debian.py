"""A Debian 12 that becomes a Debian 13 under an installed office: the version is made anew for the other Python."""

from deploy.package.building import Built
from tests.package.chroots import MIRROR, Chroot
from tests.package.report import Report, expect

PYTHON = "/opt/motcua/current/bin/python"


def become_trixie(chroot: Chroot, built: Built, report: Report) -> None:
    """Raises `Failed`."""
    with report.step("installed") as tell:
        chroot.apt("install", chroot.bring(built.deb))
        tell(chroot.run(PYTHON, "-V").strip())
    with report.step("Debian itself upgraded: apt full-upgrade") as tell:
        (chroot.root / "etc" / "apt" / "sources.list").write_text(f"deb {MIRROR} trixie main\n")
        chroot.apt("update")
        said = chroot.apt("full-upgrade")
        tell(f"{said.count('Setting up ')} packages")
    with report.step("the version was made anew, and starts") as tell:
        tell(chroot.run(PYTHON, "-V").strip())
        expect("usage: motcua" in chroot.run("motcua", "--help"), "motcua --help says nothing")
        kept = [path.name for path in (chroot.root / f"opt/motcua/versions/{built.version}/lib").iterdir()]
        expect(kept == ["python3.13"], f"libraries for {kept}")
