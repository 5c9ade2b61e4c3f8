"""Where a report leads: its neighbours' addresses, the switches above the chart, the way back up."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlencode

from kajo.access.policy import CustomerAccess
from kajo.customer_site.reporting.words import short_name, step_name
from kajo.reporting.periods import FIXED_STEPS, ONE_DAY, Period, Step, period_of
from kajo.reporting.rows import Report
from kajo.ui.parts import Tab

WIDER = {
    Step.MONTH: (Step.YEAR,),
    Step.WEEK: (Step.YEAR,),
    Step.DAY: (Step.YEAR, Step.MONTH),
}


Addresses = Callable[[Period], str]


def address_of(access: CustomerAccess, location: str, period: Period) -> str:
    return access.url("report-period", location=location, step=period.step.value, period=period.text)


def addresses(access: CustomerAccess, location: str) -> Addresses:
    """Return what gives the address of any period: looking up a URL for each bar would cost too much."""
    example = access.url("report-period", location=location, step="step", period="p")
    beginning = example.removesuffix("step/p/")
    return lambda period: f"{beginning}{period.step}/{period.text}/"


def steps(report: Report, address: Addresses) -> list[Tab]:
    """Return the switch between year, month, week and day, each around this period's newest day."""
    first, last = report.period.starts_on, report.period.last_day
    if report.has_data_until is not None:
        last = max(first, min(last, report.has_data_until - ONE_DAY))
    return [
        Tab(
            step_name(step),
            address(period_of(step, last)),
            current=step is report.period.step,
        )
        for step in FIXED_STEPS
    ]


def interval_steps(report: Report, *, by_hours: bool) -> list[Tab]:
    if not report.has_quarters:
        return []
    return [
        Tab(step_name("quarter"), "?by=quarter", current=not by_hours),
        Tab(step_name("hour"), "?by=hour", current=by_hours),
    ]


def parents(report: Report, address: Addresses) -> list[tuple[str, str]]:
    """Return the name and address of the longer periods that this one lies in, the longest first."""
    wider = [period_of(step, report.period.starts_on) for step in WIDER.get(report.period.step, ())]
    return [(short_name(period), address(period)) for period in wider]


def page_address(search: str) -> str:
    """Return the address of a page of the locations, with {page} where its number goes."""
    return f"?{urlencode({'search': search})}&page={{page}}" if search else "?page={page}"
