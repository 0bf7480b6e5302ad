"""`motcua printer`: look at a ticket without paper, or print a sample and hear what the printer says."""

from pathlib import Path

from kiosk.cli.failures import Failure
from kiosk.cli.saying import complain, tell
from kiosk.config import Config
from kiosk.paperwork import TICKETS_FOLDER, transport_of
from look.words import say
from printer.composing import compose
from printer.drawing import Drawing
from printer.outcome import CONDITION_WORDS, REASON_WORDS, PrintState
from printer.press import Press
from printer.preview import SAMPLE
from printer.preview import preview as png_of
from printer.template import BadTemplate, Template, load_templates
from printer.transport.virtual import VirtualPrinter

ENGLISH = "en"  # what operators read

_SAID = {
    PrintState.PRINTED: "printed; the printer itself said so",
    PrintState.ACCEPTED: "sent; this printer is set not to be asked, so look at the paper",
    PrintState.UNKNOWN: "sent, but the printer did not answer; look at the paper",
}


def preview(config: Config, file: Path) -> int:
    """Writes the picture of a sample ticket."""
    file.write_bytes(png_of(_template(config), {**SAMPLE, **_names(config)}))
    tell(f"{file}: written")
    return 0


def print_sample(config: Config) -> int:
    """0 unless the printer surely did not print."""
    if config.printer.transport == "off":
        raise Failure('printer.transport is "off"; there is no printer to test')
    config.data.dir.mkdir(parents=True, exist_ok=True)
    transport = transport_of(config.printer, config.data.dir)
    press = Press(transport, asks=config.printer.status == "ask")
    result = press.print(compose(Drawing(_template(config)).draw({**SAMPLE, **_names(config)})))
    if isinstance(transport, VirtualPrinter):
        transport.stop()  # its picture is drawn beside; wait for it
    if result.state is PrintState.FAILED:
        reason = REASON_WORDS[result.reason] if result.reason else CONDITION_WORDS[result.health.condition]
        raise Failure(f"nothing was printed: {say(ENGLISH, reason).lower()}")
    where = f" (paper {result.job})" if result.job else ""
    tell(_SAID[result.state] + where)
    tell(f"condition: {say(ENGLISH, CONDITION_WORDS[result.health.condition]).lower()}")
    return 0


def _template(config: Config) -> Template:
    """The office's own template, or the shipped one with the mistakes of the own said first."""
    own = config.data.dir / TICKETS_FOLDER
    try:
        found = load_templates(config.printer.width, own, config.printer.template)
    except BadTemplate as error:
        raise Failure(*error.mistakes) from None
    for mistake in found.problems:
        complain(f"{mistake} (the shipped template is used instead)")
    return found.ticket


def _names(config: Config) -> dict[str, str | None]:
    first = config.first
    return {
        "office": first.name,
        "parent": first.parent or None,
        "leader": first.leader or None,
        "url": first.url or None,
    }
