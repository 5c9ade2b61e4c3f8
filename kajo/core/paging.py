"""Pages of a long list."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, NamedTuple, TypeVar

Row = TypeVar("Row")


class Cut(NamedTuple):
    """Which part of a list is a page: page `number` of so many, the rows from `start` until before `end`."""

    number: int
    pages: int
    start: int
    end: int


def cut_page(page: int, *, total: int, a_page: int) -> Cut:
    """Return where a page of so many rows is in a list; of a page beyond the last one, where the last is."""
    pages = max(1, -(-total // a_page))
    number = min(page, pages)
    return Cut(number, pages, (number - 1) * a_page, number * a_page)


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
