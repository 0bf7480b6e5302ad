"""What people see in a browser: the shell of all pages, sign-in, console, the citizens' look-up, the demo's paper."""

from kiosk.web.pages.router import Person, router
from kiosk.web.pages.shell import STATIC, TEMPLATES, Shell

__all__ = ["STATIC", "TEMPLATES", "Person", "Shell", "router"]
