"""`python -m tests.chaos.collector URL PORT NAME`: a collector in a process of its own, to be killed."""

import signal
import sys
import threading

from district.collector import Collector
from district.store.engine import open_store
from sync.transport.mqtt import MqttMaker
from sync.transport.tries import Pace


def main() -> None:
    run(sys.argv[1], int(sys.argv[2]), sys.argv[3])


def run(url: str, port: int, name: str) -> None:
    """Until SIGTERM."""
    ending = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: ending.set())
    maker = MqttMaker("127.0.0.1", port, keepalive_s=2, connect_s=3.0, pace=Pace(0.2, 2.0, 5.0))
    collector = Collector(open_store(url), maker, name, pace=Pace(0.2, 1.0), apart="error")
    collector.start()
    while not ending.wait(0.5):
        pass
    collector.stop()


if __name__ == "__main__":
    main()
