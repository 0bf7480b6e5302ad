"""Sound devices as `aplay -L` lists them; only those that play on a card as it is."""

from collections.abc import Iterator

from kiosk.setup.machine import Loudspeaker

ASK = ("aplay", "-L")
_WANTED = "plughw:"


def loudspeakers_in(text: str) -> tuple[Loudspeaker, ...]:
    """Each device with the first line of what is said of it."""
    return tuple(_read(text.splitlines()))


def _read(lines: list[str]) -> Iterator[Loudspeaker]:
    for at, line in enumerate(lines):
        if line.startswith(_WANTED):
            said = lines[at + 1].strip() if at + 1 < len(lines) and lines[at + 1].startswith(" ") else ""
            yield Loudspeaker(line.strip(), said.rstrip(",") or line.strip())
