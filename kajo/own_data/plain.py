"""Rows as JSON's own types: what pages show, under the names that the code has for it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Set
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import Any

from django.utils.functional import Promise

# Numbers of rows in the database, which mean nothing elsewhere.
LEFT_OUT = {"id", "customer_id", "user_id", "owner_id", "point_id", "location_id", "look_id"}


def as_json(value: Any) -> bytes:
    """Return a row, or rows, as a JSON text. Decimals are texts, so that nothing is rounded."""
    return json.dumps(plain(value), ensure_ascii=False, indent=1).encode()


def plain(value: Any) -> Any:
    """Return a value of JSON's own types.

    :raises TypeError: when it is of a kind that no row has
    """
    if is_dataclass(value) and not isinstance(value, type):
        return {f.name: plain(getattr(value, f.name)) for f in fields(value) if f.name not in LEFT_OUT}
    if isinstance(value, tuple) and hasattr(value, "_asdict"):
        return {name: plain(part) for name, part in value._asdict().items() if name not in LEFT_OUT}
    if isinstance(value, Enum):
        return value.value if isinstance(value.value, str) else value.name.lower()
    if value is None or isinstance(value, str | bool | int | float):
        return value
    if isinstance(value, Mapping):
        return {str(plain(key)): plain(part) for key, part in value.items()}
    if isinstance(value, list | tuple | Set):
        return [plain(part) for part in value]
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal | Promise):
        return f"{value:f}" if isinstance(value, Decimal) else str(value)
    raise TypeError(f"{type(value).__name__} has no form in JSON")
