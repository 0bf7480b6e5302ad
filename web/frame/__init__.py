"""What the pages of both programs stand in: theme, languages, words of scripts, the common scripts and styles."""

from web.frame.frame import STATIC, TEMPLATES, Frame, embedded

__all__ = ["STATIC", "TEMPLATES", "Frame", "embedded"]
