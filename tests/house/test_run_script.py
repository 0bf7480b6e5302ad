"""`./run` builds its environment once, says what is missing, and keeps standard output for the command.

The script runs in a folder of its own with a search path of a few real programs and of doubles made here: a
Python that notes how it was called instead of installing anything.
"""

import os
import shutil
import signal
import subprocess
import time
from pathlib import Path

import pytest

TOP = Path(__file__).resolve().parents[2]
PROGRAMS = (
    "sh",
    "dirname",
    "basename",
    "cat",
    "sha256sum",
    "cut",
    "rm",
    "mkdir",
    "chmod",
    "ln",
    "sleep",
    "flock",
)
PROGRAMS_OF_TESTS = ("chromium", "pdfinfo", "zbarimg", "tesseract", "espeak-ng", "aplay", "Xvfb", "xdotool", "import")
SERVERS_OF_TESTS = ("mosquitto", "postgres", "node", "npm")
MACHINE_OF_TESTS = ("Xorg", "xrandr", "xset", "xinput", "xauth", "systemd-analyze")

# A Python that "makes" an environment by linking itself there, and notes every other call.
PYTHON = """#!/bin/sh
echo "$*" >>"$NOTES"
case $* in
    -V) echo Python 3.12.9 ;;
    "-m venv "*) mkdir -p "$3/bin"; ln -s "$HOME/bin/python3" "$3/bin/python" ;;
    *pip\\ install*) echo "progress of pip"; eval "$PIP" ;;
    "-c "*) ;;
    *) echo "command: $*"; echo "pid: $$"; exit 7 ;;
esac
"""
NO_VENV = "#!/bin/sh\ncase $* in *ensurepip*) exit 1 ;; esac\n"


class Place:
    """A checkout with `run` and its locks, and the machine around it."""

    def __init__(self, top: Path) -> None:
        self.top, self.bin, self.notes = top / "checkout", top / "bin", top / "notes"
        self.top.mkdir()
        self.bin.mkdir()
        shutil.copy(TOP / "run", self.top)
        (self.top / "requirements.lock").write_text("a==1\n")
        (self.top / "requirements-dev.lock").write_text("b==2\n")
        for program in PROGRAMS:
            (self.bin / program).symlink_to(shutil.which(program) or f"/no/{program}")
        self.put("python3", PYTHON)
        self.put("id", "#!/bin/sh\necho 1000\n")
        for program in (*PROGRAMS_OF_TESTS, *SERVERS_OF_TESTS, *MACHINE_OF_TESTS):
            self.put(program, "#!/bin/sh\n")

    def put(self, program: str, text: str) -> None:
        """Place a double on the search path."""
        (self.bin / program).write_text(text)
        (self.bin / program).chmod(0o755)

    def start(self, *arguments: str, pip: str = ":") -> subprocess.Popen[str]:
        """Start `./run` in its own process group."""
        around = {"PATH": str(self.bin), "HOME": str(self.bin.parent), "NOTES": str(self.notes), "PIP": pip}
        return subprocess.Popen(
            [str(self.top / "run"), *arguments],
            env=around,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )

    def run(self, *arguments: str, pip: str = ":") -> tuple[int, str, str]:
        """Run `./run` to its end: exit code, standard output, standard error."""
        process = self.start(*arguments, pip=pip)
        out, err = process.communicate(timeout=20)
        return process.returncode, out, err

    def installed(self) -> list[str]:
        """The lock files that pip was given, in order."""
        lines = self.notes.read_text().splitlines() if self.notes.exists() else []
        return [Path(line.split()[-1]).name for line in lines if "pip install" in line]


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path)


def test_the_environment_is_built_once_for_each_lock(place: Place) -> None:
    assert place.run("demo")[0] == 7
    assert place.run("demo")[0] == 7
    assert place.installed() == ["requirements.lock"]
    place.run("test")
    assert place.installed() == ["requirements.lock", "requirements-dev.lock"]
    (place.top / "requirements.lock").write_text("a==2\n")
    place.run("doctor")
    assert place.installed()[2:] == ["requirements.lock"]


def test_only_hashed_wheels_of_the_lock_are_installed(place: Place) -> None:
    place.run("demo")
    (line,) = [line for line in place.notes.read_text().splitlines() if "pip install" in line]
    assert "--require-hashes --only-binary :all: --no-deps -r" in line


def test_standard_output_belongs_to_the_command(place: Place) -> None:
    code, out, err = place.run("demo", "--json", "--data", "a b")
    assert out.splitlines()[0] == "command: -m kiosk.cli demo --json --data a b"
    assert "progress of pip" in err
    assert code == 7


