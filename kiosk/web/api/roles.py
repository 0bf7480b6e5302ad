"""Who may do what: the one table that the LAN API and the pages ask.

A row is an act, a column is a role; `x` means yes. What the office itself decides stands behind a yes: a
clerk acts only at the counter of the sign-in, a `rate:3` screen rates only for counter 3, a touch screen
reprints only after a failed print. Anonymous callers may only what no row guards: health, the description of
the API, signing in.
"""

from office.domain.people import Actor

TABLE = """
act          touch  hall  counter  rate  screen  clerk  head  technician  inspector
state        x      x     x        x     x       x      x     -           x
live         x      x     x        x     x       x      x     -           x
issue        x      -     -        -     x       x      x     -           -
ticket       x      -     -        -     x       x      x     -           x
cancel       x      -     -        -     x       x      x     -           -
reprint      x      -     -        -     x       x      x     x           -
rate         -      -     -        x     x       -      -     -           -
asked        x      -     -        -     x       -      -     -           -
checklist    x      -     -        -     x       x      x     -           -
move         -      -     -        -     -       x      x     -           -
line         -      -     -        -     -       x      x     -           x
counter      -      -     -        -     -       x      x     -           -
session      -      -     -        -     -       x      x     x           x
suggest      x      -     -        -     x       -      -     -           -
staff        x      -     -        -     x       -      -     -           -
day          -      -     -        -     -       -      x     -           -
voice        -      -     -        -     -       x      x     x           -
paper        -      -     -        -     -       x      x     x           -
templates    -      -     -        -     -       -      x     x           -
day_slip     -      -     -        -     -       -      x     x           -
backups      -      -     -        -     -       -      x     x           -
examine      -      -     -        -     -       -      x     x           -
machine      -      -     -        -     -       -      x     x           -
device_list  -      -     -        -     -       -      x     x           x
devices      -      -     -        -     -       -      x     x           -
read         -      -     -        -     -       -      x     -           x
letters      -      -     -        -     -       -      x     -           -
admin        -      -     -        -     -       -      x     -           -
"""
"""`asked`: say what was looked up · `checklist`: print the papers of a procedure · `suggest`: put a letter into the
suggestion box · `letters`: read them · `move`: transfer, return, priority, note, times · `counter`: from next to
pause, at one's own counter · `session`: one's own sign-out · `staff`: who may open the screen's hidden menu ·
`voice`: mute the hall, start an announcement · `paper`: say that the paper was changed · `templates`: what slips look
like · `day_slip`: the slip at the end of the day · `backups`: make copies of the database and check it · `examine`:
the doctor of the machine · `machine`: set its clock, restart it, switch it off · `read`: lists and figures of the
admin pages · `admin`: everything else there."""


def _read(table: str) -> dict[str, frozenset[str]]:
    head, *rows = (line.split() for line in table.strip().splitlines())
    roles = head[1:]
    return {row[0]: frozenset(role for role, mark in zip(roles, row[1:], strict=True) if mark == "x") for row in rows}


ALLOWED = _read(TABLE)
"""act → the roles that may do it."""

ROLES = tuple(TABLE.split("\n", 2)[1].split()[1:])
"""Every role, in the table's order."""

_PRIVATE_KINDS = ("rating.", "suggestion.", "person.", "sign_in.", "text.", "ticket.noted")
_SEES_ALL = frozenset({"head", "inspector"})


def role_of(actor: Actor) -> str:
    """The column of this actor: "rate:3" -> "rate". The command line of the same machine is a head."""
    return actor.role.partition(":")[0]


def allows(act: str, actor: Actor) -> bool:
    """Raises KeyError for an act that the table does not know."""
    return role_of(actor) in ALLOWED[act]


def sees_ratings(actor: Actor) -> bool:
    """Who hears of single ratings, letters and the office's people in the live stream."""
    return role_of(actor) in _SEES_ALL


def hears(kind: str, *, sees_all: bool) -> bool:
    """Whether a fact of this kind goes to a listener."""
    return sees_all or not kind.startswith(_PRIVATE_KINDS)
