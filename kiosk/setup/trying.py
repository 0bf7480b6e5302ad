"""A page on paper and a call in the hall, to be looked at and listened to: nothing of an office is needed for it."""

import time
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

import structlog

from kiosk.config.wiring import Printer, Voice
from kiosk.setup.machine import Told
from look.words import N_
from printer.outcome import REASON_WORDS, Reason

_ADVICE: Mapping[Reason, str] = MappingProxyType(
    {
        Reason.PAPER_OUT: N_("the printer is out of paper; put in a roll and close the cover"),
        Reason.COVER_OPEN: N_("the printer's cover is open; close it until it clicks"),
        Reason.CUTTER: N_("the printer's cutter is jammed; switch it off, take out the paper, switch it on again"),
        Reason.UNREACHABLE: N_("the printer cannot be reached; look at its power, its cable and its address"),
        Reason.SILENT: N_("the printer does not answer; look at its power and its cable"),
        Reason.IN_USE: N_("another program is using the printer; end that program"),
        Reason.NOT_ALLOWED: N_("this program may not use the printer's port; pull its plug and put it in again"),
    }
)
NOT_HEARD = N_("Nothing could be heard: {why}. Look at the loudspeaker's cable, or choose another device.")
_log = structlog.get_logger()
_CALL, _COUNTER, _VOLUME = "A023", 3, 80


def words_for(reason: Reason) -> str:
    """Why a printer did not print, and what to do: an English msgid, the end of a sentence."""
    return _ADVICE.get(reason) or REASON_WORDS[reason]


def _not_printed(reason: Reason) -> Told:
    return Told.of(False, N_("Nothing was printed: {why}"), {"why": words_for(reason)})


def try_page(wiring: Mapping[str, str | int], scratch: Path) -> Told:
    """The page of `motcua printer test` on the printer with these keys."""
    from kiosk.paperwork import known_printer, transport_of
    from printer.asking import Patience
    from printer.commissioning import page, probe
    from printer.outcome import PrintState
    from printer.press import Press
    from printer.status import unreachable
    from printer.transport import TransportError

    printer = Printer.model_validate(dict(wiring))
    transport, patience = transport_of(printer, scratch), Patience()
    try:
        transport.open(time.monotonic() + patience.connect)
        probed = probe(transport, patience)
        transport.close()
        if probed.asks and not probed.health.condition.prints:
            return _not_printed(probed.health.reason)
        press = Press(transport, asks=probed.asks, asb=probed.asb, barrier=probed.barrier)
        result = press.print(page(known_printer(printer, scratch)))
    except TransportError as error:
        _log.info("setup.page_not_printed", why=str(error))
        return _not_printed(unreachable(error).reason)
    finally:
        transport.stop()
    if result.state is PrintState.FAILED and result.reason is not None:  # the printer may be well again by now
        return _not_printed(result.reason)
    if result.state is PrintState.PRINTED:
        return Told.of(True, N_("The test page was printed; the printer itself said so."))
    # Not told as good: whoever only presses Enter has not looked.
    return Told.of(False, N_("The test page was sent; this printer does not answer, so please look at the paper."))


def try_call(device: str, scratch: Path) -> Told:
    """A023 to counter 3, as a new office says it."""
    from display.voice.clips import Shelf
    from display.voice.espeak import Espeak
    from display.voice.hall import usual_player
    from display.voice.phrase import Form, Invitation, gain_of, performed, pieces_of_call
    from display.voice.player import CONDITION_WORDS
    from kiosk.voice import clips_root, voice_settings
    from office.clock import MachineClock
    from office.domain.voice import Voice as Speaking

    settings = voice_settings(Speaking(), Voice(player="aplay", device=device))
    root = clips_root(scratch)
    root.mkdir(parents=True, exist_ok=True)
    call = Invitation(_CALL, _COUNTER)
    done = performed(pieces_of_call(call, Form.FULL, settings), Shelf(root, Espeak()), gain_of(_VOLUME))
    if done.missing:
        return _not_heard(N_("espeak-ng, which speaks, does not work; a technician installs this package anew"))
    outcome = usual_player(root, MachineClock(), lambda: settings).play(done.sound, device, lambda: None)
    if outcome.heard:
        return Told.of(True, N_("The number was called."))
    _log.info("setup.call_not_heard", condition=str(outcome.condition), why=outcome.detail)
    return _not_heard(CONDITION_WORDS[outcome.condition])


def _not_heard(why: str) -> Told:
    return Told.of(False, NOT_HEARD, {"why": why})
