"""`[first.suggestions]`, `[first.dossier]`, `[[first.pages]]`: what a new office asks its citizens and tells them.

Pages that are left out are the usual ones of `kiosk.config.usual_pages`; in an office's file they mean "as they are".
"""

from typing import Annotated

from pydantic import BeforeValidator, Field, StrictBool, StrictInt, StrictStr, StringConstraints

from kiosk.config.choices import Choice, Optional, usual
from kiosk.config.times import iso_date
from office.domain import content
from office.domain.dossiers import LONGEST, LONGEST_MASK, LONGEST_TEMPLATE
from office.domain.letters import LONGEST_KEPT, MOST_REASONS, USUAL_REASONS
from office.lookup.everyday import LONGEST_MEANS, LONGEST_SAID
from web.settings.kinds import Slug, Table

IsoDate = Annotated[StrictStr, BeforeValidator(iso_date)]
Title = Annotated[StrictStr, StringConstraints(strip_whitespace=True, min_length=1, max_length=content.LONGEST_TITLE)]
Markdown = Annotated[StrictStr, StringConstraints(strip_whitespace=True, max_length=content.LONGEST_TEXT)]


class Suggestions(Table):
    """The suggestion box; see office.domain.house.Box."""

    on: StrictBool = True
    tier_label: Optional = ""
    keep_months: Annotated[StrictInt, Field(ge=1, le=LONGEST_KEPT)] = 12
    reasons: Annotated[tuple[Choice, ...], Field(max_length=MOST_REASONS)] = usual(USUAL_REASONS)


class Dossier(Table):
    """Where the progress of a dossier stands; see office.domain.dossiers."""

    url_template: Annotated[StrictStr, StringConstraints(max_length=LONGEST_TEMPLATE)] = ""
    pattern: Annotated[StrictStr, StringConstraints(to_upper=True, max_length=LONGEST_MASK)] = ""
    example: Annotated[StrictStr, StringConstraints(max_length=LONGEST)] = ""
    result_service: Annotated[StrictStr, StringConstraints(max_length=20)] = ""


class Synonym(Table):
    """Everyday words and what the catalogue of procedures calls them; several meanings are divided by ";"."""

    said: Annotated[StrictStr, StringConstraints(strip_whitespace=True, min_length=1, max_length=LONGEST_SAID)]
    means: Annotated[StrictStr, StringConstraints(strip_whitespace=True, min_length=1, max_length=LONGEST_MEANS)]


class Page(Table):
    """A page of information in Markdown; without `since` or `until` it has no first or last day."""

    slug: Slug
    title: Title
    pictogram: Annotated[StrictStr, StringConstraints(pattern=r"^[a-z_]{1,40}$")] = "information"
    since: IsoDate | None = None
    until: IsoDate | None = None
    markdown: Markdown = ""