def test_the_command_has_the_process_of_the_script(place: Place) -> None:
    process = place.start("demo")
    out, _ = process.communicate(timeout=20)
    assert f"pid: {process.pid}" in out


def test_a_failed_installation_leaves_no_environment(place: Place) -> None:
    code, out, err = place.run("demo", pip="exit 1")
    assert (code, out) == (1, "")
    assert "could not install requirements.lock" in err
    assert not (place.top / ".venv").exists()
    assert place.run("demo")[0] == 7


def test_an_interrupted_installation_is_made_again_from_the_start(place: Place) -> None:
    process = place.start("demo", pip="sleep 30")
    deadline = time.monotonic() + 10
    while not place.installed() and time.monotonic() < deadline:
        time.sleep(0.02)
    os.killpg(process.pid, signal.SIGKILL)
    process.communicate(timeout=5)
    (place.top / ".venv" / "half").touch()
    assert place.run("demo")[0] == 7
    assert place.installed() == ["requirements.lock"] * 2
    assert not (place.top / ".venv" / "half").exists()


def test_two_commands_at_once_build_one_environment(place: Place) -> None:
    both = [place.start("demo", pip="sleep 0.3") for _ in range(2)]
    for process in both:
        process.communicate(timeout=20)
    assert [process.returncode for process in both] == [7, 7]
    assert place.installed() == ["requirements.lock"]


def test_who_is_not_root_gets_the_one_line_to_type_and_the_command_goes_on(place: Place) -> None:
    (place.bin / "chromium").unlink()
    (place.bin / "zbarimg").unlink()
    code, out, err = place.run("test", "-q")
    assert "sudo apt-get install --no-install-recommends chromium zbar-tools\n" in err
    assert err.count("sudo ") == 1
    assert (code, out.splitlines()[0]) == (7, "command: tests/runner.py test -q")


def test_root_gets_the_packages_installed_after_the_lists_were_fetched(place: Place) -> None:
    place.put("id", "#!/bin/sh\necho 0\n")
    (place.bin / "chromium").unlink()
    place.put(
        "apt-get",
        '#!/bin/sh\necho "apt-get $* ($DEBIAN_FRONTEND)" >>"$NOTES"; echo "progress of apt"\n'
        'case $* in *update) : >"$NOTES.lists" ;; *) [ -e "$NOTES.lists" ] ;; esac\n',
    )
    code, out, err = place.run("test", "-q")
    asked = [line for line in place.notes.read_text().splitlines() if line.startswith("apt-get")]
    install = "apt-get -q -y install --no-install-recommends chromium (noninteractive)"
    assert asked == [install, "apt-get -q -y update (noninteractive)", install]
    assert "installing missing Debian packages: chromium" in err
    assert "sudo" not in err
    assert (code, out.splitlines()[0]) == (7, "command: tests/runner.py test -q")


def test_a_package_that_cannot_be_installed_does_not_stop_the_command(place: Place) -> None:
    place.put("id", "#!/bin/sh\necho 0\n")
    (place.bin / "chromium").unlink()
    place.put("apt-get", "#!/bin/sh\nexit 100\n")
    code, _, err = place.run("test", "-q")
    assert "could not install chromium; going on without" in err
    assert code == 7


def test_a_command_asks_only_for_what_it_needs(place: Place) -> None:
    (place.bin / "chromium").unlink()
    (place.bin / "Xvfb").unlink()
    err = place.run("demo")[2]
    assert "chromium" not in err
    assert "xvfb" in err
    assert "xvfb" not in place.run("demo", "--no-windows")[2]


def test_a_python_without_venv_is_named(place: Place) -> None:
    place.put("python3", NO_VENV)
    code, out, err = place.run("demo")
    assert (code, out) == (1, "")
    assert "sudo apt-get install --no-install-recommends python3-venv\n" in err


def test_a_machine_without_python_is_told_so(place: Place) -> None:
    (place.bin / "python3").unlink()
    code, _, err = place.run("demo")
    assert code == 1
    assert "sudo apt-get install --no-install-recommends python3 python3-venv\n" in err
    assert "needs Python 3.11, 3.12 or 3.13" in err


def test_an_unknown_command_shows_what_there_is(place: Place) -> None:
    code, out, err = place.run("dmeo")
    assert (code, out) == (2, "")
    assert "unknown command: dmeo" in err
    assert "./run demo" in err
    assert place.run()[1].startswith("./run demo")
