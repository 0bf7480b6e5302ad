"""How long the courier waits for what. All in seconds, on a clock that only goes on."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Timing:
    """The defaults are those of the field; tests take shorter ones."""

    resend: float = 5.0
    """Without an acknowledgement a batch is sent again after this long, each time after twice as long,"""
    longest: float = 120.0
    """at most after this long; any progress begins anew."""
    gather: float = 0.04
    """A live fact waits this long for others of the same act."""
    greet: float = 300.0
    """A hello goes out at least this often: a pipe that died in silence shows."""
    watch: float = 60.0
    """Waiting for this long without any progress, the courier throws the pipe away, each time after twice as long,"""
    longest_watch: float = 600.0
    """at most after this long."""
    crowd: float = 1.0
    """When a collector comes back, all offices say hello within this time, not at once."""
    write_down: float = 2.0
    """The place is written into the database at most this often; what is sent twice because of it does no harm."""
    away: float = 30.0
    """The tier above counts as gone after this long: a short break is nobody's business."""

    def patience(self, level: int) -> float:
        return min(self.longest, self.resend * 2.0 ** min(level, 16))

    def watched(self, level: int) -> float:
        return min(self.longest_watch, self.watch * 2.0 ** min(level, 16))
