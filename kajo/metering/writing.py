"""Day blocks into the database: merged with those kept, the replaced ones to history, months summed anew."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from kajo.metering import store
from kajo.metering.blocks import Blocks, Ints
from kajo.metering.copying import Columns, Numbers, binary_rows
from kajo.metering.kept import MICROSECONDS, Kept, day_columns, read_kept
from kajo.metering.merging import Merged, merge
from kajo.metering.months import DayFacts, facts_of, sum_months, together
from kajo.metering.packing import pack

BLOCKS_AT_A_TIME = 20_000


@dataclass(frozen=True)
class Sending:
    """Where the blocks of one file come from: its import run, and when they were received."""

    import_id: int
    received_at: datetime


def write(blocks: Blocks, sending: Sending) -> int:
    """Merge the blocks of one file into the kept ones and return how many values are new or other than
    before.

    The caller holds a transaction and the lock `kajo.import`.

    :raises BlockRefused: when a day would change its resolution without being covered, or needs more digits
        than its block has
    """
    _make_staging("metering_day")
    changed = 0
    facts = []
    for begin in range(0, len(blocks), BLOCKS_AT_A_TIME):
        part = blocks.part(begin, min(begin + BLOCKS_AT_A_TIME, len(blocks)))
        kept = read_kept(part)
        merged = merge(kept.blocks, part)
        changed += merged.changed_slots
        _keep_history(kept, part, merged, sending)
        if len(merged.blocks):
            facts.append(_stage(merged.blocks, sending))
    if facts:
        _write_months(together(facts))
        store.execute(_UPSERT_DAYS)
    return changed


def _make_staging(table: str) -> None:
    store.execute(f"create temporary table if not exists {table}_staging (like {table}) on commit drop")
    store.execute(f"truncate {table}_staging")


def _stage(blocks: Blocks, sending: Sending) -> DayFacts:
    packed = pack(blocks)
    columns = day_columns(blocks, packed, *_source(len(blocks), sending))
    _copy("metering_day_staging", columns)
    return facts_of(blocks, packed)


def _keep_history(kept: Kept, new: Blocks, merged: Merged, sending: Sending) -> None:
    """Put aside the kept blocks that change, and the file's blocks that came too late to hold."""
    gone = merged.replaced
    if gone.size:
        old = kept.blocks.take(gone)
        columns = day_columns(old, pack(old), kept.received_at[gone], kept.import_id[gone])
        _copy_history(columns, np.full(gone.size, sending.import_id), sending)
    late = np.flatnonzero(merged.late)
    if late.size:
        lost = new.take(late)
        columns = day_columns(lost, pack(lost), *_source(late.size, sending))
        winner = kept.import_id[np.searchsorted(kept.blocks.key, lost.key)]
        _copy_history(columns, winner, sending)


def _copy_history(columns: Columns, replaced_by: Ints, sending: Sending) -> None:
    rows = len(replaced_by)
    received_at, _ = _source(rows, sending)
    fate = {"replaced_by": Numbers("bigint", replaced_by), "replaced_at": Numbers("timestamptz", received_at)}
    _copy("metering_day_history", {**columns, **fate})


def _source(rows: int, sending: Sending) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    received_at = int(sending.received_at.timestamp() * MICROSECONDS)
    return np.full(rows, received_at), np.full(rows, sending.import_id)


def _write_months(written: DayFacts) -> None:
    _make_staging("metering_month")
    _copy("metering_month_staging", sum_months(written))
    store.execute(_NO_WHOLE_DAY)
    store.execute(_UPSERT_MONTHS)


def _copy(table: str, columns: Columns) -> None:
    store.copy_in(table, list(columns), binary_rows(columns))


_UPSERT_DAYS = """
insert into metering_day select * from metering_day_staging
on conflict (point_id, flow, reading_type, day) do update
set (total, received_at, sent_at, import_id, minutes, scale, missing, estimated, corrected, qualities,
     energies, quality, sent)
  = row(excluded.total, excluded.received_at, excluded.sent_at, excluded.import_id, excluded.minutes,
        excluded.scale, excluded.missing, excluded.estimated, excluded.corrected, excluded.qualities,
        excluded.energies, excluded.quality, excluded.sent)
"""

_NO_WHOLE_DAY = """
update metering_month_staging set complete_until = null where complete_until = date '1970-01-01'
"""

_UPSERT_MONTHS = """
insert into metering_month select * from metering_month_staging
on conflict (point_id, flow, reading_type, month) do update
set (total, complete_until, missing, estimated, corrected, intervals, qualities, days)
  = row(excluded.total, excluded.complete_until, excluded.missing, excluded.estimated, excluded.corrected,
        excluded.intervals, excluded.qualities, excluded.days)
"""
