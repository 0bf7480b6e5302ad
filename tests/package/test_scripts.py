"""The maintainer scripts and the wrapper, as they stand in the package."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from deploy.package import PRODUCTS, Product
from deploy.package.debian import HERE, filled, words_of
from deploy.package.source import TOP

SCRIPTS = sorted(path.name for path in (HERE / "scripts").iterdir())
UNITS = ["motcua.service", "motcua.target"]
TREE = [f"usr/lib/systemd/system/{name}" for name in UNITS] + ["usr/lib/sysusers.d/motcua.conf"]


def script(product: Product, name: str) -> str:
    place = HERE / "wrapper" if name == "wrapper" else HERE / "scripts" / name
    return filled(place.read_text(), words_of(product, UNITS, TREE))


@pytest.mark.parametrize("name", [*SCRIPTS, "wrapper"])
@pytest.mark.parametrize("product", PRODUCTS.values(), ids=lambda product: product.name)
def test_debians_shell_reads_it(product: Product, name: str, tmp_path: Path) -> None:
    written = tmp_path / name
    written.write_text(script(product, name))
    subprocess.run(["sh", "-n", written], check=True)
    if shutil.which("shellcheck"):
        wishes = "--exclude=SC2043,SC2050,SC2194"  # a list of one, and words that are constants once filled in
        done = subprocess.run(["shellcheck", wishes, written], capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("name", SCRIPTS)
def test_a_word_that_dpkg_never_says_is_refused(name: str, tmp_path: Path) -> None:
    written = tmp_path / name
    written.write_text(script(PRODUCTS["motcua"], name))
    done = subprocess.run(["sh", written, "surprise"], capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "unknown word: surprise" in done.stderr


def test_too_little_room_is_said_before_anything_is_unpacked(tmp_path: Path) -> None:
    written = tmp_path / "preinst"
    written.write_text(script(PRODUCTS["motcua"], "preinst").replace("needed=700", "needed=999999999"))
    done = subprocess.run(["sh", written, "install"], capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "make room first" in done.stderr


class Machine:
    """The wrapper among doubles: who starts it, and what `setpriv` is asked for."""

    def __init__(self, folder: Path, *, root: bool) -> None:
        self.folder, self.bin = folder, folder / "bin"
        self.bin.mkdir(parents=True)
        self.put(self.bin / "id", f"case $1 in -Gn) echo motcua lp ;; *) echo {0 if root else 1000} ;; esac")
        # Becomes the command, and says who it would have been; nobody but root may enter the folder `closed`.
        self.put(self.bin / "setpriv", 'case $* in *" test -x .") pwd | grep -qv closed; exit ;; esac\necho "$@"; pwd')
        self.wrapper = folder / "motcua"
        text = (
            script(PRODUCTS["motcua"], "wrapper").replace("/opt/", f"{folder}/opt/").replace("/run/", f"{folder}/run/")
        )
        self.put(self.wrapper, text)

    def put(self, path: Path, text: str) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text if text.startswith("#!") else f"#!/bin/sh\n{text}\n")
        path.chmod(0o755)

    def install(self) -> "Machine":
        self.put(self.folder / "opt/motcua/current/bin/motcua", 'echo "itself $*"')
        return self

    def start(self, *words: str, cwd: Path = TOP) -> subprocess.CompletedProcess[str]:
        environment = {"PATH": f"{self.bin}:{os.environ['PATH']}"}
        return subprocess.run(
            [self.wrapper, *words], env=environment, cwd=cwd, capture_output=True, text=True, check=False
        )


def test_what_root_starts_becomes_the_user_of_the_office(tmp_path: Path) -> None:
    said = Machine(tmp_path, root=True).install().start("clerk", "add", "lan-anh", "--name", "Trần Lan Anh").stdout
    assert "--reuid=motcua --regid=motcua --init-groups --reset-env -- " in said
    assert said.splitlines()[0].endswith("bin/motcua clerk add lan-anh --name Trần Lan Anh")


def test_the_set_up_reaches_the_screens_also_for_whoever_came_over_the_network(tmp_path: Path) -> None:
    machine = Machine(tmp_path, root=True).install()
    assert "--init-groups" in machine.start("setup", "--step", "screens").stdout  # no screens on this machine
    machine.put(key := tmp_path / "run/motcua-x/key", "")
    said = machine.start("setup", "--step", "screens").stdout.splitlines()[0]
    assert f"--groups=motcua,lp,motcua-screen --reset-env -- env DISPLAY=:0 XAUTHORITY={key} " in said
    assert said.endswith("bin/motcua setup --step screens")
    assert "motcua-screen" not in machine.start("check").stdout


def test_an_update_stays_with_root(tmp_path: Path) -> None:
    assert Machine(tmp_path, root=True).install().start("update", "FILE").stdout == "itself update FILE\n"


def test_whoever_is_not_root_stays_who_they_are(tmp_path: Path) -> None:
    assert Machine(tmp_path, root=False).install().start("serve").stdout == "itself serve\n"


def test_a_folder_that_the_user_may_not_enter_is_left_first(tmp_path: Path) -> None:
    (tmp_path / "closed").mkdir()
    machine = Machine(tmp_path, root=True).install()
    assert machine.start("check", cwd=tmp_path / "closed").stdout.splitlines()[1] == "/"
    assert machine.start("check", cwd=tmp_path).stdout.splitlines()[1] == str(tmp_path)


def test_without_a_version_it_says_what_to_do(tmp_path: Path) -> None:
    done = Machine(tmp_path, root=True).start("--help")
    assert (done.returncode, done.stdout) == (1, "")
    assert "sudo dpkg-reconfigure motcua" in done.stderr
