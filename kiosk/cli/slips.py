"""`motcua printer day` and `motcua printer paper-changed`: what people of the office do at the printer."""

from argparse import Namespace

from kiosk.cli.failures import WRONG, Failure
from kiosk.cli.printing import SAID
from kiosk.cli.reaching import Reached, office
from kiosk.cli.saying import tell
from kiosk.config import Config
from printer.outcome import PrintState


def act(config: Config, wanted: Namespace) -> int:
    """Raises Failure with one line that says what to do."""
    if config.printer.transport == "off":
        raise Failure('printer.transport is "off"; there is no printer')
    if wanted.act == "paper-changed" and not 0 <= wanted.used <= config.printer.roll_m:
        raise Failure(f"--used: 0 to {config.printer.roll_m}, the metres of a whole roll (printer.roll_m)", code=WRONG)
    with office(config) as reached:
        return _print_day(reached) if wanted.act == "day" else _paper_changed(reached, wanted.used)


def _print_day(reached: Reached) -> int:
    """0 unless the printer surely did not print."""
    done = reached.print_day()
    state = PrintState(done["state"])
    if state is PrintState.FAILED:
        raise Failure(f"nothing was printed: {str(done['why']).lower()}")
    tell(SAID[state])
    return 0


def _paper_changed(reached: Reached, used_m: int) -> int:
    answer = reached.change_paper(used_m * 1000)
    tell(f"paper left: {answer['paper']['left']} %; the roll before gave {answer['before_mm'] / 1000:.1f} m")
    return 0
