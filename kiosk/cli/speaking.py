"""`motcua voice`: try a call, list and check the clips, print what to record; with and without a running service.

The voice's settings come from the office itself when there is one, else from `[first.voice]` of the file. Two programs
never speak at once: whoever is second waits.
"""

from argparse import Namespace

from display.voice import commands
from display.voice.espeak import Espeak
from display.voice.hall import usual_player
from display.voice.player import Player
from display.voice.settings import VoiceSettings
from kiosk.cli.failures import Failure
from kiosk.cli.saying import tell
from kiosk.config import Config, read
from kiosk.config.fill import first_fill
from kiosk.voice import clips_root, voice_settings
from office.clock import MachineClock
from office.first import FirstFill
from office.safekeeping.presence import NoOffice


def speak(config: Config, wanted: Namespace) -> int:
    """Runs `say`, `list`, `check` or `record-list`; the exit code."""
    office = _office(config)
    settings = voice_settings(office.voice, config.voice)
    counters = {one.number: one.name for one in office.counters}
    root = clips_root(config.data.dir)
    if wanted.act == "list":
        return commands.list_voices(root, settings, tell)
    if wanted.act == "record-list":
        return commands.show_record_list(
            root, settings, tell, voice=wanted.voice, english=wanted.english, counters=counters.items()
        )
    player = _player(config, settings, needed=wanted.act == "check" or wanted.into is None)
    if wanted.act == "check":
        return commands.check(root, settings, Espeak(), player, tell)
    return commands.say(
        root,
        settings,
        Espeak(),
        player,
        wanted.number,
        wanted.counter,
        tell,
        counter_name=counters.get(wanted.counter, ""),
        recall=wanted.recall,
        short=wanted.short,
        volume=wanted.volume,
        into=wanted.into,
    )


def _office(config: Config) -> FirstFill:
    """What the head has decided; before there is an office, what a new one would have."""
    from kiosk.cli.reaching import office

    try:
        with office(config, reads=True) as reached:
            exported = reached.export()
    except NoOffice:
        return first_fill(config.first)
    return first_fill(read({"first": exported["first"]}).first)


def _player(config: Config, settings: VoiceSettings, *, needed: bool) -> Player:
    if needed and settings.player == "off":
        raise Failure('voice.player is "off" in the configuration; nothing can be heard')
    if needed:
        config.data.dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    return usual_player(clips_root(config.data.dir), MachineClock(), lambda: settings)
