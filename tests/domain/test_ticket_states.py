"""The transition table is that of the rules of the office, and nothing else happens to a ticket."""

import pytest

from office.domain.refusals import WrongState
from office.domain.ticket import TRANSITIONS, State, after

TABLE = """
call      waiting  called
start     called   serving
recall    called   called
continue  serving  serving
finish    serving  done
no_show   called   no_show
park      called   parked
park      serving  parked
transfer  called   waiting
transfer  serving  waiting
return    no_show  waiting
return    parked   waiting
cancel    waiting  cancelled
close     serving  done
close     called   no_show
close     waiting  expired
close     parked   expired
close     no_show  expired
"""
ALLOWED = {(act, State(before)): State(now) for act, before, now in (row.split() for row in TABLE.strip().splitlines())}


@pytest.mark.parametrize("act", sorted(TRANSITIONS))
@pytest.mark.parametrize("state", list(State))
def test_an_act_does_what_the_table_says_and_else_is_refused_with_the_state(act: str, state: State) -> None:
    if (act, state) in ALLOWED:
        assert after(act, state) is ALLOWED[act, state]
        return
    with pytest.raises(WrongState) as refused:
        after(act, state)
    assert refused.value.facts == {"state": str(state)}


def test_nothing_leads_out_of_an_end_state() -> None:
    ends = {State.DONE, State.CANCELLED, State.EXPIRED}
    assert not [before for moves in TRANSITIONS.values() for before in moves if before in ends]


def test_every_state_can_be_reached_from_the_line() -> None:
    reached = {State.WAITING}
    while grown := {now for m in TRANSITIONS.values() for b, now in m.items() if b in reached} - reached:
        reached |= grown
    assert reached == set(State)
