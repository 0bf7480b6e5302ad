"""`motcua voice`: what it says and leaves, with a running service and without one."""

import shutil
import wave
from pathlib import Path

import pytest

from tests.cli.conftest import Motcua, Running


@pytest.mark.needs("espeak-ng")
def test_a_call_is_written_to_a_file_without_making_an_office(motcua: Motcua, tmp_path: Path) -> None:
    said = motcua("voice", "say", "a23", "3", "--into", str(tmp_path / "a.wav"))
    assert (said.code, said.err) == (0, "")
    with wave.open(str(tmp_path / "a.wav")) as file:
        assert 5 < file.getnframes() / file.getframerate() < 20
    assert not (tmp_path / "data" / "motcua.db").exists()


def test_a_call_that_nobody_may_hear_is_refused_in_one_line(motcua: Motcua) -> None:
    said = motcua("voice", "say", "A023", "3")
    assert (said.code, said.out) == (1, "")
    assert said.err.startswith('motcua: voice.player is "off"')


def test_a_number_or_counter_that_cannot_be_is_a_mistake_of_typing(motcua: Motcua, config: Path) -> None:
    config.write_text(config.read_text(encoding="utf-8").replace('player = "off"', 'player = "file"'), encoding="utf-8")
    assert motcua("voice", "say", "023", "3").code == 2
    assert motcua("voice", "say", "A023", "100").code == 2
    assert motcua("voice", "say", "A023", "3", "--volume", "101").code == 2
    assert motcua("voice", "record-list", "--voice", "../x").code == 2


def test_the_lists_name_every_clip_and_voice(motcua: Motcua) -> None:
    voices = motcua("voice", "list").out.splitlines()
    assert voices[0].startswith("* north")
    assert [line.split()[0] for line in voices[1:]] == ["central", "south", "english"]
    listed = motcua("voice", "record-list", "--voice", "co-lan").out
    assert "moi-khach.wav" in listed
    assert listed.endswith("0 of 48 recorded\n")
    assert "seventeen.wav" in motcua("voice", "record-list", "--english").out


@pytest.mark.needs("espeak-ng")
def test_a_check_makes_what_is_missing_and_tries_the_loudspeaker(motcua: Motcua, config: Path) -> None:
    config.write_text(config.read_text(encoding="utf-8").replace('player = "off"', 'player = "file"'), encoding="utf-8")
    said = motcua("voice", "check")
    assert (said.code, said.err) == (0, ""), said.out
    assert "north: 48/48" in said.out
    shutil.copy(__file__, config.parent / "data" / "voices" / "north" / "ba.wav")
    said = motcua("voice", "check")
    assert said.code == 1
    assert "FAULT north/ba.wav: This is not a sound file" in said.out


def test_a_running_service_is_asked_how_its_voice_is_set(running: Running, capsys: pytest.CaptureFixture[str]) -> None:
    from kiosk.cli import main

    assert main(["voice", "list", "--config", str(running.config)]) == 0
    assert capsys.readouterr().out.startswith("* north")
