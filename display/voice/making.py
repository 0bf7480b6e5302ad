"""A shipped voice is made in a process of its own, behind everything else that this machine has to do.

    python -m display.voice.making ROOT VOICE    one JSON line a clip, and a last one that says what it came to

Trimming and levelling four voices is half a minute of Python: inside the service it would take turns with the people
who want a number. Whoever started it ends it by SIGTERM, or by being gone: the clip in hand is dropped, none is left
half.
"""

import json
import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from types import FrameType
from typing import IO

from display.voice.espeak import Espeak
from display.voice.rendering import Made, Progress, Stopping, is_made, render_voice

NICE = 19
_BREATH_S = 0.03  # between two clips: each of them is a durable write on the disk of the numbers
_SPEAKER_S = 60.0  # how long a clip may take where everybody else goes first
_PATIENCE_S = 10.0  # of a thread that nobody waits for
_LOOK_S = 0.05  # how often is asked whether to stop


def make_aside(root: Path, voice: str, told: Callable[[Progress], None], stopping: Stopping) -> Made:
    """Makes what is missing of a shipped voice below `root`, tells each clip, and waits for the end."""
    if is_made(root, voice):
        return Made(voice, 0, whole=True)
    command = [sys.executable, "-m", "display.voice.making", str(root), voice]
    try:
        maker = subprocess.Popen(  # noqa: S603 -- our own arguments
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            process_group=0,
            bufsize=0,  # a line that has come is seen by `select`
        )
    except OSError as error:
        return Made(voice, 0, whole=False, why=error.strerror or str(error))
    assert maker.stdout is not None
    try:
        return _heard(maker.stdout, voice, told, stopping)
    finally:
        _end(maker, maker.stdout)


def _heard(lines: IO[bytes], voice: str, told: Callable[[Progress], None], stopping: Stopping) -> Made:
    done = 0
    while not stopping():
        if not select.select([lines], [], [], _LOOK_S)[0]:
            continue
        if not (line := lines.readline()):
            return Made(voice, done, whole=False, why="it ended early")
        found = json.loads(line)
        if "whole" in found:
            return Made(**found)
        done += 1
        told(Progress(**found))
    return Made(voice, done, whole=False, why="stopped")


def _end(maker: "subprocess.Popen[bytes]", lines: IO[bytes]) -> None:
    lines.close()
    maker.terminate()  # it has said its last line, or is not to go on
    try:
        maker.wait(_PATIENCE_S)
    except subprocess.TimeoutExpired:
        maker.kill()
        maker.wait()


def _say(line: Progress | Made) -> None:
    sys.stdout.write(json.dumps(asdict(line)) + "\n")
    sys.stdout.flush()


def _tell(progress: Progress) -> None:
    _say(progress)
    time.sleep(_BREATH_S)


def main(root: str, voice: str) -> int:
    """Runs in the process of its own; ends when nobody listens any more."""
    signal.signal(signal.SIGTERM, _leave)
    os.nice(NICE)
    try:
        _say(_made(Path(root), voice))
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # what is still to be flushed goes nowhere
    return 0


def _leave(number: int, frame: FrameType | None) -> None:  # noqa: ARG001 - Python names them
    """As an exception, so that a clip in hand is tidied away on the way out."""
    sys.exit()


def _made(root: Path, voice: str) -> Made:
    try:
        return render_voice(root, voice, Espeak(deadline_s=_SPEAKER_S), _tell)
    except BrokenPipeError:
        raise
    except OSError as error:  # a full disk
        return Made(voice, 0, whole=False, why=error.strerror or str(error))


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
