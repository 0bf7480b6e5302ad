"""The hall's voice as people of the office use it: how it is set, muting it, asking for an announcement, recordings.

An announcement is asked for by a fact; the voice hears it and speaks when its turn comes, or says why not. The sound
files themselves lie beside the database; here stands only who put them there.
"""

import re
from collections.abc import Iterable
from dataclasses import replace

from look.words import N_
from office.acts.devices import report_device
from office.answers import Answer
from office.backoffice.wording import number, slug, text
from office.domain.people import Actor
from office.domain.refusals import Invalid, UnknownItem
from office.domain.voice import MUTED_DEVICE, READINGS, REGIONS, SpokenNotice, Voice
from office.performing import Act, Performer

MOST_NOTICES = 10
MOST_QUIET = 6
LONGEST_NOTICE = 300
DAY_MINUTES = 1440
_FOLDER = re.compile(r"[a-z0-9][a-z0-9-]{0,30}")


class Voicing:
    """Acts on the voice that are no settings."""

    def __init__(self, performer: Performer) -> None:
        self._performer = performer

    def mute(self, actor: Actor, request_id: str | None, *, on: bool) -> Answer:
        """Holds until somebody takes it back, also over a restart; every console shows it."""

        def work(act: Act) -> Answer:
            report_device(act, MUTED_DEVICE, "muted" if on else "ok", None)
            return Answer({"muted": on})

        return self._performer.perform("voice.mute", actor, request_id, {"on": on}, work)

    def ask(self, actor: Actor, request_id: str | None, *, notice: str) -> Answer:
        """Asks for a free announcement by its id. Raises UnknownItem."""

        def work(act: Act) -> Answer:
            if notice not in {one.id for one in act.house.voice.notices}:
                raise UnknownItem
            act.record("announcement.asked", f"notice:{notice}", {"notice": notice})
            return Answer({"notice": notice})

        return self._performer.perform("voice.ask", actor, request_id, {"notice": notice}, work)

    def note(self, actor: Actor, request_id: str | None, *, event: str, voice: str, clip: str) -> Answer:
        """Who put a recording there or took it away; `event`: kept | dropped."""

        def work(act: Act) -> Answer:
            act.record(f"recording.{event}", f"recording:{voice}/{clip}", {"voice": voice, "clip": clip})
            return Answer({"voice": voice, "clip": clip})

        args = {"event": event, "voice": voice, "clip": clip}
        return self._performer.perform("voice.recording", actor, request_id, args, work)


def checked_voice(voice: Voice) -> Voice:
    """The voice as it may be kept. Raises Invalid."""
    if voice.region not in REGIONS:
        raise Invalid(field="region", why=N_("This voice does not exist."))
    if voice.reading not in READINGS:
        raise Invalid(field="reading", why=N_("This reading does not exist."))
    if len(voice.volume) != 24:
        raise Invalid(field="volume", why=N_("Every hour of the day needs its volume."))
    for percent in voice.volume:
        number(percent, "volume", 0, 100)
    _check_quiet(voice.quiet)
    return replace(
        voice,
        name=_folder(voice.name, "name"),
        english_name=_folder(voice.english_name, "english_name"),
        notices=tuple(_notices(voice.notices)),
    )


def _folder(name: str, field: str) -> str:
    if name and (_FOLDER.fullmatch(name) is None or name == "heard"):
        raise Invalid(field=field, why=N_("Use only small letters, digits and hyphens, at most 31."))
    return name


def _check_quiet(spans: tuple[tuple[int, int], ...]) -> None:
    if len(spans) > MOST_QUIET:
        raise Invalid(field="quiet", why=N_("At most {most} times."), most=MOST_QUIET)
    for begin, end in spans:
        if not (0 <= begin <= DAY_MINUTES and 0 <= end <= DAY_MINUTES) or begin == end:
            raise Invalid(field="quiet", why=N_("A quiet time needs a beginning and an end."))


def _notices(notices: tuple[SpokenNotice, ...]) -> Iterable[SpokenNotice]:
    if len(notices) > MOST_NOTICES:
        raise Invalid(field="notices", why=N_("At most {most} announcements."), most=MOST_NOTICES)
    if len({one.id for one in notices}) != len(notices):
        raise Invalid(field="notices", why=N_("Each announcement may stand there only once."))
    for place, one in enumerate(notices):
        field = f"notices.{place}"
        yield SpokenNotice(
            slug(one.id, field),
            text(one.text, field, longest=LONGEST_NOTICE),
            text(one.text_en, field, longest=LONGEST_NOTICE, required=False),
        )
