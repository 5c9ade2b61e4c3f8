"""Calling the functions that rooms keep in the database (kajo/<room>/sql/), and nothing else of it."""

from __future__ import annotations

from typing import Any

from django.db import connection


def call(name: str, *arguments: Any) -> Any:
    """Return what a function of ours answers: one value.

    :raises ValueError: when the name is none that a room's function has
    """
    if not (name.startswith("kajo_") and name.isidentifier()):
        raise ValueError(f"{name} is no function of a room's")
    holes = ", ".join(["%s"] * len(arguments))
    with connection.cursor() as cursor:
        cursor.execute(f"select {name}({holes})", arguments)
        (answer,) = cursor.fetchone()
    return answer
