"""The way down inside `serve`: letters of the courier go to what is pushed or to what is commanded."""

from collections.abc import Callable
from pathlib import Path

from kiosk.district.commands import Commands
from kiosk.district.configs import Configs
from kiosk.district.deeds import Screens, deeds
from kiosk.district.hands import Hands
from kiosk.district.templates_above import TemplatesAbove
from office.backoffice.from_above import FromAboveActs
from office.premises import Premises
from sync import topics
from sync.transport.port import Letter
from sync.wire.letters import Result

TICKETS = Path("tickets", "district")
"""Below the data folder, where the printer looks for templates of the tier above."""


class Downward:
    """`start` and `stop` once; `hear` in the courier's thread."""

    def __init__(
        self,
        premises: Premises,
        key: bytes | None,
        hands: Hands,
        post: Callable[[Result], None],
        clock_off_ms: Callable[[], int | None],
    ) -> None:
        acts = FromAboveActs(premises.performer, premises.readers)
        templates = TemplatesAbove(premises.data / TICKETS)
        self.configs = Configs(acts, templates, key, hands.reload_templates)

        def roles() -> set[str]:
            return {one["role"] for one in premises.doors.devices()}

        def now() -> int:
            return premises.clock.now().wall + (clock_off_ms() or 0)

        self._commands = Commands(acts, deeds(hands, Screens(roles, acts.ask_restart)), post, now)

    def start(self) -> None:
        self.configs.begin()
        self._commands.start()

    def stop(self) -> None:
        self._commands.stop()

    @property
    def busy_since(self) -> float | None:
        """Of the command in hand."""
        return self._commands.busy_since

    def hear(self, box: str, letter: Letter) -> None:
        if box == topics.CMD:
            if not letter.retained:  # a command is for those who are there
                self._commands.hear(letter.payload)
        elif box.startswith(topics.CONFIG + "/"):
            self.configs.hear(box, letter.payload)
