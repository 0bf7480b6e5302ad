"""The API of the tier: who gets an answer, what it says, and that nobody changes anything without the right to."""

import json

import pytest

from district.offices import Kind
from district.people import Role
from tests.asking import Client
from tests.tier.conftest import sign_in
from tests.tier.house_here import Figure, Tier


def bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}", "Accept-Language": "en"}


@pytest.fixture
def two_clusters(tier: Tier) -> Tier:
    """Two clusters with one office each, one office at the top, and one that nobody has entered."""
    tier.unit("ba-sao", "Ba Sao")
    tier.unit("kim-bang", "Kim Bảng")
    tier.office("thanh-son", "Thanh Sơn", "ba-sao")
    tier.office("le-ho", "Lê Hồ", "kim-bang")
    tier.office("van-xa", "Văn Xá")
    tier.figures = [
        Figure("thanh-son", complete_to=90, known_to=100, tickets_today=12, ratings_today=3, windows_today=12),
        Figure("stranger", complete_to=5, known_to=5),
    ]
    tier.look_again()
    return tier


def test_a_program_reads_the_offices_in_the_promised_form(two_clusters: Tier, client: Client) -> None:
    answer = client.get("/api/v1/offices", headers=bearer(two_clusters.token()))
    assert answer.status_code == 200
    found = {one["id"]: one for one in answer.json()}
    assert found["thanh-son"] == {
        "id": "thanh-son",
        "name": "Thanh Sơn",
        "stream": "a1b2c3d4e5f60718",
        "complete_to": 90,
        "known_to": 100,
        "tickets_today": 12,
        "ratings_today": 3,
        "rated_share": 0.25,
    }
    assert found["le-ho"]["rated_share"] is None
    assert found["le-ho"]["stream"] is None
    assert set(found) == {"thanh-son", "le-ho", "van-xa", "stranger"}


def test_a_program_of_a_cluster_sees_only_its_cluster(two_clusters: Tier, client: Client) -> None:
    answer = client.get("/api/v1/offices", headers=bearer(two_clusters.token(place="ba-sao")))
    assert [one["id"] for one in answer.json()] == ["thanh-son"]


def test_strangers_get_a_problem_document_and_the_way_in(client: Client) -> None:
    for headers in ({}, bearer("nonsense"), {"Authorization": "Basic abc"}):
        answer = client.get("/api/v1/offices", headers=headers)
        assert (answer.status_code, answer.headers["www-authenticate"]) == (401, "Bearer")
        assert answer.headers["content-type"] == "application/problem+json"
        assert answer.json()["code"] == "unauthenticated"


def test_health_is_for_everybody_and_says_nothing_about_offices(two_clusters: Tier, client: Client) -> None:
    assert client.get("/api/v1/health").json() == {"ok": True, "database": True, "broker": True}
    two_clusters.broker = False
    two_clusters.look_again()
    answer = client.get("/api/v1/health")
    assert (answer.status_code, answer.json()["broker"]) == (503, False)


def test_a_token_changes_nothing(two_clusters: Tier, client: Client) -> None:
    body = {"id": "xa-moi", "name": "Xã mới"}
    answer = client.post("/api/v1/offices", json=body, headers=bearer(two_clusters.token()))
    assert (answer.status_code, answer.json()["code"]) == (403, "forbidden")


def test_a_browser_without_its_pages_secret_changes_nothing(tier: Tier, client: Client) -> None:
    secret = sign_in(client, "lan", tier.person("lan"))
    body = {"id": "xa-moi", "name": "Xã mới"}
    for headers in ({}, {"X-CSRF-Token": "guess"}):
        answer = client.post("/api/v1/offices", json=body, headers=headers)
        assert (answer.status_code, answer.json()["code"]) == (403, "csrf")
    assert client.post("/api/v1/offices", json=body, headers=secret).status_code == 201


