"""The rows of a file laid out in the slots of their local days."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from kajo.core.refusals import ImportRefused
from kajo.metering import local_days
from kajo.metering.blocks import MINUTES, Blocks, Ints, keys, offsets_of
from kajo.metering.readings import NO_VALUE, Readings, ReadingsFile
from kajo.metering.words import Quality


def lay_out(rows: Readings, point_ids: Mapping[str, int], sent: int, source: ReadingsFile) -> Blocks:
    """Return the day blocks of the rows; slots that the rows lack are NOT_SENT.

    :param sent: when the rows were sent, seconds since 1970
    :raises ImportRefused: naming a row that fits no slot, or a day with two resolutions or two values of a
        slot
    """
    _check_times(rows, source)
    day = local_days.days_of(rows.start)
    point = np.array([point_ids[gsrn] for gsrn in rows.gsrns], np.int64)[rows.point]
    flow, reading_type = rows.flow.astype(np.int64), rows.reading_type.astype(np.int64)
    block, first_rows = _group(keys(point, flow, reading_type, day))
    minutes = rows.minutes[first_rows]
    offsets = offsets_of(local_days.minutes_of(day[first_rows]) // minutes)
    where = offsets[block] + _slots(rows, source, day, minutes[block])
    energy, quality = _fill(rows, where, int(offsets[-1]))
    clash = energy[where] != rows.energy
    _refuse_first(clash, rows, source, day, "energy", "has two different values for one interval; keep one")
    return Blocks(
        point=point[first_rows],
        flow=flow[first_rows],
        reading_type=reading_type[first_rows],
        day=day[first_rows],
        minutes=minutes,
        offsets=offsets,
        energy=energy,
        quality=quality,
        sent=np.where(quality == Quality.NOT_SENT, 0, sent).astype(np.uint32),
    )


def _group(key: Ints) -> tuple[Ints, Ints]:
    """Return each row's group, the groups counted in order of key, and each group's first row.

    Rows of one day mostly follow each other, so the runs of a key are sorted and not the rows.
    """
    begins = np.flatnonzero(np.concatenate([[True], key[1:] != key[:-1]]))
    _, first_runs, group_of_run = np.unique(key[begins], return_index=True, return_inverse=True)
    return np.repeat(group_of_run, np.diff(begins, append=len(key))), begins[first_runs]


def _slots(rows: Readings, source: ReadingsFile, day: Ints, minutes: Ints) -> Ints:
    """Return each row's place in its local day, which has intervals of so many `minutes`."""
    problem = "has readings of two resolutions; send a local day in one resolution"
    _refuse_first(rows.minutes != minutes, rows, source, day, "minutes", problem)
    slot, rest = np.divmod(rows.start - local_days.midnights(day), minutes * 60)
    problem = "has a reading that begins between two intervals of its resolution"
    _refuse_first(rest != 0, rows, source, day, "start", problem)
    return slot


def _fill(rows: Readings, where: Ints, slots: int) -> tuple[Ints, NDArray[np.uint8]]:
    """Return the energies and qualities of all slots; of two rows for one slot the first holds."""
    energy = np.full(slots, NO_VALUE)
    quality = np.full(slots, Quality.NOT_SENT, np.uint8)
    energy[where[::-1]] = rows.energy[::-1]
    quality[where[::-1]] = rows.quality[::-1]
    return energy, quality


def _check_times(rows: Readings, source: ReadingsFile) -> None:
    beyond = np.flatnonzero(~local_days.within_reach(rows.start))
    if beyond.size:
        line, problem = int(rows.line[beyond[0]]), "is not in the years 2000–2099"
        raise ImportRefused(source.file, line, source.field_of("start"), problem)
    odd = np.flatnonzero(~np.isin(rows.minutes, MINUTES))
    if odd.size:
        line = int(rows.line[odd[0]])
        problem = f"{rows.minutes[odd[0]]} minutes is not a resolution that is taken; give 15 or 60"
        raise ImportRefused(source.file, line, source.field_of("minutes"), problem)


def _refuse_first(
    wrong: NDArray[np.bool_], rows: Readings, source: ReadingsFile, day: Ints, column: str, problem: str
) -> None:
    if wrong.any():
        row = int(wrong.argmax())
        whose = rows.gsrns[rows.point[row]]
        shown = f"local day {local_days.day_of_number(day[row])} of {whose} {problem}"
        raise ImportRefused(source.file, int(rows.line[row]), source.field_of(column), shown)
