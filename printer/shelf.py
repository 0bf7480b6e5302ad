"""The templates of an office as somebody edits them: what is in use, a new one in its place, and the old ones kept.

An own template is a file in the tickets' folder; saving it puts the one before into `earlier/`, numbered, and no more
than `MOST_KEPT` of each. What is shipped, or was sent from above, is never touched: it is in use again as soon as
there is no own one. A text with mistakes is never saved.
"""

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from look.words import N_
from printer import slips
from printer.checking import read_bytes
from printer.mistakes import BadTemplate, Mistake
from printer.template import DOTS, SHIPPED, Template

EARLIER = "earlier"
MOST_KEPT = 30
OWN, ABOVE, GIVEN, LIKE_TICKET = "own", "above", "shipped", "ticket"


class Overtaken(Exception):
    """Another text has taken the place of the one that was edited."""


class NoSuchTemplate(LookupError):
    """No slip of this name, no paper of this width, or no earlier version of this number."""


@dataclass(frozen=True, slots=True)
class Earlier:
    """A template that was in use before; `at`: ms UTC when another took its place."""

    version: int
    at: int


@dataclass(frozen=True, slots=True)
class Standing:
    """What is in use: its text, where it comes from, and what is wrong with an own one.

    `source`: own | above | shipped | ticket (printed again as the ticket is, where that one is not the shipped).
    """

    slip: str
    paper: int
    source: str
    text: str
    changed_at: int | None
    mistakes: tuple[Mistake, ...]
    earlier: tuple[Earlier, ...]


@dataclass(frozen=True, slots=True)
class Shelf:
    """`own` and `above` are folders; `ticket`: the name under which `[printer] template` looks for the ticket."""

    own: Path
    above: Path
    ticket: str = slips.TICKET

    def standing(self, slip: str, paper: int) -> Standing:
        """Raises NoSuchTemplate, and OSError when a file cannot be read."""
        path = self._path(slip, paper)
        own = path.is_file()
        found = path if own else self._given(slip, paper)
        content = found.read_bytes()
        return Standing(
            slip,
            paper,
            OWN if own else self._source(found, slip, paper),
            content.decode("utf-8", "replace"),
            _written_at(path) if own else None,
            self._mistakes(content, slip, paper) if own else (),
            tuple(reversed(self._earlier(path))),
        )

    def check(self, text: str, slip: str, paper: int) -> Template:
        """The template that this text makes. Raises BadTemplate with all mistakes, and NoSuchTemplate."""
        path = self._path(slip, paper)
        template = read_bytes(text.encode("utf-8", "replace"), path, slip)
        if template.paper == paper:
            return template
        facts: Mapping[str, str | int] = {"template": template.paper, "printer": paper}
        said = N_("{template} mm, but the printer has {printer} mm")
        raise BadTemplate((Mistake(path, said, facts, key="paper"),))

    def save(self, text: str, slip: str, paper: int, instead_of: str | None = None) -> None:
        """In use from now on; the one before is kept. `instead_of`: the text that was edited; None: whatever is there.

        Raises Overtaken, BadTemplate, NoSuchTemplate and OSError.
        """
        self.check(text, slip, paper)
        path = self._path(slip, paper)
        if path.is_file() and path.read_text("utf-8", "replace") == text:
            return
        if instead_of is not None and instead_of != self.standing(slip, paper).text:
            raise Overtaken
        self._keep(path)
        _write(path, text)

    def drop(self, slip: str, paper: int) -> bool:
        """The shipped one, or the one from above, is in use again; False when there was no own one."""
        path = self._path(slip, paper)
        if not path.is_file():
            return False
        self._keep(path)
        path.unlink()
        return True

    def earlier(self, slip: str, paper: int, version: int) -> str:
        """Its text; version 0 is the newest of the earlier ones. Raises NoSuchTemplate."""
        kept = self._earlier(self._path(slip, paper))
        wanted = [one for one in kept if one.version == version] if version else kept[-1:]
        if not wanted:
            raise NoSuchTemplate
        return self._kept_path(self._path(slip, paper), wanted[0].version).read_text("utf-8", "replace")

    def _path(self, slip: str, paper: int) -> Path:
        if slip not in slips.KINDS or paper not in DOTS:
            raise NoSuchTemplate
        return self.own / f"{self.ticket if slip == slips.TICKET else slip}-{paper}.toml"

    def _source(self, given: Path, slip: str, paper: int) -> str:
        if slip == slips.REPRINT and given != SHIPPED / f"{slip}-{paper}.toml":
            return LIKE_TICKET
        return GIVEN if given.parent == SHIPPED else ABOVE

    def _given(self, slip: str, paper: int) -> Path:
        """What is in use without an own one."""
        if slip == slips.REPRINT:
            return self._as_ticket(paper) or SHIPPED / f"{slip}-{paper}.toml"
        above = self.above / f"{slip}-{paper}.toml"
        named = SHIPPED / f"{self.ticket if slip == slips.TICKET else slip}-{paper}.toml"
        wanted = (above if slip == slips.TICKET else None, named)
        return next((path for path in wanted if path and path.is_file()), SHIPPED / f"{slip}-{paper}.toml")

    def _as_ticket(self, paper: int) -> Path | None:
        """The ticket in use when it is not the shipped one; one with mistakes is not in use."""
        own, given = self._path(slips.TICKET, paper), self._given(slips.TICKET, paper)
        places = [path for path in (own, given) if path != SHIPPED / f"{slips.TICKET}-{paper}.toml"]
        return next(
            (one for one in places if one.is_file() and not self._mistakes(one.read_bytes(), slips.TICKET, paper)), None
        )

    def _mistakes(self, content: bytes, slip: str, paper: int) -> tuple[Mistake, ...]:
        try:
            self.check(content.decode("utf-8", "replace"), slip, paper)
        except BadTemplate as bad:
            return bad.mistakes
        return ()

    def _keep(self, path: Path) -> None:
        if not path.is_file():
            return
        kept = self._earlier(path)
        _write(self._kept_path(path, kept[-1].version + 1 if kept else 1), path.read_text("utf-8", "replace"))
        for old in kept[: max(len(kept) + 1 - MOST_KEPT, 0)]:
            self._kept_path(path, old.version).unlink(missing_ok=True)

    def _kept_path(self, path: Path, version: int) -> Path:
        return self.own / EARLIER / f"{path.stem}.{version:04}.toml"

    def _earlier(self, path: Path) -> list[Earlier]:
        """The oldest first."""
        return sorted(_versions(self.own / EARLIER, path.stem), key=lambda one: one.version)


def _versions(folder: Path, stem: str) -> Iterator[Earlier]:
    for path in folder.glob(f"{stem}.*.toml"):
        version = path.stem.rpartition(".")[2]
        if version.isascii() and version.isdigit():
            yield Earlier(int(version), _written_at(path))


def _written_at(path: Path) -> int:
    return path.stat().st_mtime_ns // 1_000_000


def _write(path: Path, text: str) -> None:
    """Whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(f"{path.name}.part")
    with unfinished.open("w", encoding="utf-8", newline="", errors="replace") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    unfinished.replace(path)