def test_a_viewer_looks_and_changes_nothing(two_clusters: Tier, client: Client) -> None:
    secret = sign_in(client, "an", two_clusters.person("an", Role.VIEWER))
    assert client.get("/live").status_code == 200
    for path in ("/api/v1/offices/thanh-son/enrol", "/api/v1/offices/thanh-son/revoke", "/api/v1/people/an/pin"):
        assert client.post(path, json={}, headers=secret).status_code == 403


def test_an_admin_of_a_cluster_works_only_there(two_clusters: Tier, client: Client) -> None:
    secret = sign_in(client, "binh", two_clusters.person("binh", Role.ADMIN, "ba-sao"))
    rename = {"kind": "named", "value": "Tên mới", "day": "2026-11-23"}
    assert client.post("/api/v1/nodes/thanh-son/changes", json=rename, headers=secret).status_code == 201
    elsewhere = client.post("/api/v1/nodes/le-ho/changes", json=rename, headers=secret)
    nowhere = client.post("/api/v1/nodes/no-such-office/changes", json=rename, headers=secret)
    assert elsewhere.status_code == nowhere.status_code == 404
    assert elsewhere.json() == nowhere.json()
    top = {"id": "chi", "name": "Chi", "role": "admin", "node": None}
    assert client.post("/api/v1/people", json=top, headers=secret).status_code == 403
    moved = {"kind": "placed", "value": "", "day": "2026-11-23"}
    assert client.post("/api/v1/nodes/thanh-son/changes", json=moved, headers=secret).status_code == 403
    assert [row["id"] for row in client.get("/live").json()["rows"]] == ["thanh-son"]


def test_the_top_admins_pin_is_out_of_reach_for_a_clusters_admin(two_clusters: Tier, client: Client) -> None:
    two_clusters.person("lan")
    secret = sign_in(client, "binh", two_clusters.person("binh", Role.ADMIN, "ba-sao"))
    assert client.post("/api/v1/people/lan/pin", json={}, headers=secret).status_code == 403


def test_five_wrong_pins_lock_for_five_minutes_and_then_ten(tier: Tier, client: Client) -> None:
    pin = tier.person("lan")
    for _ in range(5):
        answer = client.post("/api/v1/session", json={"person": "lan", "pin": "00000000"})
        assert (answer.status_code, answer.json()["code"]) == (401, "wrong_pin")
    locked = client.post("/api/v1/session", json={"person": "lan", "pin": pin})
    assert (locked.status_code, locked.json()["code"], locked.headers["retry-after"]) == (429, "locked", "300")
    with Client(tier.app, address="10.0.0.8") as elsewhere:
        assert elsewhere.post("/api/v1/session", json={"person": "lan", "pin": pin}).status_code == 200
    tier.clock.advance(5 * 60_000 + 1)
    for _ in range(5):
        client.post("/api/v1/session", json={"person": "lan", "pin": "00000000"})
    assert client.post("/api/v1/session", json={"person": "lan", "pin": pin}).headers["retry-after"] == "600"


def test_somebody_unknown_is_answered_like_somebody_with_a_wrong_pin(tier: Tier, client: Client) -> None:
    tier.person("lan")
    known = client.post("/api/v1/session", json={"person": "lan", "pin": "1"})
    unknown = client.post("/api/v1/session", json={"person": "nobody", "pin": "1"})
    assert known.json() == unknown.json()


def test_a_session_ends_by_sign_out_by_a_new_pin_and_after_twelve_hours(tier: Tier, client: Client) -> None:
    secret = sign_in(client, "lan", tier.person("lan"))
    assert client.delete("/api/v1/session", headers=secret).status_code == 204
    assert client.get("/live").status_code == 401
    pin = client_pin(tier, client)
    sign_in(client, "an", pin)
    tier.clock.advance(12 * 3_600_000 + 1)
    assert client.get("/live").status_code == 401


