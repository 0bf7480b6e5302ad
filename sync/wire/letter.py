"""What all letters have in common: one JSON object, read from a stranger within bounds."""

from abc import ABC, abstractmethod
from typing import Any, Self

from sync.wire import jsontext
from sync.wire.fields import Fields

LETTER_LIMIT = 64 * 1024


class Letter(ABC):
    """Keys that are not known here are passed over; missing ones and wrong types are refused."""

    __slots__ = ()

    @abstractmethod
    def to_json(self) -> dict[str, Any]: ...

    @classmethod
    @abstractmethod
    def from_fields(cls, fields: Fields) -> Self: ...

    def pack(self) -> bytes:
        return jsontext.write(self.to_json())

    @classmethod
    def unpack(cls, payload: bytes) -> Self:
        return cls.from_fields(Fields.read(payload, LETTER_LIMIT))
