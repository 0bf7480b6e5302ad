"""`motcua touch` and `motcua hall`: what `config.toml` says about their panels, then the windows themselves.

The command line goes before the file. Without `--config` and without any file at hand, a window runs on what the
command line says alone: a screen on a machine of its own needs only an address and a token.
"""

import argparse
from collections.abc import Callable, Sequence
from pathlib import Path

from display.glass.options import Usual
from display.hall import app as hall_app
from kiosk.cli.failures import WRONG
from kiosk.cli.parser import usual_config
from kiosk.cli.saying import complain
from kiosk.config import Config, ConfigInvalid, load
from kiosk.touch import app as touch_app


def touch(arguments: Sequence[str]) -> int:
    """The exit code of the window; 2 when the file or the command line is wrong."""
    return _opened(arguments, usual_screen, touch_app.main)


def hall(arguments: Sequence[str]) -> int:
    """As `touch`."""
    return _opened(arguments, usual_hall, hall_app.main)


def _opened(
    arguments: Sequence[str], usual: Callable[[Config], Usual], window: Callable[[Sequence[str], Usual], int]
) -> int:
    finder = argparse.ArgumentParser(add_help=False, allow_abbrev=False)
    finder.add_argument("--config", type=Path)
    found, others = finder.parse_known_args(list(arguments))
    try:
        config = _config(found.config)
    except ConfigInvalid as error:
        for line in error.errors:
            complain(line)
        return WRONG
    return window(others, usual(config))


def _config(given: Path | None) -> Config:
    path = given or usual_config()
    return load(path) if given is not None or path.is_file() else Config()


def usual_screen(config: Config) -> Usual:
    """What `[screen]` says."""
    screen = config.screen
    return Usual(
        size=screen.size,
        diagonal_in=screen.diagonal_in,
        server=_server(config),
        ca=config.web.ca,
        left=screen.left,
        top=screen.top,
        timezone=config.office.timezone,
        emblem=screen.emblem,
        hide_cursor=screen.hide_cursor,
    )


def usual_hall(config: Config) -> Usual:
    """What `[hall]` says."""
    hall = config.hall
    return Usual(
        size=hall.size,
        diagonal_in=hall.diagonal_in,
        server=_server(config),
        ca=config.web.ca,
        left=hall.left,
        top=hall.top,
        timezone=config.office.timezone,
        emblem=config.screen.emblem,
        depth_m=hall.depth_m,
        language=hall.language,
        second=hall.second,
    )


def _server(config: Config) -> str | None:
    """The office of this machine; None where only the technician knows under which name its certificate stands."""
    if config.web.is_secure and config.web.ca is None:
        return None
    host = config.web.listen.host
    own = config.web.listen._replace(host="127.0.0.1" if host in ("0.0.0.0", "::") else host)  # noqa: S104 -- compared
    return f"{'https' if config.web.is_secure else 'http'}://{own}"
