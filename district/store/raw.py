"""psycopg's own cursor, for COPY and for arrays as columns; its errors come out as SQLAlchemy's."""

import contextlib
from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError


@contextlib.contextmanager
def cursor(conn: Connection) -> Iterator[Any]:
    """Inside the transaction of `conn`, which must be one of PostgreSQL. Raises SQLAlchemy's errors."""
    errors = conn.dialect.loaded_dbapi.Error
    wrapped = conn.connection
    with contextlib.closing(wrapped.cursor()) as found:
        try:
            yield found
        except errors as error:
            broken = conn.dialect.is_disconnect(error, wrapped, found)
            if broken:
                conn.invalidate(error)
            raise DBAPIError.instance(
                None, None, error, errors, hide_parameters=True, connection_invalidated=broken, dialect=conn.dialect
            ) from error
