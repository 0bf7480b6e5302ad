"""A text as a drawing that a telephone reads."""

import io

QUIET_ZONE = 4
"""Modules of white around the drawing, as ISO/IEC 18004 asks for."""


def drawn(text: str) -> str:
    """The QR symbol of the text as an `<svg>` document, black on white, that grows with its place."""
    import segno  # 20 ms: only for who looks at one

    out = io.BytesIO()
    symbol = segno.make(text, error="m", micro=False, boost_error=False)
    symbol.save(out, kind="svg", border=QUIET_ZONE, dark="#000", light="#fff", omitsize=True, xmldecl=False)
    return out.getvalue().decode()
