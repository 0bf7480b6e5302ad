"""Why somebody is set aside and why a counter is paused: short lists that one key chooses from.

The usual ones hold until the head has chosen others. The fact keeps the words, so a list may change on any day.
"""

from office.domain.house import Choice, Reasons

MOST = 9
"""As many as a number key can choose."""


def _choices(*words: tuple[str, str, str]) -> tuple[Choice, ...]:
    return tuple(Choice(*one) for one in words)


USUAL_PARK = _choices(
    ("giay-to", "Bổ sung giấy tờ", "Missing papers"),
    ("photo", "Đi photo giấy tờ", "Making copies"),
    ("le-phi", "Đi nộp phí, lệ phí", "Paying the fee"),
    ("chu-ky", "Chờ ký", "Waiting for a signature"),
    ("to-khai", "Điền tờ khai", "Filling in a form"),
)
USUAL_PAUSE = _choices(
    ("nghi-ngan", "Nghỉ giải lao", "Short break"),
    ("hop", "Họp", "Meeting"),
    ("ho-so", "Xử lý hồ sơ", "Working on files"),
    ("may", "Sự cố máy, mạng", "Machine or network trouble"),
    ("nghi-trua", "Nghỉ trưa", "Lunch break"),
)


USUAL = Reasons(USUAL_PARK, USUAL_PAUSE)
