"""A version is made out of its release whole or not at all; which one runs is one link, and old ones go."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from deploy.package.source import TOP
from tests.package import tiny

INSTALLER = TOP / "deploy" / "lib" / "install-version"


def said(program: list[Path]) -> str:
    """What it prints, started as the package's wrapper starts it: without the words of this test's own Python."""
    around = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    return subprocess.check_output(program, text=True, env=around)


def install(*words: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-I", INSTALLER, *words], capture_output=True, text=True, check=False)


def refused(*words: str | Path) -> str:
    done = install(*words)
    assert (done.returncode, done.stdout) == (1, "")
    assert "Traceback" not in done.stderr
    return done.stderr


def pretend(root: Path, version: str, age_s: int = 0) -> Path:
    """A version that looks installed."""
    made = root / "opt" / "motcua" / "versions" / version
    made.mkdir(parents=True)
    (made / "manifest.json").write_text("{}")
    os.utime(made, (1_700_000_000 - age_s, 1_700_000_000 - age_s))
    return made


def already_made(root: Path, release: Path, python: str = tiny.PYTHON) -> Path:
    """Version 1.0 as if it had been made of this release, by this Python."""
    made = pretend(root, "1.0")
    (made / f"lib/python{python}/site-packages").mkdir(parents=True)
    (made / "manifest.json").write_bytes((release / "manifest.json").read_bytes())
    return made


def names(root: Path) -> set[str]:
    return {path.name for path in (root / "opt/motcua/versions").iterdir()} - {".lock"}


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A machine's root with version 1.0 on it, and one half-made leftover cleared away."""
    root = tmp_path_factory.mktemp("root")
    (root / "opt/motcua/versions/.0.9.new/lib").mkdir(parents=True)
    release = tiny.release(tmp_path_factory.mktemp("releases") / "one")
    done = install(release, "--root", root, "--switch")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == f"{root}/opt/motcua/versions/1.0\n"
    return root


def test_its_program_runs_from_its_own_place(installed: Path) -> None:
    program = installed / "opt/motcua/current/bin/motcua"
    assert said([program]) == "motcua 1.0\n"
    assert ".1.0.new" not in program.read_text()


def test_nothing_half_made_stays_and_no_pip_comes_along(installed: Path) -> None:
    assert names(installed) == {"1.0"}
    packages = installed / f"opt/motcua/versions/1.0/lib/python{tiny.PYTHON}/site-packages"
    assert not list(packages.glob("pip*"))
    assert list((packages / "look/__pycache__").glob("version.*.pyc"))


def test_the_link_is_relative_so_that_it_holds_on_another_root(installed: Path) -> None:
    assert (installed / "opt/motcua/current").readlink() == Path("versions/1.0")


def test_what_is_there_already_stays_as_it_is(installed: Path, tmp_path: Path) -> None:
    inode = (installed / "opt/motcua/versions/1.0").stat().st_ino
    done = install(tiny.release(tmp_path / "again"), "--root", installed)
    assert done.returncode == 0
    assert (installed / "opt/motcua/versions/1.0").stat().st_ino == inode


def test_a_version_made_by_another_python_is_made_anew(tmp_path: Path) -> None:
    release = tiny.release(tmp_path / "release")
    old = already_made(tmp_path / "root", release, python="3.9")
    assert install(release, "--root", tmp_path / "root").returncode == 0
    assert not (old / "lib/python3.9").exists()
    assert said([old / "bin/motcua"]) == "motcua 1.0\n"
    assert names(tmp_path / "root") == {"1.0"}


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"architecture": "riscv64"}, "is for riscv64"),
        ({"pythons": ["3.9"]}, "needs Python 3.9"),
        ({"version": "../../etc"}, "no release of ours"),
        ({"product": "../motcua"}, "no release of ours"),
        ({"files": {}}, "no requirements.lock"),
        ({"files": {"../../etc/passwd": "0" * 64, "requirements.lock": "0" * 64}}, "lacks a plain file"),
        ({"files": 7}, "is no release"),
    ],
)
def test_a_release_that_is_not_for_this_machine_is_refused(tmp_path: Path, said: dict[str, object], words: str) -> None:
    release = tiny.release(tmp_path / "release")
    tiny.seal(release, **said)
    assert words in refused(release, "--root", tmp_path / "root")
    assert not (tmp_path / "root" / "opt").exists()


