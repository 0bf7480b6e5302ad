"""How hard the property tests look.

The usual profile is small and looks at the same examples each time, so that a commit stays green or red;
`MOTCUA_PROPERTIES=deep` looks at twenty times as many, at random, and says what reproduces a failure. Examples are
kept in memory: nothing is left behind.
"""

import os

from hypothesis import HealthCheck, settings
from hypothesis.database import InMemoryExampleDatabase

DEEP = os.environ.get("MOTCUA_PROPERTIES") == "deep"


def profile() -> settings:
    return settings(
        deadline=None,
        database=InMemoryExampleDatabase() if DEEP else None,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
        print_blob=True,
        derandomize=not DEEP,
        max_examples=1_600 if DEEP else 80,
    )


def load() -> None:
    """Makes the profile the present one."""
    name = "deep" if DEEP else "usual"
    settings.register_profile(name, parent=profile())
    settings.load_profile(name)
