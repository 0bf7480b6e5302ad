"""The names of the mailboxes between an office and the tier above; the office id is opaque and stable.

No hierarchy in topics: units are merged and renamed. An office may write below `…/up/` of its own id and read below
`…/down/`; the broker keeps that by the name in its certificate.
"""

import re

PREFIX = "motcua/v1"
OFFICE_ID = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,46}[a-z0-9])?")
"""Small letters, digits, hyphens: what `[office] id` allows."""

HELLO, LIVE, BACK, STATE, RESULT, WANT = "hello", "live", "back", "state", "result", "want"
UP = (HELLO, LIVE, BACK, STATE, RESULT, WANT)
ACK, CMD, CONFIG, FACTS = "ack", "cmd", "config", "facts"
SHARE = "$share/collectors/"
COLLECTORS = f"{PREFIX}/collector/+/state"


def up(office: str, box: str) -> str:
    return f"{PREFIX}/{office}/up/{box}"


def down(office: str, box: str) -> str:
    """`box`: ack | facts | cmd | config/{name} (the manifest) | config/{name}/{part} (the chunks)."""
    return f"{PREFIX}/{office}/down/{box}"


def collector_state(collector: str) -> str:
    return f"{PREFIX}/collector/{collector}/state"


def read_up(topic: str) -> tuple[str, str] | None:
    """(office, box) of a topic that an office may write to, else None."""
    parts = topic.split("/")
    if len(parts) != 5 or parts[:2] != ["motcua", "v1"] or parts[3] != "up":
        return None
    return (parts[2], parts[4]) if OFFICE_ID.fullmatch(parts[2]) and parts[4] in UP else None


def may_write(office: str, topic: str) -> bool:
    """What the broker lets an office write: the names in `deploy/mosquitto/acl` say the same."""
    up = read_up(topic)
    return up is not None and up[0] == office


def may_read(office: str, name: str) -> bool:
    """What the broker lets an office subscribe to."""
    return name == COLLECTORS or name.startswith(f"{PREFIX}/{office}/down/")


def matches(name: str, topic: str) -> bool:
    """True if a subscription to `name` gets letters of `topic`; `+` is one level, `#` at the end all the rest."""
    wanted, given = name.split("/"), topic.split("/")
    for place, level in enumerate(wanted):
        if level == "#":
            return True
        if place >= len(given) or level not in ("+", given[place]):
            return False
    return len(wanted) == len(given)
