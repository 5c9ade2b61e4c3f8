"""The pages of the reporting service, and the file beside each."""

from __future__ import annotations

from datetime import date, timedelta

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.dateparse import parse_date

from kajo.access.policy import CustomerAccess
from kajo.contracts.queries import list_locations
from kajo.core import times
from kajo.customer_site.reporting.csv_file import write_csv
from kajo.customer_site.reporting.pictures import chart_of, strip_of
from kajo.customer_site.reporting.words import column_names, heading, sentences, step_name
from kajo.reporting.periods import Period, Step, period_of, read_period
from kajo.reporting.queries import get_report, newest_day
from kajo.reporting.rows import Report
from kajo.ui.parts import Tab

LONGEST_DAYS = {Step.DAY: 1, Step.WEEK: 7, Step.MONTH: 31}


def first_page(request: HttpRequest, access: CustomerAccess) -> HttpResponse:
    """Lead to the year of the newest readings of the first location."""
    locations = list_locations(access)
    if not locations:
        return TemplateResponse(request, "customer_site/reporting/nothing.html")
    return redirect(_newest(access, locations[0].key))


def location_page(request: HttpRequest, access: CustomerAccess, location: str) -> HttpResponse:
    """Lead to the days that were asked for by the date fields, or to the newest year."""
    starts_on, last = _day(request.GET.get("from")), _day(request.GET.get("to"))
    if starts_on and last and starts_on <= last:
        step = next(
            (step for step, days in LONGEST_DAYS.items() if (last - starts_on).days < days), Step.YEAR
        )
        return redirect(_address(access, location, period_of(step, starts_on)))
    return redirect(_newest(access, location))


def report_page(
    request: HttpRequest, access: CustomerAccess, location: str, step: str, period: str
) -> HttpResponse:
    by_hours = request.GET.get("by") == "hour"
    report = get_report(access, location, _period(step, period), by_hours=by_hours)
    locations = list_locations(access)
    context = {
        "report": report,
        "locations": locations if len(locations) > 1 else [],
        "decimals": 3 if report.minutes else 1,
        "columns": column_names(report),
        "heading": heading(report),
        "sentences": sentences(report),
        "chart": chart_of(report, access),
        "strip": strip_of(report, access),
        "steps": _steps(report, access),
        "interval_steps": _interval_steps(report, by_hours=by_hours),
        "previous_href": report.previous and _address(access, location, report.previous),
        "next_href": report.next and _address(access, location, report.next),
        "csv_href": access.url("report-csv", location=location, step=step, period=period),
        "csv_query": "?by=hour" if by_hours else "",
    }
    return TemplateResponse(request, "customer_site/reporting/report.html", context)


def csv_page(
    request: HttpRequest, access: CustomerAccess, location: str, step: str, period: str
) -> HttpResponse:
    report = get_report(access, location, _period(step, period), by_hours=request.GET.get("by") == "hour")
    response = HttpResponse(write_csv(report), content_type="text/csv; charset=utf-8")
    name = f"{report.location.gsrn}-{report.period.text}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _period(step: str, text: str) -> Period:
    try:
        return read_period(step, text)
    except ValueError as wrong:
        raise Http404 from wrong


def _address(access: CustomerAccess, location: str, period: Period) -> str:
    return access.url("report-period", location=location, step=period.step.value, period=period.text)


def _newest(access: CustomerAccess, location: str) -> str:
    day = newest_day(access, location) or times.today() - timedelta(days=1)
    return _address(access, location, period_of(Step.YEAR, day))


def _steps(report: Report, access: CustomerAccess) -> list[Tab]:
    """Return the switch between year, month, week and day, each around the newest day of this period."""
    until = min(
        report.period.ends_on, max(report.has_data_until or report.period.ends_on, report.period.starts_on)
    )
    day = max(until - timedelta(days=1), report.period.starts_on)
    return [
        Tab(
            step_name(step),
            _address(access, report.location.key, period_of(step, day)),
            current=step is report.period.step,
        )
        for step in Step
    ]


def _interval_steps(report: Report, *, by_hours: bool) -> list[Tab]:
    if not report.has_quarters:
        return []
    return [
        Tab(step_name("quarter"), "?by=quarter", current=not by_hours),
        Tab(step_name("hour"), "?by=hour", current=by_hours),
    ]


def _day(text: str | None) -> date | None:
    try:
        return parse_date(text or "")
    except ValueError:
        return None
