"""How the hall's voice speaks, as the head decides it: which clips, which reading, how loud, what to announce.

Plain words only; what they mean to a loudspeaker is the voice's business. Which device it uses is wiring, not this.
"""

from dataclasses import dataclass

REGIONS = ("north", "central", "south")
READINGS = ("digits", "natural")
LANGUAGES = ("vi", "en")
MUTED_DEVICE = "announcements"
"""The device whose condition says whether the hall is muted: `ok`, `muted`, or `off` where there is no voice."""


@dataclass(frozen=True, slots=True)
class SpokenNotice:
    """A free announcement that somebody may start from a counter; `text_en` "" = only in Vietnamese."""

    id: str
    text: str
    text_en: str = ""


USUAL_NOTICES = (
    SpokenNotice(
        "sap-het-gio",
        "Sắp hết giờ nhận hồ sơ. Kính mời ông bà chưa lấy số vui lòng quay lại vào buổi làm việc sau.",
        "We are about to stop taking files. If you have no number yet, please come back in the next session.",
    ),
    SpokenNotice(
        "giu-trat-tu",
        "Kính mong ông bà giữ trật tự và theo dõi số thứ tự trên màn hình.",
        "Please keep quiet and watch the numbers on the screen.",
    ),
)


@dataclass(frozen=True, slots=True)
class Voice:
    """`name`, `english_name`: the folder of the office's own recordings, "" = with the shipped voice.

    `volume`: percent for each hour 0–23; `quiet`: (from, to) in minutes after midnight, over midnight when to < from.
    """

    region: str = "north"
    name: str = ""
    reading: str = "digits"
    english: bool = False
    english_name: str = ""
    repeat: bool = True
    volume: tuple[int, ...] = (80,) * 24
    quiet: tuple[tuple[int, int], ...] = ()
    notices: tuple[SpokenNotice, ...] = USUAL_NOTICES
