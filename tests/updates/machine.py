"""A machine in a folder: versions that only answer, `choose-version` as it is installed, and a systemd that obeys."""

import hashlib
import json
import os
import platform
import signal
import stat
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from types import ModuleType
from typing import Any

MACHINES = {"x86_64": "amd64", "aarch64": "arm64"}
CHOOSE = Path(__file__).parents[2] / "deploy/systemd/kiosk/usr/lib/motcua/choose-version"
CHOOSER: Any = ModuleType("choose_version")
"""The same program in this process: hundreds of starts are looked at."""
sys.modules[CHOOSER.__name__] = CHOOSER  # its dataclasses look themselves up there
exec(compile(CHOOSE.read_text("utf-8"), str(CHOOSE), "exec"), CHOOSER.__dict__)
WELL = {"answers": True, "issues": True, "printer": True, "district": True}

PROGRAM = """#!/bin/sh
case "$2" in
    --look) cat "{root}/looks-{version}" 2>/dev/null || {{ echo "no module named motcua" >&2; exit 1; }} ;;
    --prepare) cat "{root}/prepared" 2>/dev/null || {{ echo "motcua: the disk is full" >&2; exit 1; }} ;;
    --try) cat "{root}/tried" 2>/dev/null || {{ echo "motcua: this version does not work here" >&2; exit 1; }} ;;
esac
"""
INSTALL = """#!{python} -I
import json, os, pathlib, shutil, sys
release, root = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[3])
version = json.loads((release / "manifest.json").read_bytes())["version"]
old, new = (root / "opt/motcua/versions" / one for one in ("0.1.0", version))
shutil.rmtree(new, ignore_errors=True)
shutil.copytree(old, new)
(new / "bin/motcua").write_text((old / "bin/motcua").read_text().replace("-0.1.0", "-" + version))
shutil.copyfile(release / "manifest.json", new / "manifest.json")
"""
SYSTEMCTL = """#!/bin/sh
echo "$*" >>"{root}/asked"
[ "$*" = "restart motcua.service" ] || exit 0
"{python}" -I "{choose}" --root "{root}"
[ ! -e "{root}/broken-$(basename "$(readlink "{root}/opt/motcua/current")")" ]
"""
KILLED_AT = """
import os, runpy, signal, sys
NAMES = {"open", "os.rename", "os.remove", "os.symlink", "os.mkdir", "os.truncate", "shutil.rmtree", "subprocess.Popen"}
left, root, sys.argv = int(sys.argv[1]), sys.argv[2], sys.argv[3:]
def watch(name, given):
    global left
    if name in NAMES and any(root in str(one) for one in given) and not (name == "open" and given[1] in ("r", "rb")):
        left -= 1
        if left < 0:
            os.kill(os.getpid(), signal.SIGKILL)
sys.addaudithook(watch)
runpy.run_path(sys.argv[0], run_name="__main__")
"""
"""Ends itself as a power cut does, just before it changes a file for the n-th time."""


