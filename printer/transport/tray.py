"""The tray under a virtual printer: each job as `NNNN.escpos` (its bytes) and `NNNN.png` (its paper).

Numbers go on where they stopped at the last start. A file appears whole or not at all. The bytes are on
disk before the printer answers "done"; the picture follows within some ms from a thread of its own, decoded
from those bytes, and a picture that a crash left out is made at the next start.
"""

from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from pathlib import Path

import structlog

from printer.decode import decode
from printer.transport.mechanism import Printed

DPI = 203
_LATEST = 20  # how far back missing pictures are made up for

_log = structlog.get_logger()


class PaperTray:
    """The tray in `folder`, which is made if need be. Raises OSError when it cannot be."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.folder = folder
        self.last: str | None = None
        names = {path.stem for path in folder.iterdir() if path.suffix in (".escpos", ".png")}
        self._count = max((int(name) for name in names if name.isascii() and name.isdigit()), default=0)
        self._developing = ThreadPoolExecutor(max_workers=1, thread_name_prefix="paper-tray")
        for path in sorted(folder.glob("*.escpos"))[-_LATEST:]:
            if not path.with_suffix(".png").exists():
                self._developing.submit(self._develop, path)

    def keep(self, printed: Printed) -> None:
        """Keep the bytes of a job under the next number, which `last` tells. Raises OSError."""
        name = f"{self._count + 1:04}"
        path = self.folder / f"{name}.escpos"
        _write_whole(path, printed.raw)
        self._count, self.last = self._count + 1, name
        self._developing.submit(self._develop, path)

    def close(self) -> None:
        """Wait for the last pictures (some ms each) and stop."""
        self._developing.shutdown()

    def _develop(self, path: Path) -> None:
        try:
            png = BytesIO()
            decode(path.read_bytes())[-1].save(png, "PNG", dpi=(DPI, DPI))
            _write_whole(path.with_suffix(".png"), png.getvalue())
        except (OSError, IndexError) as error:
            _log.warning("paper.picture_lost", job=path.stem, error=str(error))


def _write_whole(path: Path, content: bytes) -> None:
    half = path.with_name(f".{path.name}.half")
    half.write_bytes(content)
    half.replace(path)
