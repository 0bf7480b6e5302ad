"""Copies over the LAN API: made while the office works, listed, and nothing is promised that is not there."""

from office.safekeeping.checking import check_copy
from tests.admin.conftest import House


def _condition(house: House) -> str:
    return {one["device"]: one["condition"] for one in house.premises.desk.state()["devices"]}["backup"]


def test_the_technician_makes_a_copy_and_finds_it_in_the_list(house: House) -> None:
    technician = house.caller("an-ky")
    made = technician.post("/backups")
    assert made.status_code == 201
    assert (made.json()["second"], made.json()["why"]) == ("off", None)
    assert technician.get("/backups").json() == {"copies": [made.json()["copy"]], "second": "off"}
    assert check_copy(next(house.premises.data.glob("backups/*.db")), chains=True).kind == "hand"
    assert _condition(house) == "ok"


def test_a_retry_gets_the_same_copy(house: House) -> None:
    head, once = house.caller("minh-tuan"), "6e2f6f0e-55a6-4c3c-9d53-8a3a43f7a4f1"
    first, again = (head.post("/backups", request_id=once).json() for _ in range(2))
    assert first == again
    assert len(head.get("/backups").json()["copies"]) == 1


def test_a_copy_that_fails_is_told_and_the_device_says_so(house: House) -> None:
    (house.premises.data / "backups").write_bytes(b"")  # no folder can be made there
    failed = house.caller("minh-tuan").post("/backups")
    assert (failed.status_code, failed.json()["copy"]) == (200, None)
    assert "backups" in failed.json()["why"]
    assert _condition(house) == "failed"


def test_the_database_is_checked_beside_the_work(house: House) -> None:
    assert house.caller("an-ky").get("/backups/check").json() == {"trouble": None}
