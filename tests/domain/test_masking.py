"""Telephone and identity numbers do not stay in what people write, however they write them; their words do."""

import re
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from office.domain.masking import MASK, masked
from tests import properties

properties.load()


@pytest.mark.parametrize(
    "number",
    [
        "0912345678",
        "0912 345 678",
        "0912.345.678",
        "0912-345-678",
        "0912,345,678",
        "0912/345/678",
        "0912, 345, 678",
        "0912 / 345 / 678",
        "0912:345:678",
        "0912; 345 678",
        "079, 085, 012, 345",
        "(028) 3822 1234",
        "+84 912 345 678",
        "+84 (0) 912-345-678",
        "84.912.345.678",
        "0 9 1 2 3 4 5 6 7 8",
        "09\u200b12\u00a0345\u2009678",
        "０９１２３４５６７８",
        "001203004567",
        "001 203 004 567",
        "001.203.004.567",
        "123456789",
        "123.456.789",
    ],
)
def test_a_number_of_somebody_is_masked_however_it_is_divided(number: str) -> None:
    assert masked(f"Gọi {number} nhé, xin cảm ơn") == f"Gọi {MASK} nhé, xin cảm ơn"
    assert masked(f"({number})").replace("(", "").replace(")", "") == MASK


@pytest.mark.parametrize(
    "harmless",
    [
        "chờ từ 8 giờ đến 10 giờ 30",
        "nộp ngày 20/11/2026, 3 lần",
        "22.11.2026 tôi đến, 23-11-2026 đến lại",
        "lúc 10:30 5/10/2026 tại quầy 3",
        "năm 2019-2020 và 2021",
        "thu 15.000.000 đồng, trả lại 1.200.000đ",
        "Nghị định 61/2018/NĐ-CP, 107/2021/NĐ-CP",
        "số A023 từ 07:30-11:30, 13:30-17:00",
        "số 3, 5/10/2026",
        "số 12, 13, 14, 15, 16, 17",
        "các năm 2019, 2020, 2021",
        "từ 07:30, 08:15, 09:00",
        "phí 8.000đ, 10.000đ, 15.000đ",
    ],
)
def test_dates_years_and_money_are_nobodys_number(harmless: str) -> None:
    assert masked(harmless) == harmless


def test_a_number_beside_a_date_or_an_amount_is_masked_all_the_same() -> None:
    assert masked("22/11/2026 0912345678") == f"22/11/2026 {MASK}"
    assert masked("9.000.000 đồng và 0987654321") == f"9.000.000 đồng và {MASK}"
    assert masked("01-23-20263456") == MASK


@pytest.mark.parametrize(
    "text",
    [
        "gọi 0912.345.678 đồng chí Hùng",
        "gọi 0912.345.678 đ/c Hùng",
        "0912 345.678 đồng",
        "0912-345.678 đ",
        "CMND 012.345.678 đồng chí Hùng",
        "CMND 123.456.789 đồng chí Hùng",
    ],
)
def test_the_end_of_a_number_is_no_amount_of_money(text: str) -> None:
    assert not re.search(r"\d", masked(text))


@given(st.text(string.ascii_letters + "ăâđêôơư .,!?\n", max_size=200))
def test_words_stay_as_they_are(words: str) -> None:
    assert masked(words) == words


@given(st.text(max_size=60), st.integers(100_000_000, 999_999_999_999), st.text(max_size=60))
def test_no_long_number_survives(before: str, number: int, after: str) -> None:
    assert f"0{number}" not in masked(f"{before} 0{number} {after}")
