"""`/trust`: helps a computer of the office to believe the office's own certificate. Open to everybody.

The certificate of the authority is no secret; what protects is that people compare its fingerprint with the one that
the machine itself shows. The rule that surprises: the page also works over plain http, because a browser that does not
trust the office yet would have to be taught to click warnings away.
"""

import re
import ssl
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha1, sha256
from pathlib import Path

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from kiosk.web.pages.shell import Shell
from kiosk.web.pages.trust_steps import SYSTEMS
from web.problems import Refused

DER, PEM = "motcua-ca.crt", "motcua-ca.pem"
"""As the files are called where they are kept."""

_TYPES = {DER: "application/x-x509-ca-cert", PEM: "application/x-pem-file"}
_AGENTS = (("ipad", r"iPad|iPhone"), ("android", r"Android"), ("firefox", r"Firefox/"), ("windows", r"Windows"))


@dataclass(frozen=True, slots=True)
class Authority:
    """What is shown of the authority. `sha1`: because Windows asks with this one before it trusts."""

    pem: bytes
    der: bytes

    @property
    def fingerprint(self) -> list[str]:
        return _pairs(sha256(self.der).digest())

    @property
    def sha1(self) -> list[str]:
        return _pairs(sha1(self.der, usedforsecurity=False).digest())


def router(shell: Shell, ca: Path | None, addresses: Callable[[], tuple[str, ...]]) -> APIRouter:
    """`ca`: None where https is off or its certificate is from elsewhere; `addresses`: at which it is believed."""
    pages = APIRouter(include_in_schema=False)

    @pages.get("/trust")
    def trust(request: Request) -> Response:
        known = None if ca is None else _read(ca)
        return shell.page(
            request,
            "trust.html",
            styles=["pages/trust.css"],
            authority=known,
            addresses=addresses() if known else (),
            systems=SYSTEMS,
            likely=_likely(request.headers.get("user-agent", "")),
            is_secure=request.url.scheme == "https",
            files={"der": DER, "pem": PEM},
        )

    @pages.get("/trust/{name}")
    def file(name: str) -> Response:
        if ca is None or name not in _TYPES:
            raise Refused("unknown_path")
        known = _read(ca)
        # Inline: an iPad then offers to install it at once; all others keep it as a file of this name.
        headers = {"content-disposition": f'inline; filename="{name}"'}
        return Response(known.der if name == DER else known.pem, media_type=_TYPES[name], headers=headers)

    return pages


def _likely(agent: str) -> str:
    """The system that this browser runs on, or the usual one."""
    return next((system for system, pattern in _AGENTS if re.search(pattern, agent)), "windows")


def _read(ca: Path) -> Authority:
    return _parsed(ca.read_bytes())


@lru_cache(maxsize=2)
def _parsed(pem: bytes) -> Authority:
    return Authority(pem, ssl.PEM_cert_to_DER_cert(pem.decode("ascii")))


def _pairs(digest: bytes) -> list[str]:
    """In groups of four signs, as people read them aloud."""
    figures = digest.hex().upper()
    return [figures[at : at + 4] for at in range(0, len(figures), 4)]
