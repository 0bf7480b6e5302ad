"""A test whose tool is missing is skipped with the reason, and `--require-all` makes that a failure."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

TESTS = Path(__file__).resolve().parents[1]
EXAMPLE = """
import pytest

@pytest.mark.needs("no-such-program")
def test_that_needs_a_program():
    raise AssertionError("must not run")

def test_that_needs_nothing():
    pass

@pytest.mark.xfail(strict=True)
def test_that_is_known_to_fail():
    assert False
"""


def outcome(folder: Path, example: str, *arguments: str) -> tuple[int, str]:
    """Run pytest on the example with the shared rules of our tests: exit code and output."""
    shutil.copy(TESTS / "conftest.py", folder)
    (folder / "pytest.ini").write_text("[pytest]\naddopts = -ra -p no:cacheprovider\n")
    (folder / "test_example.py").write_text(example)
    command = [sys.executable, "-m", "pytest", *arguments]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout


def test_a_missing_program_skips_and_is_named(tmp_path: Path) -> None:
    code, said = outcome(tmp_path, EXAMPLE)
    assert code == 0
    assert "no-such-program is missing (Debian package no-such-program)" in said
    assert "1 passed, 1 skipped, 1 xfailed" in said.splitlines()[-1]


def test_require_all_makes_a_skip_a_failure(tmp_path: Path) -> None:
    code, said = outcome(tmp_path, EXAMPLE, "--require-all")
    assert code == 1
    assert "--require-all allows no skip" in said
    assert "1 passed, 1 xfailed, 1 error" in said.splitlines()[-1]


def test_require_all_makes_a_skipped_module_a_failure(tmp_path: Path) -> None:
    skipped = "import pytest\npytest.skip('nothing here', allow_module_level=True)\n"
    assert outcome(tmp_path, skipped)[0] != 1
    code, said = outcome(tmp_path, skipped, "--require-all")
    assert code != 0
    assert "1 error" in said.splitlines()[-1]


@pytest.mark.parametrize("arguments", [[], ["--require-all"]])
def test_a_part_that_failed_before_is_named_and_fails_the_whole(tmp_path: Path, arguments: list[str]) -> None:
    code, said = outcome(tmp_path, "def test_good(): pass\n", "--failed-before=types", *arguments)
    assert code == 1
    assert "FAILED before the tests: types" in said
    assert "1 passed" in said.splitlines()[-1]
