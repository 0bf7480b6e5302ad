"""Vietnamese unless somebody plainly asks for something else."""

import pytest

from look.words import say
from tests.asking import Client
from web.problems import GENERAL


@pytest.mark.parametrize(
    ("headers", "language"),
    [
        ({}, "vi"),
        ({"Accept-Language": "en"}, "en"),
        ({"Accept-Language": "en;q=0.8, vi"}, "en"),
        ({"Accept-Language": "en-US,en;q=0.9"}, "vi"),
        ({"Accept-Language": "fr"}, "vi"),
        ({"Cookie": "motcua_language=en"}, "en"),
        ({"Cookie": "motcua_language=vi", "Accept-Language": "en"}, "vi"),
        ({"Cookie": "motcua_language=../../etc"}, "vi"),
        ({"Cookie": 'motcua_language="en'}, "vi"),
        ({"Accept-Language": ";" * 5_000}, "vi"),
    ],
)
def test_language_of_a_request(small: Client, headers: dict[str, str], language: str) -> None:
    answer = small.get("/nowhere", headers=headers)
    assert answer.json()["title"] == say(language, GENERAL["unknown_path"].title)
