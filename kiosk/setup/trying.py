"""A page on paper and a call in the hall, to be looked at and listened to: nothing of an office is needed for it."""

import time
from collections.abc import Mapping
from pathlib import Path

from kiosk.config.wiring import Printer, Voice
from kiosk.setup.machine import Told
from look.words import N_

NOT_PRINTED = N_("Nothing was printed: {why}")
_CALL = "A023", 3


def try_page(wiring: Mapping[str, str | int], scratch: Path) -> Told:
    """The page of `motcua printer test` on the printer with these keys."""
    from kiosk.paperwork import known_printer, transport_of
    from printer.asking import Patience
    from printer.commissioning import page, probe
    from printer.outcome import PrintState, words_of
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
            return Told.of(False, NOT_PRINTED, {"why": words_of(probed.health)})
        press = Press(transport, asks=probed.asks, asb=probed.asb, barrier=probed.barrier)
        result = press.print(page(known_printer(printer, scratch)))
    except TransportError as error:
        return Told.of(False, NOT_PRINTED, {"why": words_of(unreachable(error))})
    finally:
        transport.stop()
    if result.state is PrintState.FAILED:
        return Told.of(False, NOT_PRINTED, {"why": words_of(result.health)})
    if result.state is PrintState.PRINTED:
        return Told.of(True, N_("The test page was printed; the printer itself said so."))
    # Not told as good: whoever only presses Enter has not looked.
    return Told.of(False, N_("The test page was sent; this printer does not answer, so please look at the paper."))


def try_call(device: str, scratch: Path) -> Told:
    """A023 to counter 3, as a new office says it."""
    from display.voice import commands
    from display.voice.espeak import Espeak
    from display.voice.hall import usual_player
    from kiosk.voice import clips_root, voice_settings
    from office.clock import MachineClock
    from office.domain.voice import Voice as Speaking

    settings = voice_settings(Speaking(), Voice(player="aplay", device=device))
    root, said = clips_root(scratch), list[str]()
    root.mkdir(parents=True, exist_ok=True)
    player = usual_player(root, MachineClock(), lambda: settings)
    if commands.say(root, settings, Espeak(), player, *_CALL, said.append) == commands.DONE:
        return Told.of(True, N_("The number was called."))
    return Told.of(False, N_("Nothing could be heard: {why}"), why=" · ".join(said))
