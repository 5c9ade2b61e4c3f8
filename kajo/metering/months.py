"""Sums of calendar months, made from the facts of their days without a look at the intervals."""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np

from kajo.core.times import month_of
from kajo.metering import store
from kajo.metering.blocks import Blocks, Ints, keys
from kajo.metering.copying import Columns, Numbers
from kajo.metering.local_days import day_of_number
from kajo.metering.packing import Packed, unit_of

_READ = """
select point_id, flow, reading_type, day - date '1970-01-01', total * (10 ^ (scale + 3))::bigint,
       missing, estimated, corrected, qualities, octet_length(energies) / 4
from metering_day
where point_id = any(%s) and day >= %s and day < %s
"""


@dataclass(frozen=True)
class DayFacts:
    """What a month is made of: one element a day block; `total` in thousandths of a Wh."""

    point: Ints
    flow: Ints
    reading_type: Ints
    day: Ints
    total: Ints
    missing: Ints
    estimated: Ints
    corrected: Ints
    qualities: Ints
    intervals: Ints

    def __len__(self) -> int:
        return len(self.day)

    @property
    def key(self) -> Ints:
        return keys(self.point, self.flow, self.reading_type, self.day)

    def take(self, chosen: Ints) -> DayFacts:
        return DayFacts(*(getattr(self, f.name)[chosen] for f in fields(self)))


def facts_of(blocks: Blocks, packed: Packed) -> DayFacts:
    """Return the facts of blocks that are to be written."""
    return DayFacts(
        point=blocks.point,
        flow=blocks.flow,
        reading_type=blocks.reading_type,
        day=blocks.day,
        total=packed.total * unit_of(packed.scale),
        missing=packed.missing,
        estimated=packed.estimated,
        corrected=packed.corrected,
        qualities=packed.qualities,
        intervals=blocks.slots,
    )


def together(parts: list[DayFacts]) -> DayFacts:
    """Return the facts of all parts, one after the other."""
    return DayFacts(*(np.concatenate([getattr(p, f.name) for p in parts]) for f in fields(DayFacts)))


def sum_months(written: DayFacts) -> Columns:
    """Return the rows of `metering_month` that the written days touch, kept days of those months included."""
    kept = _read_months_of(written)
    days = together([written, kept.take(np.flatnonzero(~np.isin(kept.key, written.key)))])
    month = days.day.astype("M8[D]").astype("M8[M]").astype(np.int64)
    touched = np.isin(_month_key(days, month), _month_key(days, month)[: len(written)])
    chosen = np.flatnonzero(touched)
    chosen = chosen[np.argsort(_month_key(days, month)[chosen], kind="stable")]
    days, month = days.take(chosen), month[chosen]
    begins = np.flatnonzero(np.diff(_month_key(days, month), prepend=-1))
    until = np.maximum.reduceat(np.where(days.missing == 0, days.day + 1, NEVER), begins)
    return {
        "point_id": Numbers("bigint", days.point[begins]),
        "flow": Numbers("smallint", days.flow[begins]),
        "reading_type": Numbers("smallint", days.reading_type[begins]),
        "month": Numbers("date", month[begins].astype("M8[M]").astype("M8[D]").astype(np.int64)),
        "complete_until": Numbers("date", until),
        "days": Numbers("smallint", np.diff(begins, append=len(days))),
        "qualities": Numbers("smallint", np.bitwise_or.reduceat(days.qualities, begins)),
        "total": Numbers("bigint", np.add.reduceat(days.total, begins)),
        "missing": Numbers("integer", np.add.reduceat(days.missing, begins)),
        "estimated": Numbers("integer", np.add.reduceat(days.estimated, begins)),
        "corrected": Numbers("integer", np.add.reduceat(days.corrected, begins)),
        "intervals": Numbers("integer", np.add.reduceat(days.intervals, begins)),
    }


NEVER = 0
"""`complete_until` of a month without a whole day: 1970-01-01."""


def _month_key(days: DayFacts, month: Ints) -> Ints:
    return keys(days.point, days.flow, days.reading_type, month)


def _read_months_of(written: DayFacts) -> DayFacts:
    first, _ = month_of(day_of_number(written.day.min()))
    _, end = month_of(day_of_number(written.day.max()))
    rows = store.fetch(_READ, (np.unique(written.point).tolist(), first, end))
    columns = zip(*rows, strict=True) if rows else [()] * len(fields(DayFacts))
    return DayFacts(*(np.array(column, np.int64) for column in columns))
