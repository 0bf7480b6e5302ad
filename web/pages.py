"""Pages that people read: templates in the language of the request.

Owns the Jinja environment (everything escaped, unknown names are mistakes, texts through the catalogue) and
the way from a template's name to a response. Does not know any page. Jinja is imported when the first page is
made: a service that only answers programs starts without it.
"""

from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from starlette.requests import Request
from starlette.responses import HTMLResponse

from look.words import languages, translation
from web import languages as asked
from web.static import Static

if TYPE_CHECKING:
    from jinja2 import Environment


class Pages:
    """Templates from these folders (the first that has a name wins) and the static files that they name.

    Every template knows `language`, `languages`, `path`, `static("console.js")` and the texts `_()`.
    `further` are values that every template of this server knows besides, e.g. the office's name.
    """

    def __init__(self, folders: Sequence[Path], static: Static, further: Mapping[str, object] | None = None) -> None:
        self.folders = tuple(folders)
        self.static = static
        self.further = dict(further or {})

    def page(self, request: Request, template: str, status: int = 200, **values: object) -> HTMLResponse:
        """The finished page. Raises jinja2.TemplateNotFound and UndefinedError: mistakes of ours, not of
        people.
        """
        return HTMLResponse(self.text(request, template, **values), status)

    def text(self, request: Request, template: str, **values: object) -> str:
        """Only the text, for a part of a page."""
        language = asked.of(request)
        known: dict[str, Any] = {"language": language, "path": request.url.path, "request": request}
        return self._environments[language].get_template(template).render(known | values)

    @cached_property
    def _environments(self) -> "dict[str, Environment]":
        return {language: self._environment(language) for language in languages()}

    def _environment(self, language: str) -> "Environment":
        from jinja2 import Environment, FileSystemLoader, StrictUndefined  # late: see the module's docstring

        environment = Environment(
            loader=FileSystemLoader(self.folders),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
            extensions=["jinja2.ext.i18n", "jinja2.ext.do"],
        )
        environment.globals |= {"static": self.static.address, "languages": languages(), **self.further}
        environment.install_gettext_translations(translation(language), newstyle=True)  # type: ignore[attr-defined]
        return environment
