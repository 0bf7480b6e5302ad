"""The office from another process: what a screen may ask and do, whether the desk is here or behind the network.

`Office` is what touch screens and halls know of the desk; `RemoteOffice` is that over the LAN API and the live stream,
`AtTheDesk` the same beside the desk itself. A screen is written against `Office` and never learns which one it has.
Beside it stand `lookup` (procedures) and `counsel` (pages of the office, suggestions, dossiers).
"""

from office.remote.asking import Asking, NotAdmitted, OfficeAway, Refused
from office.remote.client import RemoteOffice
from office.remote.hearing import Hearing
from office.remote.here import AtTheDesk
from office.remote.office import Office

__all__ = ["Asking", "AtTheDesk", "Hearing", "NotAdmitted", "Office", "OfficeAway", "Refused", "RemoteOffice"]
