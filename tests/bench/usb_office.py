"""`motcua serve` with a printer on USB: no hardware, the emulated bus is in the same process, as libusb would be.

    python -m tests.bench.usb_office --config FILE --data DIR --port N --parent PID

The times of its tickets stand in `DATA/tickets.txt`.
"""

import argparse
import sys
from pathlib import Path

from kiosk.config import Address, load
from kiosk.config.wiring import Day
from kiosk.demo.tied import die_with
from kiosk.service import serve
from printer.transport.usb import UsbPrinter
from printer.transport.usb_emulator import EmulatedUsb, Sketch
from tests.bench.noting import NOTES, Noted, note_in


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--config", type=Path, required=True)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--parent", type=int, required=True)
    asked = parser.parse_args()
    die_with(asked.parent)
    config = load(asked.config).at(data=asked.data, listen=Address("127.0.0.1", asked.port))
    bus = EmulatedUsb()
    bus.plug_in(Sketch(Noted(keep_all=False, note=note_in(asked.data / NOTES))))
    serve(config.model_copy(update={"day": Day(begins=0, ends=24 * 60)}), port=UsbPrinter(backend=bus))
    return 0


if __name__ == "__main__":
    sys.exit(main())
