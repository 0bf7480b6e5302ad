"""Letters that no office and no tier writes, into the boxes of both: put aside with a word, and nothing is changed.

What can still be read after it was spoilt is no bad input; at the tier it goes into a second database, so that it is
seen not to crash either.
"""

import json
import random
import zlib
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import Engine

from district import mail
from district.store.places import Places
from kiosk.district.configs import MOST_UNSIGNED
from kiosk.district.downward import Downward
from kiosk.district.hands import Hands
from office.clock import SetClock
from office.ledger import Ledger
from office.premises import Premises
from sync import topics
from sync.courier.posting import Sender
from sync.courier.round import Round
from sync.courier.timing import Timing
from sync.transport.port import Arrived, Letter
from sync.wire.letters import Ack, CollectorState, Command, Hello, OfficeState, Outcome, Result, Want
from sync.wire.refusing import Undecodable
from tests.bad.spoiling import NOT_JSON, another_kind, bitten, value
from tests.bad.tally import Tally, changed, contents
from tests.office_fixture import TOUCH, ZONE, opened, rid
from tests.sync.courier.made_up import Table
from tests.sync.wire.made import BOOT, OFFICE, STREAM, WALL, deflated, event, resealed
from tests.tier.house_here import Tier

NOTED = ("reject", "tally", "alarm", "quarantine", "office", "stream", "boot", "head")
"""Tables of the tier that say what was refused, and from whom."""

_ELSEWHERE = "ba-sao"
_TOPICS = (
    "motcua/v1//up/live",
    "motcua/v1/../up/live",
    f"motcua/v2/{OFFICE}/up/live",
    f"motcua/v1/{OFFICE}/up/x",
    "",
    "/",
)
_BOMB = zlib.compress(bytes(30_000_000), 9)


def at_the_tier(folder: Path, count: int, seed: int = 8) -> Tally:
    tally, chance = Tally("MQTT, the tier's boxes"), random.Random(seed)
    strict, loose = _tier(folder / "strict"), _tier(folder / "loose")
    try:
        _take(strict.store, [Letter(topics.up(OFFICE, topics.LIVE), deflated(event(9)))])
        before = contents(strict.store, *NOTED)
        for _ in range(count):
            letter = _to_the_tier(chance)
            try:
                made = mail.sort([letter])
                is_read = not made.refused
                _take((loose if is_read else strict).store, [letter])
                tally.refuse("still right" if is_read and topics.read_up(letter.topic) else _why(made))
            except Exception as error:  # noqa: BLE001 -- what is looked for
                tally.crash(f"{error!r} by {letter.topic} {letter.payload[:120]!r}")
        tally.changes += changed(before, contents(strict.store, *NOTED))
    finally:
        strict.close()
        loose.close()
    return tally


def _tier(folder: Path) -> Tier:
    tier = Tier(folder)
    tier.office(OFFICE, "Thanh Sơn")
    return tier


def _take(store: Engine, letters: Sequence[Letter]) -> None:
    with store.begin() as conn:
        mail.handle(conn, Places(), mail.sort(letters), WALL)


def _why(made: mail.Sorted) -> str:
    return str(made.refused[0][2].code) if made.refused else "no box of ours"


def _to_the_tier(chance: random.Random) -> Letter:
    box, right = chance.choice(_UP)
    payload = right()
    match chance.randrange(6):
        case 0:
            return Letter(topics.up(OFFICE, box), bitten(chance, payload))
        case 1:
            return Letter(topics.up(OFFICE, box), _spoilt(chance, payload))
        case 2:
            return Letter(topics.up(_ELSEWHERE, topics.LIVE), deflated(event()))
        case 3:
            return Letter(chance.choice(_TOPICS), payload)
        case 4:
            return Letter(topics.up(OFFICE, box), chance.choice((*NOT_JSON, *map(zlib.compress, NOT_JSON), _BOMB)))
        case _:
            return Letter(topics.up(OFFICE, box), chance.randbytes(chance.randint(0, 3_000)))


def _batch() -> bytes:
    return deflated(event(9))


_UP: tuple[tuple[str, Callable[[], bytes]], ...] = (
    (topics.LIVE, _batch),
    (topics.BACK, _batch),
    (topics.HELLO, Hello(STREAM, 1, 4, BOOT, "0.1.0", "0007", WALL, 0, True).pack),
    (topics.STATE, OfficeState(True, BOOT, "0.1.0", WALL, {}, {}).pack),
    (topics.RESULT, Result(rid(), "restart", Outcome.DONE, "").pack),
    (topics.WANT, Want(STREAM, 1, 3).pack),
)


