"""The catalogue of procedures on its way down: tried, reported, issued, laid over what was sent before."""

import json
import random
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlalchemy import select

from district.cli import main
from district.downward import documents, letters
from district.downward.composing import compose
from district.offices import read_tree
from district.people import Role
from district.store.places import add_office
from district.store.sending import letter
from office.domain.procedures_above import PROCEDURES, Sent, laid_over, read_procedures
from office.lookup.reading import LARGEST, read_file, read_values
from office.lookup.sample import FILE
from tests.asking import Client
from tests.district.said import Commune, keep
from tests.tier.conftest import sign_in
from tests.tier.house_here import Tier

HEAD = "code,name,field,days,fee\n"
BIRTH = "1.001193,Đăng ký khai sinh,Hộ tịch,1,0\n"
DEATH = "1.000656,Đăng ký khai tử,Hộ tịch,1,\n"
PATH = "/api/v1/procedures"


@pytest.fixture
def tree(tier: Tier) -> Tier:
    tier.unit("ba-sao", "Ba Sao")
    tier.office("thanh-son", "Thanh Sơn", "ba-sao")
    tier.office("dong-hoa", "Đồng Hóa")
    return tier


class Admin:
    """Somebody of the whole tier who may send."""

    def __init__(self, tier: Tier, client: Client) -> None:
        self.client, self.keys = client, sign_in(client, "lan", tier.person("lan"))

    def put(self, data: bytes, **asked: Any) -> httpx.Response:
        return self.client.request("PUT", PATH, params=asked, content=data, headers=self.keys)


@pytest.fixture
def admin(tree: Tier, client: Client) -> Admin:
    return Admin(tree, client)


def put(admin: Admin, text: str | bytes, **asked: Any) -> dict[str, Any]:
    answer = admin.put(text.encode() if isinstance(text, str) else text, **asked)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def send(admin: Admin, *rows: str, **asked: Any) -> dict[str, Any]:
    return put(admin, HEAD + "".join(rows), dry_run=False, **asked)


def gets(tier: Tier, office: str) -> Sent | None:
    """What this office is sent, all in all."""
    with tier.store.begin() as conn:
        body = compose(read_tree(conn, tier.doing.today), office, documents.current(conn)).get(PROCEDURES)
    return None if body is None else read_procedures(body)


def codes(tier: Tier, office: str) -> list[str]:
    sent = gets(tier, office)
    return [] if sent is None else [one["code"] for one in sent.entries]


def test_a_file_is_only_tried_at_first(admin: Admin, tree: Tier) -> None:
    found = put(admin, HEAD + BIRTH + DEATH, name="danh-muc.csv")
    assert (found["accepted"], found["format"], found["rows"], found["new"], found["offices"]) == (True, "csv", 2, 2, 2)
    assert 0 < found["size"] < found["most"]
    assert [one["severity"] for one in found["notes"]] == ["info"]
    assert gets(tree, "thanh-son") is None


def test_a_file_is_sent_to_the_offices_of_a_unit(admin: Admin, tree: Tier) -> None:
    assert send(admin, BIRTH, to="ba-sao")["offices"] == 1
    assert (codes(tree, "thanh-son"), codes(tree, "dong-hoa")) == (["1.001193"], [])


def test_what_the_office_reads_is_what_the_file_said_and_nothing_more(admin: Admin, tree: Tier) -> None:
    send(admin, BIRTH)
    sent = gets(tree, "dong-hoa")
    assert sent is not None
    (entry,) = sent.entries
    assert "papers" not in entry
    (read,) = read_values(sent.entries).entries
    assert (read.procedure.name, read.procedure.days, read.procedure.fees[0].dong) == ("Đăng ký khai sinh", 1, 0)
    assert "papers" not in read.given


