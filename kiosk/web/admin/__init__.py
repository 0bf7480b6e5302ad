"""The back office on the web: its part of the LAN API (`/api/v1/admin/…`) and the pages under `/admin`.

Everything that changes something goes through the API, also from the pages, so a program can do whatever a
person can. What a person may do is decided here by the table of `kiosk.web.api.roles`; what is possible, by
`office.backoffice`.
"""

from pathlib import Path

from fastapi import APIRouter

TEMPLATES = Path(__file__).with_name("templates")
STATIC = Path(__file__).with_name("static")

LARGEST_PHOTO = 300_000
"""Bytes of an uploaded picture, before it is made small."""
LARGEST_OFFICE = 4_000_000
"""Bytes of an office's file: twenty full pages of information are most of it."""

LARGEST_PAGE = 128_000
"""Bytes of a page of information: 20,000 letters, written as JSON."""

LARGEST_CATALOGUE = 12_000_000
"""Bytes of a file of procedures."""

LARGEST_PROCEDURE = 1_000_000
"""Bytes of one procedure: a hundred long steps, written as JSON."""

LARGEST_RECORDING = 2_000_000
"""Bytes of an uploaded clip of the voice: a word of one second in studio form is a quarter of it."""

LARGEST_TEMPLATE = 64_000
"""Bytes of a slip's template; written as JSON it takes more."""

UPLOADS = {
    "/api/v1/admin/people/": LARGEST_PHOTO + 1_000,
    "/api/v1/admin/office": LARGEST_OFFICE,
    "/api/v1/admin/content": LARGEST_PAGE,
    "/api/v1/admin/procedures/file": LARGEST_CATALOGUE,
    "/api/v1/admin/procedures/": LARGEST_PROCEDURE,
    "/api/v1/admin/voice/clips/": LARGEST_RECORDING + 1_000,
    "/api/v1/admin/templates/": LARGEST_TEMPLATE * 2,
}
"""Beginnings of paths whose bodies may be larger than usual, for `web.limits.BodyLimit`."""


def api_router() -> APIRouter:
    """All calls, below `/admin`, for `kiosk.web.app.build(api=[…])`; they need `app.state.back_office`."""
    # Loaded when the server is put together.
    from kiosk.web.admin import (
        asking,
        backups,
        calendar,
        content,
        district,
        health,
        house,
        letters,
        lookup,
        machine,
        people,
        procedures,
        records,
        results,
        slips,
        voice,
    )

    router = APIRouter(prefix="/admin")
    house_parts = (people, house, calendar, asking, voice, slips)
    lookup_parts = (content, letters, lookup, procedures)
    for part in (*house_parts, *lookup_parts, records, results, district, backups, health, machine):
        router.include_router(part.router)
    return router
