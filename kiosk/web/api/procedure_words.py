"""A procedure in finished words: how long it takes, what it costs, where its page on the national portal is.

Rule: what nobody is sure of is not said at all (None); the screen then asks people to ask at a counter. The words are
Vietnamese like the catalogue itself.
"""

from look.formats import NO_BREAK, number
from look.words import DEFAULT, N_, say
from office.domain.procedures import Certainty, Channel, DayKind, Fee, Procedure

PORTAL = "https://dichvucong.gov.vn"
"""Where a procedure is done online that names no page of its own."""

ASK_AT_A_COUNTER = N_("not known yet, please ask at a counter")

CHANNELS = {Channel.IN_PERSON: N_("at the counter"), Channel.ONLINE: N_("online"), Channel.POST: N_("by post")}


def deadline_of(procedure: Procedure) -> str | None:
    """ "3 ngày làm việc", or the catalogue's own words."""
    if procedure.sure_of_deadline is Certainty.LOW:
        return None
    if procedure.deadline_note:
        return procedure.deadline_note
    if procedure.days is None:
        return None
    if procedure.days == 0:
        return say(DEFAULT, N_("Within the day"))
    days = N_("{n} working days") if procedure.day_kind is DayKind.WORKING_DAY else N_("{n} days")
    return say(DEFAULT, days, n=procedure.days)


def fee_of(procedure: Procedure, day: str) -> str | None:
    """ "Không thu phí", "8.000 đ/bản", "trực tiếp: 15.000 đ; trực tuyến: 7.000 đ"; `day`: as `fees_on`."""
    if procedure.sure_of_fee is Certainty.LOW:
        return None
    told = [words for words in map(_fee, fees_on(procedure, day)) if words]
    return procedure.fee_note or "; ".join(told) or None


def fees_on(procedure: Procedure, day: str) -> list[Fee]:
    """For each channel the fees that hold on that day (an ISO date): all of those that began last."""
    begun = [fee for fee in procedure.fees if (fee.since or "") <= day]
    last: dict[Channel | None, str] = {}
    for fee in begun:
        last[fee.channel] = max(last.get(fee.channel, ""), fee.since or "")
    return [fee for fee in begun if (fee.since or "") == last[fee.channel]]


def portal_of(procedure: Procedure) -> str | None:
    return procedure.online_url or (PORTAL if Channel.ONLINE in procedure.channels else None)


def dong(amount: int) -> str:
    """ "15.000 đ"."""
    return f"{number(amount, DEFAULT)}{NO_BREAK}đ"


def _fee(fee: Fee) -> str:
    amount = "" if fee.dong is None else dong(fee.dong) if fee.dong else say(DEFAULT, N_("No fee"))
    said = amount if not fee.note else fee.note if not amount else f"{amount} ({fee.note})"
    return f"{say(DEFAULT, CHANNELS[fee.channel])}: {said}" if said and fee.channel else said
