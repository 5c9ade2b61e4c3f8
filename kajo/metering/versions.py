"""How readings stood before each later import: an invoice may have been made from what held then."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from kajo.access.holdings import Holding
from kajo.metering import store
from kajo.metering.queries import asked_of, intervals_of
from kajo.metering.rows import Intervals
from kajo.metering.words import Flow, ReadingType

MOST_VERSIONS = 12


@dataclass(frozen=True)
class Version:
    """The intervals of a period as they stood until an import at `until` changed or completed them."""

    until: datetime
    intervals: Intervals


def list_versions(
    holdings: Sequence[Holding],
    first_day: date,
    end_day: date,
    flow: Flow = Flow.CONSUMPTION,
    reading_type: ReadingType | None = None,
) -> list[Version]:
    """Return how the intervals of one location stood before each import, the latest of them first.

    Of each day, as billed unless a reading type is named, what held then. At most MOST_VERSIONS; none when
    everything came at once and stands as it came.

    :raises ValueError: when the holdings are of several metering points
    """
    rows = store.fetch(
        "select import_id, replaced_by, received_at, head, energies, quality"
        " from kajo_versions(%s, %s, %s, %s, %s)",
        asked_of(holdings, first_day, end_day, flow, reading_type),
    )
    blocks = [_Block(*row) for row in rows]
    imports = {block.import_id: block.received_at for block in blocks}
    later = sorted(imports, reverse=True)[:-1][:MOST_VERSIONS]
    return [Version(imports[number], _standing_before(number, blocks)) for number in later]


@dataclass(frozen=True)
class _Block:
    import_id: int
    replaced_by: int | None
    received_at: datetime
    head: int
    energies: bytes
    quality: bytes | None

    @property
    def day(self) -> int:
        return self.head >> 32

    def stood_before(self, number: int) -> bool:
        return self.import_id < number and (self.replaced_by is None or self.replaced_by >= number)


def _standing_before(number: int, blocks: Sequence[_Block]) -> Intervals:
    """Return what held before an import: of each day the furthest reading type, which ends the head's day."""
    by_day: dict[int, _Block] = {}
    for block in blocks:
        known = by_day.get(block.day)
        if block.stood_before(number) and (known is None or block.head >> 16 > known.head >> 16):
            by_day[block.day] = block
    rows: list[tuple[Any, ...]] = [
        (block.head, block.energies, block.quality) for _, block in sorted(by_day.items())
    ]
    return intervals_of(rows)
