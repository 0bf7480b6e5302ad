"""The hall's voice in the back office: how it is set, its file, its clips and what an office records itself."""

import io
import math
import struct
import wave
from array import array
from typing import Any
from uuid import uuid4

import httpx
import pytest

from display.voice.recordings import old_versions
from display.voice.wavfile import read_wav
from kiosk.web.admin import LARGEST_RECORDING
from office.domain.voice import Voice
from tests.admin.conftest import Caller, House


def wav(ms: int = 400, hertz: float = 300, rate: int = 44_100, width: int = 2) -> bytes:
    """A tone, as somebody's microphone would have written it."""
    tone = [round(9000 * math.sin(2 * math.pi * hertz * at / rate)) for at in range(rate * ms // 1000)]
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(width)
        file.setframerate(rate)
        file.writeframes(array("h", tone).tobytes() if width == 2 else bytes(one // 256 + 128 for one in tone))
    return out.getvalue()


def put(caller: Caller, clip: str, sent: bytes, language: str = "vi") -> httpx.Response:
    path = f"/api/v1/admin/voice/clips/{language}/{clip}?request_id={uuid4()}"
    return caller.client.request("PUT", path, content=sent, headers=caller.headers)


def listed(caller: Caller, clip: str) -> dict[str, Any]:
    clips: list[dict[str, Any]] = caller.get("/voice/clips/vi").json()["clips"]
    return next(one for one in clips if one["clip"] == clip)


def given(**changes: Any) -> dict[str, Any]:
    usual = {"region": "north", "reading": "digits", "volume": [80] * 24, "quiet": [], "notices": []}
    return {**usual, **changes}


def test_the_head_sets_the_voice_and_it_stands_in_the_journal(house: House, head: Caller) -> None:
    notices = [{"id": "het-gio", "text": "Hết giờ.", "text_en": ""}]
    volume = [0] * 7 + [70] * 17
    answer = head.post(
        "/settings/voice",
        **given(region="south", reading="natural", volume=volume, quiet=[[1320, 360]], notices=notices),
    )
    assert answer.status_code == 200, answer.text
    voice = house.back.house.voice
    assert (voice.region, voice.reading, voice.volume[6:8], voice.quiet) == (
        "south",
        "natural",
        (0, 70),
        ((1320, 360),),
    )
    (fact,) = house.facts("setting.changed")
    assert (fact["key"], fact["value"]["region"]) == ("voice", "south")


@pytest.mark.parametrize(
    ("field", "changes"),
    [
        ("region", {"region": "western"}),
        ("reading", {"reading": "backwards"}),
        ("volume", {"volume": [80] * 23}),
        ("volume", {"volume": [101] * 24}),
        ("quiet", {"quiet": [[600, 600]]}),
        ("name", {"name": "../x"}),
        ("name", {"name": "heard"}),
        ("notices.0", {"notices": [{"id": "x", "text": "", "text_en": ""}]}),
        ("notices", {"notices": [{"id": "x", "text": "a"}, {"id": "x", "text": "b"}]}),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field(
    house: House, head: Caller, field: str, changes: dict[str, Any]
) -> None:
    answer = head.post("/settings/voice", **given(**changes))
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, field)
    assert house.back.house.voice == Voice()


def test_the_voice_travels_in_the_office_s_file(house: House, head: Caller) -> None:
    head.post("/settings/voice", **given(region="central", english=True, quiet=[[1320, 360]]))
    kept, file = house.back.house.voice, head.get("/office").json()
    assert file["first"]["voice"]["quiet"] == ["22:00-06:00"]
    head.post("/settings/voice", **given())
    assert head.post("/office", office=file).status_code == 200
    assert house.back.house.voice == kept


def test_a_recording_is_kept_levelled_heard_and_taken_away_again(house: House, head: Caller) -> None:
    assert listed(head, "ba")["state"] == "missing"
    assert put(head, "ba", wav(hertz=300)).status_code == 200
    assert put(head, "ba", wav(hertz=500)).status_code == 200
    assert (listed(head, "ba")["state"], listed(head, "ba")["old"]) == ("recorded", 1)
    sound = head.get("/voice/clips/vi/ba")
    assert sound.headers["content-type"] == "audio/wav"
    assert read_wav(sound.content).rate == 22_050
    earlier = head.get("/voice/clips/vi/ba", version=0).content
    assert earlier != sound.content
    assert head.post("/voice/clips/vi/ba/restore", version=0).status_code == 200
    assert head.post("/voice/clips/vi/ba/drop").status_code == 200
    assert listed(head, "ba")["state"] == "missing"
    assert len(old_versions(house.premises.data / "voices", "north", "ba")) == 3
    assert [fact["clip"] for fact in house.facts("recording.kept")] == ["ba"] * 3
    assert [fact["by"] for fact in house.facts("recording.dropped")] == ["clerk:minh-tuan"]


BROKEN = {
    "The file is empty": b"",
    "This is not a sound file in WAV format": b"nonsense" * 40,
    "This is a file in MP3 format, even if its name ends in .wav; please save it as WAV": b"ID3" + bytes(500),
    "The recording has only 8 bits and would hiss; please record with 16 bits": wav(width=1),
    "The recording is longer than 15 seconds; one clip is one word or one short phrase": wav(16_000, rate=22_050),
    "The recording is shorter than a word": wav(20),
    "The recording has 11000 samples a second; please record with 44100 or 48000": wav(rate=11_000),
    "Nothing can be heard in the recording": wav(hertz=0),
    "The WAV file is damaged": b"RIFF" + struct.pack("<I", 99) + b"WAVE" + b"fmt \x00\x00",
}


@pytest.mark.parametrize("words", BROKEN)
def test_a_file_that_cannot_be_used_is_refused_in_words_and_changes_nothing(
    house: House, head: Caller, words: str
) -> None:
    assert put(head, "ba", wav()).status_code == 200
    before = {path: path.read_bytes() for path in (house.premises.data / "voices").rglob("*") if path.is_file()}
    answer = put(head, "ba", BROKEN[words])
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid")
    assert answer.json()["errors"] == [{"field": "recording", "why": words}]
    assert before == {path: path.read_bytes() for path in (house.premises.data / "voices").rglob("*") if path.is_file()}
    assert len(house.facts("recording.kept")) == 1


def test_more_than_two_megabytes_are_not_read(head: Caller) -> None:
    answer = put(head, "ba", bytes(LARGEST_RECORDING + 2_000))
    assert (answer.status_code, answer.json()["code"]) == (413, "too_large")


def test_no_name_leads_out_of_the_folder(house: House, head: Caller) -> None:
    for clip in ("..%2f..%2fmotcua", "ba.wav", "%00", "nothing-like-it"):
        assert put(head, clip, wav()).status_code == 404, clip
        assert head.get(f"/voice/clips/vi/{clip}").status_code == 404
    assert put(head, "ba", wav(), language="de").status_code == 404
    assert not (house.premises.data / "voices").exists()


def test_a_voice_of_its_own_keeps_its_recordings_apart(house: House, head: Caller) -> None:
    head.post("/settings/voice", **given(name="co-lan", english=True))
    assert put(head, "ba", wav()).status_code == 200
    assert put(head, "three", wav(), language="en").status_code == 200
    voices = house.premises.data / "voices"
    assert sorted(str(path.relative_to(voices)) for path in voices.rglob("*.wav")) == [
        "co-lan/ba.wav",
        "english/three.wav",
    ]


def test_counters_with_a_name_and_announcements_have_clips_too(head: Caller) -> None:
    head.post("/counters/4", name="Bàn trả kết quả", services=["D", "T"])
    head.post("/settings/voice", **given(notices=[{"id": "het-gio", "text": "Hết giờ.", "text_en": ""}]))
    assert listed(head, "ten-ban-tra-ket-qua")["text"] == "Bàn trả kết quả"
    assert put(head, "thong-bao-het-gio", wav()).status_code == 200


def test_a_voice_that_does_not_run_says_so_at_a_trial(head: Caller) -> None:
    answer = head.post("/voice/try", number="A023", counter=3)
    assert (answer.status_code, answer.json()["state"]) == (409, "starting")
