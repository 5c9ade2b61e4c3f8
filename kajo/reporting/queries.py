"""Reading a report: one location, one period. A constant number of statements, whatever is stored."""

from __future__ import annotations

from dataclasses import replace

from kajo.access.policy import CustomerAccess
from kajo.reporting.intervals import intervals_of
from kajo.reporting.known import Known, get_known
from kajo.reporting.parts import Parts, days_of, months_of, strip_of
from kajo.reporting.periods import Period, Step
from kajo.reporting.rows import Report
from kajo.reporting.sums import total


def get_report(access: CustomerAccess, location: str, period: Period, *, by_hours: bool = False) -> Report:
    """Return a location's report of a period; of a day by hours where it is asked for.

    :raises Http404: when the customer has no such location
    :raises PermissionDenied: without the reporting area
    """
    known = get_known(access, location)
    if period.step is Step.DAY:
        return _day_report(known, period, by_hours=by_hours)
    return _report(known, period, months_of(known, period) if period.is_by_months else days_of(known, period))


def _day_report(known: Known, period: Period, *, by_hours: bool) -> Report:
    found = intervals_of(known.holdings, period, has_production=known.has_production, by_hours=by_hours)
    report = _report(known, period, Parts(found.rows, found.last_year_kwh, strip_of(known, period)))
    return replace(
        report,
        minutes=found.minutes,
        has_quarters=found.has_quarters,
        divided_last_year=found.divided_last_year,
    )


def _report(known: Known, period: Period, parts: Parts) -> Report:
    return Report(
        location=known.location,
        period=period,
        rows=tuple(parts.rows),
        strip=parts.strip,
        total_kwh=total(row.energy_kwh for row in parts.rows),
        same_days_kwh=parts.same_days_kwh,
        production_kwh=total(row.production_kwh for row in parts.rows),
        has_production=known.has_production,
        reading_types=tuple(sorted({kind for row in parts.rows for kind in row.reading_types})),
        held_from=known.held_from or period.starts_on,
        held_until=known.held_until,
        has_data_from=known.data_from,
        has_data_until=known.data_until,
        complete_until=known.complete_until,
        has_other_locations=known.has_others,
    )
