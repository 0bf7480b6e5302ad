"""Any page in its place."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from kiosk.touch.counsel import ArticlePage, ContentsPage, DossierPage, SuggestionPage, WritingPage
from kiosk.touch.layout import choices, content, counter, dossier, home, lookup, message, number, procedure, suggesting
from kiosk.touch.layout.sheet import Sheet
from kiosk.touch.lookup import ChoicesPage, LookupPage, ProcedurePage
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

LAYOUTS: Mapping[type[Page], Callable[[Sheet, Any], None]] = MappingProxyType(
    {
        HomePage: home.place,
        NumberPage: number.place,
        MessagePage: message.place,
        EntryPage: message.place_entry,
        LookupPage: lookup.place,
        ChoicesPage: choices.place,
        ProcedurePage: procedure.place,
        SuggestionPage: suggesting.place,
        WritingPage: suggesting.place_writing,
        ContentsPage: content.place_contents,
        ArticlePage: content.place_article,
        DossierPage: dossier.place,
        CounterPage: counter.place_rest,
        FacesPage: counter.place_faces,
        ReasonsPage: counter.place_reasons,
        ThanksPage: counter.place_thanks,
    }
)
"""Kind of a page → what puts it in its place."""


def placed(page: Page, measures: Measures) -> Sheet:
    """The page as a sheet, its targets in the order of reading. Raises TypeError for a page that no layout knows."""
    layout = LAYOUTS.get(type(page))
    if layout is None:
        raise TypeError(f"no layout for {type(page).__name__}")
    sheet = Sheet(measures)
    layout(sheet, page)
    order = {control.name: place for place, control in enumerate(page.controls)}
    sheet.targets.sort(key=lambda target: order[target.name])
    return sheet


def leaves_of(page: Page, measures: Measures) -> int:
    """How many leaves a page of text has on this panel; 1 for all other pages."""
    match page:
        case ArticlePage():
            return content.leaves_of(page, measures)
        case ProcedurePage():
            return procedure.leaves_of(page, measures)
    return 1
