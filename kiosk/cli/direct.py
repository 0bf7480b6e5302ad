"""The office without a running service: the lock is taken, the data opened, the same acts done, and all is closed."""

from collections.abc import Iterator, Mapping
from datetime import date as calendar
from typing import Any, cast
from uuid import uuid4

from kiosk.caretaker.opening import open_office, open_office_to_read
from kiosk.cli.failures import Failure
from kiosk.config import Config
from kiosk.district.part import DistrictPart
from kiosk.web.admin.office_json import office_from, office_json
from kiosk.web.admin.procedure_views import GivenFile, Wanted, exported, list_view, one_view, taken_in
from look.version import VERSION
from office.backoffice import lived_days
from office.backoffice.accuracy import accuracy
from office.backoffice.office import BackOffice
from office.backoffice.office_file import read_office
from office.backoffice.people import Particulars, people
from office.backoffice.record import verified
from office.backoffice.views import PersonView
from office.domain.people import OPERATOR
from office.domain.refusals import Invalid, WrongState
from office.lookup.csv_table import MOST_ROWS
from office.premises import Premises
from printer.outcome import REASON_WORDS

JsonObject = dict[str, Any]


def direct_office(config: Config, *, reads: bool = False) -> "DirectOffice":
    """Opens the data. Raises DataInUse, DataUnusable or SchemaTooNew; who only `reads`: Unread."""
    premises = open_office_to_read(config) if reads else open_office(config)
    return DirectOffice(config, premises, DistrictPart(config, premises, VERSION))


class DirectOffice:
    """`kiosk.cli.reaching.Reached` on the opened data; `close` gives it back."""

    def __init__(self, config: Config, premises: Premises, district: DistrictPart) -> None:
        self._config, self._premises, self._district = config, premises, district
        self._back = BackOffice(premises.performer, premises.readers)

    def close(self) -> None:
        self._premises.close()

    def people(self) -> list[PersonView]:
        with self._back.reading() as conn:
            return people(conn)

    def add_person(self, id: str, name: str, title: str, role: str) -> str:  # noqa: A002
        _, pin = self._back.people.add(OPERATOR, None, Particulars(name, title, role), wanted=id)
        return str(pin)

    def new_pin(self, id: str) -> str:  # noqa: A002
        _, pin = self._back.people.new_pin(OPERATOR, None, id)
        return str(pin)

    def disable(self, id: str) -> None:  # noqa: A002
        self._back.people.disable(OPERATOR, None, id)

    def enable(self, id: str) -> None:  # noqa: A002
        self._back.people.enable(OPERATOR, None, id)

    def tokens(self) -> list[JsonObject]:
        return self._premises.doors.devices()

    def add_token(self, name: str, role: str) -> JsonObject:
        return self._premises.doors.add_device(OPERATOR, None, role=role, name=name).body

    def revoke_token(self, id: str) -> None:  # noqa: A002
        self._premises.doors.revoke_device(OPERATOR, None, device=id)

    def export(self) -> JsonObject:
        with self._back.reading() as conn:
            return office_json(read_office(conn, self._back.house))

    def replace(self, office: JsonObject) -> JsonObject:
        try:
            whole = office_from(office)
        except Invalid as error:
            if "mistakes" in error.facts:
                raise
            raise Failure(str(error.facts["why"]).rstrip(".").lower()) from None
        return self._back.office_file.replace(OPERATOR, None, whole).body

    def procedures(self) -> list[JsonObject]:
        return cast("list[JsonObject]", list_view(self._back, Wanted(limit=MOST_ROWS))["items"])

    def procedure(self, code: str) -> JsonObject:
        return cast("JsonObject", one_view(self._back, code))

    def import_procedures(self, name: str, data: bytes, *, whole: bool, dry_run: bool) -> JsonObject:
        once = None if dry_run else str(uuid4())
        return cast("JsonObject", taken_in(self._back, OPERATOR, once, GivenFile(name, data, whole=whole), "en"))

    def export_procedures(self, form: str) -> bytes:
        return exported(self._back, form)

    def journal(self) -> list[JsonObject]:
        with self._back.reading() as conn:
            return cast("list[JsonObject]", verified(conn))

    def district(self) -> JsonObject:
        return self._district.view()

    def district_counts(self) -> list[JsonObject]:
        return self._district.audit()

    def pause_district(self, *, on: bool) -> None:
        self._district.pause(OPERATOR, None, on=on)

    def parcel(self, *, everything: bool) -> Iterator[bytes]:
        return self._district.parcel(everything=everything)

    def confirm(self, upto: Mapping[str, int]) -> dict[str, int]:
        return self._district.confirm(upto)

    def change_paper(self, used_mm: int) -> JsonObject:
        return self._premises.desk.change_paper(OPERATOR, None, used_mm=used_mm).body

    def lived(self, date: str) -> JsonObject:
        with self._back.reading() as conn:
            found = lived_days.lived(conn, self._back.house, calendar.fromisoformat(date))
        return lived_days.as_json(found, self._back.house.calling)

    def accuracy(self, days: int) -> JsonObject:
        with self._back.reading() as conn:
            return cast("JsonObject", accuracy(conn, days))

    def print_day(self) -> JsonObject:
        """Prints by itself: there is no service whose printer it could ask."""
        from kiosk.paperwork import paperwork
        from kiosk.slips_part import SlipsPart
        from web.logs import speak

        speak("error")  # what matters is said by the command
        premises = self._premises
        paper = paperwork(self._config.printer, premises.data, premises.desk, premises.performer, premises.clock)
        paper.start(tickets=False)
        try:
            done = SlipsPart(self._config.printer, premises, paper).print_day()
        finally:
            paper.stop()
        if done is None:
            raise WrongState(state="no_day", what="no_day")
        state, reason = done
        return {"state": str(state), "why": None if reason is None else REASON_WORDS[reason]}
