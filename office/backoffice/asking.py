"""How citizens are asked and may ask: the suggestion box and the way to a dossier, checked field by field."""

from dataclasses import replace

from look.words import N_
from office.backoffice.wording import number, slug, text
from office.domain import dossiers as rules
from office.domain.house import Box, Choice, Dossiers, House
from office.domain.letters import LONGEST_KEPT, MOST_REASONS
from office.domain.refusals import Invalid


def checked_box(box: Box) -> Box:
    """Raises Invalid."""
    if len(box.reasons) > MOST_REASONS:
        raise Invalid(field="reasons", why=N_("At most {most} reasons."), most=MOST_REASONS)
    reasons = tuple(_reason(one, f"reasons.{place}") for place, one in enumerate(box.reasons))
    if len({one.id for one in reasons}) != len(reasons):
        raise Invalid(field="reasons", why=N_("Each reason may stand there only once."))
    number(box.keep_months, "keep_months", 1, LONGEST_KEPT)
    return replace(box, reasons=reasons, tier_label=text(box.tier_label, "tier_label", required=False))


def checked_dossiers(given: Dossiers, house: House) -> Dossiers:
    """Raises Invalid."""
    found = Dossiers(
        url_template=text(given.url_template, "url_template", longest=rules.LONGEST_TEMPLATE, required=False),
        pattern=text(given.pattern, "pattern", longest=rules.LONGEST_MASK, required=False).upper(),
        example=text(given.example, "example", longest=rules.LONGEST, required=False),
        result_service=given.result_service,
    )
    if found.url_template and not rules.is_template(found.url_template):
        raise Invalid(field="url_template", why=N_("This must be an https address that contains {{number}} once."))
    if not rules.is_mask(found.pattern):
        raise Invalid(field="pattern", why=N_("Use # for a digit, A for a letter, * for both, + for one or more."))
    if found.example and rules.normalised(found.example, found.pattern) is None:
        raise Invalid(field="example", why=N_("This example does not fit the numbers of this office."))
    if found.result_service and found.result_service not in house.services:
        raise Invalid(field="result_service", why=N_("There is no such service."))
    return found


def _reason(one: Choice, field: str) -> Choice:
    return Choice(slug(one.id, field), text(one.label, field), text(one.label_en, field, required=False))
