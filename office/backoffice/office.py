"""The back office as one object: its acts, and a way to read without disturbing the desk."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from sqlalchemy import Connection, Engine

from office.backoffice.catalogue import Catalogue
from office.backoffice.desks import Desks
from office.backoffice.everyday import Everyday
from office.backoffice.letters import Letters
from office.backoffice.office_file import OfficeFile
from office.backoffice.pages import Pages
from office.backoffice.people import People
from office.backoffice.services import Services
from office.backoffice.settings import Settings
from office.backoffice.slip_notes import SlipNotes
from office.backoffice.voicing import Voicing
from office.domain.house import House
from office.performing import Performer


class BackOffice:
    """Made once beside the desk, on the same performer; `readers`: connections that only read."""

    def __init__(self, performer: Performer, readers: Engine) -> None:
        self._performer, self._readers = performer, readers
        self.people = People(performer)
        self.services = Services(performer)
        self.desks = Desks(performer)
        self.settings = Settings(performer)
        self.office_file = OfficeFile(performer)
        self.voicing = Voicing(performer)
        self.slip_notes = SlipNotes(performer)
        self.catalogue = Catalogue(performer)
        self.letters = Letters(performer)
        self.everyday = Everyday(performer)
        self.pages = Pages(performer)

    @property
    def house(self) -> House:
        """The office as it is now."""
        return self._performer.house

    @property
    def today(self) -> date:
        return self._performer.today()

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection that sees one moment of the database and cannot change it."""
        with self._readers.begin() as conn:
            yield conn
