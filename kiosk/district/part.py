"""The courier inside `serve`: started last, stopped first, and what the people of the office may know and do about it.

Without a tier above (`transport = "off"`) everything still answers: the facts wait in the journal, can be counted, and
can be written onto a stick. A way that cannot be gone (nothing enrolled, a file that is missing) never stops the
office: it is shown as the condition of the device `district`.
"""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import structlog

from kiosk.config import Config
from kiosk.district.downward import Downward
from kiosk.district.enrolment import BundleUnusable, Enrolled, enrolled
from kiosk.district.hands import Hands
from office.answers import Answer
from office.backoffice.from_above import FromAboveActs
from office.domain.moment import utc_text
from office.domain.people import Actor
from office.domain.refusals import StoreUnavailable
from office.ledger import Ledger
from office.premises import Premises
from office.store.schema import HEAD
from sync import topics
from sync.courier.courier import Courier
from sync.courier.posting import Sender, acknowledged, letters_for_stick
from sync.courier.status import Condition, Standing, Status
from sync.parcel import packed
from sync.wire.letters import Result

if TYPE_CHECKING:
    from sync.transport.port import Maker

DEVICE = "district"
NOT_ENROLLED = "not_enrolled"
_log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Way:
    """How the tier above is reached; `maker` None: not at all, and `why` says why when it should be."""

    maker: "Maker | None"
    tier: str | None = None
    why: str | None = None


class DistrictPart:
    """`start` and `stop` once; everything else from any thread."""

    def __init__(self, config: Config, premises: Premises, version: str, hands: Hands | None = None) -> None:
        self._premises, self._transport = premises, config.district.transport
        self._config, self._hands = config, hands or Hands()
        self._ledger = Ledger(premises.performer, premises.readers, config.office.timezone)
        self._sender = Sender(config.office.id, version, HEAD)
        self._way = way_up(config)
        self._courier: Courier | None = None
        self._downward: Downward | None = None

    def start(self) -> None:
        if self._way.maker is None:
            self._report_absence()
            return
        key = manifest_key(self._config)
        downward = Downward(self._premises, key, self._hands, self._post, lambda: self._status().clock_off_ms)
        self._courier = Courier(
            self._ledger,
            self._way.maker,
            self._sender,
            self._premises.clock,
            report=self._report,
            others=downward.hear,
            configs=downward.configs.reported,
            refills=self._ledger.refiller,
        )
        self._downward = downward
        downward.start()
        self._courier.start()

    def stop(self) -> None:
        if self._courier is not None:
            self._courier.stop()
        if self._downward is not None:
            self._downward.stop()

    @property
    def busy_since(self) -> float | None:
        """Of the courier, or of the command in hand."""
        workers = [one for one in (self._courier, self._downward) if one is not None]
        return min((at for at in (one.busy_since for one in workers) if at is not None), default=None)

    @property
    def goes_up(self) -> bool:
        """Whether there is a way to a tier above."""
        return self._way.maker is not None

    def pause(self, actor: Actor, request_id: str | None, *, on: bool) -> Answer:
        """Nothing is sent until it is switched off again, also after a restart."""
        answer = self._ledger.pause(actor, request_id, on=on)
        if self._courier is not None:
            self._courier.pause(on=on)
        return answer

    def view(self) -> dict[str, Any]:
        """How it stands, for the pages and the command line; times as texts, counts as they are."""
        status, paused = self._status(), self._ledger.paused()
        return {
            "transport": self._transport,
            "tier": self._way.tier,
            "condition": str(Condition.PAUSED if paused and self._courier else status.condition),
            "connected": status.connected,
            "paused": paused,
            "backlog": status.backlog,
            "streams": [_standing(one) for one in status.streams],
            "parked": [{"stream": stream, "seq": seq, "code": code} for stream, seq, code in status.parked],
            "acked_at": None if status.acked_at is None else utc_text(status.acked_at),
            "clock_off_ms": status.clock_off_ms,
            "why": status.why or self._way.why,
            "refill": status.refill,
            "configs": self._configs(),
        }

    def audit(self) -> list[dict[str, Any]]:
        """For each stream what is kept of it, and how many facts of each kind that is."""
        return [
            {
                "stream": one.id,
                "first": one.kept_from,
                "last": one.head,
                "complete_to": one.place,
                "counts": self._ledger.counts(one.no, one.kept_from, one.head),
            }
            for one in self._ledger.streams()
        ]

    def parcel(self, *, everything: bool = False) -> Iterator[bytes]:
        """The bytes of a parcel with all that is not acknowledged (or all that is kept)."""
        clock = self._premises.clock
        letters = letters_for_stick(self._ledger, self._sender, clock, everything=everything)
        return packed(self._sender.office, clock.now().wall, letters)

    def confirm(self, upto: Mapping[str, int]) -> dict[str, int]:
        """What came back on a stick, stream → acknowledged up to; what moved. A running courier hears it from above."""
        places = acknowledged(self._ledger, upto)
        if places:
            self._ledger.write_down(places)
        return {one.id: places[one.no] for one in self._ledger.streams() if one.no in places}

    def _configs(self) -> list[dict[str, Any]]:
        """What the tier above has set here, and what of it could not be used."""
        kept = FromAboveActs(self._premises.performer, self._premises.readers).kept()
        return [
            {
                "name": name,
                "version": one.version,
                "at": utc_text(one.at) if one.version else None,
                "refused": None if one.refused is None else {"version": one.refused[0], "why": one.refused[1]},
            }
            for name, one in sorted(kept.items())
        ]

    def _post(self, result: Result) -> None:
        if self._courier is not None:
            self._courier.post(topics.RESULT, result.pack())

    def _status(self) -> Status:
        """Without a courier, as the journal itself has it."""
        if self._courier is not None and (status := self._courier.status()).streams:
            return status
        ends = self._ledger.streams()
        streams = tuple(Standing(one.id, one.place, one.head) for one in ends)
        backlog = sum(one.head - one.place for one in streams)
        condition = Condition.OFF if self._transport == "off" else Condition.OFFLINE
        return Status(condition, backlog=backlog, streams=streams)

    def _report(self, condition: Condition) -> None:
        self._premises.desk.report_device(device=DEVICE, condition=str(condition))

    def _report_absence(self) -> None:
        """Only when something else was said before: an office without a tier above has no such device."""
        if self._way.why is not None:
            _log.error("district.no_way", why=self._way.why)
        elif DEVICE not in self._ledger.devices():
            return
        word = str(Condition.OFF) if self._way.why is None else NOT_ENROLLED
        with suppress(StoreUnavailable):  # the log has it
            self._premises.desk.report_device(device=DEVICE, condition=word)


