"""Text as a hurried person types it: without marks, in small letters, with single spaces.

"  Đăng KÝ  khai sinh" becomes "dang ky khai sinh". Pure, standard library only: the core may use it.
"""

import unicodedata

_OWN_LETTERS = str.maketrans({"đ": "d", "Đ": "d"})  # a letter of its own: it does not decompose


def fold(text: str) -> str:
    """The text without diacritics, in lower case, with single spaces and none at the ends."""
    apart = unicodedata.normalize("NFD", text.translate(_OWN_LETTERS))
    bare = "".join(letter for letter in apart if not unicodedata.combining(letter))
    return " ".join(bare.casefold().split())
