"""The list of what a release is made of: everything that is pinned, nothing else, with digests and licences."""

import json
from pathlib import Path
from typing import Any

import pytest

from deploy.package.release import LOCK
from deploy.package.sbom import main, of_lock, of_release
from deploy.package.wheels import read_lock
from tests.package import tiny

EPOCH = 1_795_395_600
UNKNOWN_HERE = {"colorama", "kivy-deps-angle", "kivy-deps-glew", "kivy-deps-sdl2", "pypiwin32", "pywin32"}
"""Pinned for another system, so nobody here can ask them."""


def parts(text: str) -> dict[str, dict[str, Any]]:
    return {one["name"]: one for one in json.loads(text)["components"]}


def test_everything_that_is_pinned_stands_there_and_nothing_else() -> None:
    lock, found = read_lock(LOCK), parts(of_lock(LOCK, "1.0", EPOCH))
    assert found.keys() == lock.keys() - {"motcua"}
    for name, one in found.items():
        assert one["version"] == lock[name].version
        assert {given["content"] for given in one["hashes"]} == lock[name].digests, name
        assert one["purl"] == f"pkg:pypi/{name}@{lock[name].version}"


def test_every_library_of_this_system_says_its_licence() -> None:
    silent = {name for name, one in parts(of_lock(LOCK, "1.0", EPOCH)).items() if not one.get("licenses")}
    assert silent <= UNKNOWN_HERE


def test_the_list_has_the_form_that_scanners_read() -> None:
    found = json.loads(of_lock(LOCK, "1.2.3", EPOCH))
    assert (found["bomFormat"], found["specVersion"], found["version"]) == ("CycloneDX", "1.6", 1)
    assert found["serialNumber"].startswith("urn:uuid:")
    assert found["metadata"]["timestamp"] == "2026-11-23T01:00:00Z"
    assert found["metadata"]["component"]["version"] == "1.2.3"
    references = [one["bom-ref"] for one in found["components"]]
    assert len(set(references)) == len(references)
    for one in found["components"]:
        assert one["type"] == "library"
        for licence in one.get("licenses", []):
            assert licence.keys() in ({"expression"}, {"license"}), one["name"]
        assert len(one.get("licenses", [])) == 1 or all("license" in given for given in one.get("licenses", []))


def test_a_release_is_told_by_its_own_wheels_and_the_same_one_in_the_same_bytes(tmp_path: Path) -> None:
    made = tiny.release(tmp_path / "release")
    text = of_release(made, EPOCH)
    assert text == of_release(made, EPOCH)
    lock = read_lock(made / "requirements.lock")
    assert parts(text).keys() == lock.keys() - {"motcua"}


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("License-Expression: MIT OR Apache-2.0\nLicense: x\n", [{"expression": "MIT OR Apache-2.0"}]),
        ("Classifier: License :: OSI Approved :: MIT License\n", [{"license": {"id": "MIT"}}]),
        ("Classifier: License :: OSI Approved :: BSD License\n", [{"license": {"name": "BSD License"}}]),
        ("License: BSD\n", [{"license": {"name": "BSD"}}]),
        (f"License: {'x' * 200}\n", None),
        ("", None),
    ],
)
def test_a_licence_stands_as_the_library_says_it(tmp_path: Path, said: str, told: object) -> None:
    made = tiny.release(tmp_path / "release")
    tiny.wheel(made / "wheels", "one", "1.0", {}, said)
    lock = made / "requirements.lock"
    lock.write_text(f"{lock.read_text()}one==1.0 --hash=sha256:{'0' * 64}\n")
    assert parts(of_release(made, EPOCH))["one"].get("licenses") == told


def test_the_list_is_written_into_a_file(tmp_path: Path) -> None:
    assert main(["--lock", str(tmp_path / "sbom.cdx.json")]) == 0
    assert "sqlalchemy" in parts((tmp_path / "sbom.cdx.json").read_text(encoding="utf-8"))
