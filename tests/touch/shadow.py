"""The same screens as in a window, without one: tells where each control stands, and follows what is pressed."""

from datetime import datetime

from kiosk.touch.layout.placing import leaves_of, placed
from kiosk.touch.models.touch import Touch
from look.sheet.areas import Area
from look.sheet.measures import Measures
from office.remote import Asking
from office.remote.counsel import RemoteCounsel
from office.remote.lookup import RemoteLookup
from tests.daytime import MORNING
from tests.touch.double import Double
from tests.touch.walk import AtOnce

PATIENCE_S = 30.0


class Shadow:
    """The ticket screen of the office at `url` on this panel; it takes no numbers. `close` it in the end."""

    def __init__(self, url: str, token: str, panel: Measures) -> None:
        self._lookup = RemoteLookup(url, token, patience_s=PATIENCE_S)
        self._counsel = RemoteCounsel(url, token, patience_s=PATIENCE_S)
        asking = Asking(url, token, patience_s=PATIENCE_S)
        self._panel, self.flow = panel, Touch(Double(), AtOnce(), lambda: 0, lambda: datetime.now(MORNING))
        self.flow.lookup, self.flow.counsel = self._lookup, self._counsel
        self.flow.leaves = lambda page: leaves_of(page, panel)
        self.flow.hear_state(asking.get("/state"))
        self.flow.tick()
        asking.close()

    def area(self, name: str) -> Area:
        targets = placed(self.flow.page(), self._panel).targets
        return next(target.area for target in targets if target.name == name)

    def place(self, name: str) -> tuple[float, float]:
        return self.area(name).middle

    def press(self, name: str) -> None:
        self.flow.press(name)

    def close(self) -> None:
        self._lookup.close()
        self._counsel.close()
