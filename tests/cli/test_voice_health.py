"""What `motcua doctor` says of the hall's voice."""

import json
import sqlite3
import stat
from pathlib import Path

import pytest

from tests.cli.conftest import Motcua


@pytest.fixture
def bare(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine whose search path has only what a test puts there."""
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))
    monkeypatch.delenv("XDG_RUNTIME_DIR", raising=False)
    return folder


def has(folder: Path, name: str, script: str = "exit 0") -> None:
    path = folder / name
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)


def played_by(config: Path, player: str) -> None:
    text = config.read_text(encoding="utf-8")
    config.write_text(text.replace('player = "off"', f'player = "{player}"'), encoding="utf-8")


def said(motcua: Motcua) -> str:
    return motcua("doctor", "--language", "en").out


def clips(config: Path, *names: str, voice: str = "north") -> None:
    """Recordings of the office."""
    folder = config.parent / "data" / "voices" / voice
    folder.mkdir(parents=True, exist_ok=True)
    for name in names:
        (folder / f"{name}.wav").write_bytes(b"")


def test_a_voice_that_is_switched_off_is_one_calm_line(motcua: Motcua) -> None:
    out = said(motcua)
    assert "The voice of the hall is switched off" in out
    assert "espeak-ng" not in out


def test_before_the_first_start_the_clips_are_still_to_be_made_and_nothing_is_left_behind(
    motcua: Motcua, config: Path, bare: Path
) -> None:
    has(bare, "espeak-ng")
    has(bare, "aplay")
    played_by(config, "aplay")
    out = said(motcua)
    assert "espeak-ng, which makes the voice, is installed" in out
    assert "The 48 clips of the voice north are made at the first start" in out
    assert "Sound is played by aplay" in out
    assert not (config.parent / "data").exists()


def test_missing_espeak_and_clips_are_told_with_what_to_do(motcua: Motcua, config: Path, bare: Path) -> None:
    played_by(config, "aplay")
    has(bare, "aplay")
    clips(config, "ba", "bon")
    out = said(motcua)
    assert "warn  espeak-ng, which makes the voice, is not installed" in out
    assert "→ Install the Debian package espeak-ng" in out
    assert "warn  Clips of the voice north: 2 of 48" in out
    assert "→ They are made while the service runs" in out
    assert "ok    Loudspeaker: The loudspeaker is ready" in out


@pytest.mark.usefixtures("made")
def test_a_player_that_is_not_there_and_a_device_that_fails_are_bad(motcua: Motcua, config: Path, bare: Path) -> None:
    played_by(config, "aplay")
    clips(config)
    assert "bad   The program aplay, which plays sound, is not installed" in said(motcua)
    has(bare, "aplay", "echo 'audio open error: No such file or directory' >&2; exit 1")
    answer = motcua("doctor", "--language", "en")
    assert answer.code == 1
    assert "bad   Loudspeaker: There is no sound device" in answer.out
    assert "→ audio open error" in answer.out


def test_a_voice_into_a_file_is_told(motcua: Motcua, config: Path, bare: Path) -> None:
    has(bare, "espeak-ng")
    played_by(config, "file")
    out = said(motcua)
    assert "warn  The voice goes into a sound file, as configured: nobody hears it" in out


@pytest.mark.skipif(any(Path("/proc/asound").glob("card[0-9]*")), reason="this machine has a sound card")
def test_a_machine_without_a_sound_device_is_told(motcua: Motcua, config: Path, bare: Path) -> None:
    has(bare, "espeak-ng")
    played_by(config, "auto")
    out = said(motcua)
    assert "warn  This machine has no sound device: the voice goes into a sound file" in out
    assert "→ Connect a loudspeaker" in out


@pytest.mark.usefixtures("made")
def test_the_voice_is_as_the_head_decided_it(motcua: Motcua, config: Path, bare: Path) -> None:
    conn = sqlite3.connect(config.parent / "data" / "motcua.db")
    voice = json.loads(conn.execute("SELECT value FROM setting WHERE key = 'voice'").fetchone()[0])
    new = json.dumps({**voice, "region": "south", "english": True})
    conn.execute("UPDATE setting SET value = ? WHERE key = 'voice'", (new,))
    conn.commit()
    conn.close()
    played_by(config, "file")
    clips(config, "ba", voice="south")
    out = said(motcua)
    assert "Clips of the voice south: 1 of 48" in out
    assert "Clips of the voice english: 0 of" in out
