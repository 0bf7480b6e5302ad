"""From keys to a scanned code: a reader of barcodes is a keyboard that types faster than people and ends with Enter.

1. Signs with at most `PAUSE_MS` between two of them belong together; a longer pause begins anew.
2. Enter ends a code when at least `LEAST` signs came, at most `EACH_MS` for each on average. The average counts, not
   the single sign: a slow panel hears a whole code at two moments.
3. No slip has more than `LONGEST` signs: what is longer (an identity card tells a whole life) is forgotten as it comes.
4. Everything else was typed by a person, and Enter is then what it always is.

Times are ms of any clock that only goes forward.
"""

LEAST, LONGEST = 6, 64
PAUSE_MS = 400
EACH_MS = 45


class Reader:
    """Told of every key; answers the code that its Enter has completed."""

    def __init__(self) -> None:
        self._signs: list[str] = []
        self._count = self._begun = self._last = 0

    def sign(self, sign: str, at: int) -> None:
        """A key that writes something went down; "" for keys that write nothing (Shift)."""
        if not sign:
            return
        if at - self._last > PAUSE_MS:
            self._signs, self._count = [], 0
        if not self._count:
            self._begun = at
        self._last = at
        self._count += 1
        if self._count <= LONGEST:
            self._signs.append(sign)

    def enter(self, at: int) -> str | None:
        """What was read, "" when it was too long for a slip; None when nobody scanned."""
        text, count = "".join(self._signs), self._count
        self._signs, self._count = [], 0
        is_quick = at - self._last <= PAUSE_MS and at - self._begun <= EACH_MS * count
        if not is_quick or count < LEAST:
            return None
        return text if count <= LONGEST else ""
