"""How a test opens a screen; the fixture `opening` is one."""

from collections.abc import Callable

from playwright.sync_api import Page

Opening = Callable[..., Page]
"""`opening(office, "/hall", "hall", size=(1920, 1080), …)`: see tests/screens/conftest.py."""

PATIENCE_MS = 5000
LOADING_MS = 20_000
"""Of a page with all that belongs to it: a browser's first one on a busy machine may take long, and hangs end here."""
