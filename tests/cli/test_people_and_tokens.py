"""People, tokens and the office's file from the command line: the same with a running service and without one."""

import json
import re
from pathlib import Path

import pytest

from tests.cli.conftest import Motcua, Said

SECRET = re.compile(r"[A-Za-z0-9_-]{40,}")


def test_a_person_is_added_gets_another_pin_and_is_switched_off_and_on(office: Motcua) -> None:
    added = office("clerk", "add", "thi-hanh", "--name", "Đỗ Thị Hạnh", "--title", "Công chức")
    assert (added.code, added.err) == (0, "")
    assert re.fullmatch(r"thi-hanh: PIN \d{6} \(shown only now\)\n", added.out)
    again = office("clerk", "pin", "thi-hanh").out
    assert again != added.out
    assert office("clerk", "disable", "thi-hanh").out == "thi-hanh: disabled\n"
    assert re.search(r"thi-hanh +clerk +disabled +Đỗ Thị Hạnh", office("clerk", "list").out)
    assert office("clerk", "enable", "thi-hanh").out == "thi-hanh: enabled\n"
    assert re.search(r"thi-hanh +clerk +can sign in +Đỗ Thị Hạnh", office("clerk", "list").out)


def test_somebody_who_is_there_already_is_one_clear_line(office: Motcua) -> None:
    assert office("clerk", "add", "lan-anh", "--name", "X") == Said(1, "", 'motcua: "lan-anh" is already there\n')


def test_a_bad_id_or_name_is_one_clear_line(office: Motcua) -> None:
    refused = office("clerk", "add", "Lan Anh", "--name", "X")
    assert refused == Said(1, "", "motcua: id: Use only small letters, digits and hyphens.\n")
    assert office("clerk", "add", "lan", "--name", "") == Said(1, "", "motcua: name: Please fill this in.\n")


def test_an_unknown_person_is_one_clear_line(office: Motcua) -> None:
    line = "motcua: there is no such person; see `motcua clerk list`\n"
    for act in ("pin", "disable", "enable"):
        assert office("clerk", act, "nobody") == Said(1, "", line)


def test_the_last_head_stays(office: Motcua) -> None:
    office("clerk", "pin", "minh-tuan")
    line = "motcua: at least one head must be able to sign in; make another head first\n"
    assert office("clerk", "disable", "minh-tuan") == Said(1, "", line)


def test_a_token_is_made_listed_and_revoked(office: Motcua) -> None:
    made = office("token", "add", "Tivi sảnh", "--role", "hall")
    key, token = re.fullmatch(r"(\w+): (\S+) \(shown only now\)\n", made.out).groups()  # type: ignore[union-attr]
    assert SECRET.fullmatch(token)
    assert re.search(rf"{key} +hall +\d{{4}}-\d\d-\d\d +Tivi sảnh", office("token", "list").out)
    assert token not in office("token", "list").out
    assert office("token", "revoke", key).out == f"{key}: revoked\n"
    assert key not in office("token", "list").out
    line = "motcua: there is no such token; see `motcua token list`\n"
    assert office("token", "revoke", key) == Said(1, "", line)


def test_a_token_for_a_counter_that_does_not_exist_is_refused(office: Motcua) -> None:
    refused = office("token", "add", "x", "--role", "rate:77")
    assert (refused.code, refused.out) == (1, "")
    assert refused.err.startswith("motcua: role: ")


def test_the_office_is_exported_and_imported_unchanged(office: Motcua, tmp_path: Path) -> None:
    file = tmp_path / "office.json"
    assert office("office", "export", str(file)) == Said(0, f"{file}: written\n", "")
    before = json.loads(file.read_text(encoding="utf-8"))
    assert len(before["first"]["services"]) == 8
    assert office("office", "import", str(file)).out.startswith("imported 8 services, 5 counters, ")
    assert json.loads(office("office", "export", "-").out) == before


def test_a_file_with_mistakes_names_them_all_and_changes_nothing(office: Motcua, tmp_path: Path) -> None:
    given = json.loads(office("office", "export", "-").out)
    bad = json.loads(json.dumps(given))
    bad["first"]["services"][1]["prefix"] = "A"
    bad["first"]["counters"][0]["services"] = ["Z"]
    (tmp_path / "bad.json").write_text(json.dumps(bad), encoding="utf-8")
    refused = office("office", "import", str(tmp_path / "bad.json"))
    assert refused.code == 1
    assert 'first.services[2].prefix: "A" is already the prefix of another service' in refused.err
    assert 'first.counters[1].services: there is no service "Z"' in refused.err
    assert json.loads(office("office", "export", "-").out) == given


@pytest.mark.parametrize("text", ["", "[]", "{", '{"format": "other"}', '{"format": "motcua-office", "version": 9}'])
def test_what_is_no_office_file_is_one_clear_line(office: Motcua, tmp_path: Path, text: str) -> None:
    (tmp_path / "x.json").write_text(text, encoding="utf-8")
    refused = office("office", "import", str(tmp_path / "x.json"))
    assert (refused.code, refused.out, refused.err.count("\n")) == (1, "", 1)


def test_the_journal_is_verified(office: Motcua) -> None:
    said = office("journal", "verify")
    assert said.code == 0
    assert re.fullmatch(r"stream \w+: \d+ facts, ok\n", said.out)
