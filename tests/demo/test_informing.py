"""The demo's office has something to tell: no gap is left, and whatever an office wrote itself stays."""

from dataclasses import replace
from pathlib import Path

from kiosk.config import load
from kiosk.config.fill import first_fill
from kiosk.demo.informing import LEADERS, informed
from office.backoffice.markdown import blocks_of
from office.domain.content import Page, gaps
from office.domain.dossiers import is_mask, is_template, normalised
from office.domain.house import Dossiers, Leader

SHIPPED = first_fill(load(Path(__file__).parents[2] / "config.toml").first)


def test_no_gap_is_left_in_the_pages_of_the_demo() -> None:
    pages = informed(SHIPPED).pages
    assert [one.slug for one in pages] == [one.slug for one in SHIPPED.pages]
    assert [gaps(one.markdown) for one in pages] == [[]] * 4
    assert all(blocks_of(one.markdown) for one in pages)


def test_the_way_to_a_dossier_leads_to_nobody() -> None:
    found = informed(SHIPPED).dossiers
    assert is_template(found.url_template)
    assert ".example/" in found.url_template
    assert is_mask(found.pattern)
    assert normalised(found.example, found.pattern) == found.example
    assert found.result_service in {one.id for one in SHIPPED.services}


def test_what_an_office_wrote_itself_stays() -> None:
    own = replace(
        SHIPPED,
        leaders=(Leader("Lê Văn Cường"),),
        dossiers=Dossiers(url_template="https://tinh.vn/{number}"),
        pages=(Page(slug="x", title="x", markdown="Của chúng tôi."),),
    )
    assert informed(own) == own
    assert informed(SHIPPED).leaders == LEADERS
