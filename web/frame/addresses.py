"""Where a page may send a browser on: only to pages of this server."""

from urllib.parse import quote, urlsplit

LONGEST = 512


def local_path(address: str | None) -> str | None:
    """The address when it is a path of this server, else None ("//evil", "/\\evil", "https:…", control letters)."""
    if not address or len(address) > LONGEST or not address.startswith("/") or not address.isprintable():
        return None
    if address.startswith("//") or "\\" in address:
        return None
    parts = urlsplit(address)
    return address if not parts.scheme and not parts.netloc else None


def after_sign_in(path: str) -> str:
    """The sign-in page that leads back to this path."""
    return "/sign-in" if path in ("", "/") else f"/sign-in?next={quote(path, safe='')}"
