"""`motcua printer find` and `emulate`: where the printers are, and one that needs no hardware."""

import contextlib
import threading
from argparse import Namespace
from pathlib import Path

from kiosk.cli.failures import WRONG, Failure
from kiosk.cli.saying import tell
from look.words import say
from printer.finding import USUAL_PORT, Found, lines
from printer.finding import find as found_by
from printer.outcome import words_of
from printer.transport.emulated import EmulatedPrinter
from printer.transport.emulator import PrinterOnTcp
from printer.transport.emulator_pty import PrinterOnPty
from printer.transport.mechanism import Printed
from printer.transport.script import BadScript, Script, read_script
from printer.transport.tray import PaperTray

ENGLISH = "en"


def find(addresses: list[str]) -> int:
    """Says every place as soon as it was asked; 1 when no printer answered."""
    answered = 0
    try:
        for one in found_by(addresses):
            _say(one)
            answered += one.answered
    except ValueError as error:
        said = f"{error}; addresses are in figures, such as 192.168.1.50 or 192.168.1.50:9100"
        raise Failure(said, code=WRONG) from None
    if not answered:
        raise Failure("no printer answered; look at power and cable, and at deploy/udev for who may use its port")
    return 0


def _say(one: Found) -> None:
    state = one.why or (say(ENGLISH, words_of(one.health)).lower() if one.health else "not asked")
    tell(f"{one.place} ({one.name}): {state}")
    if one.wiring and not one.why:
        for line in lines(one) if one.answered or one.wiring["transport"] != "serial" else ():
            tell(f"    {line}")


def emulate(wanted: Namespace) -> int:
    """Runs until Ctrl-C; says every sheet and every fault."""
    if wanted.port is not None and not 0 <= wanted.port <= 65535:
        raise Failure("--port: 0 to 65535", code=WRONG)
    script = _script(wanted.faults)
    tray = PaperTray(wanted.paper)

    def keep(printed: Printed) -> None:
        tray.keep(printed)
        tell(f"sheet {tray.last}: {tray.folder / f'{tray.last}.png'}")

    printer = EmulatedPrinter(script=script, keep=keep, tell=tell, keep_all=False)
    try:
        with _port(wanted, printer) as port:
            tell("\n".join(_wiring(port)))
            with contextlib.suppress(KeyboardInterrupt):
                threading.Event().wait()
    finally:
        tray.close()
    return 0


def _script(path: Path | None) -> Script:
    if path is None:
        return Script()
    try:
        return read_script(path)
    except BadScript as error:
        raise Failure(*error.mistakes, code=WRONG) from None


def _port(wanted: Namespace, printer: EmulatedPrinter) -> PrinterOnTcp | PrinterOnPty:
    if wanted.pty is not None:
        if wanted.port is not None:
            raise Failure("--port and --pty: one printer has one plug", code=WRONG)
        return PrinterOnPty(wanted.pty.absolute(), printer, baud=printer.script.baud)
    return PrinterOnTcp(USUAL_PORT if wanted.port is None else wanted.port, printer)


def _wiring(port: PrinterOnTcp | PrinterOnPty) -> list[str]:
    if isinstance(port, PrinterOnTcp):
        return ["[printer]", 'transport = "tcp"', f'host = "{port.host}"', f"port = {port.port}"]
    device = f'device = "{port.path}"'
    return ["[printer]", 'transport = "serial"', device, f"baud = {port.baud or 115200}", 'flow = "none"']
