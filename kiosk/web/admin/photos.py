"""Photographs of clerks: whatever picture somebody uploads becomes a small square PNG.

Decoding and writing anew also drops what a camera hides in a picture (place, time, serial numbers). Pillow
is loaded with the first picture.
"""

import io
from typing import Any

from look.words import N_
from office.domain.refusals import Invalid

SIDE = 256
"""Pixels of a side."""
MOST_PIXELS = 40_000_000
"""More than any telephone's camera of 2026 gives in 300 kB; above it a picture is an attack."""
_KINDS = ("PNG", "JPEG")


def made_small(sent: bytes) -> bytes:
    """A PNG of 256×256 from a PNG or JPEG. Raises Invalid for anything else."""
    from PIL import Image, ImageOps  # 60 ms: only when somebody uploads

    try:
        with Image.open(io.BytesIO(sent), formats=_KINDS) as found:
            if found.width * found.height > MOST_PIXELS:
                raise _no_picture()
            upright = ImageOps.exif_transpose(found).convert("RGB")
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        raise _no_picture() from None
    return _png(ImageOps.fit(upright, (SIDE, SIDE), Image.Resampling.LANCZOS, centering=(0.5, 0.35)))


def _png(picture: Any) -> bytes:
    out = io.BytesIO()
    picture.save(out, "PNG", optimize=True)
    return out.getvalue()


def _no_picture() -> Invalid:
    return Invalid(field="photo", why=N_("Please choose a picture in PNG or JPEG form."))
