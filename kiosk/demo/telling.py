"""What the demo says of itself: one line for programs, or a page of text for people."""

import json
import os
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from kiosk.demo.preparing import Prepared, SignIn
from kiosk.demo.tier import Tier
from kiosk.demo.windows import Opened
from kiosk.paperwork import PAPER_FOLDER
from kiosk.voice import VOICES_FOLDER
from look.words import N_, say

KEPT = N_("Everything is kept in {folder}.")
PASSING = N_("Everything lies in {folder} and goes when the demo ends; --data DIR keeps it.")
SIGN_IN = N_("Open the console, choose your name and counter, type the PIN.")
BY_LINE = (
    N_("Take a number with the line below, then press Enter in the console: the number is called."),
    N_("Look at the printed ticket under /paper."),
)
BY_TAP = (
    N_("Tap a tile in the window of the touch screen: a number is given, and its ticket is under /paper."),
    N_("Press Enter in the console: the hall display shows the number, and the voice calls it."),
)
FINISH = N_("Press Enter once more: that person is finished, and the rating screen of your counter asks how it went.")
PLAY = N_("Start with --people 20 --speed 30 to see people come and go.")
TWO_WINDOWS = N_("Two windows open: the touch screen on the left, the hall display on the right.")
THREE_WINDOWS = N_(
    "Three windows open: the touch screen on the left, the hall display on the right, the faces of counter {n} below."
)
UNSEEN = N_(
    "No display is at hand, so the windows run unseen on display {display}; --pictures DIR keeps what they show."
)
PICTURES = N_("What each window shows is kept as a picture in {folder}.")


def for_programs(prepared: Prepared, url: str, data: Path, pid: int, opened: Opened, tier: Tier) -> str:
    """The first line of `--json`; what does not exist is null."""
    head, above = prepared.head, tier.sign_in
    said: dict[str, Any] = {
        "url": url,
        "console_url": f"{url}/console",
        "screen_token": prepared.screen_token,
        "screens": {
            "touch": opened.desktop.name if opened.desktop and "touch" in opened.windows else None,
            **screen_addresses(prepared, url),
        },
        "windows": _windows(opened),
        "pids": {"serve": pid, **tier.pids, **opened.pids},
        "clerks": [{"id": one.id, "name": one.name, "pin": one.pin, "counter": one.counter} for one in prepared.clerks],
        "admin": None if head is None else {"id": head.id, "pin": head.pin},
        "services": list(prepared.services),
        "stream": prepared.stream,
        "data_dir": str(data),
        "paper_dir": str(data / PAPER_FOLDER),
        "voice_dir": str(data / VOICES_FOLDER),
        "district_url": tier.url,
        "district_token": None if above is None else above.token,
        "district_admin": None if above is None else {"id": above.id, "password": above.pin},
    }
    return json.dumps(said)


def _windows(opened: Opened) -> dict[str, Any] | None:
    """Where each stands; `key`: the authority file of an unseen display, for whoever wants to look at it."""
    found = opened.desktop
    if found is None:
        return None
    places = {name: asdict(window.place) for name, window in opened.windows.items()}
    return {"display": found.name, "seen": found.is_seen, "key": str(found.key) if found.key else None, **places}


def screen_addresses(prepared: Prepared, url: str) -> dict[str, Any]:
    """Of the browser screens; each opens once, on the screen that will keep it."""
    keys = prepared.screen_keys
    rate = {
        role.removeprefix("rate:"): f"{url}/rate/{role.removeprefix('rate:')}?key={key}"
        for role, key in keys.items()
        if role.startswith("rate:")
    }
    return {"hall": f"{url}/hall?key={keys['hall']}", "rate": rate}


