"""Small disks of their own, because as root no permission makes a directory read-only or full."""

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest


class SmallDisk:
    """A tmpfs of four megabytes at `path`."""

    def __init__(self, path: Path) -> None:
        self.path = path
        path.mkdir()
        self._run("mount", "-t", "tmpfs", "-o", "size=4m,mode=700", "motcua-test", str(path))

    @property
    def _ballast(self) -> Path:
        return self.path / "ballast"

    def fill(self) -> None:
        """Not one byte is left."""
        with self._ballast.open("ab", buffering=0) as file:
            for size in (65_536, 4_096, 1):
                try:
                    while True:
                        file.write(bytes(size))
                except OSError:
                    continue

    def make_room(self) -> None:
        self._ballast.unlink()

    def make_read_only(self) -> None:
        self._run("mount", "-o", "remount,ro", str(self.path))

    def unmount(self) -> None:
        self._run("umount", str(self.path))

    def _run(self, *command: str) -> None:
        subprocess.run(command, check=True, capture_output=True, timeout=10)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[SmallDisk]:
    """Skips where mounting is not permitted."""
    try:
        disk = SmallDisk(tmp_path / "disk")
    except (OSError, subprocess.SubprocessError) as error:
        pytest.skip(f"mounting a tmpfs is not permitted here ({error})")
    yield disk
    disk.unmount()
