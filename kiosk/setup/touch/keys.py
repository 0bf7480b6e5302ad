"""The keyboard of the setup: capitals by one key, signs for addresses, else that of the touch screen."""

import re
from dataclasses import dataclass, replace

from kiosk.touch.models import keyboard
from kiosk.touch.models.keyboard import PREFIX, Rows
from kiosk.touch.page import Control, Look
from look.words import N_, say

SHIFT = "shift"
LONGEST = 120
_SIGNS = "-._:/@"
_WORD_BEGINS = re.compile(r"(^|\s)$")


@dataclass(slots=True)
class Typing:
    """What is being typed. `plain`: no Vietnamese letters; `names`: each word begins with a capital by itself."""

    text: str
    plain: bool = False
    names: bool = False
    is_shifted: bool = False

    def press(self, name: str) -> None:
        """A key of `rows`; its name with `PREFIX`."""
        key = name.removeprefix(PREFIX)
        if key == SHIFT:
            self.is_shifted = not self.is_shifted
            return
        self.text = keyboard.typed(self.text, key.upper() if len(key) == 1 and self.is_capital else key, LONGEST)
        self.is_shifted = self.is_shifted and len(key) != 1

    @property
    def is_capital(self) -> bool:
        """Whether the next letter is one."""
        return self.is_shifted != (self.names and bool(_WORD_BEGINS.search(self.text)))

    def rows(self, language: str) -> Rows:
        found = keyboard.rows(language, marks=not self.plain)
        at = next(place for place, row in enumerate(found) if row[0].name == f"{PREFIX}z")
        word = say(language, N_("Capital letter"))
        shift = Control(PREFIX + SHIFT, "Aa", word, look=Look.SOLID if self.is_shifted else Look.QUIET)
        made = [tuple(map(self._shown, row)) for row in found]
        made[at] = (shift, *made[at])
        if self.plain:
            made.insert(at + 1, tuple(Control(PREFIX + sign, sign, sign) for sign in _SIGNS))
        return tuple(made)

    def _shown(self, key: Control) -> Control:
        """Letters as they would be written now."""
        if not self.is_capital or len(key.text) != 1 or not key.text.isalpha():
            return key
        return replace(key, text=key.text.upper(), spoken=key.text.upper())
