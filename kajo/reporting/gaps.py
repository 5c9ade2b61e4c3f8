"""Where readings are missing that should be there by now, of many customers at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from kajo.access.holdings import list_holdings_of_many
from kajo.access.policy import ManyAccess
from kajo.metering.queries import list_gaps
from kajo.metering.rows import Gap

LOOKED_BACK = timedelta(days=31)
COMES_WITHIN = timedelta(days=1)  # yesterday's readings may come until today ends


@dataclass(frozen=True)
class GapRow:
    """What a customer, or a location, lacks of the last days: on how many at most, and at how many locations.

    `last_whole_day` is the last one with readings; None when there is none in those days.
    """

    days: int
    locations: int
    last_whole_day: date | None


def find_gaps(accesses: ManyAccess, *, today: date) -> dict[int, GapRow]:
    """Return what each of many customers lacks, by its id; those that lack nothing are left out."""
    return _found(accesses, today, by_location=False)


def find_gaps_of_locations(
    accesses: ManyAccess, location_ids: Collection[int], *, today: date
) -> dict[int, GapRow]:
    """Return what each of the locations lacks, by its id; those that lack nothing are left out."""
    return _found(accesses, today, by_location=True, location_ids=location_ids)


def _found(
    accesses: ManyAccess, today: date, *, by_location: bool, location_ids: Collection[int] | None = None
) -> dict[int, GapRow]:
    holdings = [
        holding
        for holding in list_holdings_of_many(accesses, location_ids=location_ids)
        if holding.covers(today)
    ]
    found: dict[int, list[Gap]] = defaultdict(list)
    for gap in list_gaps(holdings, today - LOOKED_BACK, today - COMES_WITHIN):
        found[gap.holding.location_id if by_location else gap.holding.customer_id].append(gap)
    return {number: _row(gaps) for number, gaps in found.items()}


def _row(gaps: list[Gap]) -> GapRow:
    last_days = [gap.last_whole_day for gap in gaps if gap.last_whole_day]
    return GapRow(
        days=max(gap.days for gap in gaps),
        locations=len(gaps),
        last_whole_day=min(last_days) if len(last_days) == len(gaps) else None,
    )
