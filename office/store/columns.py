"""Kinds of columns of our own: how a moment and the parts of a visit lie in the file."""

import json
from dataclasses import asdict
from typing import Any

from sqlalchemy import Dialect, Text, TypeDecorator

from office.domain.moment import Moment
from office.domain.ticket import Part


class MomentText(TypeDecorator[Moment]):
    """A `Moment` as one word: "wall/mono/boot"."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Moment | None, dialect: Dialect) -> str | None:  # noqa: ARG002 - SQLAlchemy names it
        return None if value is None else value.written()

    def process_result_value(self, value: Any | None, dialect: Dialect) -> Moment | None:  # noqa: ARG002
        return None if value is None else Moment.read(value)


class PartsText(TypeDecorator[tuple[Part, ...]]):
    """The ended parts of a visit as JSON; none is NULL."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: tuple[Part, ...] | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        return json.dumps([asdict(one) for one in value], ensure_ascii=False) if value else None

    def process_result_value(self, value: Any | None, dialect: Dialect) -> tuple[Part, ...]:  # noqa: ARG002
        return tuple(Part(**one) for one in json.loads(value)) if value else ()
