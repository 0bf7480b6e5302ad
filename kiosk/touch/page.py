"""What a screen shows at one moment: frozen values, ready to be drawn and spoken.

A model makes them, a layout places them, the glass draws them; two equal pages look the same, so nothing is drawn
again. The rule that surprises: every text is already in the language of the person, except the office's own words
(names of services, numbers), which stay as the office wrote them.
"""

from dataclasses import dataclass
from enum import StrEnum


class Look(StrEnum):
    """How loud a control is; never the only thing that tells two of them apart."""

    SOLID = "solid"
    OUTLINED = "outlined"
    QUIET = "quiet"
    WARNING = "warning"


class Tone(StrEnum):
    """What a box or a page says about the matter: calm, good, or take care."""

    CALM = "calm"
    GOOD = "good"
    WARN = "warn"
    BAD = "bad"


@dataclass(frozen=True, slots=True)
class Control:
    """Something to press. `name` is what the model hears; `spoken` what a voice would say; `off` = only shown."""

    name: str
    text: str
    spoken: str
    picture: str = ""
    look: Look = Look.QUIET
    off: bool = False
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class Tile:
    """A service on the first screen. `status`: people waiting, or why it is closed; `more`: how long, or until when."""

    name: str
    prefix: str
    title: str
    detail: str
    status: str
    more: str
    open: bool
    spoken: str


@dataclass(frozen=True, slots=True)
class Called:
    """A call as the idle header shows it."""

    number: str
    place: str


@dataclass(frozen=True, slots=True)
class Leader:
    """Whom a citizen may turn to; `title` and `phone` may be ""."""

    name: str
    title: str
    phone: str


@dataclass(frozen=True, slots=True)
class Header:
    """The strip on top. When nobody is there, `calls`, a `leader` or a `notice` stand in place of the office's name."""

    parent: str
    office: str
    clock: str
    date: str
    calls: tuple[Called, ...] = ()
    calls_title: str = ""
    leader: Leader | None = None
    notice: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What all pages have. `band`: a line under the header (training); `warning`: the page leaves unless pressed."""

    header: Header | None = None
    band: str = ""
    warning: Control | None = None

    @property
    def own_controls(self) -> tuple[Control | Tile, ...]:
        """Everything to press, in the order of reading."""
        return ()

    @property
    def controls(self) -> tuple[Control | Tile, ...]:
        """The same with the warning, which comes first."""
        return self.own_controls if self.warning is None else (self.warning, *self.own_controls)


@dataclass(frozen=True, slots=True, kw_only=True)
class HomePage(Page):
    """Tiles and what stands beside them. `main`: the large controls, `bar`: the small ones, `turning`: other pages."""

    title: str
    subtitle: str = ""
    picture: str = ""
    tiles: tuple[Tile, ...]
    main: tuple[Control, ...] = ()
    bar: tuple[Control, ...] = ()

    @property
    def own_controls(self) -> tuple[Control | Tile, ...]:
        return (*self.tiles, *self.main, *self.bar)


@dataclass(frozen=True, slots=True)
class Box:
    """A framed saying with a picture: what to do about the paper, or what is wrong with it."""

    tone: Tone
    title: str
    text: str = ""
    picture: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberPage(Page):
    """A number as large as the screen allows. `facts`: (figure, what it counts); `code`: the text of the QR code."""

    kicker: str
    number: str
    prefix: str
    service: str
    place: str = ""
    facts: tuple[tuple[str, str], ...] = ()
    box: Box | None = None
    code: str = ""
    code_caption: str = ""
    hint: str = ""
    main: tuple[Control, ...] = ()
    bar: tuple[Control, ...] = ()

    @property
    def own_controls(self) -> tuple[Control | Tile, ...]:
        return (*self.main, *self.bar)


@dataclass(frozen=True, slots=True, kw_only=True)
class MessagePage(Page):
    """One thing said calmly, with a picture. `number`: set large above the title when the message is about one."""

    title: str
    tone: Tone = Tone.CALM
    text: str = ""
    notes: tuple[str, ...] = ()
    picture: str = ""
    number: str = ""
    prefix: str = ""
    main: tuple[Control, ...] = ()
    bar: tuple[Control, ...] = ()

    @property
    def own_controls(self) -> tuple[Control | Tile, ...]:
        return (*self.main, *self.bar)


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryPage(Page):
    """Something is typed with large keys. `typed`: as shown; `keys`: in rows; `complaint`: why it was not taken."""

    title: str
    text: str = ""
    typed: str
    empty: str = ""
    complaint: str = ""
    keys: tuple[tuple[Control, ...], ...]
    main: tuple[Control, ...] = ()
    bar: tuple[Control, ...] = ()

    @property
    def own_controls(self) -> tuple[Control | Tile, ...]:
        return (*(key for row in self.keys for key in row), *self.main, *self.bar)


@dataclass(frozen=True, slots=True)
class Seated:
    """Who sits at the counter. `photo`: where the picture is fetched, or ""; `initials` stand in its place."""

    name: str
    title: str
    initials: str
    photo: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CounterPage(Page):
    """The faces' screen while there is nothing to rate: counter, clerk, and the number that is called."""

    office: str = ""
    counter: str
    counter_word: str
    clerk: Seated | None = None
    title: str
    text: str = ""
    number: str = ""
    prefix: str = ""
    bar: tuple[Control, ...] = ()

    @property
    def own_controls(self) -> tuple[Control | Tile, ...]:
        return self.bar


@dataclass(frozen=True, slots=True)
class Face:
    """One level. `place`: 1 the best … `scale` the worst, for its shape; `level`: as the office counts."""

    name: str
    level: int
    scale: int
    text: str
    spoken: str
    chosen: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class FacesPage(Page):
    """The question and its faces. `strip`: the next number that was called while the faces are up."""

    counter: str
    counter_word: str
    clerk: Seated | None = None
    strip: str = ""
    title: str
    text: str = ""
    hint: str = ""
    faces: tuple[Face, ...]
    bar: tuple[Control, ...] = ()

    @property
    def pressables(self) -> tuple[Control, ...]:
        """The faces as controls."""
        return tuple(Control(face.name, face.text, face.spoken, chosen=face.chosen) for face in self.faces)

    @property
    def own_controls(self) -> tuple[Control | Tile, ...]:
        return (*self.pressables, *self.bar)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReasonsPage(Page):
    """Why the level was low: at most six reasons to tap, or none."""

    counter: str
    counter_word: str
    clerk: Seated | None = None
    strip: str = ""
    title: str
    text: str = ""
    reasons: tuple[Control, ...]
    main: tuple[Control, ...] = ()
    bar: tuple[Control, ...] = ()

    @property
    def own_controls(self) -> tuple[Control | Tile, ...]:
        return (*self.reasons, *self.main, *self.bar)


@dataclass(frozen=True, slots=True, kw_only=True)
class ThanksPage(Page):
    """After a face was pressed: which one, thanks, and for a few seconds the way back."""

    counter: str
    counter_word: str
    clerk: Seated | None = None
    strip: str = ""
    face: Face | None = None
    title: str
    text: str = ""
    bar: tuple[Control, ...] = ()

    @property
    def own_controls(self) -> tuple[Control | Tile, ...]:
        return self.bar
