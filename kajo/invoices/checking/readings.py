"""What a site's days cost by the readings of today, and by those that an invoice may have followed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from functools import cached_property

from kajo.core.times import local_day
from kajo.invoices.checking.matching import Days
from kajo.invoices.checking.rows import Finding
from kajo.invoices.checking.words import Reason
from kajo.metering.queries import read_intervals
from kajo.metering.rows import Intervals
from kajo.metering.versions import Version, list_versions
from kajo.metering.words import ReadingType
from kajo.pricing.queries import Pricing
from kajo.pricing.rows import Bill, CannotPrice
from kajo.ui import formats


class KnownReadings:
    """The bills of one site, each worked out once; other readings are read only when they are asked for."""

    def __init__(self, pricing: Pricing) -> None:
        self.pricing = pricing
        self.bills: dict[Days, Bill] = {}

    def bill_of(self, days: Days) -> Bill:
        """Return what the days cost.

        :raises CannotPrice: when their prices or all their readings are not known
        """
        if days not in self.bills:
            self.bills[days] = self.pricing.bill(*days)
        return self.bills[days]

    def others_of(self, days: Days) -> Iterator[tuple[Finding, Bill]]:
        """Yield what the days cost by other readings, each with what it means to have followed them."""
        for version in self._versions:
            yield from self._billed(self._meaning_of(version), days, version.intervals)
        if self._measured is not None:
            yield from self._billed(Finding(Reason.NOT_NETTED), days, self._measured)

    @cached_property
    def _versions(self) -> list[Version]:
        return list_versions(self.pricing.holdings, self.pricing.starts_on, self.pricing.ends_on)

    @cached_property
    def _measured(self) -> Intervals | None:
        """What was measured, where something else is billed."""
        pricing = self.pricing
        if pricing.intervals.reading_types in ((), (ReadingType.BN01,)):
            return None
        days = pricing.starts_on, pricing.ends_on
        return read_intervals(pricing.holdings, *days, reading_type=ReadingType.BN01)

    def _billed(self, finding: Finding, days: Days, intervals: Intervals) -> Iterator[tuple[Finding, Bill]]:
        try:
            yield finding, self.pricing.bill(*days, intervals=intervals)
        except CannotPrice:
            return

    def _meaning_of(self, version: Version) -> Finding:
        then, now = version.intervals, self.pricing.intervals
        facts = {"day": _written(version.until)}
        if _known(then) < _known(now):
            return Finding(Reason.COMPLETED_SINCE, facts)
        if then.estimated.sum() > now.estimated.sum():
            return Finding(Reason.ESTIMATED_THEN, facts)
        return Finding(Reason.CORRECTED_SINCE, facts)


def _known(intervals: Intervals) -> int:
    """Return for how many minutes there is a value."""
    return int(intervals.minutes[~intervals.missing].sum())


def _written(instant: datetime) -> str:
    return formats.day(local_day(instant), formats.page_language())
