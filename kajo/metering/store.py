"""The connection below Django's: binary results, COPY, and statements of the readings' own tables.

Readings are the one place where the ORM's way costs more than the query itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import psycopg
from django.db import connection


def fetch(query: str, params: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
    """Return all rows, fetched in the binary format."""
    if connection.queries_logged:  # statements are counted in tests, and these are statements
        connection.queries_log.append({"sql": query, "time": "0"})
    with _cursor() as cursor:
        return cursor.execute(query.encode(), params, prepare=True, binary=True).fetchall()


def execute(query: str, params: Sequence[Any] = ()) -> int:
    """Run a statement and return how many rows it wrote."""
    with _cursor() as cursor:
        return cursor.execute(query.encode(), params).rowcount


def copy_in(table: str, columns: Sequence[str], data: Iterable[bytes]) -> None:
    """COPY binary data into the columns of a table."""
    query = f"copy {table} ({', '.join(columns)}) from stdin (format binary)"
    with _cursor() as cursor, cursor.copy(query.encode()) as copy:
        for part in data:
            copy.write(part)


def _cursor() -> psycopg.Cursor[tuple[Any, ...]]:
    connection.ensure_connection()
    return psycopg.Cursor(connection.connection, row_factory=psycopg.rows.tuple_row)
