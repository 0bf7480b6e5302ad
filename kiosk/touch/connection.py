"""The way to the office: its state and facts into the flow, photos of clerks, and the sign-in of staff.

Everything arrives in the threads of `RemoteOffice` and leaves through `post` into the window's thread. Does not know
what is shown.
"""

from collections.abc import Callable, Sequence
from io import BytesIO
from pathlib import Path
from typing import cast

import structlog
from PIL import Image, UnidentifiedImageError

from kiosk.touch.errands import Errands, Post
from kiosk.touch.models.flow import Flow
from kiosk.touch.models.staff import StaffSession
from office.remote import Asking, RemoteOffice
from office.views import StaffView, TicketView

LARGEST_PHOTO = 4_000_000
_log = structlog.get_logger()


def join(flow: Flow, office: RemoteOffice, post: Post) -> None:
    """The flow hears of everything that the office tells."""
    office.on_state(lambda state: post(lambda: flow.hear_state(state)))
    office.on_presence(lambda present: post(lambda: flow.hear_presence(present)))
    office.on_facts(lambda facts: post(lambda: flow.hear_facts(facts)))


class Photos:
    """Pictures of clerks by their address at the office; each is fetched once. `came`: called when one is there."""

    def __init__(self, url: str, token: str, errands: Errands, ca: Path | None = None) -> None:
        self.came: Callable[[], None] = lambda: None
        self._url, self._errands = url, errands
        self._asking = Asking(url, token, ca=ca)
        self._known: dict[str, Image.Image | None] = {}

    def __call__(self, address: str) -> Image.Image | None:
        """The picture, or None while it is not there (or cannot be read)."""
        if address not in self._known:
            self._known = {address: None}
            self._errands.run(lambda: self._fetch(address), lambda outcome: self._got(address, outcome))
        return self._known[address]

    def close(self) -> None:
        self._asking.close()

    def _fetch(self, address: str) -> Image.Image | None:
        response = self._asking.http.get(self._url + address, headers=self._asking.headers)
        if response.status_code != 200 or len(response.content) > LARGEST_PHOTO:
            return None
        try:
            with Image.open(BytesIO(response.content)) as opened:
                return opened.convert("RGBA")
        except (UnidentifiedImageError, OSError, Image.DecompressionBombError):
            return None

    def _got(self, address: str, outcome: Image.Image | Exception | None) -> None:
        if address not in self._known:
            return
        if isinstance(outcome, Exception):
            del self._known[address]  # the office was away: it is asked again when the page is drawn again
        elif outcome is not None:
            self._known[address] = outcome
            self.came()


class Staff:
    """`StaffOffice` over the LAN API. `token`: of this screen, for the list of those who may."""

    def __init__(self, url: str, token: str, leave: Callable[[], None], ca: Path | None = None) -> None:
        self._url, self._token, self.start_anew, self._ca = url, token, leave, ca

    def people(self) -> Sequence[StaffView]:
        asking = Asking(self._url, self._token, patience_s=2.0, ca=self._ca)
        try:
            return cast("list[StaffView]", asking.get("/staff")["people"])
        finally:
            asking.close()

    def sign_in(self, clerk: str, pin: str) -> StaffSession:
        """Raises `WrongPin`, `Locked` or `OfficeAway`."""
        asking = Asking(self._url, patience_s=2.0, ca=self._ca)
        try:
            opened = asking.post("/session", {"clerk": clerk, "pin": pin})
        finally:
            asking.close()
        return Session(self._url, cast("str", opened["token"]), cast("str", opened["role"]), self._ca)


class Session:
    """`StaffSession` over the LAN API."""

    def __init__(self, url: str, token: str, role: str, ca: Path | None = None) -> None:
        self._asking, self._role = Asking(url, token, patience_s=5.0, ca=ca), role

    @property
    def role(self) -> str:
        return self._role

    def reprint(self, request_id: str, *, ticket: int) -> TicketView:
        answer = self._asking.post(f"/tickets/{ticket}/reprint", {"request_id": request_id})
        return cast("TicketView", answer)

    def change_paper(self, request_id: str) -> None:
        self._asking.post("/printer/paper-changed", {"request_id": request_id})

    def set_training(self, request_id: str, *, on: bool) -> None:
        self._asking.post("/day/training", {"request_id": request_id, "on": on})

    def ask_machine(self, request_id: str, *, wish: str) -> None:
        self._asking.post(f"/admin/machine/{wish}", {"request_id": request_id})

    def close(self) -> None:
        try:
            self._asking.http.request("DELETE", "/session", headers=self._asking.headers)
        except Exception as error:  # noqa: BLE001 -- the session ends by itself at the office if this is lost
            _log.info("staff.sign_out_lost", why=repr(error))
        self._asking.close()
