"""What the tests of the paper share: a ticket's values, shipped templates, a press with short patience."""

from collections.abc import Iterator

import pytest

from printer.composing import Job, compose
from printer.drawing import Drawing
from printer.press import Patience
from printer.preview import SAMPLE
from printer.template import SHIPPED, Template, read_template
from printer.transport.emulator import PrinterOnTcp


@pytest.fixture(scope="session", params=[80, 58])
def template(request: pytest.FixtureRequest) -> Template:
    """Both shipped tickets, one after the other."""
    return read_template(SHIPPED / f"ticket-{request.param}.toml")


@pytest.fixture(scope="session")
def ticket_80() -> Template:
    return read_template(SHIPPED / "ticket-80.toml")


@pytest.fixture(scope="session")
def job(ticket_80: Template) -> Job:
    """An ordinary ticket, ready to be sent."""
    return compose(Drawing(ticket_80).draw(SAMPLE))


@pytest.fixture
def patience() -> Patience:
    """Short waits, so that silence is found out quickly."""
    return Patience(connect=0.5, status=0.3, band=0.4, barrier=0.5, closing=0.2)


@pytest.fixture
def emulated() -> Iterator[PrinterOnTcp]:
    with PrinterOnTcp() as printer:
        yield printer
