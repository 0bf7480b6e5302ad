"""An X server with two monitors that nobody sees (Debian's dummy driver), under the rules and the key of an office."""

import os
import shutil
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from tests.appliance.conftest import TREES

PROGRAMS = ("Xorg", "xrandr", "xinput", "xset", "xauth", "mcookie")
DRIVER = Path("/usr/lib/xorg/modules/drivers/dummy_drv.so")
RULES = TREES["kiosk"] / "usr/share/X11/xorg.conf.d/90-motcua.conf"
KEY_MAKER = TREES["kiosk"] / "usr/lib/motcua/x-key"
_CONF = """
Section "ServerFlags"
    Option "AutoAddDevices" "false"
    Option "AutoAddGPU" "false"
EndSection
Section "Device"
    Identifier "dummy"
    Driver "dummy"
    VideoRam 65536
EndSection
Section "Monitor"
    Identifier "any"
    HorizSync 5-1000
    VertRefresh 5-200
EndSection
Section "Screen"
    Identifier "screen"
    Device "dummy"
    Monitor "any"
    DefaultDepth 24
    SubSection "Display"
        Depth 24
        Modes "1280x1024"
        Virtual 4096 2048
    EndSubSection
EndSection
"""


@contextmanager
def two_monitors(folder: Path) -> Iterator[Mapping[str, str]]:
    """DUMMY0 and DUMMY1 at the same place; gives the environment of whoever may use them."""
    display, key, rules = f":{1000 + os.getpid() % 20_000}", folder / "key", folder / "rules"
    rules.mkdir()
    shutil.copy(RULES, rules)
    (folder / "xorg.conf").write_text(_CONF, encoding="ascii")
    make_key(key, display)
    words = [display, "-auth", str(key), "-nolisten", "tcp", "-noreset", "-novtswitch", "-sharevts", "-s", "0", "-dpms"]
    places = ["-config", str(folder / "xorg.conf"), "-configdir", str(rules), "-logfile", str(folder / "Xorg.log")]
    server = subprocess.Popen(["Xorg", *words, *places], stderr=subprocess.DEVNULL)
    around = {**os.environ, "DISPLAY": display, "XAUTHORITY": str(key)}
    try:
        until_it_answers(around)
        for more in (["--addmode", "DUMMY1", "1280x1024"], ["--output", "DUMMY1", "--mode", "1280x1024"]):
            subprocess.run(["xrandr", *more], env=around, check=True, timeout=30)
        yield around
    finally:
        server.terminate()
        server.wait(10)


def make_key(key: Path, display: str) -> None:
    """As the unit does before X starts, for another display than :0."""
    text = KEY_MAKER.read_text(encoding="utf-8").replace("add :0 ", f"add {display} ")
    subprocess.run(["sh", "-c", text, "x-key", str(key)], check=True, timeout=30)


def until_it_answers(around: Mapping[str, str]) -> None:
    until = time.monotonic() + 60
    while subprocess.run(["xset", "q"], env=around, capture_output=True, timeout=30, check=False).returncode:
        assert time.monotonic() < until, "X does not start"
        time.sleep(0.05)
