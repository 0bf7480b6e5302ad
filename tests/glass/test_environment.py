"""What Kivy is told before it is imported, for screens that feel fingers and for displays."""

from display.glass.environment import Window, settings


def test_kivy_is_told_what_was_measured() -> None:
    told = {(section, key): value for section, key, value in settings(Window(1080, 1920))}
    assert told["graphics", "multisamples"] == "0"
    assert told["graphics", "maxfps"] == "60"
    assert told["graphics", "borderless"] == "1"
    assert told["kivy", "exit_on_escape"] == "0"


def test_a_display_draws_a_quarter_of_the_frames() -> None:
    told = {(section, key): value for section, key, value in settings(Window(1920, 1080, feels=False))}
    assert told["graphics", "maxfps"] == "15"
