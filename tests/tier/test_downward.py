"""Sending down over the pages' API and the command line: who may, for whom, and what the page then says."""

from pathlib import Path

import pytest

from district.cli import main
from district.downward import commands, documents, letters
from district.offices import read_tree
from district.people import Role
from district.store.places import add_office
from district.store.states import keep_result, keep_state
from sync.wire.letters import Applied, OfficeState, Outcome, Result
from tests.asking import Client
from tests.tier.conftest import sign_in
from tests.tier.house_here import Tier

OFFICE, OTHER, UNIT = "thanh-son", "ba-sao", "cum-ba-sao"
PAGE = {"Accept": "text/html", "Accept-Language": "en"}


@pytest.fixture
def peopled(tier: Tier) -> Tier:
    tier.unit(UNIT, "Ba Sao")
    tier.office(OFFICE, "Thanh Sơn", UNIT)
    tier.office(OTHER, "Ba Sao")
    return tier


def bodies(tier: Tier) -> list[tuple[str, str, str]]:
    with tier.store.begin() as conn:
        return [(one.name, one.target, one.body) for one in documents.current(conn)]


def compose(tier: Tier) -> None:
    """As the sender does it."""
    with tier.store.begin() as conn:
        tree = read_tree(conn, tier.doing.today)
        letters.refresh(conn, tree, tier.house.authority.sign, tier.clock.now().wall)


def test_an_administrator_writes_for_the_tier_a_unit_and_an_office(peopled: Tier, client: Client) -> None:
    secret = sign_in(client, "lan", peopled.person("lan"))
    for to in ("", UNIT, OFFICE):
        body = {"what": "notices", "to": to, "text": f"Cho {to}\n"}
        assert client.post("/api/v1/documents", json=body, headers=secret).status_code == 201
    assert [target for _, target, _ in bodies(peopled)] == ["", UNIT, OFFICE]


def test_nobody_writes_for_what_is_not_theirs(peopled: Tier, client: Client) -> None:
    secret = sign_in(client, "chi", peopled.person("chi", place=UNIT))
    for to, status in ((UNIT, 201), (OFFICE, 201), ("", 403), (OTHER, 404), ("nowhere", 404)):
        body = {"what": "notices", "to": to, "text": "Cho cụm"}
        assert client.post("/api/v1/documents", json=body, headers=secret).status_code == status
    assert (
        client.post(f"/api/v1/offices/{OTHER}/commands", json={"name": "test_page"}, headers=secret).status_code == 404
    )


def test_a_viewer_sees_and_sends_nothing(peopled: Tier, client: Client) -> None:
    secret = sign_in(client, "an", peopled.person("an", Role.VIEWER))
    assert (
        client.post("/api/v1/documents", json={"what": "notices", "to": "", "text": "x"}, headers=secret).status_code
        == 403
    )
    assert (
        client.post("/api/v1/days", json={"to": "", "date": "2026-12-25", "kind": "closed"}, headers=secret).status_code
        == 403
    )
    assert (
        client.post(f"/api/v1/offices/{OFFICE}/commands", json={"name": "test_page"}, headers=secret).status_code == 403
    )
    page = client.get(f"/offices/{OFFICE}", headers=PAGE).text
    assert "notices-form" not in page


def test_a_special_day_is_added_to_the_others_and_taken_away_again(peopled: Tier, client: Client) -> None:
    secret = sign_in(client, "lan", peopled.person("lan"))
    for date, kind in (("2026-12-25", "closed"), ("2026-12-24", "morning"), ("2026-12-25", "usual")):
        body = {"to": OFFICE, "date": date, "kind": kind, "name": "Lễ"}
        assert client.post("/api/v1/days", json=body, headers=secret).status_code == 201
    (_, _, kept) = bodies(peopled)[0]
    assert [day["date"] for day in documents.days_in(kept)] == ["2026-12-24"]
    wrong = {"to": OFFICE, "date": "2026-02-30", "kind": "closed"}
    assert client.post("/api/v1/days", json=wrong, headers=secret).status_code == 422


