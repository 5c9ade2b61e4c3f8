"""Rows in PostgreSQL's binary COPY format, made from arrays without a step per row."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

HEADER = b"PGCOPY\n\xff\r\n\x00" + bytes(8)
TRAILER = b"\xff\xff"
DAYS_TO_2000 = 10_957
ROWS_AT_A_TIME = 2_048  # rows of one layout go together, and a point's year should stay together on disk
LONGEST = 65_536  # more values than any row has
NULL = -1

_TYPES = {"bigint": ">i8", "integer": ">i4", "smallint": ">i2", "date": ">i4", "timestamptz": ">i8"}
_SINCE_2000 = {"date": DAYS_TO_2000, "timestamptz": DAYS_TO_2000 * 86_400 * 1_000_000}


@dataclass(frozen=True)
class Numbers:
    """A column of one number a row: dates in days and instants in microseconds, both since 1970."""

    kind: str
    values: NDArray[np.int64]


@dataclass(frozen=True)
class Bytes:
    """A bytea column: row i has the values from `offsets[i]` until before `offsets[i + 1]`, or null."""

    values: NDArray[Any]
    offsets: NDArray[np.int64]
    present: NDArray[np.bool_]


Columns = Mapping[str, Numbers | Bytes]


def binary_rows(columns: Columns) -> Iterator[bytes]:
    """Yield the data of `COPY … (FORMAT BINARY)` for the columns in their order.

    Within each run of 2,048 rows, those with equal lengths go together; their order is not kept.
    """
    yield HEADER
    rows = max(len(column.values) for column in columns.values() if isinstance(column, Numbers))
    layouts = _layouts(columns, rows)
    for begin in range(0, rows, ROWS_AT_A_TIME):
        run = layouts[begin : begin + ROWS_AT_A_TIME]
        for layout in np.unique(run):
            yield _encode(columns, begin + np.flatnonzero(run == layout))
    yield TRAILER


def _layouts(columns: Columns, rows: int) -> NDArray[np.int64]:
    """Return one number for each row, the same for rows whose bytes columns are of the same lengths."""
    layout = np.zeros(rows, np.int64)
    for column in columns.values():
        if isinstance(column, Bytes):
            layout = layout * LONGEST + np.where(column.present, np.diff(column.offsets) + 1, 0)
    return layout


def _encode(columns: Columns, chosen: NDArray[np.int64]) -> bytes:
    """Return the chosen rows, which are of one layout."""
    shape: list[Any] = [("columns", ">i2")]
    values: dict[str, NDArray[Any]] = {}
    for name, column in columns.items():
        shape.append((f"{name} length", ">i4"))
        if isinstance(column, Numbers):
            shape.append((name, _TYPES[column.kind]))
            values[name] = column.values[chosen] - _SINCE_2000.get(column.kind, 0)
        elif column.present[chosen[0]]:
            begins = column.offsets[chosen]
            count = int(column.offsets[chosen[0] + 1] - begins[0])
            shape.append((name, column.values.dtype, (count,)))
            values[name] = column.values[begins[:, None] + np.arange(count)]
    table = np.empty(len(chosen), np.dtype(shape))
    table["columns"] = len(columns)
    for name in columns:
        table[f"{name} length"] = table.dtype[name].itemsize if name in values else NULL
        if name in values:
            table[name] = values[name]
    return table.tobytes()