def test_one_changed_byte_is_found(tmp_path: Path) -> None:
    release = tiny.release(tmp_path / "release")
    wheel = next(release.glob("wheels/other-*"))
    wheel.write_bytes(wheel.read_bytes()[:-1] + b"x")
    assert "is not the file that the manifest means" in refused(release, "--root", tmp_path / "root")


def test_a_wheel_that_nobody_named_is_refused(tmp_path: Path) -> None:
    release = tiny.release(tmp_path / "release")
    tiny.wheel(release / "wheels", "guest", "1.0", {"guest.py": ""})
    assert "does not know wheels/guest" in refused(release, "--root", tmp_path / "root")


def test_a_link_in_place_of_a_wheel_is_refused(tmp_path: Path) -> None:
    release = tiny.release(tmp_path / "release")
    wheel = next(release.glob("wheels/other-*"))
    wheel.rename(tmp_path / "elsewhere.whl")
    wheel.symlink_to(tmp_path / "elsewhere.whl")
    assert "plain file" in refused(release, "--root", tmp_path / "root")


def test_what_pip_refuses_leaves_the_machine_as_it_was(tmp_path: Path) -> None:
    """The manifest fits, the lock does not: somebody made a release by hand."""
    release = tiny.release(tmp_path / "release", "2.0")
    lock = release / "requirements.lock"
    lock.write_text(lock.read_text().replace("other==2.0", "other==2.1"))
    tiny.seal(release, version="2.0")
    pretend(tmp_path / "root", "1.0")
    assert install("--switch-to", "1.0", "--root", tmp_path / "root").returncode == 0
    assert "could not install the wheels" in refused(release, "--root", tmp_path / "root", "--switch")
    assert names(tmp_path / "root") == {"1.0"}
    assert (tmp_path / "root/opt/motcua/current").readlink().name == "1.0"


def test_three_versions_stay_and_the_one_to_go_back_to_is_never_lost(tmp_path: Path) -> None:
    root = tmp_path / "root"
    for age, version in enumerate(("0.8", "0.7", "0.6", "0.5")):
        pretend(root, version, age_s=age + 1)
    (root / "var/lib/motcua-versions").mkdir(parents=True)
    (root / "var/lib/motcua-versions/trial.json").write_text(json.dumps({"version": "0.8", "previous": "0.5"}))
    assert install("--switch-to", "0.7", "--root", root).returncode == 0
    release = tiny.release(tmp_path / "release")
    already_made(root, release)
    assert install(release, "--root", root).returncode == 0
    assert names(root) == {"1.0", "0.8", "0.7", "0.5"}  # named by the trial, running, or new


def test_switching_to_what_is_not_installed_is_refused(tmp_path: Path) -> None:
    pretend(tmp_path, "1.0")
    assert "2.0 is not installed" in refused("--switch-to", "2.0", "--root", tmp_path)
    assert "is not installed" in refused("--switch-to", "../versions/1.0", "--root", tmp_path)


def test_only_the_package_manager_ends_a_trial(tmp_path: Path) -> None:
    trial = tmp_path / "var/lib/motcua-versions/trial.json"
    trial.parent.mkdir(parents=True)
    trial.write_text("{}")
    release = tiny.release(tmp_path / "release")
    already_made(tmp_path, release)
    install(release, "--root", tmp_path)
    assert trial.exists()
    install(release, "--root", tmp_path, "--switch")
    assert not trial.exists()


def test_without_a_word_it_says_how_it_is_called() -> None:
    assert install().returncode == 2
