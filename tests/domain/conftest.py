"""Properties of the pure rules: how hard they look is said in one place."""

from tests import properties

properties.load()
