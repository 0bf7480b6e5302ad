"""The profile of the property tests."""

from tests import properties

properties.load()
