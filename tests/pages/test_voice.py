"""The voice of the hall at the console: muted, asked for an announcement, and told of when it was not heard."""

import pytest
from playwright.sync_api import Locator, expect

from office.backoffice.office import BackOffice
from tests.office_fixture import HEAD, rid
from tests.pages.console_driver import Console
from tests.serving import tell_announcement

pytestmark = pytest.mark.needs("chromium")
ASKED = "announcement.asked"


@pytest.fixture
def voiced(console: Console) -> Console:
    """The console of an office whose hall has a voice."""
    console.office.desk.report_device(device="announcements", condition="ok")
    expect(console.page.locator("#mute")).to_be_visible()
    return console


def called(console: Console) -> dict[str, object]:
    """Somebody is called to this counter."""
    ticket = console.office.take("A")
    console.press("Enter")
    console.sees_number(str(ticket["number"]))
    return ticket


def facts(console: Console, kind: str) -> list[str]:
    return [fact["subject"] for fact in console.office.desk.facts_after(0, 10_000) if fact["kind"] == kind]


def bands(console: Console) -> Locator:
    return console.page.locator(".band")


# ---- the two buttons


def test_the_hall_is_muted_and_heard_again_by_one_button(voiced: Console) -> None:
    button = voiced.page.locator("#mute")
    button.click()
    voiced.toast("muted from the next announcement on")
    expect(button).to_have_attribute("aria-pressed", "true")
    expect(button).to_have_text("Sound on")
    expect(voiced.page.locator(".foot-voice")).to_have_text("The hall is muted")
    expect(voiced.page.locator("#announce")).to_be_disabled()
    condition = {one["device"]: one["condition"] for one in voiced.office.desk.state()["devices"]}
    assert condition["announcements"] == "muted"
    button.click()
    voiced.toast("can be heard again")
    expect(button).to_have_attribute("aria-pressed", "false")
    expect(voiced.page.locator("#announce")).to_be_enabled()
    expect(voiced.page.locator(".foot-voice")).to_have_count(0)


def test_muting_shows_on_the_other_consoles(voiced: Console) -> None:
    office = BackOffice(voiced.office.premises.performer, voiced.office.premises.readers)
    office.voicing.mute(HEAD, rid(), on=True)
    expect(voiced.page.locator("#mute")).to_have_text("Sound on")


def test_one_of_the_offices_announcements_is_chosen_and_asked_for(voiced: Console) -> None:
    voiced.page.click("#announce")
    voiced.sees_dialog("announce")
    expect(voiced.dialog("announce").locator(".choice")).to_have_count(2)
    voiced.press("2")
    voiced.toast("announced in a moment")
    assert facts(voiced, ASKED) == ["notice:giu-trat-tu"]


def test_closing_the_choice_announces_nothing(voiced: Console) -> None:
    voiced.page.click("#announce")
    voiced.sees_dialog("announce")
    voiced.press("Escape")
    voiced.sees_no_dialog()
    assert facts(voiced, ASKED) == []


def test_without_a_voice_there_are_no_buttons_and_no_band(console: Console) -> None:
    console.office.desk.report_device(device="announcements", condition="off")
    console.office.desk.report_device(device="voice", condition="no_device")
    console.office.take("A")
    console.sees_waiting("A001")
    expect(console.page.locator("#mute")).to_have_count(0)
    expect(bands(console)).to_have_count(0)


# ---- what was not heard


@pytest.mark.parametrize(
    ("event", "reason", "said"),
    [
        ("skipped", "too_old", "A001 was not announced: too many .* Press \\+ to call it again"),
        ("skipped", "stopped", "A001 was not announced: .* restarted. Press \\+"),
        ("failed", "busy", "A001 was not announced: another program .* Press \\+"),
        ("failed", "hangs", "A001 was not announced: the loudspeaker did not play. Press \\+"),
        ("failed", "clips_missing", "A001 was announced with gaps"),
    ],
)
def test_a_call_that_the_hall_did_not_hear_is_told_with_what_to_do(
    voiced: Console, event: str, reason: str, said: str
) -> None:
    ticket = called(voiced)
    voiced.office.announce(event, ticket, 2, reason=reason)
    voiced.toast(said)


def test_who_has_come_already_needs_no_second_call(voiced: Console) -> None:
    ticket = called(voiced)
    voiced.press("*")
    voiced.sees_state("serving")
    voiced.office.announce("skipped", ticket, 2, reason="not_called")
    voiced.toast("A001 was not announced: it was no longer being called")
    expect(voiced.page.locator(".toast-bad")).to_have_count(0)
    voiced.office.announce("failed", ticket, 2, reason="hangs")
    voiced.toast("did not play.$")


def test_what_concerns_another_counter_is_not_told_here(voiced: Console) -> None:
    ticket = called(voiced)
    voiced.office.announce("skipped", ticket, 1, reason="too_old")
    voiced.office.announce("started", ticket, 2, ms=5000)
    voiced.office.take("A")
    voiced.sees_waiting("A002")
    expect(voiced.page.locator(".toast")).to_have_count(0)


def test_an_announcement_that_failed_is_told_where_it_was_asked_for(voiced: Console) -> None:
    tell_announcement(voiced.office.premises, "failed", "notice:giu-trat-tu", notice="giu-trat-tu", reason="busy")
    voiced.page.click("#announce")
    voiced.sees_dialog("announce")
    expect(voiced.dialog("announce").locator(".choice")).to_have_count(2)
    voiced.press("2")
    voiced.toast("announced in a moment")
    tell_announcement(voiced.office.premises, "failed", "notice:giu-trat-tu", notice="giu-trat-tu", reason="busy")
    voiced.toast("could not be heard. Please say it yourself")
    expect(voiced.page.locator(".toast-bad")).to_have_count(1)


@pytest.mark.parametrize("condition", ["no_card", "no_device", "no_program"])
def test_no_sound_device_is_a_calm_band_until_there_is_one(voiced: Console, condition: str) -> None:
    voiced.office.desk.report_device(device="voice", condition=condition)
    expect(bands(voiced)).to_contain_text("The hall hears no announcements")
    ticket = called(voiced)
    voiced.office.announce("failed", ticket, 2, reason="no_device")
    voiced.office.take("A")
    voiced.sees_waiting("A002")
    expect(voiced.page.locator(".toast-bad")).to_have_count(0)  # the band has said it
    voiced.office.desk.report_device(device="voice", condition="ok")
    expect(bands(voiced)).to_have_count(0)
