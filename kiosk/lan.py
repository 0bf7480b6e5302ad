"""The office's address in the network: its certificate is looked after, and who comes by http is led to https.

Owns the second port and the renewal. Where the certificate is from elsewhere, whoever made it renews it; here it is
only tried at the start. The rule that surprises: an address that the machine was given meanwhile is taken into the
certificate by itself, when the authority may vouch for it; nobody has to trust anything anew.
"""

import ssl
import threading
import time
from datetime import UTC, datetime
from pathlib import Path

import structlog
from starlette.types import ASGIApp

from kiosk.config.wiring import Web
from office.clock import Clock
from web.leading import HTTPS, LeadingOn
from web.server import StoppableServer, listen_at

EVERY_S = 6 * 3600.0
OPEN_BELOW = ("/trust", "/static/", "/theme/", "/language/")
"""What works before a computer trusts the office."""

HTTP = 80
_log = structlog.get_logger()


class CertificateUnusable(Exception):
    """https cannot be spoken with these files; `why` in one plain sentence."""

    def __init__(self, path: Path, why: str) -> None:
        super().__init__(f"{path}: {why}")
        self.path, self.why = path, why


class Lan:
    """Takes the second port at once; `serve_with` before the server runs, `start`, `stop`.

    Raises `web.server.PortInUse` and CertificateUnusable.
    """

    def __init__(self, web: Web, clock: Clock) -> None:
        self._web, self._clock = web, clock
        self._server: StoppableServer | None = None
        self.busy_since: float | None = None
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._work, name="certificate", daemon=True)
        self._redirect = None if web.redirect is None else listen_at(web.redirect.host, web.redirect.port)
        try:
            self.look()
            _try(web)
        except CertificateUnusable:
            self.stop()
            raise

    def serve_with(self, server: StoppableServer, application: ASGIApp, port: int) -> None:
        """Http is answered by `server` too, and led to `port`."""
        self._server = server
        if self._redirect is not None:
            server.also(self._redirect, LeadingOn(application, port, OPEN_BELOW))

    def start(self) -> None:
        if self._web.tls is not None:
            self._thread.start()

    def stop(self) -> None:
        self._stopping.set()
        if self._thread.is_alive():
            self._thread.join(2.0)
        if self._redirect is not None:
            self._redirect.close()

    def _work(self) -> None:
        while not self._stopping.wait(EVERY_S):
            self.busy_since = time.monotonic()
            try:
                self.look()
            except Exception:  # noqa: BLE001 - the outer loop: the next look comes; the doctor sees the days that are left
                _log.exception("certificate.stumbled")
            self.busy_since = None

    def look(self) -> None:
        """Renews what is due, or lacks an address that this machine has now."""
        if self._web.tls is None:
            return
        from web import authority, names  # a tenth of a second, which only who has an authority pays

        now = datetime.fromtimestamp(self._clock.now().wall / 1000, UTC)
        try:
            known = authority.standing(self._web.tls)
            fresh = [name for name in authority.vouchable(self._web.tls, names.addresses()) if name not in known.names]
            if fresh or known.is_due(now):
                made = authority.renew(self._web.tls, now, fresh)
                _log.info("certificate.renewed", names=list(made.names), until=made.until.date().isoformat())
                self._show()
        except authority.NoAuthority as error:
            raise CertificateUnusable(
                self._web.tls, "no certificate authority here; `motcua tls init` makes one"
            ) from error
        except OSError as error:
            # A read-only disk: the certificate that is there still holds for a while.
            _log.error("certificate.not_renewed", cause=str(error))

    def _show(self) -> None:
        if self._server is not None and self._web.tls_certificate and self._web.tls_key:
            self._server.take_certificate(self._web.tls_certificate, self._web.tls_key)


def strict_s(web: Web) -> int:
    """For how long a browser shall refuse plain http (HSTS), in seconds.

    Only where the usual ports are used: a browser that was told so asks every http address by https at the same port.
    """
    is_usual = web.listen.port == HTTPS and (web.redirect is None or web.redirect.port == HTTP)
    return 30 * 24 * 3600 if web.is_secure and is_usual else 0


def addresses_shown(web: Web) -> tuple[str, ...]:
    """The addresses at which a browser believes this machine, when the authority is its own."""
    if web.tls is None:
        return ()
    from web import authority, names  # as in `look`

    port = "" if web.listen.port == HTTPS else f":{web.listen.port}"
    known = names.reachable(authority.standing(web.tls).names)
    return tuple(f"https://{f'[{name}]' if ':' in name else name}{port}" for name in known)


def _try(web: Web) -> None:
    if web.tls_certificate is None:
        return
    try:
        ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(web.tls_certificate, web.tls_key)
    except OSError as error:  # ssl.SSLError is one
        raise CertificateUnusable(web.tls_certificate, f"cannot be used ({error.strerror or error})") from error
