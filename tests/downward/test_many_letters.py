"""Large letters for many offices go out round by round, all of them, and none twice."""

from dataclasses import dataclass, field

from sqlalchemy import Engine

from district.downward import letters
from district.downward.sender import AT_ONCE_BYTES, Sender
from district.offices import add_office
from district.store.sending import letter
from sync import topics
from sync.transport.port import Connected, Events, Letter, Settled
from tests.downward.both_ends import KEY, doing
from tests.office_fixture import ZONE
from tests.sync.courier.at_work import until

BODY, COUNT = "x" * 300_000, 40


@dataclass
class Pipe:
    """Takes everything at once; `manifests`: topics without the parts."""

    manifests: list[str] = field(default_factory=list)
    _events: Events | None = None

    def open(self, events: Events) -> None:
        self._events = events
        events.put(Connected())

    def post(self, topic: str, payload: bytes, *, retain: bool = False, expiry_s: int | None = None) -> int | None:
        if not topic.rsplit("/", 1)[-1].isdigit():
            self.manifests.append(topic)
        assert self._events is not None
        self._events.put(Settled(len(self.manifests), None))
        return len(self.manifests)

    def acknowledge(self, letter: Letter) -> None:
        """Nothing arrives here."""

    def rebuild(self) -> None:
        """It never breaks."""

    def close(self, deadline_s: float = 2.0, *, will: bool = True) -> None:
        """Nothing is held."""


def test_letters_that_would_fill_the_memory_go_out_in_several_rounds(trial: Engine) -> None:
    assert len(BODY) * COUNT > 2 * AT_ONCE_BYTES
    names = [f"xa-{number:02}" for number in range(COUNT)]
    with trial.begin() as conn:
        for name in names:
            add_office(conn, doing(), name, name, None, ())
            letters.write(conn, name, "ticket-80", 1, BODY, KEY.sign, 1)
    pipe = Pipe()
    sender = Sender(trial, lambda **_: pipe, "collector-1", KEY.sign, ZONE)
    sender.start()
    until(lambda: len(pipe.manifests) >= COUNT)
    sender.stop()
    assert sorted(pipe.manifests) == [topics.down(name, f"{topics.CONFIG}/ticket-80") for name in names]
    with trial.begin() as conn:
        assert {row.version for row in conn.execute(letter.select())} == {1}
