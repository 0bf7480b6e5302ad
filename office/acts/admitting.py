"""May a number of this service be given now? What the rules need for that is read here, once for all who ask."""

from datetime import datetime, time, timedelta
from functools import cached_property

from sqlalchemy import Connection

from office.domain import opening
from office.domain.house import House, Service
from office.domain.opening import Admission, Given, Session, Today, clock
from office.store import days
from office.store.days import Day
from office.views import HalfDayView, OpeningView


class Door:
    """`at`: local time, `day`: the running one. Good for one transaction."""

    def __init__(self, conn: Connection, house: House, day: Day | None, at: datetime) -> None:
        self._conn, self._house, self._day, self._at = conn, house, day, at

    def admission(self, service: Service, *, staffed: bool) -> Admission:
        given = self._given(service)
        return opening.admission(self._house, service, self._at, today=self.today, given=given, staffed=staffed)

    @cached_property
    def today(self) -> Today:
        if self._day is not None:
            return Today(open=True)
        return Today(open=False, ended=days.had(self._conn, self._at.date().isoformat()))

    def _given(self, service: Service) -> Given:
        if self._day is None:
            return Given()
        return Given(self._of_day(service), self._of_session(self._day, service))

    def _of_day(self, service: Service) -> int:
        return 0 if service.quota is None else self._series.get(service.prefix, 0)

    def _of_session(self, day: Day, service: Service) -> int:
        session = opening.session_at(self._house, service, self._at, self.today.record)
        if session is None or opening.quota_of(service, session) is None:
            return 0
        return given_in(self._conn, self._house, day.date, self._at, service, session)

    @cached_property
    def _series(self) -> dict[str, int]:
        assert self._day is not None
        return {prefix: int(row.given) for prefix, row in days.series_of(self._conn, self._day.id).items()}


def opening_view(conn: Connection, house: House, day: Day | None, at: datetime) -> OpeningView:
    """The day of `at` as every screen shows it."""
    sessions = opening.sessions_on(house, at.date())
    return OpeningView(
        name=house.name_of(at.date()),
        sessions=[session_view(one) for one in sessions],
        opens_at=opening.opens_at(house, at, Door(conn, house, day, at).today),
    )


def session_view(one: Session) -> HalfDayView:
    return HalfDayView(begins=clock(one.begins), ends=clock(one.ends), gives=clock(one.gives), stops=clock(one.stops))


def given_in(conn: Connection, house: House, date: str, at: datetime, service: Service, session: Session) -> int:
    """Tickets of the service in a session of the day of `at`."""
    midnight = datetime.combine(at.date(), time(), house.zone)
    begin, end = (_ms(midnight + timedelta(minutes=minute)) for minute in (session.gives, session.ends))
    return days.given_between(conn, date, service.prefix, begin, end)


def _ms(at: datetime) -> int:
    return int(at.timestamp() * 1000)