def test_the_shipped_catalogue_goes_down_without_a_loss(admin: Admin, tree: Tier) -> None:
    found = put(admin, FILE.read_bytes(), name="sample.csv", whole=True, dry_run=False)
    assert (found["accepted"], found["new"]) == (True, 50)
    sent = gets(tree, "thanh-son")
    assert sent is not None
    assert sent.whole
    assert {one.procedure.code: one.procedure for one in read_values(sent.entries).entries} == {
        one.procedure.code: one.procedure for one in read_file("sample.csv", FILE.read_bytes()).entries
    }


def test_a_later_file_is_laid_over_the_one_before(admin: Admin, tree: Tier) -> None:
    send(admin, BIRTH)
    found = put(admin, "code,name,field,fee\n1.001193,Đăng ký khai sinh,Hộ tịch,8000\n" + DEATH.replace(",1,", ","))
    assert (found["new"], found["changed"]) == (1, 1)
    found = put(admin, "code,name,field\n1.000656,Đăng ký khai tử,Hộ tịch\n", dry_run=False)
    assert codes(tree, "dong-hoa") == ["1.000656", "1.001193"]
    assert (found["new"], found["unchanged"]) == (1, 0)


def test_a_whole_file_replaces_what_was_sent_before_and_repeals_what_it_does_not_name(admin: Admin, tree: Tier) -> None:
    send(admin, BIRTH, DEATH)
    found = send(admin, DEATH, whole=True)
    assert (found["repealed"], found["unchanged"]) == (1, 1)
    sent = gets(tree, "dong-hoa")
    assert sent is not None
    assert (codes(tree, "dong-hoa"), sent.whole) == (["1.000656"], True)
    send(admin, BIRTH)
    sent = gets(tree, "dong-hoa")
    assert sent is not None
    assert (codes(tree, "dong-hoa"), sent.whole) == (["1.000656", "1.001193"], True)


def test_an_office_gets_its_units_catalogue_with_its_own_laid_over_it(admin: Admin, tree: Tier) -> None:
    send(admin, BIRTH, DEATH)
    send(admin, BIRTH.replace(",0\n", ",5000\n"), to="thanh-son")
    own, other = gets(tree, "thanh-son"), gets(tree, "dong-hoa")
    assert own is not None
    assert other is not None
    fees = [{one["code"]: one["fees"] for one in sent.entries}["1.001193"] for sent in (own, other)]
    assert [fee[0]["dong"] for fee in fees] == [5000, 0]
    assert codes(tree, "thanh-son") == codes(tree, "dong-hoa")


def test_a_file_with_a_mistake_is_refused_as_a_whole_and_every_line_is_said(admin: Admin, tree: Tier) -> None:
    found = send(admin, BIRTH, "khai tử,Đăng ký khai tử,Hộ tịch,1,\n", BIRTH.replace("sinh", "tử"))
    assert (found["accepted"], found["errors"], found["size"]) == (False, 2, 0)
    assert [one["row"] for one in found["notes"] if one["severity"] == "error"] == [3, 4]
    assert gets(tree, "dong-hoa") is None


def test_what_no_office_would_take_for_its_size_is_not_sent(admin: Admin, tree: Tier) -> None:
    chance = random.Random(7)
    names = ("".join(map(chr, chance.choices(range(0x4E00, 0x9000), k=400))) for _ in range(900))
    found = send(admin, *(f"1.{n:06},{name},Đất đai,1,\n" for n, name in enumerate(names)))
    assert (found["accepted"], found["errors"]) == (False, 0)
    assert "at most" in found["why"]
    assert gets(tree, "dong-hoa") is None


def test_a_file_of_13_mb_is_not_read(admin: Admin) -> None:
    answer = admin.put(b"x" * (LARGEST + 1))
    assert answer.status_code == 413


