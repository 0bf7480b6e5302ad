"""A letter: what a citizen tells the head of the office through the suggestion box, without a name.

The usual reasons hold until the head has chosen others; a letter keeps the words, so the list may change on any day.
"""

from office.domain.house import Box, Choice
from office.domain.moment import HOUR

MOST_REASONS, MOST_CHOSEN = 12, 6
"""That the box offers, and that one letter gives."""
LONGEST_TEXT = 1_000
MOST_A_MINUTE = 6
"""Letters of one screen: nobody writes faster; a child that taps does."""
MONTH_MS = 365 * 24 * HOUR // 12
LONGEST_KEPT = 60
"""Months."""

USUAL_REASONS = (
    Choice("praise", "Khen ngợi", "Praise"),
    Choice("attitude", "Thái độ phục vụ", "Attitude"),
    Choice("waiting", "Chờ lâu", "Long wait"),
    Choice("unclear", "Hướng dẫn không rõ", "Unclear guidance"),
    Choice("extra-papers", "Yêu cầu thêm giấy tờ", "Asked for extra papers"),
    Choice("many-visits", "Phải đi lại nhiều lần", "Had to come several times"),
    Choice("other", "Khác", "Other"),
)
USUAL = Box(reasons=USUAL_REASONS)
