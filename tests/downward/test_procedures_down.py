"""A catalogue from the tier to the office and back as a version and a number; and people's words the other way."""

import json

from sqlalchemy import Engine, select

from district.downward import catalogue, documents
from district.downward.documents import ALL
from district.downward.letters import Reported
from district.offices import read_tree
from district.store.words import words
from office.backoffice.letters import Letters
from office.domain.procedures_above import PROCEDURES
from office.lookup.reading import read_file
from office.store import procedures
from tests.downward.both_ends import Office, Tier, doing
from tests.downward.conftest import Offices
from tests.office_fixture import HEAD, TOUCH, rid
from tests.sync.courier.at_work import OFFICE, until

HEADER = "code,name,field,days,fee\n"
BIRTH, DEATH = "1.001193,Đăng ký khai sinh,Hộ tịch,1,0\n", "1.000656,Đăng ký khai tử,Hộ tịch,1,\n"
THANKS = "Cảm ơn anh ở quầy 2, gọi 0912 345 678"


def send(tier: Tier, *rows: str, to: str = ALL, whole: bool = False) -> None:
    reading = read_file("danh-muc.csv", (HEADER + "".join(rows)).encode())
    with tier.store.begin() as conn:
        tree, who = read_tree(conn, doing().today), doing()
        draft = catalogue.drafted(conn, tree, to, reading, who.today, whole=whole)
        catalogue.issue(conn, who, to, draft)
    tier.sender.wake()


def in_force(office: Office) -> dict[str, int | None]:
    """Code → fee, None = unknown."""
    with office.premises.readers.begin() as conn:
        kept = procedures.all_on_day(conn, doing().today.isoformat())
    return {one.code: next((fee.dong for fee in one.procedure.fees), None) for one in kept}


def kept(store: Engine) -> dict[int, str | None]:
    with store.begin() as conn:
        return {row.seq: row.text for row in conn.execute(select(words))}


def test_a_catalogue_is_in_force_at_the_office_and_the_tier_hears_how_many(tier: Tier, offices: Offices) -> None:
    office = offices()
    send(tier, BIRTH, DEATH)
    until(tier.has_applied(PROCEDURES))
    assert in_force(office) == {"1.001193": 0, "1.000656": None}
    (fact,) = office.facts("procedures.imported")
    assert (fact["source"], fact["new"], fact["total"]) == ("above", 2, 2)


def test_an_office_that_was_away_gets_all_that_was_sent_and_a_whole_catalogue_repeals(
    tier: Tier, offices: Offices
) -> None:
    send(tier, BIRTH)
    send(tier, DEATH)
    office = offices()
    until(lambda: in_force(office) == {"1.001193": 0, "1.000656": None})
    send(tier, BIRTH.replace(",0\n", ",8000\n"), to=OFFICE)
    until(lambda: in_force(office) == {"1.001193": 8000, "1.000656": None})
    send(tier, DEATH, whole=True, to=OFFICE)
    until(lambda: in_force(office) == {"1.000656": None})
    until(tier.has_applied(PROCEDURES))


def test_what_is_no_catalogue_is_refused_with_its_reason_and_what_is_in_force_stays(
    tier: Tier, offices: Offices
) -> None:
    office = offices()
    send(tier, BIRTH)
    until(tier.has_applied(PROCEDURES))
    with tier.store.begin() as conn:
        documents.issue(conn, doing(), PROCEDURES, ALL, "bm90IGRlZmxhdGVk")
    tier.sender.wake()
    until(lambda: tier.reported().get(PROCEDURES, Reported(0, None)).refused is not None)
    assert tier.reported()[PROCEDURES].refused == "2: not deflated and in base64"
    assert in_force(office) == {"1.001193": 0}


def test_people_s_words_go_up_beside_the_fact_and_are_erased_above_when_the_office_erases_them(
    tier: Tier, offices: Offices
) -> None:
    office = offices()
    made = office.premises.desk.suggest(TOUCH, rid(), reasons=[], text=THANKS)
    until(lambda: list(kept(tier.store).values()) == ["Cảm ơn anh ở quầy 2, gọi •••"])
    told = json.dumps(office.facts("suggestion.made"), ensure_ascii=False)
    assert "quầy 2" not in told
    Letters(office.premises.performer).erase(HEAD, rid(), int(made.body["id"]))
    until(lambda: list(kept(tier.store).values()) == [None])
    assert office.facts("text.erased")[0]["text_hash"]


def test_words_that_were_erased_while_the_way_was_shut_never_leave_the_office(tier: Tier, offices: Offices) -> None:
    office = offices()
    office.courier.pause(on=True)
    until(lambda: office.courier.status().paused)
    made = office.premises.desk.suggest(TOUCH, rid(), reasons=[], text=THANKS)
    Letters(office.premises.performer).erase(HEAD, rid(), int(made.body["id"]))
    office.courier.pause(on=False)
    until(lambda: office.courier.status().backlog == 0)
    assert list(kept(tier.store).values()) == [None]
