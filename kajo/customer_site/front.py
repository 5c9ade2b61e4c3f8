"""The front page: what to pay, this month so far, contracts and those that end soon, the newest bulletin.

Each is shown to the holders of its area.
"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import pgettext

from kajo.access.areas import Area
from kajo.access.policy import CustomerAccess
from kajo.contracts.queries import list_endings, summarise_contracts
from kajo.core import times
from kajo.customer_site.contracts.pages import notices_of
from kajo.customer_site.frame import newest_bulletins
from kajo.invoices.queries.lists import list_to_pay
from kajo.reporting.month_so_far import DaySoFar, MonthSoFar, get_month_so_far
from kajo.ui import formats
from kajo.ui.charts import Bar, BarChart, day_labels


def front_page(request: HttpRequest, access: CustomerAccess) -> HttpResponse:
    today = times.today()
    month = get_month_so_far(access, today=today) if access.may(Area.REPORTING) else None
    contracts = summarise_contracts(access, today=today) if access.may(Area.CONTRACTS) else None
    endings = notices_of(access, list_endings(access, today=today, only_soon=True)) if contracts else []
    unpaid = list_to_pay(access, today=today) if access.may(Area.INVOICES) else ()
    return TemplateResponse(
        request,
        "customer_site/front.html",
        {
            "month": month,
            "chart": chart_of(month) if month else None,
            "has_reporting": access.may(Area.REPORTING),
            "has_invoices": access.may(Area.INVOICES),
            "next_invoice": next(iter(unpaid), None),
            "other_invoices": len(unpaid) - 1,
            "other_sum": sum(row.open_amount for row in unpaid[1:]),
            "contracts": contracts,
            "endings": endings,
            "bulletin": next(iter(newest_bulletins(request)), None),
        },
    )


def chart_of(month: MonthSoFar) -> BarChart:
    """Return the month by days; last year's days run on over those to come."""
    language = formats.page_language()
    dot = "" if formats.base_language(language) == "en" else "."
    labels = day_labels([day.day.day for day in month.days], dot=dot)
    last_year = formats.month_name(month.starts_on.month, language, year=month.starts_on.year - 1)
    return BarChart(
        bars=tuple(_bar(day, *label, language) for day, label in zip(month.days, labels, strict=True)),
        unit="kWh",
        size="small",
        main_name=pgettext("reading", "measured"),
        before_name=last_year,
    )


def _bar(day: DaySoFar, label: str, short: str, language: str) -> Bar:
    return Bar(
        label=label,
        short=short,
        long_label=formats.long_day(day.day, language),
        value=day.energy_kwh,
        before=day.last_year_kwh,
        estimated_share=day.estimated_share,
        missing_share=0 if day.coming else day.missing_share,
        corrected=day.corrected,
        coming=day.coming,
    )
