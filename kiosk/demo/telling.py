"""What the demo says of itself: one line for programs, or a page of text for people."""

import json
import os
import sys
from pathlib import Path
from typing import Any

from kiosk.demo.preparing import Prepared, SignIn
from kiosk.paperwork import PAPER_FOLDER
from kiosk.voice import VOICES_FOLDER
from look.words import N_, say

KEPT = N_("Everything is kept in {folder}.")
PASSING = N_("Everything lies in {folder} and goes when the demo ends; --data DIR keeps it.")
TRY = (
    N_("Open the console, choose your name and counter, type the PIN."),
    N_("Take a number with the line below, then press Enter in the console: the number is called."),
    N_("Look at the printed ticket under /paper."),
    N_("Start with --people 20 --speed 30 to see people come and go."),
)


def for_programs(prepared: Prepared, url: str, data: Path, pid: int) -> str:
    """The first line of `--json`; what does not exist yet is null."""
    head = prepared.head
    said: dict[str, Any] = {
        "url": url,
        "console_url": f"{url}/console",
        "screen_token": prepared.screen_token,
        "screens": {"touch": None, **screen_addresses(prepared, url)},
        "pids": {"serve": pid},
        "clerks": [{"id": one.id, "name": one.name, "pin": one.pin, "counter": one.counter} for one in prepared.clerks],
        "admin": None if head is None else {"id": head.id, "pin": head.pin},
        "services": list(prepared.services),
        "stream": prepared.stream,
        "data_dir": str(data),
        "paper_dir": str(data / PAPER_FOLDER),
        "voice_dir": str(data / VOICES_FOLDER),
        "district_url": None,
        "district_token": None,
        "district_admin": None,
    }
    return json.dumps(said)


def screen_addresses(prepared: Prepared, url: str) -> dict[str, Any]:
    """Of the browser screens; each opens once, on the screen that will keep it."""
    keys = prepared.screen_keys
    rate = {
        role.removeprefix("rate:"): f"{url}/rate/{role.removeprefix('rate:')}?key={key}"
        for role, key in keys.items()
        if role.startswith("rate:")
    }
    return {"hall": f"{url}/hall?key={keys['hall']}", "rate": rate}


def for_people(prepared: Prepared, url: str, data: Path, *, kept: bool) -> str:
    """The same in words, in the language of the terminal, or in both when it does not say."""
    blocks = [_page(language, prepared, url, data, kept=kept) for language in terminal_languages()]
    return "\n".join([*blocks, f"  {_example(prepared, url)}", ""])


def terminal_languages() -> tuple[str, ...]:
    """Vietnamese, English, or both for a terminal that names neither."""
    asked = next((os.environ[key] for key in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(key)), "")
    short = asked.partition("_")[0]
    return (short,) if short in ("vi", "en") else ("vi", "en")


def _page(language: str, prepared: Prepared, url: str, data: Path, *, kept: bool) -> str:
    screens = screen_addresses(prepared, url)
    places = (
        (N_("Console of the clerks"), f"{url}/console"),
        (N_("Pages of the head of the office"), f"{url}/admin"),
        (N_("Printed tickets"), f"{url}/paper"),
        (N_("Hall display (opens once)"), screens["hall"]),
        *(
            (say(language, N_("Rating at counter {n} (opens once)"), n=number), address)
            for number, address in screens["rate"].items()
        ),
    )
    folder = KEPT if kept else PASSING
    lines = [
        "",
        say(language, N_("The demo office is open: {office}"), office=prepared.office),
        "",
        *_table([(say(language, what), where) for what, where in places]),
        "",
        say(language, N_("Who can sign in, with the PIN of this start:")),
        *_table([(one.name, one.id, one.pin, _counter(language, one)) for one in prepared.people]),
        "",
        say(language, N_("What to try:")),
        *(f"  {place}. {say(language, text)}" for place, text in enumerate(TRY, 1)),
        "",
        say(language, folder, folder=data),
        say(language, N_("Ctrl-C ends the demo.")),
    ]
    return "\n".join(lines) + "\n"


def _counter(language: str, one: SignIn) -> str:
    if one.role == "head":
        return say(language, N_("head of the office"))
    return "" if one.counter is None else say(language, N_("usually at counter {n}"), n=one.counter)


def _table(rows: list[tuple[str, ...]]) -> list[str]:
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
