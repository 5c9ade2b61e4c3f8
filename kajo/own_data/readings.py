"""A location's intervals as a CSV file for programs: times with their offset, a decimal point, codes."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from datetime import date, timedelta

import numpy as np

from kajo.access.holdings import Holding
from kajo.core.times import local_times
from kajo.metering.queries import list_series, read_intervals
from kajo.metering.rows import Intervals, in_kwh
from kajo.metering.words import Flow, Quality, ReadingType

HEAD = ("flow", "reading_type", "starts_at", "minutes", "energy_kwh", "quality")
A_READ = timedelta(days=366)


def write_readings(holdings: Sequence[Holding]) -> bytes:
    """Return every interval of one location, by flow, reading type and time; without a value, no energy."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(HEAD)
    kept = {(one.flow, one.reading_type) for one in list_series(holdings)}
    for flow, reading_type in sorted(kept, key=lambda pair: (pair[0].value, pair[1].value)):
        days = [one for one in list_series(holdings) if (one.flow, one.reading_type) == (flow, reading_type)]
        first, end = min(one.starts_on for one in days), max(one.ends_on for one in days)
        while first < end:
            until = min(first + A_READ, end)
            writer.writerows(_rows(holdings, first, until, flow, reading_type))
            first = until
    return text.getvalue().encode()


def _rows(
    holdings: Sequence[Holding], first: date, until: date, flow: Flow, reading_type: ReadingType
) -> list[tuple[str, ...]]:
    found: Intervals = read_intervals(holdings, first, until, flow, reading_type)
    starts = local_times(found.starts.astype(np.int64).tolist())
    names = [Quality(code).name for code in range(len(Quality))]
    return [
        (
            flow.name.lower(),
            reading_type.name,
            at.isoformat(timespec="minutes"),
            str(minutes),
            "" if is_missing else f"{in_kwh(energy).normalize():f}",
            names[quality],
        )
        for at, minutes, energy, is_missing, quality in zip(
            starts,
            found.minutes.tolist(),
            found.energy.tolist(),
            found.missing.tolist(),
            found.quality.tolist(),
            strict=True,
        )
    ]
