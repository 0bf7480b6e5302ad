"""What people of the office see in a browser: the shell of all pages, sign-in, console, and the demo's paper."""

from kiosk.web.pages.router import Person, router
from kiosk.web.pages.shell import STATIC, TEMPLATES, Shell

__all__ = ["STATIC", "TEMPLATES", "Person", "Shell", "router"]
