"""What an office uploads: each bad file gets its own plain answer, each sensible one becomes a clip."""

import math
import struct
from array import array
from contextlib import suppress
from pathlib import Path

import pytest

from display.voice.clips import BadName, Shelf, Voice
from display.voice.reading import Region
from display.voice.recordings import (
    check_recording,
    drop_recording,
    is_clip,
    keep_recording,
    old_versions,
    record_list,
)
from display.voice.resampling import RATES
from display.voice.sound import Sound
from display.voice.vocabulary import ENGLISH, VIETNAMESE
from display.voice.wavfile import FAULT_WORDS, Fault, NotPlayable, read_wav
from tests.voice import hearing
from tests.voice.conftest import Tones, tone


def wav(body: bytes, rate: int = 44_100, channels: int = 1, bits: int = 16, coding: int = 1) -> bytes:
    block = channels * bits // 8
    form = struct.pack("<HHIIHH", coding, channels, rate, rate * block, block, bits)
    chunks = b"fmt " + struct.pack("<I", len(form)) + form + b"data" + struct.pack("<I", len(body)) + body
    return b"RIFF" + struct.pack("<I", len(chunks) + 4) + b"WAVE" + chunks


def word(rate: int, ms: int = 500, hertz: float = 440, strength: float = 6000) -> "array[int]":
    """A tone with 200 ms of quiet room before and after it."""
    quiet = array("h", bytes(2 * (rate // 5)))
    return quiet + tone(ms, hertz, strength, rate).samples + quiet


def fault_of(data: bytes) -> Fault:
    with pytest.raises(NotPlayable) as refused:
        check_recording(data)
    for language in ("vi", "en"):
        said = refused.value.words(language)
        assert said
        assert "{" not in said
    return refused.value.fault


def interleaved(left: "array[int]", right: "array[int]") -> "array[int]":
    return array("h", [one for pair in zip(left, right, strict=False) for one in pair])


LOUD = array("h", [max(-32_768, min(32_767, round(60_000 * math.sin(n / 20)))) for n in range(44_100)])

BAD = {
    "0 bytes": (b"", Fault.EMPTY),
    "text": (b"Xin chao " * 50, Fault.NOT_WAV),
    "an MP3 named .wav": (b"ID3\x04\x00" + bytes(4000), Fault.OTHER_FORMAT),
    "an MP3 without a tag": (b"\xff\xfb\x90\x64" + bytes(4000), Fault.OTHER_FORMAT),
    "an M4A named .wav": (b"\x00\x00\x00\x20ftypM4A " + bytes(4000), Fault.OTHER_FORMAT),
    "an OGG": (b"OggS" + bytes(4000), Fault.OTHER_FORMAT),
    "a FLAC": (b"fLaC" + bytes(4000), Fault.OTHER_FORMAT),
    "8 bit": (wav(bytes([128] * 44_100), bits=8), Fault.EIGHT_BIT),
    "compressed": (wav(bytes(4000), bits=4, coding=2), Fault.COMPRESSED),
    "8,000 samples a second": (wav(word(8000).tobytes(), rate=8000), Fault.RATE),
    "a rate nobody has": (wav(word(44_100).tobytes(), rate=44_101), Fault.RATE),
    "10 minutes": (wav(bytes(2 * 22_050 * 600), rate=22_050), Fault.TOO_LONG),
    "10 minutes of studio": (wav(bytes(17 * 1024 * 1024), rate=96_000, channels=2, bits=24), Fault.TOO_LONG),
    "20 ms": (wav(tone(20, 440, rate=44_100).samples.tobytes()), Fault.TOO_SHORT),
    "a click in silence": (wav(bytes(40_000) + tone(5, 440).samples.tobytes() + bytes(40_000)), Fault.TOO_SHORT),
    "silence": (wav(bytes(88_200)), Fault.SILENT),
    "a whisper of noise": (wav(word(44_100, strength=30).tobytes()), Fault.SILENT),
    "overdriven": (wav(LOUD.tobytes()), Fault.CLIPPED),
    "overdriven on one side": (
        wav(interleaved(LOUD, word(44_100, 1000)).tobytes(), channels=2),
        Fault.CLIPPED,
    ),
    "no samples": (wav(b""), Fault.TOO_SHORT),
    "only a header": (wav(b"")[:20], Fault.BROKEN),
    "no channels": (wav(bytes(100), channels=0), Fault.BROKEN),
    "no rate": (wav(bytes(100), rate=0), Fault.BROKEN),
}  # fmt: skip


@pytest.mark.parametrize("kind", BAD)
def test_a_bad_recording_is_refused_in_plain_words(kind: str) -> None:
    data, fault = BAD[kind]
    assert fault_of(data) is fault


def test_every_fault_has_its_words() -> None:
    assert set(FAULT_WORDS) == set(Fault)


@pytest.mark.parametrize("cut", range(0, 200, 7))
def test_a_file_cut_off_anywhere_never_breaks_the_program(cut: int) -> None:
    with pytest.raises(NotPlayable):
        check_recording(wav(word(44_100).tobytes())[:cut])


@pytest.mark.parametrize("seed", range(40))
def test_a_header_of_random_bytes_never_breaks_the_program(seed: int) -> None:
    whole = bytearray(wav(word(16_000, 100).tobytes(), rate=16_000))
    for step in range(6):
        whole[12 + (seed * 7 + step * 5) % 32] = (seed * 37 + step * 91) % 256
    with suppress(NotPlayable):
        assert check_recording(bytes(whole)).samples


@pytest.mark.parametrize("rate", RATES)
def test_every_usual_rate_becomes_ours_with_its_pitch(rate: int) -> None:
    clip = check_recording(wav(word(rate, 400, 1000).tobytes(), rate=rate))
    samples = hearing.heard(clip.wav)
    assert len(samples) * 1000 / hearing.RATE == pytest.approx(435, abs=15)
    middle = hearing.part(samples, 100, 200)
    assert hearing.strength(middle, 1000) > 50 * hearing.strength(middle, 1700)
    assert hearing.loudness(samples) == pytest.approx(-20, abs=1)


def test_what_our_rate_cannot_hold_is_filtered_out_not_folded_down() -> None:
    both = [a + b for a, b in zip(tone(400, 1000, 6000, 96_000).samples, tone(400, 16_000, 6000, 96_000).samples,
                                  strict=True)]  # fmt: skip
    clip = check_recording(wav(array("h", both).tobytes(), rate=96_000))
    middle = hearing.part(hearing.heard(clip.wav), 100, 200)
    assert hearing.strength(middle, 22_050 - 16_000) < hearing.strength(middle, 1000) / 200


def test_stereo_24_bit_and_float_recordings_are_converted() -> None:
    mono = word(48_000)
    stereo = interleaved(mono, mono)
    wide = b"".join(struct.pack("<i", sample << 8)[:3] for sample in mono)
    widest = b"".join(struct.pack("<i", sample << 16) for sample in mono)
    floats = array("f", [sample / 32_768 for sample in mono])
    plain = check_recording(wav(mono.tobytes(), 48_000))
    for data in (
        wav(stereo.tobytes(), 48_000, channels=2),
        wav(wide, 48_000, bits=24),
        wav(widest, 48_000, bits=32),
        wav(floats.tobytes(), 48_000, bits=32, coding=3),
    ):
        clip = check_recording(data)
        assert max(abs(a - b) for a, b in zip(clip.samples, plain.samples, strict=True)) <= 2


def test_floats_that_are_no_numbers_are_silence() -> None:
    odd = array("f", [float("nan"), float("inf"), float("-inf"), 0.5, 2.0])
    assert list(read_wav(wav(odd.tobytes(), bits=32, coding=3)).samples) == [0, 32_767, -32_768, 16_384, 32_767]


def test_an_extensible_header_and_foreign_chunks_are_read() -> None:
    mono = word(48_000)
    form = struct.pack("<HHIIHH", 0xFFFE, 1, 48_000, 96_000, 2, 16) + struct.pack("<HHIH", 22, 16, 4, 1) + bytes(14)
    body = mono.tobytes()
    chunks = b"LIST" + struct.pack("<I", 3) + b"abc\x00" + b"fmt " + struct.pack("<I", len(form)) + form
    chunks += b"data" + struct.pack("<I", 0x7FFF_F000) + body  # a stream does not know its length
    data = b"RIFF" + struct.pack("<I", 0x7FFF_F024) + b"WAVE" + chunks
    assert check_recording(data).samples == check_recording(wav(body, 48_000)).samples


@pytest.mark.parametrize("strength", [300, 2000, 12_000, 30_000])
def test_soft_and_loud_speakers_become_equally_loud(strength: float) -> None:
    clip = check_recording(wav(word(44_100, strength=strength).tobytes()))
    assert hearing.loudness(clip.samples) == pytest.approx(-20, abs=1)
    assert max(map(abs, clip.samples)) <= 30_000


def test_speech_with_high_peaks_is_levelled_without_overdriving() -> None:
    samples = array("h", [30_000 if n % 900 < 3 else round(250 * math.sin(n / 9)) for n in range(44_100)])
    clip = check_recording(wav(samples.tobytes()))
    assert max(map(abs, clip.samples)) <= 30_000


def test_the_quiet_around_a_word_is_cut_off() -> None:
    clip = check_recording(wav(word(44_100, 500).tobytes()))
    assert clip.ms == pytest.approx(535, abs=12)
    assert clip.samples[0] == clip.samples[-1] == 0


# ---- keeping


def test_the_recording_before_is_kept_when_a_new_one_comes(tmp_path: Path) -> None:
    kept = []
    for hertz in (300, 400, 500):
        path = keep_recording(tmp_path, "lan-anh", "ba", wav(word(44_100, hertz=hertz).tobytes()))
        kept.append(path.read_bytes())
    assert path == tmp_path / "lan-anh" / "ba.wav"
    assert [one.name for one in old_versions(tmp_path, "lan-anh", "ba")] == ["ba.wav.2.bak", "ba.wav.1.bak"]
    assert [one.read_bytes() for one in old_versions(tmp_path, "lan-anh", "ba")] == [kept[1], kept[0]]


def test_a_refused_recording_changes_nothing(tmp_path: Path) -> None:
    keep_recording(tmp_path, "lan-anh", "ba", wav(word(44_100).tobytes()))
    before = sorted((path.name, path.read_bytes()) for path in (tmp_path / "lan-anh").iterdir())
    with pytest.raises(NotPlayable):
        keep_recording(tmp_path, "lan-anh", "ba", b"ID3")
    assert sorted((path.name, path.read_bytes()) for path in (tmp_path / "lan-anh").iterdir()) == before


def test_no_more_than_twenty_old_recordings_are_kept(tmp_path: Path) -> None:
    data = wav(word(22_050, 100).tobytes(), 22_050)
    for _ in range(24):
        keep_recording(tmp_path, "lan-anh", "ba", data)
    assert len(old_versions(tmp_path, "lan-anh", "ba")) == 20
    assert old_versions(tmp_path, "lan-anh", "ba")[0].name == "ba.wav.23.bak"


def test_a_dropped_recording_can_be_found_again(tmp_path: Path) -> None:
    keep_recording(tmp_path, "north", "ba", wav(word(44_100).tobytes()))
    shelf, north = Shelf(tmp_path, Tones()), Voice("north", VIETNAMESE, Region.NORTH)
    recorded = shelf.sound(north, "ba", "ba")
    assert drop_recording(tmp_path, "north", "ba")
    assert not drop_recording(tmp_path, "north", "ba")
    assert shelf.sound(north, "ba", "ba") != recorded
    assert len(old_versions(tmp_path, "north", "ba")) == 1


def test_what_was_kept_is_heard_as_it_was_kept(tmp_path: Path) -> None:
    path = keep_recording(tmp_path, "lan-anh", "ba", wav(word(96_000).tobytes(), 96_000))
    sound = Shelf(tmp_path, Tones()).sound(Voice("lan-anh", VIETNAMESE, Region.NORTH), "ba", "ba")
    assert isinstance(sound, Sound)
    assert abs(hearing.loudness(sound.samples) - hearing.loudness(hearing.heard(path.read_bytes()))) < 0.2


@pytest.mark.parametrize(("voice", "clip"), [("..", "ba"), ("a/b", "ba"), ("x", "../ba"), ("x", "hom-nay"), ("x", "")])
def test_only_known_clips_of_plain_voices_are_kept(voice: str, clip: str, tmp_path: Path) -> None:
    with pytest.raises(BadName):
        keep_recording(tmp_path, voice, clip, wav(word(44_100).tobytes()))
    assert list(tmp_path.iterdir()) == []


def test_clips_are_words_counters_names_and_notices() -> None:
    assert all(map(is_clip, ("ba", "lam", "linh", "ngan", "chu-a", "three", "ten-ban-tiep-dan", "thong-bao-het-gio")))
    assert not any(map(is_clip, ("bon-muoi", "ten-", "thong-bao", "x", "edition")))


def test_the_list_for_the_microphone_has_all_words_of_the_region(tmp_path: Path) -> None:
    keep_recording(tmp_path, "rieng", "ba", wav(word(44_100).tobytes()))
    counters = [(1, "Quầy 1"), (2, "Bàn tiếp dân")]
    lines = list(record_list(tmp_path, "rieng", VIETNAMESE, Region.SOUTH, counters))
    texts = {line.clip: line.spoken.text for line in lines}
    assert texts["moi-khach"] == "Mời khách hàng có số thứ tự"
    assert texts["ngan"] == "ngàn"
    assert texts["ten-ban-tiep-dan"] == "Bàn tiếp dân"
    assert "nghin" not in texts
    assert "linh" not in texts
    assert [line.clip for line in lines if line.recorded] == ["ba"]
    assert 40 <= len(lines) <= 55
    assert len(list(record_list(tmp_path, "rieng", ENGLISH, Region.NORTH))) == 60
