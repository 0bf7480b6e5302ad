"""What citizens wrote and searched in vain, over the offices: who may read it, and how it is chosen."""

from datetime import timedelta

import pytest

from district.people import Role
from office.domain.moment import HOUR
from tests.asking import Client
from tests.district.said import Commune, keep
from tests.tier.conftest import sign_in
from tests.tier.house_here import Tier

THANKS, SLOW = "Cảm ơn chị ở quầy 3", "Chờ lâu quá, đông người"


@pytest.fixture
def written(tier: Tier) -> Tier:
    """Two offices of which one lies in a unit, and one that nobody has entered."""
    tier.unit("ba-sao", "Ba Sao")
    tier.office("thanh-son", "Thanh Sơn", "ba-sao")
    tier.office("dong-hoa", "Đồng Hóa")
    today = tier.clock.now().date(tier.house.zone)
    for at, office in enumerate(("thanh-son", "dong-hoa", "la-mat")):
        commune = Commune(office)
        commune.pass_to(tier.clock.now().wall - 24 * HOUR + at * HOUR)
        commune.suggest(1, THANKS, reasons=["khen"], labels=["Khen ngợi"])
        commune.suggest(2, None, labels=["Chờ lâu"])
        commune.suggest(3, SLOW, labels=["Chờ lâu", "Phí, lệ phí"])
        commune.suggest(4, "thử", training=True)
        commune.count_lookups(today.isoformat(), "3\tho chieu\n1\tthẻ bhyt", searches=10, opened=6, missed=4)
        commune.count_lookups((today - timedelta(days=40)).isoformat(), "5\tho chieu", searches=9, opened=1, missed=5)
        keep(tier.store, commune.all())
    return tier


def letters(client: Client, **asked: str | int) -> dict[str, object]:
    answer = client.get("/api/v1/suggestions", params=asked)
    assert answer.status_code == 200, answer.text
    found: dict[str, object] = answer.json()
    return found


def texts(client: Client, **asked: str | int) -> list[tuple[str, str | None]]:
    return [(one["name"], one["text"]) for one in letters(client, **asked)["items"]]  # type: ignore[attr-defined]


def test_an_administrator_reads_all_newest_first_and_training_is_none(written: Tier, client: Client) -> None:
    sign_in(client, "lan", written.person("lan", Role.ADMIN))
    found = letters(client)
    assert texts(client)[:3] == [("la-mat", SLOW), ("la-mat", None), ("la-mat", THANKS)]
    assert found["total"] == 9
    assert found["reasons"] == [["Chờ lâu", 6], ["Khen ngợi", 3], ["Phí, lệ phí", 3]]
    assert sorted(found["offices"]) == [  # type: ignore[call-overload]
        ["dong-hoa", "Đồng Hóa", 3],
        ["la-mat", "la-mat", 3],
        ["thanh-son", "Thanh Sơn", 3],
    ]


def test_letters_are_chosen_by_place_reason_and_words_without_their_signs(written: Tier, client: Client) -> None:
    sign_in(client, "lan", written.person("lan", Role.ADMIN))
    assert texts(client, place="ba-sao", reason="Khen ngợi") == [("Thanh Sơn", THANKS)]
    assert texts(client, place="dong-hoa", text="dong nguoi") == [("Đồng Hóa", SLOW)]
    assert texts(client, text="quay 3", offset=2) == [("Thanh Sơn", THANKS)]
    assert letters(client, text="quay 3")["total"] == 3
    assert texts(client, reason='Chờ lâu"%') == []


def test_an_administrator_of_a_unit_reads_only_what_was_written_there(written: Tier, client: Client) -> None:
    sign_in(client, "an", written.person("an", Role.ADMIN, "ba-sao"))
    assert {name for name, _ in texts(client)} == {"Thanh Sơn"}
    assert letters(client)["offices"] == [["thanh-son", "Thanh Sơn", 3]]
    assert client.get("/api/v1/suggestions", params={"place": "dong-hoa"}).status_code == 404
    assert texts(client, place="la-mat") == []


def test_a_viewer_and_a_program_read_no_letters(written: Tier, client: Client) -> None:
    bearer = {"Authorization": f"Bearer {written.token()}"}
    assert client.get("/api/v1/suggestions", headers=bearer).status_code == 403
    assert client.get("/api/v1/suggestions").status_code == 401
    sign_in(client, "binh", written.person("binh", Role.VIEWER))
    assert client.get("/api/v1/suggestions").status_code == 403
    assert client.get("/suggestions", headers={"Accept": "text/html"}).status_code == 403


def test_what_the_office_erased_or_took_away_is_read_by_nobody(written: Tier, client: Client) -> None:
    commune = Commune("thanh-son", seed=2)
    commune.pass_to(written.clock.now().wall)
    commune.suggest(7, "Xóa lời này")
    commune.suggest(8, "Bỏ thư này")
    commune.erase("Xóa lời này")
    commune.write("suggestion.erased", "suggestion:8", {"why": "taken_away"})
    keep(written.store, commune.all())
    sign_in(client, "lan", written.person("lan", Role.ADMIN))
    found = letters(client, place="thanh-son")
    newest = found["items"][0]  # type: ignore[index]
    assert (found["total"], newest["text"], newest["erased"]) == (4, None, True)


def test_searches_in_vain_are_added_up_over_the_offices(written: Tier, client: Client) -> None:
    sign_in(client, "binh", written.person("binh", Role.VIEWER))
    found = client.get("/api/v1/lookups").json()
    today = written.clock.now().date(written.house.zone).isoformat()
    assert found["missed"] == [
        {"query": "ho chieu", "times": 9, "offices": 3, "last": today},
        {"query": "thẻ bhyt", "times": 3, "offices": 3, "last": today},
    ]
    assert found["total"] == {"id": "", "name": "", "searches": 30, "opened": 18, "missed": 12}
    longer = client.get("/api/v1/lookups", params={"days": 90}).json()
    assert longer["missed"][0]["times"] == 24
    only = client.get("/api/v1/lookups", params={"place": "ba-sao"}).json()
    assert [(one["name"], one["missed"]) for one in only["offices"]] == [("Thanh Sơn", 4)]


def test_a_reader_of_a_unit_and_a_program_see_their_part_of_the_lookups(written: Tier, client: Client) -> None:
    bearer = {"Authorization": f"Bearer {written.token(place='ba-sao')}"}
    found = client.get("/api/v1/lookups", headers=bearer).json()
    assert [one["id"] for one in found["offices"]] == ["thanh-son"]
    assert client.get("/api/v1/lookups", headers=bearer, params={"place": "dong-hoa"}).status_code == 404


@pytest.mark.parametrize("asked", [{"days": 0}, {"days": 367}, {"place": "a" * 65}, {"place": "a\0b"}])
def test_questions_out_of_bounds_are_refused(written: Tier, client: Client, asked: dict[str, str | int]) -> None:
    sign_in(client, "binh", written.person("binh", Role.VIEWER))
    assert client.get("/api/v1/lookups", params=asked).status_code == 422
