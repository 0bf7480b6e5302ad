"""The clips of the voice in use as the admin page shows them, and the recordings that an office puts in their place.

Loads the voice's own modules only when somebody looks: most days nobody does.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import TypedDict

from look.words import N_, say
from office.domain.house import House
from office.domain.refusals import Invalid, StoreUnavailable, UnknownItem

VIETNAMESE, ENGLISH = "vi", "en"
_HINTS = (("the letter ", N_("the letter {what}")), ("as in ", N_("as in {what}")))


class ClipView(TypedDict):
    """`state`: recorded | rendered | missing; `old`: how many earlier recordings are kept."""

    clip: str
    text: str
    hint: str
    state: str
    old: int


class ClipsView(TypedDict):
    """`voice`: the folder that a recording goes to."""

    language: str
    voice: str
    clips: list[ClipView]


@dataclass(frozen=True, slots=True)
class Clips:
    """The clips of one language. Raises UnknownItem for any other language than vi and en."""

    root: Path
    house: House
    language: str

    def __post_init__(self) -> None:
        if self.language not in (VIETNAMESE, ENGLISH):
            raise UnknownItem

    @property
    def shipped(self) -> str:
        return "english" if self.language == ENGLISH else self.house.voice.region

    @property
    def voice(self) -> str:
        """The folder of the recordings."""
        own = self.house.voice.english_name if self.language == ENGLISH else self.house.voice.name
        return own or self.shipped

    def shown(self, reader: str) -> ClipsView:
        """`reader`: the language of whoever reads the hints."""
        clips = [self._view(clip, text, hint, reader) for clip, (text, hint) in self._wanted().items()]
        return ClipsView(language=self.language, voice=self.voice, clips=clips)

    def sound(self, clip: str, version: int | None = None) -> bytes:
        """The file as it would be heard; `version` 0 is the newest of the earlier recordings. Raises UnknownItem."""
        from display.voice.recordings import old_versions

        self._check(clip)
        try:
            if version is not None:
                return old_versions(self.root, self.voice, clip)[version].read_bytes()
            return next(path for path in self._files(clip) if path.exists()).read_bytes()
        except (StopIteration, IndexError, OSError):
            raise UnknownItem from None

    def keep(self, clip: str, data: bytes) -> None:
        """Raises UnknownItem, Invalid (with the reason in plain words) and StoreUnavailable; then nothing changed."""
        from display.voice.recordings import keep_recording
        from display.voice.wavfile import FAULT_WORDS, NotPlayable

        self._check(clip)
        try:
            keep_recording(self.root, self.voice, clip, data)
        except NotPlayable as error:
            raise Invalid(field="recording", why=FAULT_WORDS[error.fault], **error.values) from None
        except OSError as error:
            raise StoreUnavailable from error

    def drop(self, clip: str) -> bool:
        """False when there was no recording. Raises UnknownItem and StoreUnavailable."""
        from display.voice.recordings import drop_recording

        self._check(clip)
        try:
            return drop_recording(self.root, self.voice, clip)
        except OSError as error:
            raise StoreUnavailable from error

    def _wanted(self) -> dict[str, tuple[str, str]]:
        """clip → (what is said, hint for whoever records it); counters with names and announcements at the end."""
        from display.voice.reading import Region
        from display.voice.vocabulary import named_clips, words

        said = {**words(self.language, Region(self.house.voice.region))}
        if self.language == VIETNAMESE:
            said |= named_clips((one.number, one.name) for one in self.house.counters.values())
        wanted = {clip: (spoken.text, spoken.hint) for clip, spoken in said.items()}
        for one in self.house.voice.notices:
            text = one.text_en if self.language == ENGLISH else one.text
            wanted |= {f"thong-bao-{one.id}": (text, "")} if text else {}
        return wanted

    def _view(self, clip: str, text: str, hint: str, reader: str) -> ClipView:
        from display.voice.recordings import old_versions

        own, *others, rendered = self._files(clip)
        recorded = own.exists() or any(path.exists() for path in others)
        state = "recorded" if recorded else "rendered" if rendered.exists() else "missing"
        old = len(old_versions(self.root, self.voice, clip))
        return ClipView(clip=clip, text=text, hint=hint_in(reader, hint), state=state, old=old)

    def _files(self, clip: str) -> list[Path]:
        """Where the clip is looked for: as `display.voice.clips.Shelf` does."""
        from display.voice.clips import recorded_path, rendered_path

        own = [recorded_path(self.root, name, clip) for name in dict.fromkeys((self.voice, self.shipped))]
        return [*own, rendered_path(self.root, self.shipped, clip)]

    def _check(self, clip: str) -> None:
        if clip not in self._wanted():
            raise UnknownItem


def hint_in(language: str, hint: str) -> str:
    """A hint of the voice's vocabulary in the reader's language."""
    for start, words in _HINTS:
        if hint.startswith(start):
            return say(language, words, what=hint.removeprefix(start))
    return hint


def voice_names(root: Path) -> list[str]:
    """The office's own voices: folders with recordings beside the shipped ones."""
    from display.voice import commands
    from display.voice.clips import DIALECTS

    return [name for name in commands.voice_names(root) if name not in DIALECTS]