def manifest_key(config: Config) -> bytes | None:
    """The key by which the tier above signs; None: nothing that it pushes is believed."""
    try:
        kept = enrolled(config.data.dir)
    except BundleUnusable:
        return None  # `way_up` says why
    return None if kept is None else kept.manifest_key


def way_up(config: Config) -> Way:
    """The maker of the pipe that `[district]` names. The library of the broker is loaded only for "mqtt"."""
    wires = config.district
    if wires.transport == "off":
        return Way(None)
    if wires.transport == "loopback":
        from sync.transport.loopback import LoopbackMaker

        assert wires.socket is not None
        return Way(LoopbackMaker(wires.socket, office=config.office.id))
    try:
        return _through_broker(config, enrolled(config.data.dir))
    except BundleUnusable as error:
        return Way(None, why=error.why)


def _through_broker(config: Config, kept: Enrolled | None) -> Way:
    wires = config.district
    ca, certificate, key = _files(config, kept)
    host, port = (wires.host, wires.port) if wires.host else (kept.host, kept.port) if kept else ("", 0)
    if not host:
        return Way(None, why="no broker is known: run `motcua enrol BUNDLE`, or write district.host")
    missing = [str(path) for path in (ca, certificate, key) if path is not None and not path.is_file()]
    if missing:
        return Way(None, why=f"missing: {', '.join(missing)}")
    from sync.transport.mqtt import MqttMaker

    return Way(MqttMaker(host, port, ca=ca, certificate=certificate, key=key), tier=kept.tier if kept else None)


def _files(config: Config, kept: Enrolled | None) -> tuple[Path | None, Path | None, Path | None]:
    """(CA, certificate, key): single files before the folder of the configuration before what was enrolled."""
    wires = config.district
    folder = wires.bundle or (kept.folder if kept else None)
    usual = [None if folder is None else folder / name for name in ("ca.crt", "office.crt", "office.key")]
    return wires.ca or usual[0], wires.certificate or usual[1], wires.key or usual[2]


def _standing(one: Standing) -> dict[str, Any]:
    return {"stream": one.stream, "complete_to": one.place, "known_to": one.head}
