"""Ten thousand bad inputs at each interface: none crashes anything, none changes anything."""

from collections.abc import Callable
from pathlib import Path

from tests.bad import at_the_keys, by_description, files, over_http, over_mqtt, over_serial
from tests.bad.tally import Tally
from tests.bench.figures import Row

Interface = tuple[Callable[[Path, int], Tally], float]
INTERFACES: dict[str, Interface] = {
    "http": (over_http.measure, 1.0),
    "http-office": (by_description.an_office, 0.2),
    "http-tier": (by_description.the_tier, 0.2),
    "mqtt-tier": (over_mqtt.at_the_tier, 1.0),
    "mqtt-office": (over_mqtt.at_the_office, 1.0),
    "serial": (over_serial.measure, 1.0),
    "keys": (at_the_keys.measure, 1.0),
    "config": (files.kiosk_files, 1.0),
    "district-config": (files.district_files, 1.0),
}
"""What is played, and how much of the count; by their descriptions the APIs are asked a fifth, for it takes longest."""


def inputs(folder: Path, count: int) -> list[Row]:
    return [play(folder / name, round(count * share)).row() for name, (play, share) in INTERFACES.items()]
