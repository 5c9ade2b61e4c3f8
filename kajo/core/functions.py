"""Calling the functions that rooms keep in the database (kajo/<room>/sql/), and nothing else of it."""

from __future__ import annotations

from typing import Any

from django.db import connection
from django.db.models import BooleanField, Func, Value


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


def row_condition(name: str, table: str, *arguments: Any) -> Func:
    """Return the condition that a function within a room says yes to a row of the table."""
    template = f"{name}({table}, %(expressions)s)"
    return Func(*map(Value, arguments), template=template, output_field=BooleanField())


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
