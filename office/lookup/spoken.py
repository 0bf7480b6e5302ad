"""The words in which files say a channel, how sure somebody is, or what a deadline counts; folded, with blanks."""

from look.folding import fold
from office.domain.procedures import Certainty, Channel, DayKind

CHANNELS = {
    "truc tiep": Channel.IN_PERSON,
    "in person": Channel.IN_PERSON,
    "truc tuyen": Channel.ONLINE,
    "online": Channel.ONLINE,
    "buu chinh": Channel.POST,
    "buu chinh cong ich": Channel.POST,
    "dich vu buu chinh": Channel.POST,
    "post": Channel.POST,
}
SURE = {
    "cao": Certainty.HIGH,
    "high": Certainty.HIGH,
    "trung binh": Certainty.MEDIUM,
    "medium": Certainty.MEDIUM,
    "thap": Certainty.LOW,
    "low": Certainty.LOW,
}
DAY_KINDS = {
    "ngay lam viec": DayKind.WORKING_DAY,
    "working day": DayKind.WORKING_DAY,
    "ngay": DayKind.DAY,
    "day": DayKind.DAY,
}


def folded(text: str) -> str:
    """ "truc_tuyen" and "Trực tuyến" are the same word."""
    return fold(text).replace("_", " ")
