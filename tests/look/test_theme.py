"""Every colour pair that is in use can be read, and the style sheet gets all of them."""

import re
from dataclasses import FrozenInstanceError, asdict

import pytest

from look import theme

COLOURS = asdict(theme.COLOURS)


def test_contrast_is_measured_as_the_standard_says() -> None:
    assert theme.contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert theme.contrast("#777777", "#777777") == pytest.approx(1)
    assert theme.contrast("#FFFFFF", "#0B2545") == pytest.approx(15.4, abs=0.05)


@pytest.mark.parametrize(("text", "ground"), theme.TEXT_ON)
def test_text_can_be_read_on_its_ground(text: str, ground: str) -> None:
    assert theme.contrast(COLOURS[text], COLOURS[ground]) >= 7


@pytest.mark.parametrize("prefix", "ABCDEGHKLMNPTV")
def test_a_service_letter_can_be_read_in_white_and_on_white(prefix: str) -> None:
    assert theme.contrast(theme.SERVICE[prefix], "#FFFFFF") >= 7


def test_a_letter_without_a_service_has_a_colour_too() -> None:
    assert theme.service_colour("Z") == theme.SERVICE["H"]


@pytest.mark.parametrize("ground", ["card", "ground"])
def test_the_edge_of_a_control_can_be_seen(ground: str) -> None:
    assert theme.contrast(theme.COLOURS.edge, COLOURS[ground]) >= 3


def test_colours_do_not_change_at_run_time() -> None:
    with pytest.raises(FrozenInstanceError):
        theme.COLOURS.ink = "#000000"  # type: ignore[misc]


def test_the_style_sheet_has_every_colour() -> None:
    css = theme.css_variables()
    named = dict(re.findall(r"--([\w-]+): (#[0-9A-F]{6});", css))
    assert named == {**{name.replace("_", "-"): value for name, value in COLOURS.items()}, **theme.SERVICE}
    assert css.startswith(":root {")
    assert "--r: 18px;" in css
