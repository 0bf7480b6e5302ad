"""A release as small as one can be: our wheel with one program that says its version, and one library."""

import hashlib
import json
import platform
import sys
from base64 import urlsafe_b64encode
from collections.abc import Mapping
from pathlib import Path
from zipfile import ZipFile, ZipInfo

from deploy.package import ARCHITECTURES
from deploy.package.release import lock_of
from deploy.package.wheels import sha256

PYTHON = f"{sys.version_info.major}.{sys.version_info.minor}"
MACHINE = next(name for name, machine in ARCHITECTURES.items() if machine == platform.machine())
PROGRAM = 'from look.version import VERSION\n\ndef main():\n    print("motcua", VERSION)\n'


def wheel(folder: Path, name: str, version: str, files: Mapping[str, str], metadata: str = "") -> Path:
    """A wheel of these files."""
    info = f"{name}-{version}.dist-info"
    inside = {
        **files,
        f"{info}/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n{metadata}",
        f"{info}/WHEEL": "Wheel-Version: 1.0\nGenerator: tiny\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    record = "".join(f"{path},sha256={_record(text)},{len(text.encode())}\n" for path, text in inside.items())
    folder.mkdir(parents=True, exist_ok=True)
    made = folder / f"{name}-{version}-py3-none-any.whl"
    with ZipFile(made, "w") as opened:
        for path, text in {**inside, f"{info}/RECORD": f"{record}{info}/RECORD,,\n"}.items():
            opened.writestr(ZipInfo(path), text)
    return made


def _record(text: str) -> str:
    return urlsafe_b64encode(hashlib.sha256(text.encode()).digest()).decode().rstrip("=")


def release(folder: Path, version: str = "1.0", product: str = "motcua") -> Path:
    """A whole release in a new folder."""
    program = f"[console_scripts]\n{product} = kiosk.cli:main\n"
    files = {
        "kiosk/__init__.py": "",
        "kiosk/cli.py": PROGRAM,
        "look/__init__.py": "",
        "look/version.py": f'VERSION = "{version}"\n',
        f"motcua-{version}.dist-info/entry_points.txt": program,
    }
    wheel(folder / "wheels", "motcua", version, files)
    wheel(folder / "wheels", "other", "2.0", {"other.py": "ANSWER = 42\n"})
    (folder / "requirements.lock").write_text(lock_of(folder / "wheels"))
    seal(folder, product=product, version=version)
    return folder


def seal(folder: Path, **said: object) -> None:
    """Writes the manifest of what lies in a folder now; `said` stands in it in place of what is true."""
    present = sorted(path for path in folder.rglob("*") if path.is_file() and path.name != "manifest.json")
    files = {path.relative_to(folder).as_posix(): sha256(path) for path in present}
    usual = {"product": "motcua", "version": "1.0", "architecture": MACHINE, "pythons": [PYTHON], "schema": "0001"}
    (folder / "manifest.json").write_text(json.dumps({**usual, "files": files, **said}))
