"""The office without a running service: the lock is taken, the data opened, the same acts done, and all is closed."""

from typing import Any, cast

from kiosk.cli.failures import Failure
from kiosk.config import Config
from kiosk.config.fill import first_fill
from kiosk.service import VERSION
from kiosk.web.admin.office_json import office_from, office_json
from office.backoffice.office import BackOffice
from office.backoffice.office_file import read_office
from office.backoffice.people import Particulars, people
from office.backoffice.record import verified
from office.backoffice.views import PersonView
from office.clock import MachineClock
from office.domain.people import OPERATOR
from office.domain.refusals import Invalid
from office.premises import Premises, open_premises

JsonObject = dict[str, Any]


def direct_office(config: Config) -> "DirectOffice":
    """Opens the data. Raises DataInUse, DataUnusable or SchemaTooNew."""
    premises = open_premises(
        config.data.dir,
        first_fill(config.first),
        MachineClock(),
        config.office.timezone,
        office_id=config.office.id,
        version=VERSION,
    )
    return DirectOffice(premises)


class DirectOffice:
    """`kiosk.cli.reaching.Reached` on the opened data; `close` gives it back."""

    def __init__(self, premises: Premises) -> None:
        self._premises = premises
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

    def journal(self) -> list[JsonObject]:
        with self._back.reading() as conn:
            return cast("list[JsonObject]", verified(conn))