def test_the_page_says_what_is_in_force_and_what_was_refused(peopled: Tier, client: Client) -> None:
    sign_in(client, "lan", peopled.person("lan"))
    with peopled.store.begin() as conn:
        for what, text in (("notices", "Một"), ("opening", ""), ("template", "paper = 80")):
            name, body = documents.read(what, text)
            documents.issue(conn, peopled.doing, name, "", body)
    compose(peopled)
    with peopled.store.begin() as conn:
        configs = {"notices": Applied(1), "ticket-80": Applied(0, "1: block: 1 to 60 tables [[block]] are needed")}
        number = add_office(conn, OFFICE, 1)
        keep_state(conn, number, OfficeState(True, "b", "1", 1, {}, configs))
    peopled.look_again()
    page = client.get(f"/offices/{OFFICE}", headers=PAGE).text
    for said in ("Version 1 in force", "Not there yet", "Refused", "block: 1 to 60 tables"):
        assert said in page


def test_an_order_is_shown_with_its_answer(peopled: Tier, client: Client) -> None:
    secret = sign_in(client, "lan", peopled.person("lan"))
    body = {"name": "restart_screen", "screen": "touch"}
    answer = client.post(f"/api/v1/offices/{OFFICE}/commands", json=body, headers=secret)
    key = answer.json()["id"]
    assert "Waiting for an answer" in client.get(f"/offices/{OFFICE}", headers=PAGE).text
    with peopled.store.begin() as conn:
        keep_result(conn, add_office(conn, OFFICE, 1), Result(key, "restart_screen", Outcome.DONE, "asked to end"), 1)
    page = client.get(f"/offices/{OFFICE}", headers=PAGE).text
    assert "Waiting for an answer" not in page
    assert ">Done<" in page


def test_a_result_of_one_office_answers_no_command_of_another(peopled: Tier) -> None:
    with peopled.store.begin() as conn:
        key = commands.order(conn, peopled.doing, OFFICE, commands.TEST_PAGE, {})
        keep_result(conn, add_office(conn, OTHER, 1), Result(key, "test_page", Outcome.DONE, "forged"), 1)
        assert [one.id for one in commands.pending(conn, peopled.doing.at)] == [key]
        assert commands.listed(conn, OFFICE, peopled.doing.at)[0].outcome == "waiting"


@pytest.mark.parametrize("body", [{"name": "format_disk"}, {"name": "restart_screen"}, {"name": ""}, {}])
def test_what_cannot_be_ordered_is_refused(peopled: Tier, client: Client, body: dict[str, str]) -> None:
    secret = sign_in(client, "lan", peopled.person("lan"))
    assert client.post(f"/api/v1/offices/{OFFICE}/commands", json=body, headers=secret).status_code == 422


def test_the_command_line_pushes_and_orders(peopled: Tier, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    config = tmp_path / "district.toml"
    config.write_text(f'[data]\ndir = "{peopled.config.data.dir}"\n[database]\nurl = "{peopled.config.database.url}"\n')
    lines, days = tmp_path / "notices.txt", tmp_path / "days.toml"
    lines.write_text("Nghỉ lễ\n\nMang căn cước\n")
    days.write_text('[[day]]\ndate = 2026-12-25\nkind = "closed"\n')
    at = ["--config", str(config)]
    assert main(["push", "notices", str(lines), "--to", "all", *at]) == 0
    assert main(["push", "opening", str(days), "--to", UNIT, *at]) == 0
    assert main(["push", "notices", str(lines), "--to", "nowhere", *at]) == 1
    assert main(["push", "template", str(lines), "--to", "all", *at]) == 1
    assert main(["push", "notices", str(tmp_path / "none"), "--to", "all", *at]) == 1
    assert [(name, to) for name, to, _ in bodies(peopled)] == [("notices", ""), ("opening", UNIT)]
    assert main(["command", "test_page", "--to", OFFICE, "--wait", "0", *at]) == 0
    assert main(["command", "restart_screen", "--to", OFFICE, *at]) == 2
    assert main(["commands", OFFICE, *at]) == 0
    said = capsys.readouterr()
    assert "waiting" in said.out
    assert "Traceback" not in said.err
