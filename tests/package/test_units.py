"""How the tries read a unit: as systemd does, as far as they use it."""

from tests.package.units import parsed

TEXT = """
[Unit]
# a remark
ConditionPathExists=/etc/motcua/config.toml

[Service]
Environment=A=1 B=2
Environment=C=3
ExecStart=/usr/bin/first
ExecStart=
ExecStart=/usr/bin/second --name \\
    value
SystemCallFilter=~@privileged
"""


def test_values_add_up_and_an_empty_one_forgets_those_before_it() -> None:
    unit = parsed("motcua.service", TEXT)
    assert unit.all("Service", "Environment") == ["A=1 B=2", "C=3"]
    assert [line.split() for line in unit.all("Service", "ExecStart")] == [["/usr/bin/second", "--name", "value"]]


def test_what_does_not_stand_there_is_the_usual() -> None:
    unit = parsed("motcua.service", TEXT)
    assert unit.last("Service", "User", "root") == "root"
    assert unit.all("Service", "LoadCredential") == []
    assert unit.last("Unit", "ConditionPathExists") == "/etc/motcua/config.toml"
