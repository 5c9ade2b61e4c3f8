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
    lengths = np.stack([_lengths(column, rows) for column in columns.values()], axis=1)
    for begin in range(0, rows, ROWS_AT_A_TIME):
        run = lengths[begin : begin + ROWS_AT_A_TIME]
        layouts, layout_of_row = np.unique(run, axis=0, return_inverse=True)
        for number, layout in enumerate(layouts):
            chosen = begin + np.flatnonzero(layout_of_row.ravel() == number)
            yield _encode(list(columns.values()), layout, chosen)
    yield TRAILER


def _lengths(column: Numbers | Bytes, rows: int) -> NDArray[np.int64]:
    if isinstance(column, Numbers):
        return np.full(rows, np.dtype(_TYPES[column.kind]).itemsize)
    return np.where(column.present, np.diff(column.offsets) * column.values.itemsize, NULL)


def _encode(columns: list[Numbers | Bytes], layout: NDArray[np.int64], chosen: NDArray[np.int64]) -> bytes:
    shape: list[Any] = [("columns", ">i2")]
    for number, (column, length) in enumerate(zip(columns, layout, strict=True)):
        shape.append((f"length{number}", ">i4"))
        if isinstance(column, Numbers):
            shape.append((f"value{number}", _TYPES[column.kind]))
        elif length != NULL:
            shape.append((f"value{number}", column.values.dtype, int(length) // column.values.itemsize))
    table = np.empty(len(chosen), np.dtype(shape))
    table["columns"] = len(columns)
    for number, (column, length) in enumerate(zip(columns, layout, strict=True)):
        table[f"length{number}"] = length
        if isinstance(column, Numbers):
            table[f"value{number}"] = column.values[chosen] - _SINCE_2000.get(column.kind, 0)
        elif length != NULL:
            each = np.arange(int(length) // column.values.itemsize)
            table[f"value{number}"] = column.values[column.offsets[chosen][:, None] + each]
    return table.tobytes()
