"""What is to be paid and when: the period that is asked for, and the small drawing of its due dates."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from decimal import Decimal

from django.http import QueryDict
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kajo.core.times import days_between, months_between
from kajo.invoices.rows import NOTHING, ToBePaid
from kajo.ui import formats
from kajo.ui.charts import Bar, BarChart

AHEAD = 60  # days that are shown when none are asked for
LONGEST = 3660
BY_DAYS = 62  # a longer period is drawn by months
ONE_DAY = timedelta(days=1)


def read_days(query: QueryDict, today: date) -> tuple[date, date]:
    """Return the half-open period that the address asks for; two months from today where it asks for none."""
    first, last = _day(query.get("from", "")), _day(query.get("to", ""))
    first = first or (min(today, last) if last else today)
    last = last or first + timedelta(days=AHEAD)
    first, last = min(first, last), max(first, last)
    return first, min(last, first + timedelta(days=LONGEST)) + ONE_DAY


def chart_of(found: ToBePaid, today: date) -> BarChart | None:
    """Return what falls due, by days, or by months where the period is long; None where nothing does."""
    if not found.days:
        return None
    by_days = (found.ends_on - found.starts_on).days <= BY_DAYS
    bars = (_by_days if by_days else _by_months)(found, formats.page_language())
    passed = (today - found.starts_on) / (found.ends_on - found.starts_on) * len(bars)
    now_at = min(max(passed, 0.0), float(len(bars)))
    return BarChart(bars=bars, unit="€", size="small", decimals=2, key="due", now_at=now_at)


def chart_words(found: ToBePaid) -> str:
    """Return in words what the drawing shows."""
    language = formats.page_language()
    largest = max(found.days, key=lambda day: day.open_amount)
    days = ngettext("Money falls due on one day.", "Money falls due on %(n)s days.", len(found.days))
    most = _("The most, %(sum)s, falls due %(day)s.") % {
        "sum": formats.money(largest.open_amount, language),
        "day": formats.day(largest.due_on, language),
    }
    return f"{days % {'n': len(found.days)}} {most}" if len(found.days) > 1 else days


def _by_days(found: ToBePaid, language: str) -> tuple[Bar, ...]:
    sums = {day.due_on: day.open_amount for day in found.days}
    return tuple(
        Bar(
            label=formats.day_and_month(day, language) if place % 7 == 0 else "",
            short=formats.day_and_month(day, language) if place % 14 == 0 else "",
            long_label=formats.long_day(day, language),
            value=sums.get(day, NOTHING),
        )
        for place, day in enumerate(days_between(found.starts_on, found.ends_on))
    )


def _by_months(found: ToBePaid, language: str) -> tuple[Bar, ...]:
    sums: dict[date, Decimal] = defaultdict(Decimal)
    for day in found.days:
        sums[day.due_on.replace(day=1)] += day.open_amount
    months = months_between(found.starts_on, found.ends_on)
    return tuple(
        Bar(
            label=_month_label(month, len(months), language),
            short=str(month.month) if len(months) <= 12 else "",
            long_label=formats.month_name(month.month, language, year=month.year),
            value=sums[month],
        )
        for month in months
    )


def _month_label(month: date, months: int, language: str) -> str:
    """Return the month's name; of a long row of months the year, at its January."""
    if months <= 12:
        return formats.month_short(month.month, language)
    return str(month.year) if month.month == 1 else ""


def _day(text: str) -> date | None:
    try:
        day = parse_date(text)
    except ValueError:
        return None
    return day if day and 1990 <= day.year <= 2100 else None
