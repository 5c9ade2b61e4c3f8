"""A page of a long list."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeVar

Row = TypeVar("Row")


@dataclass(frozen=True)
class RowPage(Generic[Row]):
    """Some rows of a list: page `number` of so many, and the place of its first row in the whole, from 1."""

    rows: tuple[Row, ...]
    number: int
    pages: int
    first: int

    @property
    def last(self) -> int:
        return self.first + len(self.rows) - 1
