"""`motcua sync …` and `motcua enrol`: the way to the tier above, with and without a running service."""

from argparse import Namespace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from kiosk.cli.failures import Failure
from kiosk.cli.reaching import Reached, office
from kiosk.cli.saying import table, tell
from kiosk.config import Config
from kiosk.district.enrolment import LARGEST, BundleUnusable, keep_bundle, read_bundle
from sync import topics
from sync.parcel import ParcelDamaged, read_parcel, write_parcel
from sync.wire.letters import Ack
from sync.wire.refusing import Undecodable


def enrol(config: Config, path: Path) -> int:
    """Checks the bundle and keeps it. Nothing is written when it does not fit."""
    with path.open("rb") as file:
        raw = file.read(LARGEST + 1)
    try:
        bundle = read_bundle(raw, config.office.id, datetime.now(UTC))
    except BundleUnusable as error:
        raise Failure(f"{path}: {error.why}") from None
    folder = keep_bundle(config.data.dir, bundle)
    tell(f"{config.office.id} belongs to {bundle.tier}; kept in {folder}, good until {bundle.until:%d/%m/%Y}")
    if config.district.transport != "mqtt":
        tell('now write into config.toml:  [district] transport = "mqtt"  and restart the service')
    else:
        tell("now restart the service, and delete the bundle: it holds the office's key")
    return 0


def sync(config: Config, wanted: Namespace) -> int:
    """status | pause | resume | audit | export | confirm; 1 when the journal does not hold or the file is damaged."""
    acks = _acks(config, wanted.file) if wanted.act == "confirm" else {}
    with office(config, reads=wanted.act in ("status", "audit", "export")) as reached:
        if wanted.act == "status":
            return _status(reached.district())
        if wanted.act == "audit":
            return _audit(reached)
        if wanted.act == "export":
            size = write_parcel(wanted.file, reached.parcel(everything=wanted.all))
            tell(f"{wanted.file}: written, {size} bytes")
        elif wanted.act == "confirm":
            _confirm(reached, acks)
        else:
            reached.pause_district(on=wanted.act == "pause")
            tell("nothing is sent until `motcua sync resume`" if wanted.act == "pause" else "facts are sent again")
    return 0


def _status(view: dict[str, Any]) -> int:
    rows = [
        ("transport", view["transport"]),
        ("condition", view["condition"]),
        ("waiting", f"{view['backlog']} facts"),
        ("acknowledged", view["acked_at"] or "never since the start"),
    ]
    rows += [("trouble", view["why"])] if view["why"] else []
    rows += [("coming back", f"{view['refill']} facts")] if view["refill"] else []
    table([(name, str(value)) for name, value in rows])
    for one in view["streams"]:
        tell(f"stream {one['stream']}: complete to {one['complete_to']} of {one['known_to']}")
    for one in view["parked"]:
        tell(f"stream {one['stream']}: fact {one['seq']} is not accepted ({one['code']})")
    return 0


def _audit(reached: Reached) -> int:
    broken = [one for one in reached.journal() if one["broken_at"] is not None]
    for one in reached.district_counts():
        tell(f"stream {one['stream']}: facts {one['first']} to {one['last']}, acknowledged to {one['complete_to']}")
        table([("  " + kind, str(count)) for kind, count in one["counts"].items()])
    for one in broken:
        tell(f"stream {one['stream']}: BROKEN at fact {one['broken_at']} ({one['why']})")
    if broken:
        raise Failure("the journal was changed; keep the data folder as it is and compare with the tier above")
    return 0


def _acks(config: Config, path: Path) -> dict[str, int]:
    """Stream → acknowledged up to, as a parcel has it."""
    try:
        parcel = read_parcel(path)
        acks = [Ack.unpack(payload) for box, payload in parcel.letters() if box == topics.ACK]
    except (ParcelDamaged, Undecodable) as error:
        raise Failure(str(error)) from None
    if parcel.office != config.office.id:
        raise Failure(f"{path}: it is for the office {parcel.office!r}, this one is {config.office.id!r}")
    return {ack.stream: ack.upto for ack in acks}


def _confirm(reached: Reached, acks: dict[str, int]) -> None:
    moved = reached.confirm(acks)
    for stream, place in moved.items():
        tell(f"stream {stream}: acknowledged to {place}")
    if not moved:
        tell("nothing new in it")
