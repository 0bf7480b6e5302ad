"""The house keeps its own rules: names, sizes, floors, locks without addresses, nothing from one machine."""

import ast
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from look.catalogue import FLOORS

TOP = Path(__file__).resolve().parents[2]
FORBIDDEN_NAMES = {"queue", "site", "common", "utils", "helpers", "manager"}
NOT_OURS = {".venv", ".git", "__pycache__", ".mypy_cache", ".ruff_cache", ".pytest_cache", ".hypothesis",
            ".import_linter_cache", "build", "dist", "data", "node_modules"}  # fmt: skip


def files(folder: Path) -> Iterator[Path]:
    """Every file that belongs to the repository."""
    for path in sorted(folder.iterdir()):
        if path.name in NOT_OURS or path.suffix == ".egg-info":
            continue
        if path.is_dir():
            yield from files(path)
        else:
            yield path


ALL = list(files(TOP))
MODULES = [path for path in ALL if path.suffix == ".py"]
SHIPPED = [path for path in MODULES if path.relative_to(TOP).parts[0] in FLOORS]
TEXTS = [path for path in ALL if path.suffix not in {".ttf", ".woff2", ".mo", ".png", ".ico", ".jpg"}]


def name(path: Path) -> str:
    """The path inside the repository."""
    return str(path.relative_to(TOP))


def test_no_module_has_a_name_that_says_nothing_or_hides_the_standard_library() -> None:
    bad = [name(path) for path in MODULES for part in (path.stem, path.parent.name) if part in FORBIDDEN_NAMES]
    assert bad == []


def test_no_file_is_longer_than_400_lines() -> None:
    lengths = {name(path): len(path.read_text(encoding="utf-8").splitlines()) for path in MODULES}
    assert {path: length for path, length in lengths.items() if length > 400} == {}


def test_no_function_is_longer_than_50_lines() -> None:
    found = {
        f"{name(path)}: {node.name}": length
        for path in MODULES
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (length := (node.end_lineno or 0) - node.lineno + 1) > 50
    }
    assert found == {}


def test_every_module_says_what_it_is() -> None:
    silent = [
        name(path)
        for path in MODULES
        if path.read_text(encoding="utf-8").strip()
        and not ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
    ]
    assert silent == []


def test_every_package_of_the_house_stands_on_a_floor() -> None:
    tops = {path.parent.name for path in TOP.glob("*/__init__.py")}
    assert tops == set(FLOORS)
    contracts = (TOP / ".importlinter").read_text(encoding="utf-8")
    assert all(re.search(rf"^    {floor}$", contracts, re.MULTILINE) for floor in FLOORS)
    for floor in FLOORS:
        assert (TOP / floor / "py.typed").exists(), floor


def imported(path: Path) -> Iterator[str]:
    """The names of the modules that a file imports, with the names taken from them."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{name(path)}: relative import"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def test_the_rules_of_the_office_import_only_the_standard_library_and_folding() -> None:
    allowed = ("office.domain", "look.folding")
    foreign = [
        f"{name(path)}: {module}"
        for path in (TOP / "office" / "domain").rglob("*.py")
        for module in imported(path)
        if module.split(".")[0] not in sys.stdlib_module_names and not module.startswith(allowed)
    ]
    assert foreign == []


def test_the_fork_that_hides_the_printer_library_is_not_among_the_dependencies() -> None:
    locked = re.findall(r"^([\w.-]+)==", (TOP / "requirements.lock").read_text(), re.MULTILINE)
    assert "python-escpos" in locked
    assert "escpos" not in locked


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-dev.lock"])
def test_a_lock_has_hashes_and_no_address(lock: str) -> None:
    text = (TOP / lock).read_text(encoding="utf-8")
    assert "://" not in text
    assert not re.search(r"^\s*-", text.replace("    --hash", "    hash"), re.MULTILINE), "an option in a lock"
    entries = re.split(r"^(?=[\w.-]+==)", text, flags=re.MULTILINE)[1:]
    assert entries
    assert all("--hash=sha256:" in entry for entry in entries)


def test_every_dependency_is_locked() -> None:
    project = tomllib.loads((TOP / "pyproject.toml").read_text(encoding="utf-8"))
    locked = set(re.findall(r"^([\w.-]+)==", (TOP / "requirements.lock").read_text(), re.MULTILINE))
    wanted = {re.split(r"[<>=!~\[ ]", text)[0].lower() for text in project["project"]["dependencies"]}
    assert wanted <= locked


# Written in parts, so that this file itself stays clean.
MACHINE = re.compile(
    "|".join(["/wo" + "rk/", "/ro" + "ot/", "/fa" + "rm/", "/home/" + r"\w", "/opt/" + "(pypi|wheels)"])
)


def test_no_file_names_the_machine_that_it_was_written_on() -> None:
    found = [
        f"{name(path)}:{number}"
        for path in TEXTS
        for number, line in enumerate(path.read_text(encoding="utf-8", errors="replace").splitlines(), 1)
        if MACHINE.search(line)
    ]
    assert found == []


@pytest.mark.parametrize("script", ["run", ".ci/run"])
def test_the_shell_scripts_parse_and_are_executable(script: str) -> None:
    path = TOP / script
    shell = "bash" if "bash" in path.read_text(encoding="utf-8").splitlines()[0] else "dash"
    if shutil.which(shell) is None:
        pytest.skip(f"{shell} is missing")
    assert subprocess.run([shell, "-n", str(path)], check=False).returncode == 0
    assert path.stat().st_mode & 0o111


def test_the_licences_are_there() -> None:
    assert "Apache License" in (TOP / "LICENSE").read_text(encoding="utf-8")
    assert "Version 2.0" in (TOP / "LICENSE").read_text(encoding="utf-8")
