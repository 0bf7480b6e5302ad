"""Letters that wait for the next round, one line an office, and everybody gets a turn.

An office may have only so many letters waiting. What it sends beyond is dropped and counted: nothing that was not
acknowledged by us counts as delivered, so whoever sent it honestly will send it again. That is how a million tiny
batches of one office cost the others nothing but the time to throw them away.
"""

from collections import Counter, deque

from sync.transport.port import Letter

MOST_WAITING = 16
"""Of one office: twice the window of a courier."""


class Inbox:
    def __init__(self, most_waiting: int = MOST_WAITING) -> None:
        self._most = most_waiting
        self._lines: dict[str, deque[Letter]] = {}
        self._turns: deque[str] = deque()
        self.shed: Counter[str] = Counter()
        """Office → letters that were dropped since the last `take_shed`."""

    def __len__(self) -> int:
        return sum(len(line) for line in self._lines.values())

    def put(self, office: str, letter: Letter) -> bool:
        """False: this office has its share waiting already; the letter was dropped and counted."""
        line = self._lines.get(office)
        if line is None:
            line = self._lines[office] = deque()
            self._turns.append(office)
        if len(line) >= self._most:
            self.shed[office] += 1
            return False
        line.append(letter)
        return True

    def take(self, most: int) -> list[Letter]:
        """Up to so many letters, one an office and round again, each office's in the order in which they came."""
        taken = list[Letter]()
        while self._turns and len(taken) < most:
            office = self._turns.popleft()
            line = self._lines[office]
            taken.append(line.popleft())
            if line:
                self._turns.append(office)
            else:
                del self._lines[office]
        return taken

    def take_shed(self) -> Counter[str]:
        shed, self.shed = self.shed, Counter()
        return shed