def client_pin(tier: Tier, client: Client) -> str:
    """Lan gives An a PIN, then a new one: only the last opens the door."""
    with tier.store.begin() as conn:
        from district.people import new_pin

        lan = new_pin(conn, tier.doing, "lan")
    secret = sign_in(client, "lan", lan)
    body = {"id": "an", "name": "An", "role": "viewer", "node": None}
    first = client.post("/api/v1/people", json=body, headers=secret).json()["pin"]
    second: str = client.post("/api/v1/people/an/pin", json={}, headers=secret).json()["pin"]
    assert client.post("/api/v1/session", json={"person": "an", "pin": first}).status_code == 401
    return second


def test_the_last_admin_of_the_whole_tier_cannot_be_switched_off(tier: Tier, client: Client) -> None:
    secret = sign_in(client, "lan", tier.person("lan"))
    answer = client.post("/api/v1/people/lan/switch", json={"disabled": True}, headers=secret)
    assert (answer.status_code, answer.json()["code"]) == (409, "last_admin")


def test_a_bundle_is_given_once_and_a_new_one_makes_the_old_one_worthless(two_clusters: Tier, client: Client) -> None:
    secret = sign_in(client, "lan", two_clusters.person("lan"))
    first = client.post("/api/v1/offices/thanh-son/enrol", json={}, headers=secret)
    assert first.headers["content-disposition"] == 'attachment; filename="thanh-son.motcua-bundle"'
    assert first.headers["cache-control"] == "no-store"
    bundle = json.loads(first.content)
    assert (bundle["format"], bundle["office"], bundle["broker"]["port"]) == ("motcua.bundle.v1", "thanh-son", 8883)
    assert "PRIVATE KEY" in bundle["key"]
    assert two_clusters.house.authority.revoked() == frozenset()
    client.post("/api/v1/offices/thanh-son/enrol", json={}, headers=secret)
    assert len(two_clusters.house.authority.revoked()) == 1


def test_a_merged_office_gets_no_bundle(two_clusters: Tier, client: Client) -> None:
    two_clusters.changes("le-ho", Kind.MERGED, "thanh-son")
    secret = sign_in(client, "lan", two_clusters.person("lan"))
    answer = client.post("/api/v1/offices/le-ho/enrol", json={}, headers=secret)
    assert (answer.status_code, answer.json()["code"]) == (409, "merged")


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"id": "Thanh Son", "name": "x"}, "invalid"),
        ({"id": "collector", "name": "x"}, "name_reserved"),
        ({"id": "collector-1", "name": "x"}, "name_reserved"),
        ({"id": "thanh-son", "name": "x"}, "already_there"),
        ({"id": "xa-moi", "name": "x", "parent": "thanh-son"}, "invalid"),
        ({"id": "xa-moi", "name": "x", "parent": "nowhere"}, "unknown_node"),
        ({"id": "xa-moi", "name": "a\u0000b"}, "invalid"),
        ({"id": "xa-moi", "name": "x", "further": 1}, "invalid"),
        ({"name": "x"}, "invalid"),
    ],
)
def test_what_cannot_be_an_office_is_refused_by_name(
    two_clusters: Tier, client: Client, body: dict[str, object], code: str
) -> None:
    secret = sign_in(client, "lan", two_clusters.person("lan"))
    answer = client.post("/api/v1/offices", json=body, headers=secret)
    assert answer.json()["code"] == code
    assert 400 <= answer.status_code < 500


def test_nothing_a_stranger_sends_breaks_the_door(client: Client) -> None:
    for body in (b"", b"{", b"[]", b'{"person": 1, "pin": 2}', b'{"person": "\\ud800", "pin": "1"}', b"\xff" * 100):
        answer = client.request("POST", "/api/v1/session", content=body, headers={"Content-Type": "application/json"})
        assert 400 <= answer.status_code < 500, body
    assert client.request("POST", "/api/v1/session", content=b"x" * 100_000).status_code == 413
