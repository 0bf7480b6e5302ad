"""The version has one place, and is one that an update can be ordered by."""

import tomllib
from pathlib import Path

import district.service
import kiosk.service
from kiosk.updates.manifest import VERSION as FORM
from look.version import VERSION


def test_the_package_and_both_services_read_it_there() -> None:
    project = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text("utf-8"))
    assert project["project"]["dynamic"] == ["version"]
    assert project["tool"]["setuptools"]["dynamic"]["version"] == {"attr": "look.version.VERSION"}
    assert all(vars(service)["VERSION"] is VERSION for service in (kiosk.service, district.service))


def test_it_consists_of_numbers() -> None:
    assert FORM.fullmatch(VERSION)