def test_a_viewer_sends_nothing_and_an_administrator_of_a_unit_only_there(tree: Tier, client: Client) -> None:
    keys = sign_in(client, "binh", tree.person("binh", Role.VIEWER))
    assert client.request("PUT", PATH, content=b"", headers=keys).status_code == 403
    assert client.get(PATH).json()["targets"][0]["id"] == ""
    keys = sign_in(client, "an", tree.person("an", Role.ADMIN, "ba-sao"))
    body = (HEAD + BIRTH).encode()
    assert client.request("PUT", PATH, content=body, headers=keys).status_code == 403
    assert client.request("PUT", PATH, content=body, params={"to": "dong-hoa"}, headers=keys).status_code == 404
    assert client.request("PUT", PATH, content=body, params={"to": "thanh-son"}, headers=keys).status_code == 200
    found = client.get(PATH).json()
    assert [one["id"] for one in found["targets"]] == ["ba-sao", "thanh-son"]
    assert [one["id"] for one in found["offices"]] == ["thanh-son"]


def test_the_page_says_what_each_office_made_of_it(admin: Admin, tree: Tier) -> None:
    send(admin, BIRTH, DEATH)
    with tree.store.begin() as conn:
        letters.refresh(conn, read_tree(conn, tree.doing.today), lambda _: b"signed", tree.doing.at)
        add_office(conn, "thanh-son", 1)
        told = {"procedures": {"version": 0, "refused": "1: more than 10 procedures"}}
        conn.exec_driver_sql("UPDATE office SET configs = ? WHERE id = 'thanh-son'", (json.dumps(told),))
    commune = Commune("thanh-son")
    commune.write("procedures.imported", "procedures", {"source": "sample", "new": 50, "total": 50})
    keep(tree.store, commune.all())
    found = admin.client.get(PATH).json()
    shown = {one["id"]: (one["state"], one["refused"], one["total"]) for one in found["offices"]}
    assert shown == {"thanh-son": ("refused", "more than 10 procedures", 50), "dong-hoa": ("waiting", "", None)}
    (whole,) = [one for one in found["targets"] if one["id"] == ""]
    assert (whole["sent"]["count"], whole["sent"]["whole"], whole["sent"]["by"]) == (2, False, "lan")


def test_letters_are_written_once_and_again_only_when_something_changed(admin: Admin, tree: Tier) -> None:
    def refresh() -> int:
        with tree.store.begin() as conn:
            return letters.refresh(conn, read_tree(conn, tree.doing.today), lambda _: b"signed", tree.doing.at)

    send(admin, BIRTH)
    assert (refresh(), refresh()) == (2, 0)
    send(admin, DEATH)
    assert refresh() == 2
    with tree.store.begin() as conn:
        assert conn.execute(select(letter.c.version).order_by(letter.c.office)).scalars().all() == [2, 2]


def test_laying_over_keeps_what_the_nearer_one_does_not_speak_about() -> None:
    far = Sent(({"code": "1", "name": "a", "days": 1}, {"code": "2", "name": "b"}))
    near = Sent(({"code": "1", "name": "c"},))
    assert laid_over([far, near]) == Sent(({"code": "1", "name": "c", "days": 1}, {"code": "2", "name": "b"}))
    assert laid_over([far, Sent(near.entries, whole=True)]) == Sent(near.entries, whole=True)


def test_the_command_line_tries_and_sends(tree: Tier, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    config, file = tmp_path / "district.toml", tmp_path / "danh-muc.csv"
    config.write_text(f'[data]\ndir = "{tree.config.data.dir}"\n[database]\nurl = "{tree.config.database.url}"\n')
    file.write_text(HEAD + BIRTH + DEATH, encoding="utf-8")
    at = ["--to", "all", "--config", str(config)]
    assert main(["push", "procedures", str(file), "--dry-run", *at]) == 0
    assert gets(tree, "dong-hoa") is None
    assert main(["push", "procedures", str(file), *at]) == 0
    assert codes(tree, "dong-hoa") == ["1.000656", "1.001193"]
    assert "issued to 2 offices" in capsys.readouterr().out
    file.write_text(HEAD + BIRTH + BIRTH.replace("sinh", "tử"), encoding="utf-8")
    assert main(["push", "procedures", str(file), *at]) == 1
    assert "The code 1.001193 stands in row 2 already." in capsys.readouterr().out
