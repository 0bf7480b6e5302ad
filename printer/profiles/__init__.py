"""What is known of each make of printer, and who says so.

`profile(name)` reads NAME.toml; where that names a printer of python-escpos' database, the database gives the width of
the row, the knife and the QR code, and the file corrects it. What a test on the spot found (`kept.py`,
<data>/printer.toml) wins over both. Every fact carries its source.
"""

from printer.profiles.profile import Barrier, Profile
from printer.profiles.shelf import BadProfile, UnknownProfile, names, profile, usual

__all__ = ["BadProfile", "Barrier", "Profile", "UnknownProfile", "names", "profile", "usual"]
