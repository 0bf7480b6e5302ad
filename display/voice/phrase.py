"""What is said for a call, as a list of pieces, and the sound that it becomes.

    bell → "Mời khách hàng có số thứ tự" A không hai ba, "đến quầy số" ba → 650 ms → the same once more

then the same in English when the office wants it. Under load the phrase gets shorter (`Form`): first without the
repeat, then without the bell, then only "A không hai ba, quầy ba". The list is a pure function; `performed` asks the
shelf for the clips. A clip that exists nowhere becomes a short silence and is named in the result.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum

from display.voice.chime import CALL, RECALL, chime
from display.voice.clips import Shelf, Voice, voices_of
from display.voice.reading import (
    Reading,
    read_counter,
    read_number_in_english,
    read_ticket,
    read_ticket_in_english,
)
from display.voice.settings import Notice, Shortening, VoiceSettings
from display.voice.sound import Sound, joined, silence
from display.voice.vocabulary import COUNTER, ENGLISH, INVITE, TO, TO_COUNTER, named, speakable, spoken_name, words

REPEAT_AFTER_MS = 630  # with the quiet ends of the clips about 650 are heard; 600 to 700 are wanted
_AFTER_BELL_MS = 60
_AFTER_INVITE_MS = 110
_BEFORE_COUNTER_MS = 200
_BETWEEN_DIGITS_MS = 55
_BETWEEN_WORDS_MS = 15
_MISSING_MS = 300


class Form(IntEnum):
    """How much is said; a greater form says less."""

    FULL = 0
    ONCE = 1
    NO_CHIME = 2
    SHORT = 3


@dataclass(frozen=True, slots=True)
class Invitation:
    """Who is to come where: "A023", counter 3 with its name as the head wrote it, for the first time or again."""

    number: str
    counter: int
    counter_name: str = ""
    recall: bool = False


@dataclass(frozen=True, slots=True)
class Bell:
    tones: tuple[float, float]


@dataclass(frozen=True, slots=True)
class Pause:
    ms: int


@dataclass(frozen=True, slots=True)
class Word:
    """A clip of a voice, with its text for the case that it was never recorded."""

    voice: Voice
    clip: str
    text: str


Piece = Bell | Pause | Word


@dataclass(frozen=True, slots=True)
class Mark:
    """Where a piece stands in the sound, in samples."""

    piece: Piece
    begin: int
    length: int


@dataclass(frozen=True, slots=True)
class Performance:
    """`missing`: the clips that are silences here."""

    sound: Sound
    marks: tuple[Mark, ...]
    missing: tuple[str, ...]


def form_under_load(waiting: int, limits: Shortening) -> Form:
    """How much is said while so many others wait behind."""
    if waiting >= limits.short:
        return Form.SHORT
    if waiting >= limits.no_chime:
        return Form.NO_CHIME
    return Form.ONCE if waiting >= limits.no_repeat else Form.FULL


def pieces_of_call(call: Invitation, form: Form, settings: VoiceSettings) -> list[Piece]:
    """The whole announcement of a call, all languages in turn."""
    pieces: list[Piece] = []
    if form < Form.NO_CHIME:
        pieces += [Bell(RECALL if call.recall else CALL), Pause(_AFTER_BELL_MS)]
    twice = settings.repeat and form is Form.FULL
    for place, voice in enumerate(voices_of(settings)):
        phrase = _phrase(call, form, settings, voice)
        pieces += [Pause(REPEAT_AFTER_MS)] if place else []
        pieces += [*phrase, Pause(REPEAT_AFTER_MS), *phrase] if twice else phrase
    return pieces


def pieces_of_notice(notice: Notice, form: Form, settings: VoiceSettings) -> list[Piece]:
    """A free announcement: the bell, and the text once in each language that it has."""
    pieces: list[Piece] = [Bell(CALL), Pause(_AFTER_BELL_MS)] if form < Form.NO_CHIME else []
    clip = f"thong-bao-{notice.id}"[:64]
    for voice in voices_of(settings):
        text = speakable(notice.text_en if voice.language == ENGLISH else notice.text)
        if text:
            pieces += [Pause(REPEAT_AFTER_MS)] if isinstance(pieces[-1] if pieces else None, Word) else []
            pieces.append(Word(voice, clip, text))
    return pieces


def _phrase(call: Invitation, form: Form, settings: VoiceSettings, voice: Voice) -> list[Piece]:
    number = _number(call.number, settings, voice)
    counter = _counter(call, form, voice)
    if form is Form.SHORT:
        return [*number, Pause(_BEFORE_COUNTER_MS), *counter]
    return [*_words(voice, [INVITE], 0), Pause(_AFTER_INVITE_MS), *number, Pause(_BEFORE_COUNTER_MS), *counter]


def _number(number: str, settings: VoiceSettings, voice: Voice) -> list[Piece]:
    gap = _BETWEEN_DIGITS_MS if settings.reading is Reading.DIGITS else _BETWEEN_WORDS_MS
    if voice.language == ENGLISH:
        return _words(voice, read_ticket_in_english(number, settings.reading), gap)
    return _words(voice, read_ticket(number, settings.reading, voice.region), gap)


def _counter(call: Invitation, form: Form, voice: Voice) -> list[Piece]:
    """ "đến quầy số ba", "đến Bàn trả kết quả"; short "quầy ba". English has the number alone."""
    head = COUNTER if form is Form.SHORT else TO_COUNTER
    if voice.language == ENGLISH:
        return _words(voice, [head, *read_number_in_english(call.counter)], _BETWEEN_WORDS_MS)
    own = spoken_name(call.counter, call.counter_name)
    if own is None:
        return _words(voice, [head, *read_counter(call.counter, voice.region)], _BETWEEN_WORDS_MS)
    to: list[Piece] = [] if form is Form.SHORT else [*_words(voice, [TO], 0), Pause(_BETWEEN_WORDS_MS)]
    return [*to, Word(voice, named(own), own)]


def _words(voice: Voice, clips: Sequence[str], gap_ms: int) -> list[Piece]:
    known = words(voice.language, voice.region)
    pieces: list[Piece] = []
    for clip in clips:
        pieces += [Pause(gap_ms)] if pieces else []
        pieces.append(Word(voice, clip, known[clip].text))
    return pieces


def performed(pieces: Iterable[Piece], shelf: Shelf, gain: float = 1.0) -> Performance:
    """The sound of the pieces at the loudness `gain` (a factor)."""
    sounds, marks, missing, at = list[Sound](), list[Mark](), list[str](), 0
    for piece in pieces:
        sound = _sound(piece, shelf)
        if sound is None and isinstance(piece, Word):
            missing.append(piece.clip)
        sound = (sound or silence(_MISSING_MS)).at(gain)
        marks.append(Mark(piece, at, len(sound.samples)))
        sounds.append(sound)
        at += len(sound.samples)
    return Performance(joined(sounds), tuple(marks), tuple(dict.fromkeys(missing)))


def _sound(piece: Piece, shelf: Shelf) -> Sound | None:
    if isinstance(piece, Bell):
        return chime(piece.tones)
    return silence(piece.ms) if isinstance(piece, Pause) else shelf.sound(piece.voice, piece.clip, piece.text)


def gain_of(volume: int) -> float:
    """Percent as a factor: 100 is the clips' own level, 50 is 12 dB softer, about half as loud to the ear."""
    return (volume / 100) ** 2
