"""What the tier above pushes down: gathered, checked as the admin pages would, applied as a whole or refused.

Lives in the courier's thread, which hands it every letter of `down/config/…`. A refusal is kept and reported with its
version and leaves in force what is in force. The rule that surprises: a manifest that is not signed by the tier is
reported a few times only, for anybody who reached the broker could make the journal grow with such letters.
"""

from collections.abc import Callable, Mapping

import structlog

from kiosk.district.templates_above import TemplatesAbove
from office.backoffice.from_above import FromAboveActs
from office.domain.above import NOTICES, OPENING, TEMPLATES, Unfit
from office.domain.procedures_above import PROCEDURES
from office.domain.refusals import StoreUnavailable
from sync.gathering import Fault, Faulty, Gathering, Whole
from sync.wire.letters import Applied

KNOWN = frozenset({NOTICES, OPENING, PROCEDURES, *TEMPLATES})
MOST_UNSIGNED = 20
"""Refusals of unsigned letters that are reported, from one start to the next."""
NO_KEY, UNKNOWN = "no_key", "unknown_name"
_log = structlog.get_logger()


class Configs:
    """`key`: the tier's public key, 32 bytes, None when this office has none; `reload`: the printer looks again."""

    def __init__(
        self,
        acts: FromAboveActs,
        templates: TemplatesAbove,
        key: bytes | None,
        reload: Callable[[], None] | None = None,
    ) -> None:
        self._acts, self._templates, self._key, self._reload = acts, templates, key, reload
        self._gathering = Gathering(self._is_ours, self._in_force)
        self._unsigned_left = MOST_UNSIGNED
        self._kept = acts.kept()

    def begin(self) -> None:
        """At a start: the files are what the database says."""
        self._lay()

    def hear(self, box: str, payload: bytes) -> None:
        """A letter of `down/config/…`. Never raises what one letter did."""
        found = self._gathering.take(box, payload)
        try:
            if isinstance(found, Whole):
                self._apply(found)
            elif isinstance(found, Faulty):
                self._note(found)
        except StoreUnavailable:
            _log.warning("config.not_kept", box=box)  # it comes again with the next connection

    def reported(self) -> Mapping[str, Applied]:
        """For `state`: the version in force, and "N: why" of one that was refused."""
        return {name: Applied(one.version, _refusal(one.refused)) for name, one in self._acts.kept().items()}

    def _apply(self, whole: Whole) -> None:
        if whole.name not in KNOWN:
            self._refuse(whole.name, whole.version, UNKNOWN)
            return
        try:
            text = whole.body.decode()
            if whole.name in TEMPLATES:
                self._templates.check(whole.name, text)
            self._acts.apply(whole.name, whole.version, text)
        except UnicodeDecodeError:
            self._refuse(whole.name, whole.version, "not UTF-8")
        except Unfit as error:
            self._refuse(whole.name, whole.version, error.why)
        except OSError as error:
            _log.warning("config.not_looked_at", name=whole.name, why=error.strerror)
        else:
            _log.info("config.applied", name=whole.name, version=whole.version)
            self._kept = self._acts.kept()
            self._lay()

    def _note(self, faulty: Faulty) -> None:
        if not faulty.signed:
            if self._unsigned_left == 0:
                return
            self._unsigned_left -= 1
        why = NO_KEY if faulty.fault is Fault.BAD_SIGNATURE and self._key is None else str(faulty.fault)
        self._refuse(faulty.name, faulty.version, why)

    def _refuse(self, name: str, version: int, why: str) -> None:
        _log.warning("config.refused", name=name, version=version, why=why)
        self._acts.refuse(name, version, why)

    def _in_force(self, name: str) -> int:
        found = self._kept.get(name)
        return 0 if found is None else found.version

    def _lay(self) -> None:
        texts = {name: one.body for name, one in self._kept.items() if name in TEMPLATES and one.version}
        try:
            if self._templates.lay(texts) and self._reload is not None:
                self._reload()
        except OSError as error:
            _log.error("config.template_not_laid", why=error.strerror)  # mended at the next start

    def _is_ours(self, signed: bytes, signature: bytes) -> bool:
        if self._key is None:
            return False
        from cryptography.exceptions import InvalidSignature  # only an office with a tier above pays for it
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

        try:
            Ed25519PublicKey.from_public_bytes(self._key).verify(signature, signed)
        except InvalidSignature:
            return False
        return True


def _refusal(refused: tuple[int, str] | None) -> str | None:
    return None if refused is None else f"{refused[0]}: {refused[1]}"
