"""Any page in its place."""

from kiosk.touch.layout import counter, home, message, number
from kiosk.touch.layout.sheet import Sheet
from kiosk.touch.page import (
    CounterPage,
    EntryPage,
    FacesPage,
    HomePage,
    MessagePage,
    NumberPage,
    Page,
    ReasonsPage,
    ThanksPage,
)
from look.sheet.measures import Measures


def placed(page: Page, measures: Measures) -> Sheet:
    """The page as a sheet, its targets in the order of reading. Raises TypeError for a page that no layout knows."""
    sheet = Sheet(measures)
    match page:
        case HomePage():
            home.place(sheet, page)
        case NumberPage():
            number.place(sheet, page)
        case MessagePage():
            message.place(sheet, page)
        case EntryPage():
            message.place_entry(sheet, page)
        case CounterPage():
            counter.place_rest(sheet, page)
        case FacesPage():
            counter.place_faces(sheet, page)
        case ReasonsPage():
            counter.place_reasons(sheet, page)
        case ThanksPage():
            counter.place_thanks(sheet, page)
        case _:
            raise TypeError(f"no layout for {type(page).__name__}")
    order = {control.name: place for place, control in enumerate(page.controls)}
    sheet.targets.sort(key=lambda target: order[target.name])
    return sheet
