"""The shipped udev rules: written as udev reads them, and for the ports that the configuration names."""

import re
from pathlib import Path

RULES = Path(__file__).parents[2] / "deploy" / "udev" / "70-motcua-printer.rules"
PART = re.compile(r'[A-Z]+(?:\{[A-Za-z0-9_/]+\})?(?:==|!=|=|\+=)"[^"]*"')
TESTED = {"SUBSYSTEM", "KERNEL", "ENV{DEVTYPE}", "ENV{ID_USB_INTERFACES}", "TEST"}


def rules() -> list[list[str]]:
    lines = RULES.read_text(encoding="utf-8").splitlines()
    return [line.split(", ") for line in lines if line and not line.startswith("#")]


def test_every_rule_is_written_as_udev_reads_it() -> None:
    assert len(rules()) == 3
    for rule in rules():
        for part in rule:
            assert PART.fullmatch(part), part


def test_conditions_are_asked_and_everything_else_is_set() -> None:
    """`=` where `==` was meant would give every device of the machine away."""
    for rule in rules():
        for part in rule:
            key, sign = re.split(r"(==|!=|\+=|=)", part, maxsplit=1)[:2]
            assert (sign == "==") is (key in TESTED), part


def test_the_names_that_the_readme_promises_are_made() -> None:
    text = RULES.read_text(encoding="utf-8")
    readme = (RULES.parent / "README.md").read_text(encoding="utf-8")
    for name in ("motcua-printer", "motcua-serial"):
        assert f'SYMLINK+="{name}"' in text
        assert f"/dev/{name}" in readme
    assert int(RULES.name[:2]) > 50  # after the rule that finds out what a USB device is
