"""The number of a dossier: written in one way, recognised by masks, put into an address."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from office.domain.dossiers import LONGEST, address_of, fits, is_mask, is_template, normalised
from tests import properties

properties.load()
OFFICE = "A##.##-######-####|###.##.##.A##-######-####"


@pytest.mark.parametrize(
    "written",
    [
        "H56.35-250715-0001",
        "h56.35-250715-0001",
        " H56.35 - 250715 - 0001 ",
        "H56.35–250715–0001",
        "Ｈ56.35-250715-0001",
    ],
)
def test_a_number_is_written_in_one_way(written: str) -> None:
    assert normalised(written, OFFICE) == "H56.35-250715-0001"


@pytest.mark.parametrize("written", ["", "A023", "H56.35-250715-00012", "56.35-250715-0001", "x" * 41, "9" * 10_000])
def test_what_does_not_fit_the_office_is_no_number(written: str) -> None:
    assert normalised(written, OFFICE) is None


def test_without_a_mask_every_number_of_usual_signs_is_one() -> None:
    assert normalised("abc/2026-1", "") == "ABC/2026-1"
    for wrong in ("123", "<b>1234", "-1234", "hồ sơ 12", "1234?x=1", "1234\x00"):
        assert normalised(wrong, "") is None


def test_several_of_a_sign() -> None:
    assert fits("H1-26-1", "A#+-##-#+")
    assert fits("H123-26-12345", "A#+-##-#+")
    assert not fits("H-26-1", "A#+-##-#+")
    assert fits("---1", "-+#")


@given(st.text("A#*+-.|", max_size=200), st.text("A1-", max_size=LONGEST))
def test_no_mask_holds_the_office(mask: str, number: str) -> None:
    begun = time.process_time()
    normalised(number, mask)
    assert time.process_time() - begun < 1


def test_a_mask_is_no_regular_expression() -> None:
    assert is_mask(OFFICE)
    assert is_mask("")
    for wrong in ("(a+)+", "+#", "#++", "A##|+", r"\d+", "a" * 3, "#" * 201):
        assert not is_mask(wrong)


@pytest.mark.parametrize(
    "template",
    [
        "http://dichvucong.gov.vn/{number}",
        "https://dichvucong.gov.vn/",
        "https://{number}.gov.vn/",
        "https://ai@gov.vn/{number}",
        "https://gov.vn/{number}/{number}",
        "https://gov.vn/{number}?x={y}",
        "https://gov.vn:99999/{number}",
        "https:///{number}",
        "javascript:alert({number})",
        'https://gov.vn/"{number}',
        "https://xã.vn/{number}",
        "https://gov.vn/{number}" + "x" * 300,
    ],
)
def test_a_template_is_an_https_address_with_one_place_for_the_number(template: str) -> None:
    assert not is_template(template)


def test_a_number_is_only_ever_a_part_of_the_address() -> None:
    template = "https://dichvucong.gov.vn/tra-cuu?ma={number}&x=1"
    assert is_template(template)
    assert address_of("A/B-1", template) == "https://dichvucong.gov.vn/tra-cuu?ma=A%2FB-1&x=1"
    assert address_of("AB-1", "") is None
