"""Which programs may open a database: one row for each schema that it has been brought to since 0007.

A program that finds a newer schema than its own opens it all the same when the row of that schema names its own schema
or an older one. So an office goes back to the previous version with the database that the newer one has migrated.
"""

from sqlalchemy import Column, Table, Text

from office.store.metadata import metadata

schema_readers = Table(
    "schema_readers",
    metadata,
    Column("version", Text, primary_key=True),  # the schema, e.g. 0008
    Column("oldest", Text, nullable=False),  # the oldest schema whose program may open it, e.g. 0007
)
