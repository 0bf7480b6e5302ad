"""`motcua printer`: look at a ticket without paper, and hear how it would be printed."""

from difflib import get_close_matches
from pathlib import Path

from kiosk.cli.failures import WRONG, Failure
from kiosk.cli.saying import complain, tell
from kiosk.config import Config
from kiosk.config.fill import first_fill
from kiosk.config.wiring import Printer
from kiosk.paperwork import TICKETS_FOLDER, profile_of, transport_of
from look.words import say
from office.domain.house import contact
from printer.modes import Composer, Mode
from printer.outcome import Health, PrintState, words_of
from printer.planning import plan as made_plan
from printer.planning import sentences
from printer.preview import SAMPLE, marks_of_sample, sample_of
from printer.preview import preview as png_of
from printer.profiles import BadProfile, Profile, UnknownProfile
from printer.slips import KINDS, TICKET
from printer.template import BadTemplate, Template, load_templates

ENGLISH = "en"  # what operators read

SAID = {
    PrintState.PRINTED: "printed; the printer itself said so",
    PrintState.ACCEPTED: "sent; this printer is set not to be asked, so look at the paper",
    PrintState.UNKNOWN: "sent, but the printer did not answer; look at the paper",
}


def preview(config: Config, words: list[str]) -> int:
    """Writes the picture of a sample; `words`: the slip and a file's name, either of which may be missing."""
    named = [word for word in words if word in KINDS]
    files = [word for word in words if word not in KINDS]
    if len(named) > 1 or len(files) > 1:
        raise Failure(f"one slip ({', '.join(KINDS)}) and one file", code=WRONG)
    if files and Path(files[0]).stem == files[0]:  # a bare word
        near = get_close_matches(files[0], KINDS, 1)
        meant = f", did you mean {near[0]!r}?" if near else f" ({', '.join(KINDS)})"
        raise Failure(f"{files[0]}: neither a slip{meant} nor a file FILE.png", code=WRONG)
    slip = named[0] if named else TICKET
    file = Path(files[0] if files else f"{slip}.png")
    template = _template(config, slip)
    file.write_bytes(png_of(template, sample_of(template, _names(config)), marks_of_sample(template)))
    tell(f"{file}: written")
    return 0


def plan(config: Config, name: str | None, baud: int | None) -> int:
    """Says which way a ticket goes to the printer, with bytes and seconds for each part."""
    if baud is not None and baud <= 0:
        raise Failure("--baud: bits a second, such as 9600", code=WRONG)
    printer = config.printer if name is None else config.printer.model_copy(update={"profile": name})
    known = profile_or_failure(config, printer)
    if baud is not None:
        speed: int | None = max(baud // 10, 1)
    elif printer.transport in ("off", "virtual"):  # no line; and the virtual one would make its tray
        speed = None
    else:
        transport = transport_of(printer, config.data.dir)
        speed = transport.bytes_per_s
        transport.stop()
    composer = Composer(known, Mode(printer.mode), speed)
    values = {**SAMPLE, **_names(config)}
    for line in sentences(made_plan(composer, composer.drawing(_template(config)), values)):
        tell(line)
    return 0


def profile_or_failure(config: Config, printer: Printer | None = None) -> Profile:
    """What is known of the printer. Raises Failure with what to do."""
    try:
        return profile_of(printer or config.printer, config.data.dir)
    except UnknownProfile as error:
        raise Failure(f"printer.profile: {error}", code=WRONG) from None
    except BadProfile as error:
        raise Failure(*error.mistakes, code=WRONG) from None


def told(health: Health) -> str:
    """How the printer is, for operators."""
    return say(ENGLISH, words_of(health)).lower()


def _template(config: Config, slip: str = TICKET) -> Template:
    """The office's own template, or the shipped one with the mistakes of the own said first."""
    own = config.data.dir / TICKETS_FOLDER
    try:
        found = load_templates(config.printer.width, own, config.printer.template)
    except BadTemplate as error:
        raise Failure(*map(str, error.mistakes)) from None
    for mistake in found.problems:
        complain(f"{mistake} (the shipped template is used instead)")
    return found.get(slip)


def _names(config: Config) -> dict[str, str | None]:
    fill = first_fill(config.first)
    return {
        "office": fill.names.name,
        "parent": fill.names.parent or None,
        "leader": contact(fill.leaders[0]) if fill.leaders else None,
        "url": fill.names.url or None,
    }
