"""`motcua tls`: the office's own certificate authority is made, used once more, or looked at.

The rule that surprises: `init` also writes the one line into config.toml that switches https on, because a folder of
keys that no line names is the usual way to remain on http without noticing.
"""

import re
from argparse import Namespace
from datetime import UTC, datetime
from pathlib import Path

from kiosk.cli.failures import WRONG, Failure
from kiosk.cli.saying import tell
from kiosk.config import Config, ConfigInvalid, load
from kiosk.config.wiring import Web
from web import authority, names
from web.authority import Standing, grouped
from web.writing import write_public

USUAL = "tls"
"""The folder beside config.toml."""

_TABLE = re.compile(r"^\[web\][ \t]*(#.*)?$", re.MULTILINE)


def tls(wanted: Namespace) -> int:
    """1 when there is nothing to look at, or it is over."""
    config = _config(wanted.config)
    try:
        return _ACTS[wanted.act](wanted, config)
    except names.NotAName as error:
        raise Failure(f"--names: {error}", code=WRONG) from None
    except authority.NotOurs as error:
        raise Failure(f"{error}; `motcua tls init --anew --names …` makes another, which all must trust anew") from None
    except (authority.NoAuthority, authority.AlreadyThere) as error:
        raise Failure(str(error)) from None


def _init(wanted: Namespace, config: Config) -> int:
    folder = _folder(wanted.config, config)
    asked = wanted.names or _usual_names(config.web)
    made = authority.make(folder, asked, datetime.now(UTC), office=config.office.id, anew=wanted.anew)
    tell(f"{folder}: the authority of this office and a certificate for this machine")
    if config.web.tls is None and wanted.config.is_file():
        _name_it(wanted.config)
        tell(f'{wanted.config}: now says tls = "{USUAL}" in [web]; https begins with the next start of the service')
    _tell(made)
    tell("every computer and tablet of the office opens the page /trust once, and compares this fingerprint there")
    return 0


def _renew(wanted: Namespace, config: Config) -> int:
    made = authority.renew(_folder(wanted.config, config), datetime.now(UTC), wanted.names or ())
    tell("a new certificate for this machine; nobody has to trust anything anew")
    _tell(made)
    return 0


def _status(wanted: Namespace, config: Config) -> int:
    if config.web.tls is None and config.web.tls_certificate is not None:
        found = _from_elsewhere(config.web.tls_certificate)
    else:
        found = authority.standing(_folder(wanted.config, config))
    _tell(found)
    if config.web.tls_certificate is None:
        tell("https is off: config.toml names neither tls nor tls_certificate in [web]")
        return 1
    return 0 if found.since <= datetime.now(UTC) < found.until else 1


_ACTS = {"init": _init, "renew": _renew, "status": _status}


def _config(path: Path) -> Config:
    try:
        return load(path) if path.is_file() else Config()
    except ConfigInvalid as error:
        raise Failure(*error.errors, code=WRONG) from None


def _folder(file: Path, config: Config) -> Path:
    web = config.web
    if web.tls is None and web.tls_certificate is not None:
        raise Failure(f"{web.tls_certificate}: named by config.toml and from elsewhere; take those lines out first")
    return web.tls or file.absolute().parent / USUAL


def _usual_names(web: Web) -> tuple[str, ...]:
    host = web.listen.host
    listened = [] if host in ("0.0.0.0", "::", *names.ALWAYS) else [host]  # noqa: S104 -- compared
    return (*listened, *names.of_this_machine())


def _from_elsewhere(certificate: Path) -> Standing:
    try:
        return authority.standing_of(certificate)
    except (OSError, ValueError) as error:
        raise Failure(f"{certificate}: is no certificate in PEM form ({error})") from None


def _tell(found: Standing) -> None:
    tell(f"names        {', '.join(found.names)}")
    tell(f"valid        {found.since:%Y-%m-%d} to {found.until:%Y-%m-%d}")
    if found.fingerprint:
        tell(f"fingerprint  {grouped(found.fingerprint)}")


def _name_it(path: Path) -> None:
    """One line below [web], all else as it stands. Raises Failure when the file would not be right afterwards."""
    text = path.read_text(encoding="utf-8")
    line = f'tls = "{USUAL}"'
    table = _TABLE.search(text)
    changed = f"{text.rstrip()}\n\n[web]\n{line}\n" if table is None else _below(text, table.end(), line)
    trial = path.with_name(f".{path.name}.trial")
    try:
        trial.write_text(changed, encoding="utf-8")
        load(trial)
    except ConfigInvalid as error:
        raise Failure(f"{path}: could not be changed; write {line} into [web] yourself", *error.errors) from None
    finally:
        trial.unlink(missing_ok=True)
    write_public(path, changed.encode())


def _below(text: str, at: int, line: str) -> str:
    return f"{text[:at]}\n{line}{text[at:]}"
