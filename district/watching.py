"""Which workers of the tier the pulse looks after, and how long each may be at one thing.

A database or broker that is away makes nobody late: whoever waits for it says so and tries again. A collector answers
for its back room as well, which is a process of its own.
"""

import socket
import ssl
from collections.abc import Sequence
from contextlib import ExitStack

from district.collector import Collector
from district.config import Config
from district.downward.sender import Sender
from district.night import Housekeeper
from web.knock import PATIENCE_S, Knock
from web.pulse import Pulse, Watched


def start_pulse(
    config: Config,
    listening: socket.socket,
    parts: ExitStack,
    collectors: Sequence[Collector],
    sender: Sender,
    housekeeper: Housekeeper,
) -> Pulse:
    """Ready is said when the door answers; `parts` ends it first of all."""
    host, port = listening.getsockname()[:2]
    knock = Knock(lambda: own_door(host, port, tls=config.web.tls_certificate is not None))
    watched = [
        *(Watched.of(name, 600, one) for name, one in zip(config.collector.names, collectors, strict=False)),
        Watched.of("sender", 300, sender),
        Watched.of("housekeeper", 4 * 3600, housekeeper),
        Watched.of("web", 40, knock),
    ]
    pulse = Pulse(watched, lambda: knock.has_answered)
    knock.start()
    parts.callback(knock.stop)
    pulse.start()
    parts.callback(pulse.stop)
    return pulse


def own_door(host: str, port: int, *, tls: bool) -> socket.socket:
    """Connected to ourselves, so nobody has to vouch for the certificate. Raises OSError."""
    reached = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 -- compared
    way = socket.create_connection((reached, port), PATIENCE_S)
    if not tls:
        return way
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    return context.wrap_socket(way)
