"""The configuration of mosquitto, and who may write and read which mailbox.

Written for mosquitto 2.0 (Debian 12). `per_listener_settings true` and `max_queued_messages 0` are never written: both
have known bugs there.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from sync.topics import PREFIX

CONFIG, RIGHTS = "mosquitto.conf", "acl"
SHUT_OUT = "shut-out"
"""The folder of the list of revoked certificates: the only thing of the broker that the service itself writes."""
MOST_BYTES = 131_072
"""Of one MQTT packet: a batch has at most 64 kB, a chunk of a manifest as well."""


@dataclass(frozen=True, slots=True)
class Files:
    """Where the broker finds its files."""

    ca: Path
    certificate: Path
    key: Path
    revoked: Path
    rights: Path


def configuration(files: Files, port: int) -> str:
    """mosquitto.conf, every line of it explained."""
    return _CONFIGURATION.format(files=files, port=port, most_bytes=MOST_BYTES)


def rights(collectors: Sequence[str]) -> str:
    """The ACL: patterns for every office, one entry for every collector."""
    return _OFFICES + "".join(_COLLECTOR.format(name=name) for name in collectors)


_CONFIGURATION = """\
# The broker between the offices and the district. Written by `motcua-district broker-config`.
#
# It holds no state that anybody depends on: the only proof of delivery is the collector's own acknowledgement after
# its database commit. So this broker may be restarted or replaced at any time.

listener {port}

# TLS 1.3 only, a certificate of our own authority on both sides; the name in the certificate is the user.
tls_version tlsv1.3
cafile {files.ca}
certfile {files.certificate}
keyfile {files.key}
crlfile {files.revoked}
require_certificate true
use_identity_as_username true
allow_anonymous false

# Who may write and read which mailbox.
acl_file {files.rights}

# Nothing is kept over a restart: offices publish their state again, and resend what was not acknowledged.
persistence false

# Limits. A batch has at most 64 kB; nobody has more in flight than the collectors take. A queue that overflows drops
# messages silently: harmless here, because offices resend, but never 0 (that is "no limit", and a known bug).
max_packet_size {most_bytes}
max_inflight_messages 64
max_queued_messages 2000
max_connections 1000
max_keepalive 300
queue_qos0_messages false
set_tcp_nodelay true

# To standard error, where systemd keeps it.
log_dest stderr
log_type error
log_type warning
log_type notice
connection_messages true
"""

_OFFICES = f"""\
# Who may write and read which mailbox. Written by `motcua-district broker-config`.

# Every office, by the name in its certificate (%u): its own way up, its own way down, and which collectors work.
pattern write {PREFIX}/%u/up/#
pattern read {PREFIX}/%u/down/#
pattern read {PREFIX}/collector/+/state
"""

_COLLECTOR = f"""
user {{name}}
topic read {PREFIX}/+/up/#
topic write {PREFIX}/+/up/state
topic readwrite {PREFIX}/+/down/#
topic readwrite {PREFIX}/collector/{{name}}/state
"""
