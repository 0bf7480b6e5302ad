"""Whatever the post does to the letters: the courier's place is never beyond what the far end has, and in the end
all is there.
"""

from hypothesis import given
from hypothesis import strategies as st

from sync.courier.dispatch import WINDOW
from sync.courier.ranges import Ranges
from tests import properties
from tests.sync.courier.at_the_table import Scene

properties.load()
USUAL = ("write", "carry", "carry", "carry", "twice", "answer", "answer", "again", "wait")
TROUBLE = ("lose", "lose", "lose_answer", "pipe", "courier", "collector", "back_up", "restore")
STEPS = st.lists(st.tuples(st.sampled_from((*USUAL, *USUAL, *TROUBLE)), st.integers(0, 999)), min_size=30, max_size=120)


class BadPost:
    """A scene to which things happen, one after the other; after each the courier makes a round."""

    def __init__(self, backlog: int) -> None:
        self.scene = Scene()
        if backlog:
            self.scene.write(backlog)
        self.backup: dict[str, Ranges] = {}
        self.was_restored = False
        self.greet()

    def greet(self) -> None:
        """The pipe stands, and the hello finds its answer."""
        self.scene.open()
        self.scene.turn()
        for _ in range(len(self.scene.table.out)):
            self.scene.carry()
        while self.scene.acks:
            self.scene.answer()
        self.scene.turn()

    def happen(self, what: str, which: int) -> None:
        scene, out, acks = self.scene, self.scene.table.out, self.scene.acks
        if what == "write":
            scene.write(which % 700 + 1)
            scene.pass_time(0.1)
        elif what == "wait":
            scene.pass_time(which / 20)
        elif what in ("carry", "twice", "lose") and out:
            self._letter(what, which % len(out))
        elif what in ("answer", "again", "lose_answer") and acks:
            self._answer(what, which % len(acks))
        elif what in ("pipe", "courier", "collector", "restore"):
            self._break(what)
        elif what == "back_up":
            self.backup = scene.far.copy()
        scene.turn()

    def _letter(self, what: str, at: int) -> None:
        out = self.scene.table.out
        if what == "lose":
            out.pop(at)
            return
        if what == "twice":
            out.append(out[at])
        self.scene.carry(at)

    def _answer(self, what: str, at: int) -> None:
        if what == "lose_answer":
            self.scene.acks.pop(at)
        else:
            self.scene.answer(at, keep=what == "again")

    def _break(self, what: str) -> None:
        scene = self.scene
        if what == "restore":
            scene.far.put_back(self.backup)
            scene.acks.clear()
            self.was_restored = True
        elif what == "collector":
            scene.collector(alive=False, retained=False)
            scene.turn()
        elif what == "courier":
            scene.start()
        scene.table.cut()
        self.greet()

    def heal(self) -> None:
        """The post works again, and time passes."""
        self.scene.acks.clear()
        self.scene.table.cut()
        self.scene.open()
        for _ in range(4):
            self.scene.exchange()
            self.scene.pass_time(400)

    def check(self) -> None:
        for road in self.scene.round.dispatch.roads.values():
            assert self.was_restored or road.place <= self.scene.far.upto(road.stream)
            flying = [(one.first, one.last) for one in road.flights]
            assert list(Ranges([*road.todo, *road.there, *flying])) == ([(1, road.head)] if road.head else [])
            assert len(flying) <= sum(WINDOW.values())


@given(st.integers(0, 4_000), STEPS)
def test_nothing_is_lost_whatever_the_post_does(backlog: int, steps: list[tuple[str, int]]) -> None:
    post = BadPost(backlog)
    for what, which in steps:
        post.happen(what, which)
        post.check()
    post.heal()
    journal = post.scene.journal
    assert post.scene.far.upto(journal.present) == journal.head
    assert post.scene.round.status.backlog == 0
    assert journal.places.get(journal.present, 0) == journal.head
    assert journal.restored_above == []
