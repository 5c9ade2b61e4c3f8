"""The pages of the reporting service, and the file beside each."""

from __future__ import annotations

from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.dateparse import parse_date

from kajo.access.policy import CustomerAccess
from kajo.core import times
from kajo.core.paging import cut_page
from kajo.customer_site.reporting import words
from kajo.customer_site.reporting.csv_file import write_report
from kajo.customer_site.reporting.navigation import (
    address_of,
    addresses,
    interval_steps,
    page_address,
    parents,
    steps,
)
from kajo.customer_site.reporting.pictures import chart_of, strip_of
from kajo.customer_site.reporting.sentences import answer, notes, sentences
from kajo.customer_site.reporting.table import decimals_of, has_change, table_rows
from kajo.files.csv_files import CSV
from kajo.reporting.known import get_known, list_reported, newest_of
from kajo.reporting.periods import ONE_DAY, Period, Step, period_between, period_of, read_period
from kajo.reporting.queries import get_report
from kajo.ui.parts import make_pager, page_number

LOCATIONS_ON_PAGE = 50


def first_page(request: HttpRequest, access: CustomerAccess) -> HttpResponse:
    """Lead to the year of the newest readings, of the location that has them."""
    today = times.today()
    newest = newest_of(list_reported(access, today=today), today=today)
    if newest is None:
        return TemplateResponse(request, "customer_site/reporting/nothing.html")
    return redirect(_newest_year(access, newest.location.key, newest.data_until))


def locations_page(request: HttpRequest, access: CustomerAccess) -> HttpResponse:
    """List the customer's locations to choose from, those whose contracts have ended last."""
    today, search = times.today(), request.GET.get("search", "").strip()
    found = [
        one
        for one in list_reported(access, today=today)
        if search.casefold() in f"{one.location.whole_address} {one.location.gsrn}".casefold()
    ]
    cut = cut_page(page_number(request), total=len(found), a_page=LOCATIONS_ON_PAGE)
    shown = found[cut.start : cut.end]
    context = {
        "locations": [(one, one.has_ended(today), one.is_coming(today)) for one in shown],
        "total": len(found),
        "search": search,
        "has_search": bool(search) or len(found) > LOCATIONS_ON_PAGE,
        "pager": make_pager(cut.number, cut.pages, page_address(search)) if cut.pages > 1 else None,
    }
    return TemplateResponse(request, "customer_site/reporting/locations.html", context)


def location_page(request: HttpRequest, access: CustomerAccess, location: str) -> HttpResponse:
    """Lead to the days that were asked for by the date fields, or to the newest year."""
    first, last = _day(request.GET.get("from")), _day(request.GET.get("to"))
    first, last = first or last, last or first
    if first and last:
        period = period_between(min(first, last), max(first, last))
        return redirect(address_of(access, location, period))
    return redirect(_newest_year(access, location, get_known(access, location).data_until))


def report_page(
    request: HttpRequest, access: CustomerAccess, location: str, step: str, period: str
) -> HttpResponse:
    by_hours = request.GET.get("by") == "hour"
    report = get_report(access, location, _period(step, period), by_hours=by_hours)
    address = addresses(access, location)
    labels = words.row_labels(report)
    chart = chart_of(report, labels, address)
    context = {
        "report": report,
        "title": words.title(report),
        "answer": answer(report),
        "parents": parents(report, address),
        "decimals": decimals_of(report),
        "has_change": has_change(report),
        "table_rows": table_rows(report, labels, address),
        "row_head": words.row_head(report),
        "columns": words.column_names(report),
        "heading": words.heading(report, chart.unit),
        "caption": words.heading(report, "kWh"),
        "sentences": sentences(report),
        "notes": notes(report),
        "chart": chart,
        "strip": strip_of(report, address),
        "steps": steps(report, address),
        "interval_steps": interval_steps(report, by_hours=by_hours),
        "previous_href": report.previous and address(report.previous),
        "next_href": report.next and address(report.next),
        "csv_href": access.url("report-csv", location=location, step=step, period=period),
        "csv_query": "?by=hour" if by_hours else "",
    }
    return TemplateResponse(request, "customer_site/reporting/report.html", context)


def csv_page(
    request: HttpRequest, access: CustomerAccess, location: str, step: str, period: str
) -> HttpResponse:
    report = get_report(access, location, _period(step, period), by_hours=request.GET.get("by") == "hour")
    response = HttpResponse(write_report(report), content_type=CSV)
    name = f"{report.location.gsrn}-{report.period.text}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _period(step: str, text: str) -> Period:
    try:
        return read_period(step, text)
    except ValueError as wrong:
        raise Http404 from wrong


def _newest_year(access: CustomerAccess, location: str, data_until: date | None) -> str:
    day = (data_until or times.today()) - ONE_DAY
    return address_of(access, location, period_of(Step.YEAR, day))


def _day(text: str | None) -> date | None:
    """Return the day that a date field sent, or None when it names none that a report may show."""
    try:
        day = parse_date(text or "")
        return day and period_between(day, day).starts_on
    except ValueError:
        return None
