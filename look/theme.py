"""The colours and measures of the product, in one place for pages, screens and paper.

Every text colour is readable (contrast of at least 7) on every ground that it is used on; `TEXT_ON` lists
these pairs and a test measures them. `accent` is for shapes only. A service's colour always stands with its
letter.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Colours:
    """All colours as #RRGGBB."""

    ink: str = "#0B2545"
    ink2: str = "#33475F"
    mute: str = "#435163"
    line: str = "#D5DCE5"  # separates; a control's edge is `edge`
    edge: str = "#74839A"
    ground: str = "#F3F6FA"
    card: str = "#FFFFFF"
    off: str = "#ECEFF3"
    primary: str = "#00458F"
    primary_soft: str = "#E3EDF8"
    good: str = "#14572F"
    good_soft: str = "#E3F2E8"
    good_light: str = "#5BD08A"
    bad: str = "#98201A"
    bad_soft: str = "#FBE9E7"
    warn: str = "#6B4200"
    warn_soft: str = "#FFF3D6"
    accent: str = "#C8102E"
    gold: str = "#FFD100"
    night: str = "#0A0F1C"
    night2: str = "#141C30"
    night_ink: str = "#DCE5F2"
    night_mute: str = "#B9C6D8"


COLOURS = Colours()

SERVICE: Mapping[str, str] = MappingProxyType(
    {
        "A": "#00458F",
        "B": "#6A1B9A",
        "C": "#00615A",
        "D": "#A3124F",
        "E": "#7A4200",
        "G": "#2B621D",
        "H": "#43545E",
        "K": "#1F4E79",
        "L": "#4A3B8F",
        "M": "#5B3A1E",
        "N": "#004D66",
        "P": "#7A1F6B",
        "T": "#98201A",
        "V": "#3D5A00",
    }
)
"""The colour of each prefix letter, for white letters on it and for itself on white."""

FONT_STACK = '"Noto Sans", sans-serif'
RADIUS_PX = 18

TEXT_ON: tuple[tuple[str, str], ...] = (
    *((text, ground) for text in ("ink", "ink2", "mute", "primary") for ground in ("card", "ground")),
    *((text, ground) for text in ("good", "bad", "warn") for ground in ("card", "ground")),
    *((text, "off") for text in ("ink", "ink2", "warn")),
    *((text, f"{text}_soft") for text in ("primary", "good", "bad", "warn")),
    *(("ink", f"{ground}_soft") for ground in ("primary", "good", "bad", "warn")),
    *(("card", ground) for ground in ("ink", "primary", "good", "bad", "warn", "night", "night2")),
    *((text, ground) for text in ("gold", "night_ink", "night_mute") for ground in ("night", "night2")),
    ("gold", "ink"),
    ("primary", "warn_soft"),
    ("good_light", "ink"),
)
"""The pairs of text and ground that pages and screens may use, by name."""


def service_colour(prefix: str) -> str:
    """The colour of a service's prefix letter; an unknown letter gets the quiet one of "H"."""
    return SERVICE.get(prefix, SERVICE["H"])


def _channel(value: int) -> float:
    share = value / 255
    return share / 12.92 if share <= 0.04045 else float(((share + 0.055) / 1.055) ** 2.4)


def luminance(colour: str) -> float:
    """The relative luminance of a #RRGGBB colour, 0 to 1 (WCAG 2.2)."""
    red, green, blue = (_channel(part) for part in bytes.fromhex(colour.removeprefix("#")))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """The contrast of two #RRGGBB colours, 1 to 21 (WCAG 2.2)."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def css_variables() -> str:
    """The theme as one CSS rule: `--ink`, `--primary-soft`, `--A` … `--V`, `--r`, `--font`."""
    named = {name.replace("_", "-"): value for name, value in asdict(COLOURS).items()}
    measures = {"r": f"{RADIUS_PX}px", "font": FONT_STACK}
    lines = (f"  --{name}: {value};" for name, value in {**named, **SERVICE, **measures}.items())
    return ":root {\n" + "\n".join(lines) + "\n}\n"