@dataclass(frozen=True, slots=True)
class Machine:
    """One below a folder; `restart` and `judge` as systemd would have it."""

    root: Path

    def install(self, version: str, *, says: dict[str, Any] | None = None) -> None:
        """`says`: what it answers when it is looked at; None: it cannot even be loaded."""
        folder = self.root / "opt/motcua/versions" / version
        (folder / "bin").mkdir(parents=True)
        (folder / f"lib/python{sys.version_info.major}.{sys.version_info.minor}/site-packages").mkdir(parents=True)
        _script(folder / "bin/motcua", PROGRAM.format(root=self.root, version=version))
        (folder / "manifest.json").write_bytes(manifest(version))
        if says is not None:
            self.says(version, says)

    def says(self, version: str, what: dict[str, Any]) -> None:
        (self.root / f"looks-{version}").write_text(json.dumps({"version": version, **what}))

    def run(self, *words: str) -> "subprocess.CompletedProcess[str]":
        """As if it was called, in this process."""
        usual, out, err = os.environ["PATH"], StringIO(), StringIO()
        os.environ["PATH"] = self._environment()["PATH"]
        try:
            with redirect_stdout(out), redirect_stderr(err):
                code = CHOOSER.main(["--root", str(self.root), *words])
        finally:
            os.environ["PATH"] = usual
        return subprocess.CompletedProcess(words, code, out.getvalue(), err.getvalue())

    def run_until(self, change: int, *words: str) -> bool:
        """Whether it was killed before its change of that number; False: it came to its end first."""
        return self.killed_at(change, str(CHOOSE), "--root", str(self.root), *words)

    def killed_at(self, change: int, *command: str) -> bool:
        """The same of any Python program."""
        killing = [sys.executable, "-c", KILLED_AT, str(change), str(self.root)]
        ended = subprocess.run(
            [*killing, *command], env=self._environment(), capture_output=True, timeout=60, check=False
        )
        assert ended.returncode in (0, -signal.SIGKILL), ended.stderr
        return ended.returncode == -signal.SIGKILL

    def start(self) -> str:
        """The service starts, after a power cut or because it crashed; the version that it starts with."""
        done = self.run()
        assert done.returncode == 0, done.stderr
        return self.current

    @property
    def current(self) -> str:
        return (self.root / "opt/motcua/current").readlink().name

    def trial(self) -> dict[str, Any] | None:
        path = self.root / "var/lib/motcua-versions/trial.json"
        return json.loads(path.read_bytes()) if path.exists() else None

    def notes(self) -> dict[str, Any]:
        """Of the open trial."""
        found = self.trial()
        assert found is not None
        return found

    @property
    def last(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads((self.root / "var/lib/motcua-versions/last.json").read_bytes())
        return found

    @property
    def asked(self) -> list[str]:
        """What systemd was asked."""
        path = self.root / "asked"
        return path.read_text().splitlines() if path.exists() else []

    def try_once(self, version: str, aged_s: float) -> None:
        """As after `--begin` and the first start with it, so many seconds ago."""
        kept = {"version": version, "previous": self.current, "starts": 1, "boot": "this", "began_s": -aged_s}
        (self.root / "var/lib/motcua-versions/trial.json").write_text(json.dumps(kept))
        (self.root / "opt/motcua/current").unlink()
        (self.root / "opt/motcua/current").symlink_to(f"versions/{version}")

    def pass_s(self, seconds: float) -> None:
        """The trial has lasted so much longer."""
        path = self.root / "var/lib/motcua-versions/trial.json"
        kept = json.loads(path.read_bytes())
        path.write_text(json.dumps({**kept, "began_s": kept["began_s"] - seconds}))

    def _environment(self) -> dict[str, str]:
        return {**os.environ, "PATH": f"{self.root}/fake:{os.environ['PATH']}"}


def machine(root: Path, *versions: str) -> Machine:
    """Version 0.1.0 runs; the others, 0.2.0 when none is named, are installed and well."""
    made = Machine(root)
    for folder in ("fake", "run/systemd/system", "etc/motcua/update-keys", "usr/lib/motcua", "var/lib/motcua-versions"):
        (root / folder).mkdir(parents=True)
    _script(root / "fake/systemctl", SYSTEMCTL.format(root=root, python=sys.executable, choose=CHOOSE))
    _script(root / "usr/lib/motcua/install-version", INSTALL.format(python=sys.executable))
    (root / "usr/lib/motcua/choose-version").symlink_to(CHOOSE)
    for version in ("0.1.0", *(versions or ("0.2.0",))):
        made.install(version, says=WELL)
    (root / "opt/motcua/current").symlink_to("versions/0.1.0")
    return made


def manifest(version: str, files: dict[str, bytes] | None = None, **other: Any) -> bytes:
    """Of a version for this machine; `files`: name → content."""
    contents = files or {"requirements.lock": b"", "wheels/motcua.whl": b""}
    said = {
        "product": "motcua",
        "version": version,
        "architecture": MACHINES[platform.machine()],
        "pythons": [f"3.{sys.version_info.minor}"],
        "schema": "0007",
        "files": {name: hashlib.sha256(content).hexdigest() for name, content in contents.items()},
        **other,
    }
    return json.dumps(said).encode()


def _script(path: Path, text: str) -> None:
    path.write_text(text)
    path.chmod(path.stat().st_mode | stat.S_IXUSR | stat.S_IXGRP | stat.S_IXOTH)
