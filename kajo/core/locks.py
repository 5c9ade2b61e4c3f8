"""Locks that many processes know by name."""

from django.db import connection


def lock_until_commit(name: str) -> None:
    """Wait until nobody else holds the name, and hold it until the present transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtextextended(%s, 0))", [name])