def _spoilt(chance: random.Random, payload: bytes) -> bytes:
    """One value somewhere in it is something else; a batch keeps a chain that holds."""
    is_batch = payload[:1] == b"x"
    if not is_batch and payload[:1] != b"{":
        return bitten(chance, payload)
    tree = json.loads(zlib.decompress(payload) if is_batch else payload)
    inner = tree
    while isinstance(inner, dict | list) and inner:
        key = chance.choice(list(inner) if isinstance(inner, dict) else range(len(inner)))
        if not isinstance(inner[key], dict | list) or not inner[key] or chance.random() < 0.3:
            inner[key] = another_kind(chance, inner[key]) if chance.random() < 0.5 else value(chance)
            break
        inner = inner[key]
    with suppress(KeyError, TypeError, AttributeError):  # nothing is left of the chain
        tree = resealed(tree) if is_batch and chance.random() < 0.7 else tree
    text = json.dumps(tree).encode()
    return zlib.compress(text) if is_batch else text


def at_the_office(folder: Path, count: int, seed: int = 8) -> Tally:
    tally, chance, clock = Tally("MQTT, the office's boxes"), random.Random(seed), SetClock()
    with opened(folder, clock) as premises:
        for _ in range(5):
            premises.desk.issue(TOUCH, rid(), service="A")
        round_ = _round(premises, clock)
        before, seq = contents(premises.readers), premises.desk.seq
        for _ in range(count):
            box, payload = _to_the_office(chance)
            if _is_read(box, payload):
                tally.refuse("still right")
                continue
            try:
                round_.hear(Arrived(Letter(box, payload)))
                round_.turn()
                tally.refuse(box.removeprefix(topics.down(OFFICE, "")).partition("/")[0])
            except Exception as error:  # noqa: BLE001 -- what is looked for
                tally.crash(f"{error!r} by {box} {payload[:120]!r}")
        tally.changes += _changed(premises, before, seq)
    return tally


def _changed(premises: Premises, before: dict[str, str], seq: int) -> list[str]:
    """A few refusals of what came unsigned are noted for the tier above; nothing else may be."""
    facts = [one for one in premises.desk.facts_after(seq) if one["stream"]]
    strange = [one["kind"] for one in facts if one["kind"] != "config.refused"]
    if len(facts) > MOST_UNSIGNED or strange:
        return [f"{len(facts)} facts: {strange[:5]}"]
    noted = {"fact", "journal", "setting", "from_above"} if facts else set()
    return [name for name in changed(before, contents(premises.readers)) if name not in noted]


def _round(premises: Premises, clock: SetClock) -> Round:
    key = Ed25519PrivateKey.generate().public_key().public_bytes_raw()
    downward = Downward(premises, key, Hands(), lambda _result: None, lambda: None)
    table = Table()
    table.stands = True
    ledger = Ledger(premises.performer, premises.readers, ZONE)
    made = Round(
        ledger,
        table,
        Sender(OFFICE, "test", "0001"),
        clock,
        timing=Timing(),
        spread=lambda: 1.0,
        report=lambda _condition: None,
        others=downward.hear,
        refills=ledger.refiller,
    )
    made.begin()
    return made


def _to_the_office(chance: random.Random) -> tuple[str, bytes]:
    box, payload = chance.choice(_DOWN)
    match chance.randrange(5):
        case 0:
            return box, bitten(chance, payload)
        case 1:
            return box, _spoilt(chance, payload)
        case 2:
            return box, chance.choice((*NOT_JSON, *map(zlib.compress, NOT_JSON), _BOMB))
        case 3:
            strange = chance.choice((topics.down(OFFICE, "x"), topics.down(_ELSEWHERE, topics.ACK), *_TOPICS))
            return strange, payload
        case _:
            return box, chance.randbytes(chance.randint(0, 3_000))


_NAME = topics.down(OFFICE, f"{topics.CONFIG}/notices")
_DOWN: tuple[tuple[str, bytes], ...] = (
    (topics.down(OFFICE, topics.ACK), Ack(STREAM, 3, WALL, need=((1, 2),)).pack()),
    (topics.down(OFFICE, topics.CMD), Command(rid(), "restart", {}, WALL + 60_000).pack()),
    (topics.down(OFFICE, topics.FACTS), deflated(event(9))),
    (topics.collector_state("c1"), CollectorState(True, 1).pack()),
    (_NAME, b'{"version": 9, "sha256": "00", "size": 4, "signature": "00"}'),
    (f"{_NAME}/1", b"chunk"),
)


def _is_read(box: str, payload: bytes) -> bool:
    """Whether it is a right letter all the same (of this office; what is not signed is never one)."""
    kinds: dict[str, type[Ack | Command | CollectorState]] = {
        topics.down(OFFICE, topics.ACK): Ack,
        topics.down(OFFICE, topics.CMD): Command,
    }
    kind = CollectorState if box.startswith(topics.PREFIX + "/collector/") else kinds.get(box)
    try:
        return kind is not None and kind.unpack(payload) is not None
    except Undecodable:
        return False
