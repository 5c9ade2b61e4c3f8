"""The readings of a file, column by column, as every format hands them on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

NO_VALUE = np.iinfo(np.int64).min
THOUSANDTHS_IN_KWH = 1_000_000  # energies are counted in thousandths of a Wh: the sixth decimal of a kWh


@dataclass(frozen=True)
class Readings:
    """A run of a file's rows; the arrays are of one length, a row each.

    `point` counts in `gsrns`; `start` is in seconds since 1970, UTC; `energy` in thousandths of a Wh,
    NO_VALUE when missing; `flow`, `reading_type` and `quality` as in words.py; `line` is the row's line in
    the file.
    """

    gsrns: tuple[str, ...]
    point: NDArray[np.int32]
    flow: NDArray[np.uint8]
    reading_type: NDArray[np.uint8]
    start: NDArray[np.int64]
    minutes: NDArray[np.int64]
    energy: NDArray[np.int64]
    quality: NDArray[np.uint8]
    line: NDArray[np.int64]


@dataclass(frozen=True)
class ReadingsFile:
    """A file's readings, read as they are asked for, and its names for our columns.

    `sent` is when the sender made it, seconds since 1970, if the file says.
    """

    file: str
    names: Mapping[str, str]
    parts: Iterator[Readings]
    sent: int | None = None

    def field_of(self, column: str) -> str:
        """Return what the file calls `point`, `start`, `minutes` or `energy`; the same if nothing else."""
        return self.names.get(column, column)
