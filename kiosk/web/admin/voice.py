"""`/voice`: the hall's voice — muting it, announcements, a trial call, and the clips that it is made of."""

from collections.abc import Iterable
from pathlib import Path as Folder
from typing import Annotated, Any, Protocol, TypedDict, cast

from fastapi import APIRouter, Depends, Path, Query
from starlette.requests import Request
from starlette.responses import Response

from kiosk.web.admin import LARGEST_RECORDING
from kiosk.web.admin.access import AtWork
from kiosk.web.admin.bodies import CounterNumber, Text
from kiosk.web.admin.clips import Clips, ClipsView
from kiosk.web.api.access import GuardedRoute, desk_of, may
from kiosk.web.api.answers import Json, described, shown
from kiosk.web.api.bodies import Command, RequestId
from office.answers import Answer
from office.domain.house import House
from office.views import DeviceView
from web import languages
from web.problems import Refused
from web.text import Word

router = APIRouter(prefix="/voice", tags=["admin"], route_class=GuardedRoute)

_LOOK, _ADMIN, _TRY, _USE = [may("device_list")], [may("admin")], [may("devices")], [may("voice")]
Language = Annotated[str, Path(max_length=8, description="vi or en")]
Clip = Annotated[str, Path(max_length=80, description="the clip's name")]
Version = Annotated[int | None, Query(ge=0, le=99, description="0 = the newest of the earlier recordings")]


class Tried(Protocol):
    """What became of a trial call."""

    @property
    def ms(self) -> int: ...
    @property
    def condition(self) -> str: ...
    @property
    def detail(self) -> str | None: ...


class HallVoice(Protocol):
    """The voice of the running service, as the web needs it (`app.state.voice`)."""

    root: Folder
    on: bool

    @property
    def muted(self) -> bool: ...
    @property
    def progress(self) -> tuple[str, int, int] | None: ...
    @property
    def player(self) -> str: ...
    def mute(self, on: bool) -> None: ...
    def try_call(self, number: str, counter: int) -> Tried: ...


class NoticeView(TypedDict):
    id: str
    text: str
    text_en: str


class VoiceView(TypedDict):
    """`on`: there is a voice; `player`: what makes it heard, "file" = nobody; `progress`: while clips are made."""

    on: bool
    player: str
    muted: bool
    progress: dict[str, Any] | None
    notices: list[NoticeView]
    devices: list[DeviceView]


class Mute(Command):
    on: bool


class Ask(Command):
    notice: Word


class TrialCall(Command):
    number: Text
    counter: CounterNumber


class Restore(Command):
    version: int = 0


def voice_of(request: Request) -> HallVoice:
    return cast("HallVoice", request.app.state.voice)


async def _voice(request: Request) -> HallVoice:
    return voice_of(request)


AtVoice = Annotated[HallVoice, Depends(_voice)]


def voice_view(voice: HallVoice, house: House, devices: Iterable[DeviceView]) -> VoiceView:
    made = voice.progress
    return VoiceView(
        on=voice.on,
        player=voice.player,
        muted=voice.muted,
        progress=None if made is None else {"voice": made[0], "done": made[1], "total": made[2]},
        notices=[NoticeView(id=one.id, text=one.text, text_en=one.text_en) for one in house.voice.notices],
        devices=[one for one in devices if one["device"].startswith("voice")],
    )


@router.get("", dependencies=_USE, **described(VoiceView))
def voice(at: AtWork, voice: AtVoice, request: Request) -> Json:
    """Whether it speaks, and what may be announced: for the counters too."""
    return Json(voice_view(voice, at.back.house, desk_of(request).state()["devices"]))


@router.post("/mute", dependencies=_USE, **described(dict[str, bool]))
def mute(at: AtWork, voice: AtVoice, body: Mute) -> Json:
    """Holds until it is taken back; the hall display goes on."""
    answer = at.back.voicing.mute(at.actor, body.once, on=body.on)
    voice.mute(voice.muted)
    return shown(answer)


@router.post("/announce", dependencies=_USE, **described(dict[str, str]))
def announce(at: AtWork, body: Ask) -> Json:
    """One of the office's announcements, when its turn comes."""
    return shown(at.back.voicing.ask(at.actor, body.once, notice=body.notice))


@router.post("/try", dependencies=_TRY, **described(dict[str, Any]))
def try_call(voice: AtVoice, body: TrialCall) -> Json:
    """Says it once, also in quiet hours; `condition` of the loudspeaker, or "waiting" behind another announcement."""
    tried = voice.try_call(body.number, body.counter)
    return Json({"ms": tried.ms, "condition": tried.condition, "detail": tried.detail})


@router.get("/clips/{language}", dependencies=_LOOK, **described(ClipsView))
def clips(at: AtWork, voice: AtVoice, language: Language, request: Request) -> Json:
    return Json(_clips(at, voice, language).shown(languages.of(request)))


@router.get("/clips/{language}/{clip}", dependencies=_LOOK, response_class=Response)
def listen(at: AtWork, voice: AtVoice, language: Language, clip: Clip, version: Version = None) -> Response:
    """The sound itself, as WAV."""
    return Response(_clips(at, voice, language).sound(clip, version), media_type="audio/wav")


@router.put("/clips/{language}/{clip}", dependencies=_ADMIN, **described(dict[str, str]))
async def record(
    at: AtWork,
    voice: AtVoice,
    language: Language,
    clip: Clip,
    request: Request,
    request_id: Annotated[RequestId, Query()],
) -> Json:
    """The body is the WAV file itself, at most 2 MB and 15 s; it is trimmed and levelled, the one before is kept."""
    from anyio import to_thread  # reading a recording takes up to a second: not in the loop

    sent = await request.body()
    if len(sent) > LARGEST_RECORDING:
        raise Refused("too_large", limit=LARGEST_RECORDING)
    shelf = _clips(at, voice, language)

    def work() -> Answer:
        shelf.keep(clip, sent)
        return at.back.voicing.note(at.actor, str(request_id), event="kept", voice=shelf.voice, clip=clip)

    return shown(await to_thread.run_sync(work))


@router.post("/clips/{language}/{clip}/drop", dependencies=_ADMIN, **described(dict[str, str]))
def drop(at: AtWork, voice: AtVoice, language: Language, clip: Clip, body: Command) -> Json:
    """The shipped sound is heard again; the recording is kept among the earlier ones."""
    shelf = _clips(at, voice, language)
    shelf.drop(clip)
    return shown(at.back.voicing.note(at.actor, body.once, event="dropped", voice=shelf.voice, clip=clip))


@router.post("/clips/{language}/{clip}/restore", dependencies=_ADMIN, **described(dict[str, str]))
def restore(at: AtWork, voice: AtVoice, language: Language, clip: Clip, body: Restore) -> Json:
    """An earlier recording is used again."""
    shelf = _clips(at, voice, language)
    shelf.keep(clip, shelf.sound(clip, max(body.version, 0)))
    return shown(at.back.voicing.note(at.actor, body.once, event="kept", voice=shelf.voice, clip=clip))


def _clips(at: AtWork, voice: HallVoice, language: str) -> Clips:
    return Clips(voice.root, at.back.house, language)