@dataclass(frozen=True, slots=True)
class Page:
    """What the text for people is about. `kept`: the data outlives the demo."""

    prepared: Prepared
    url: str
    data: Path
    opened: Opened
    kept: bool
    rate: int | None = None
    pictures: Path | None = None
    tier: Tier | None = None

    def in_words(self) -> str:
        """In the language of the terminal, or in both when it does not say."""
        blocks = ["\n".join(self._lines(language)) + "\n" for language in terminal_languages()]
        return "\n".join([*blocks, f"  {_example(self.prepared, self.url)}", ""])

    def _lines(self, language: str) -> list[str]:
        sign_ins = [(one.name, one.id, one.pin, _counter(language, one)) for one in self.prepared.people]
        if self.tier is not None and (above := self.tier.sign_in) is not None:
            sign_ins.append((above.name, above.id, above.pin, say(language, N_("only at the district"))))
        return [
            "",
            say(language, N_("The demo office is open: {office}"), office=self.prepared.office),
            *self._about_windows(language),
            "",
            *_table([*_places(language, self.prepared, self.url), *self._district(language)]),
            "",
            say(language, N_("Who can sign in, with the PIN of this start:")),
            *_table(sign_ins),
            "",
            say(language, N_("What to try:")),
            *(f"  {place}. {say(language, text)}" for place, text in enumerate(self._to_try(), 1)),
            "",
            say(language, KEPT if self.kept else PASSING, folder=self.data),
            say(language, N_("Ctrl-C ends the demo.")),
        ]

    def _district(self, language: str) -> list[tuple[str, ...]]:
        url = None if self.tier is None else self.tier.url
        return [] if url is None else [(say(language, N_("Page of the district above")), url)]

    @property
    def _is_seen(self) -> bool:
        return self.opened.desktop is not None and self.opened.desktop.is_seen

    def _about_windows(self, language: str) -> list[str]:
        if self.opened.desktop is None:
            return []
        if not self._is_seen:
            lines = [say(language, UNSEEN, display=self.opened.desktop.name)]
        elif self.rate is None:
            lines = [say(language, TWO_WINDOWS)]
        else:
            lines = [say(language, THREE_WINDOWS, n=self.rate)]
        if self.pictures is not None:
            lines.append(say(language, PICTURES, folder=self.pictures))
        return lines

    def _to_try(self) -> tuple[str, ...]:
        return (SIGN_IN, *(BY_TAP if self._is_seen else BY_LINE), FINISH, PLAY)


def terminal_languages() -> tuple[str, ...]:
    """Vietnamese, English, or both for a terminal that names neither."""
    asked = next((os.environ[key] for key in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(key)), "")
    short = asked.partition("_")[0]
    return (short,) if short in ("vi", "en") else ("vi", "en")


def _places(language: str, prepared: Prepared, url: str) -> list[tuple[str, ...]]:
    screens = screen_addresses(prepared, url)
    return [
        (say(language, N_("Console of the clerks")), f"{url}/console"),
        (say(language, N_("Pages of the head of the office")), f"{url}/admin"),
        (say(language, N_("Look up procedures")), f"{url}/lookup"),
        (say(language, N_("Printed tickets")), f"{url}/paper"),
        (say(language, N_("Boards and keypads (virtual)")), f"{url}/boards"),
        (say(language, N_("Hall display (opens once)")), screens["hall"]),
        *(
            (say(language, N_("Rating at counter {n} (opens once)"), n=number), address)
            for number, address in screens["rate"].items()
        ),
    ]


def _counter(language: str, one: SignIn) -> str:
    if one.role == "head":
        return say(language, N_("head of the office"))
    return "" if one.counter is None else say(language, N_("usually at counter {n}"), n=one.counter)


def _table(rows: Sequence[tuple[str, ...]]) -> list[str]:
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))] if rows else []
    return ["  " + "  ".join(f"{cell:{w}}" for cell, w in zip(row, widths, strict=True)).rstrip() for row in rows]


def _example(prepared: Prepared, url: str) -> str:
    service = prepared.services[0] if prepared.services else "A"
    body = f'{{\\"service\\": \\"{service}\\", \\"request_id\\": \\"$(cat /proc/sys/kernel/random/uuid)\\"}}'
    header = f"-H 'Authorization: Bearer {prepared.screen_token}' -H 'Content-Type: application/json'"
    return f'curl -s {header} -d "{body}" {url}/api/v1/tickets'


def out(text: str) -> None:
    """To standard output at once; a reader that has gone is no reason to end."""
    try:
        sys.stdout.write(text + "\n")
        sys.stdout.flush()
    except BrokenPipeError:
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115 - for the rest of the demo


def aside(text: str) -> None:
    """To standard error: whatever is not the answer."""
    sys.stderr.write(f"demo: {text}\n")
    sys.stderr.flush()
