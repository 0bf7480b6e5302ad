"""The command line that all windows share: which office, which token, which panel, where the window stands.

The token comes from a file or from `MOTCUA_TOKEN`, never from the command line, where other users of the machine could
read it. What is left out comes from `Usual`, which the starting command reads from `config.toml`.
"""

import argparse
import os
import ssl
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from zoneinfo import ZoneInfo

from look.drawing.raster import UnreadableEmblem, own_emblem

TOKEN = "MOTCUA_TOKEN"  # noqa: S105 -- the name of a variable, not a secret
ZONE = "Asia/Ho_Chi_Minh"


class Mistake(Exception):
    """The command line cannot be followed; the text says why."""


@dataclass(frozen=True, slots=True)
class Usual:
    """What counts where the command line says nothing. `server`: None where it has to be given."""

    size: tuple[int, int]
    diagonal_in: float
    server: str | None = None
    ca: Path | None = None
    left: int = 0
    top: int = 0
    timezone: ZoneInfo = field(default_factory=lambda: ZoneInfo(ZONE))
    emblem: Path | None = None
    hide_cursor: bool = False
    depth_m: float = 8.0
    language: str = ""
    second: str = ""


def window_parser(command: str, what: str, usual: Usual) -> argparse.ArgumentParser:
    """The options that every window has; `command` and `what` for `--help`."""
    file = "What is left out stands in config.toml, tables [screen] and [hall]; --config FILE names another file."
    made = argparse.ArgumentParser(prog=f"motcua {command}", description=what, epilog=file)
    is_needed, help_of_server = usual.server is None, "where the office answers"
    made.add_argument("--server", required=is_needed, default=usual.server, metavar="URL", help=help_of_server)
    trusted = "ca.crt of the office, where its certificate is its own"
    made.add_argument("--ca", type=Path, default=usual.ca, metavar="FILE", help=trusted)
    made.add_argument("--token-file", type=Path, metavar="FILE", help=f"the screen's token; else {TOKEN}")
    made.add_argument("--size", type=size, default=usual.size, metavar="WxH", help="of the window, in pixels")
    inches = number(7, 200)
    made.add_argument("--diagonal-in", type=inches, default=usual.diagonal_in, metavar="INCHES", help="of the panel")
    made.add_argument("--left", type=int, default=usual.left, metavar="PX")
    made.add_argument("--top", type=int, default=usual.top, metavar="PX")
    made.add_argument("--border", action="store_true", help="a window with a title bar, for trying out")
    made.add_argument("--home", type=Path, metavar="DIR", help="where drawings are kept from start to start")
    zone_help = f"default: {usual.timezone.key}"
    made.add_argument("--timezone", type=zone, default=usual.timezone, metavar="ZONE", help=zone_help)
    made.add_argument("--emblem", type=Path, default=usual.emblem, metavar="PNG", help="the office's own emblem")
    made.add_argument("--pictures", type=Path, metavar="DIR", help="keep a picture of the window there")
    return made


def size(text: str) -> tuple[int, int]:
    """ "1080x1920"."""
    width, _, height = text.lower().partition("x")
    if not (width.isdigit() and height.isdigit() and 320 <= int(width) <= 7680 and 320 <= int(height) <= 7680):
        raise argparse.ArgumentTypeError(f"must be like 1920x1080, not {text[:20]!r}")
    return int(width), int(height)


def number(least: float, most: float) -> Callable[[str], float]:
    """A reader of numbers between these two."""

    def read(text: str) -> float:
        try:
            value = float(text)
        except ValueError:
            value = least - 1
        if not least <= value <= most:
            raise argparse.ArgumentTypeError(f"must be a number from {least:g} to {most:g}, not {text[:20]!r}")
        return value

    return read


def zone(text: str) -> ZoneInfo:
    try:
        return ZoneInfo(text)
    except (OSError, ValueError, LookupError) as error:
        raise argparse.ArgumentTypeError(f"is not a known time zone: {text[:40]!r}") from error


def token_of(path: Path | None) -> str:
    """The token. Raises `Mistake`."""
    try:
        token = os.environ.get(TOKEN, "") if path is None else path.read_text(encoding="ascii")
    except (OSError, ValueError) as error:
        raise Mistake(f"--token-file {path}: cannot be read ({error})") from None
    if not token.strip():
        raise Mistake(f"no token: give --token-file FILE or set {TOKEN} (`motcua token add` makes one)")
    return token.strip()


def authority_of(path: Path | None) -> Path | None:
    """The same path, when it holds certificates. Raises `Mistake`."""
    try:
        if path is not None:
            ssl.create_default_context(cafile=path)
    except OSError as error:  # ssl.SSLError is one
        raise Mistake(f"--ca {path}: cannot be used ({error.strerror or error})") from None
    return path


def emblem_of(path: Path | None) -> Path | None:
    """The same path, when the picture can be read. Raises `Mistake`."""
    try:
        if path is not None:
            own_emblem(path, 64)
    except UnreadableEmblem as error:
        raise Mistake(str(error)) from None
    return path


def usual_home(window: str) -> Path:
    """A folder of this user for what the window of this name may keep."""
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "motcua" / window
