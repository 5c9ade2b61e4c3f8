"""The day blocks that the database keeps: read for merging, and laid out for COPY."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kajo.metering import store
from kajo.metering.blocks import Blocks, Ints, offsets_of
from kajo.metering.copying import Bytes, Columns, Numbers
from kajo.metering.local_days import day_of_number
from kajo.metering.packing import Packed, unpack_energy
from kajo.metering.words import Quality

MICROSECONDS = 1_000_000

_READ = """
select point_id, flow, reading_type, day - date '1970-01-01', minutes, scale, energies, quality, sent,
       extract(epoch from sent_at)::bigint, (extract(epoch from received_at) * 1000000)::bigint, import_id
from metering_day
where point_id = any(%s) and day between %s and %s
order by point_id, flow, reading_type, day
"""


@dataclass(frozen=True)
class Kept:
    """Kept blocks and where each came from: `received_at` in microseconds since 1970."""

    blocks: Blocks
    received_at: Ints
    import_id: Ints


def read_kept(wanted: Blocks) -> Kept:
    """Return the kept blocks of the points and days of `wanted`; more than were asked for may come."""
    points = np.unique(wanted.point).tolist()
    first, last = day_of_number(wanted.day.min()), day_of_number(wanted.day.max())
    rows = store.fetch(_READ, (points, first, last))
    columns = list(zip(*rows, strict=True)) or [()] * 12
    point, flow, reading_type, day, minutes, scale = (np.array(c, np.int64) for c in columns[:6])
    slots = np.array([len(energies) // 4 for energies in columns[6]], np.int64)
    quality = _bytes(columns[7], slots, "u1")
    sent_at = np.repeat(np.array(columns[9], np.int64), slots)
    own_times = np.repeat(np.array([sent is not None for sent in columns[8]], bool), slots)
    known_at = np.where(quality == Quality.NOT_SENT, 0, sent_at)
    blocks = Blocks(
        point=point,
        flow=flow,
        reading_type=reading_type,
        day=day,
        minutes=minutes,
        offsets=offsets_of(slots),
        energy=unpack_energy(np.frombuffer(b"".join(columns[6]), "<i4"), scale, slots),
        quality=quality,
        sent=np.where(own_times, _bytes(columns[8], slots, "<u4"), known_at).astype(np.uint32),
    )
    return Kept(blocks, np.array(columns[10], np.int64), np.array(columns[11], np.int64))


def _bytes(values: tuple[bytes | None, ...], slots: Ints, dtype: str) -> NDArray[Any]:
    """Return byte strings laid end to end as numbers; null stands for zeros."""
    width = np.dtype(dtype).itemsize
    whole = b"".join(
        bytes(width * n) if v is None else v for v, n in zip(values, slots.tolist(), strict=True)
    )
    return np.frombuffer(whole, dtype)


def day_columns(blocks: Blocks, packed: Packed, received_at: Ints, import_id: Ints) -> Columns:
    """Return the columns of `metering_day` for the blocks."""
    everywhere = np.ones(len(blocks), bool)
    return {
        "point_id": Numbers("bigint", blocks.point),
        "total": Numbers("bigint", packed.total),
        "received_at": Numbers("timestamptz", received_at),
        "sent_at": Numbers("timestamptz", packed.sent_at * MICROSECONDS),
        "import_id": Numbers("bigint", import_id),
        "day": Numbers("date", blocks.day),
        "flow": Numbers("smallint", blocks.flow),
        "reading_type": Numbers("smallint", blocks.reading_type),
        "minutes": Numbers("smallint", blocks.minutes),
        "scale": Numbers("smallint", packed.scale),
        "missing": Numbers("smallint", packed.missing),
        "estimated": Numbers("smallint", packed.estimated),
        "corrected": Numbers("smallint", packed.corrected),
        "qualities": Numbers("smallint", packed.qualities),
        "energies": Bytes(packed.energy, blocks.offsets, everywhere),
        "quality": Bytes(blocks.quality, blocks.offsets, packed.has_quality),
        "sent": Bytes(blocks.sent.astype("<u4"), blocks.offsets, packed.has_sent),
    }
