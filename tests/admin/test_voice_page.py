"""The page of the hall's voice in a real Chromium."""

from playwright.sync_api import expect

from tests.admin.conftest import House
from tests.admin.test_pages import Profile, Visit, profile, pytestmark, toast, visit
from tests.admin.test_voice import wav

__all__ = ["Profile", "profile", "pytestmark", "visit"]


def upload(visit: Visit, sent: bytes) -> None:
    file = {"name": "ba.wav", "mimeType": "audio/wav", "buffer": sent}
    visit.page.set_input_files("[data-clip=ba] input[type=file]", file)  # type: ignore[arg-type]


def test_the_head_chooses_a_voice_a_reading_and_quiet_times(house: House, visit: Visit) -> None:
    page = visit.go("/voice")
    page.get_by_role("radio", name="Southern voice").check()
    page.get_by_role("radio", name="As people count").check()
    page.get_by_label("Volume from 7 o'clock").fill("40")
    page.get_by_role("button", name="Quiet time").click()
    page.get_by_label("Quiet time 1, from").fill("2230")
    page.get_by_label("Quiet time 1, until").fill("6")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(toast(page)).to_contain_text("next announcement on")
    voice = house.back.house.voice
    assert (voice.region, voice.reading, voice.volume[7], voice.quiet) == ("south", "natural", 40, ((1350, 360),))
    toast(page).get_by_role("button", name="Undo").click()
    expect(page.get_by_role("radio", name="Northern voice")).to_be_checked()


def test_a_recording_is_uploaded_and_a_bad_one_refused_beside_it(house: House, visit: Visit) -> None:
    page = visit.go("/voice")
    row = page.locator("[data-clip=ba]")
    upload(visit, b"ID3" + bytes(300))
    expect(row.locator(".wrong")).to_contain_text("This is a file in MP3 format")
    upload(visit, wav())
    expect(row).to_contain_text("Own recording")
    row.get_by_role("button", name="Listen").click()
    expect(toast(page)).to_contain_text("Playing “ba”")
    row.get_by_role("button", name="Take away").click()
    expect(row).to_contain_text("Spoken when needed")
    row.get_by_role("button", name="Earlier one").click()
    expect(row).to_contain_text("Own recording")
    assert len(house.facts("recording.kept")) == 2


def test_the_list_for_the_microphone_marks_what_is_there(house: House, visit: Visit) -> None:
    page = visit.go("/voice")
    upload(visit, wav())
    expect(page.locator("[data-clip=ba]")).to_contain_text("Own recording")
    page.get_by_role("link", name="List for recording").click()
    expect(page.locator(".record-list tbody tr")).to_have_count(50)
    expect(page.locator(".record-box.is-done")).to_have_count(1)


def test_an_inspector_may_listen_and_changes_nothing(house: House, profile: Profile) -> None:
    with profile.visits(house, "bich-thanh") as seen:
        page = seen.go("/voice")
        expect(page.locator("#clips tbody tr").first).to_be_visible()
        assert page.locator("#try, #mute, #voice [type=submit], #clips input").count() == 0
