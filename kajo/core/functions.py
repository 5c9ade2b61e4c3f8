"""Calling the functions that rooms keep in the database (kajo/<room>/sql/), and nothing else of it."""

from __future__ import annotations

from typing import Any

from django.db import connection


def call(name: str, *arguments: Any) -> Any:
    """Return what a function of ours answers: one value.

    :raises ValueError: when the name is none that a room's function has
    """
    return _ask(f"select {_checked(name)}", arguments)[0][0]


def list_rows(name: str, *arguments: Any) -> list[tuple[Any, ...]]:
    """Return what a function of ours answers: a table's rows.

    :raises ValueError: when the name is none that a room's function has
    """
    return _ask(f"select * from {_checked(name)}", arguments)  # noqa: S608 the name is checked


def _checked(name: str) -> str:
    if not (name.startswith("kajo_") and name.isidentifier()):
        raise ValueError(f"{name} is no function of a room's")
    return name


def _ask(question: str, arguments: tuple[Any, ...]) -> list[tuple[Any, ...]]:
    holes = ", ".join(["%s"] * len(arguments))
    with connection.cursor() as cursor:
        cursor.execute(f"{question}({holes})", arguments)
        found: list[tuple[Any, ...]] = cursor.fetchall()
    return found
