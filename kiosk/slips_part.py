"""Everything on paper that is no ticket: the templates as the admin page edits them, trials, the slip of the day.

Stands between the web and the printing thread. What is printed here waits for its answer, because somebody stands
before it; citizens' tickets go their own way and are never kept waiting by more than one slip.
"""

import queue
import threading
from collections.abc import Callable
from datetime import date
from io import BytesIO
from typing import TYPE_CHECKING

from kiosk.config.wiring import Printer
from kiosk.pace import Outcome, Pace
from kiosk.paperwork import ABOVE_FOLDER, TICKETS_FOLDER, Paperwork, names_of
from kiosk.web.api.procedure_words import ASK_AT_A_COUNTER, deadline_of, fee_of
from look import formats
from look.words import DEFAULT, N_, say
from office.backoffice.day_slip import DayTotals, day_totals
from office.domain.procedures import Certainty, Paper
from office.enquiries import Page
from office.premises import Premises
from printer import slips
from printer.mistakes import BadTemplate, Mistake
from printer.outcome import PrintState, Reason
from printer.shelf import Shelf, Standing
from printer.template import DOTS, Template

if TYPE_CHECKING:  # Pillow comes with the first slip
    from printer.drawing import Values

ANSWER_S = 15.0
"""How long somebody waits before the page for the printer's answer."""


class SlipsPart:
    """`width`: mm of the paper in the printer; `prints`: there is a printer."""

    def __init__(self, printer: Printer, premises: Premises, paper: Paperwork | None) -> None:
        own = premises.data / TICKETS_FOLDER
        self._shelf = Shelf(own, own / ABOVE_FOLDER, printer.template)
        self._premises, self._paper, self._pace = premises, paper, Pace()
        self._asked = Pace(every_s=0.0)
        self._pen = threading.Lock()
        """Two people may save at once: each finds the other's whole text among the earlier ones."""

        self.width: int = printer.width

    @property
    def prints(self) -> bool:
        return self._paper is not None

    def standing(self, slip: str, paper: int) -> Standing:
        """Raises NoSuchTemplate and OSError."""
        return self._shelf.standing(slip, paper)

    def all(self) -> list[Standing]:
        """Every slip on the paper of this office, then on the other."""
        papers = sorted(DOTS, key=lambda paper: paper != self.width)
        return [self._shelf.standing(slip, paper) for paper in papers for slip in slips.KINDS]

    def picture(self, text: str, slip: str, paper: int) -> tuple[bytes, int]:
        """PNG of a sample with the office's own names, and its length in mm. Raises BadTemplate, NoSuchTemplate."""
        from printer.drawing import Drawing
        from printer.preview import marks_of_sample, sample_of

        template = self._shelf.check(text, slip, paper)
        try:
            drawn = Drawing(template).draw(sample_of(template, self._names()), marks_of_sample(template))
        except (OSError, LookupError, ValueError) as error:
            why = {"why": str(error)}
            raise BadTemplate((Mistake(None, N_("this cannot be drawn: {why}"), why),)) from error
        png = BytesIO()
        drawn.save(png, "PNG")
        return png.getvalue(), round(drawn.height / 8)

    def save(self, text: str, slip: str, paper: int, instead_of: str | None = None) -> None:
        """In use from the next slip on. Raises Overtaken, BadTemplate, NoSuchTemplate and OSError."""
        self.picture(text, slip, paper)  # else it might be right to the letter, and no slip would come out
        with self._pen:
            self._shelf.save(text, slip, paper, instead_of)
            self._reload()

    def drop(self, slip: str, paper: int) -> None:
        """What was shipped or sent from above is in use again."""
        with self._pen:
            self._shelf.drop(slip, paper)
            self._reload()

    def restore(self, slip: str, paper: int, version: int) -> None:
        """An earlier one is in use again; 0 = the newest of them."""
        self.save(self._shelf.earlier(slip, paper, version), slip, paper)

    def try_out(self, text: str, slip: str) -> tuple[PrintState, Reason | None]:
        """A sample on paper, marked as an exercise. Raises BadTemplate."""
        from printer.preview import sample_of

        template = self._shelf.check(text, slip, self.width)
        return self._printed(slip, sample_of(template, self._names()), template=template)

    def print_day(self) -> tuple[PrintState, Reason | None] | None:
        """The slip of the running day, else of the last one; None when there was none yet."""
        with self._premises.readers.begin() as conn:
            totals = day_totals(conn)
        return None if totals is None else self._printed(slips.DAY, day_values(totals))

    def once(self, by: str, request: str, prints: Callable[[], Outcome]) -> Outcome:
        """The outcome of `prints`, or of the same request before: a page that heard nothing for seconds asks again.

        Raises TooMany while what the same person asked for is still being printed.
        """
        return self._asked.once(by, request, prints)

    def print_checklist(self, page: Page, *, by: str, once: str) -> tuple[PrintState, Reason | None]:
        """The papers of a procedure. `by`: the device that asks, at most once in `CHECKLIST_EVERY_S` (`TooMany`)."""
        return self._pace.once(by, once, lambda: self._printed(slips.CHECKLIST, checklist_values(page)))

    def _printed(
        self, slip: str, values: "Values", *, template: Template | None = None
    ) -> tuple[PrintState, Reason | None]:
        assert self._paper is not None
        told: queue.SimpleQueue[tuple[PrintState, Reason | None]] = queue.SimpleQueue()
        self._paper.print_sheet(
            slip, values, lambda state, reason: told.put((state, reason)), template=template, trial=template is not None
        )
        try:
            return told.get(timeout=ANSWER_S)
        except queue.Empty:
            return PrintState.UNKNOWN, Reason.SILENT

    def _names(self) -> dict[str, str | None]:
        names = names_of(self._premises.performer.house)
        return {"office": names.office, "parent": names.parent, "leader": names.leader, "url": names.url}

    def _reload(self) -> None:
        if self._paper is not None:
            self._paper.reload_templates()


def checklist_values(page: Page) -> "Values":
    """The named fields of the list of papers; what nobody is sure of says that one has to ask."""
    one, unknown = page.procedure, say(DEFAULT, ASK_AT_A_COUNTER)
    papers = one.papers or (Paper(unknown),)
    return {
        "title": one.name,
        "code": None if one.sure_of_code is Certainty.LOW else one.code,
        "service": one.field if page.service is None else page.service.name,
        "counters": ", ".join(map(str, page.counters)) or None,
        "fee": fee_of(one, page.day) or unknown,
        "deadline": deadline_of(one) or unknown,
        "papers": tuple(
            {"n": str(n), "paper": paper.name, "copies": paper.copies} for n, paper in enumerate(papers, 1)
        ),
    }


def day_values(totals: DayTotals) -> "Values":
    """The named fields of the slip at the end of the day; numbers without separators, a day has few."""
    return {
        "date": formats.day_short(date.fromisoformat(totals.date)),
        "given": str(sum(one.given for one in totals.services)),
        "served": str(sum(one.served for one in totals.services)),
        "absent": str(sum(one.absent for one in totals.services)),
        "services": tuple(
            {
                "prefix": one.prefix,
                "service": one.name,
                "given": str(one.given),
                "served": str(one.served),
                "absent": str(one.absent),
            }
            for one in totals.services
        ),
    }
