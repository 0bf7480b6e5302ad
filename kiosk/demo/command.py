"""The demo from its start to its end, in order: data → service → district → windows → people → wait → all back."""

import logging
import shutil
import signal
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

import structlog

from kiosk.config import Config, ConfigInvalid, load
from kiosk.demo import telling, wishes
from kiosk.demo.keeping import TOP, Address, Keeper, keep
from kiosk.demo.preparing import NoSuchCounter, Prepared, prepare
from kiosk.demo.readiness import NotReady, wait_until_ready
from kiosk.demo.stopping import Stopping
from kiosk.demo.telling import aside, out
from kiosk.demo.tier import Tier, mosquitto
from kiosk.demo.windows import Opened, Wanted, opened
from kiosk.demo.wishes import USUAL_PORT, Wishes
from office.premises import DataUnusable
from office.store.lock import DataInUse
from office.store.schema import SchemaTooNew

CONFIG = TOP / "config.toml"
READY_S = 60.0


class Troubled(Exception):
    """The demo cannot go on; the text says why, for whoever typed the command."""


def run(argv: list[str]) -> int:
    """The exit code: 0 after Ctrl-C, 1 with one line on standard error when it could not start."""
    asked = wishes.read(argv)
    _keep_standard_output_clean()
    stopping = Stopping()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, stopping.ask)
    try:
        _demonstrate(asked, stopping)
    except (Troubled, NoSuchCounter, NotReady, ConfigInvalid, DataInUse, DataUnusable, SchemaTooNew) as error:
        aside(str(error))
        return 1
    return 0


def _keep_standard_output_clean() -> None:
    """What the office's parts log in this process goes to standard error, and only when it is worth a look."""
    structlog.configure(
        wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )


def _demonstrate(asked: Wishes, stopping: Stopping) -> None:
    with ExitStack() as parts:
        config = load(CONFIG)
        address = _address(asked.port)
        parts.callback(address.give_back)
        data = _folder(asked.data, parts)
        _check_album(asked.pictures)
        tier = _tier(asked, config, data, parts)
        prepared = prepare(config, data, asked.speed, asked.window_roles)
        tier.enrol(stopping)
        keeper = Keeper(CONFIG, data, address.port, tier.way)
        parts.callback(keeper.stop)
        keeper.start()
        if not wait_until_ready(address.url, prepared.screen_token, keeper, stopping, READY_S):
            return
        tier.open()
        windows = _windows(asked, prepared, config, address.url, data, parts)
        parts.callback(keeper.ask_to_end)  # before the windows are: while they close, the service does
        tier.until_ready(stopping)
        _tell(asked, prepared, address.url, data, keeper.pid, windows, tier)
        _play(asked, prepared, address.url, parts)
        parts.callback(tier.ask_to_end)  # comes first at the end: nobody else needs the tier, and it takes longest
        keep([keeper, *tier.tended, *windows.tended], stopping)


def _address(wanted: int | None) -> Address:
    try:
        return Address(USUAL_PORT if wanted is None else wanted)
    except OSError as error:
        if wanted is not None:
            raise Troubled(f"port {wanted} cannot be used: {error.strerror or error}; try --port 0") from error
    address = Address(0)
    aside(f"port {USUAL_PORT} is taken, so this office answers on {address.port}")
    return address


def _folder(wanted: Path | None, parts: ExitStack) -> Path:
    if wanted is not None:
        return wanted
    made = Path(tempfile.mkdtemp(prefix="motcua-demo-"))
    parts.callback(shutil.rmtree, made, ignore_errors=True)
    return made


def _tier(asked: Wishes, config: Config, data: Path, parts: ExitStack) -> Tier:
    tier = Tier(data, config.office.id, config.first.name, aside, mosquitto() if asked.broker else None)
    parts.callback(tier.close)
    if asked.district:
        data.mkdir(parents=True, exist_ok=True)
        tier.begin()
    return tier


def _check_album(folder: Path | None) -> None:
    if folder is None:
        return
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        raise Troubled(f"--pictures {folder}: {error.strerror or error}") from error


def _windows(asked: Wishes, prepared: Prepared, config: Config, url: str, data: Path, parts: ExitStack) -> Opened:
    if not asked.windows:
        return Opened()
    wanted = Wanted(url, prepared.window_tokens, config.office.timezone.key, asked.rate, asked.pictures)
    return opened(wanted, data, parts, aside)


def _tell(asked: Wishes, prepared: Prepared, url: str, data: Path, pid: int, windows: Opened, tier: Tier) -> None:
    if asked.json:
        out(telling.for_programs(prepared, url, data, pid, windows, tier))
    else:
        sys.stdout.reconfigure(errors="replace")  # type: ignore[union-attr] # a terminal without Vietnamese letters
        kept = asked.data is not None
        out(telling.Page(prepared, url, data, windows, kept, asked.rate, asked.pictures, tier).in_words())


def _play(asked: Wishes, prepared: Prepared, url: str, parts: ExitStack) -> None:
    if not asked.people:
        return
    from kiosk.demo.people import play  # httpx: only when somebody is to be played

    begun = play(prepared, url, asked.people, asked.speed, aside, lambda: _done(asked))
    parts.callback(begun.break_off)


def _done(asked: Wishes) -> None:
    out(f'{{"done": {asked.people}}}' if asked.json else f"{asked.people} people have been served or gone.")
