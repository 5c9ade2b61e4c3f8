"""Time in Finland: local days, their quarter-hours and hours, weeks and months. Periods are half-open."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils import timezone

HELSINKI = ZoneInfo("Europe/Helsinki")


def now() -> datetime:
    """Return this instant, in Helsinki's time."""
    return timezone.now().astimezone(HELSINKI)


def today() -> date:
    """Return the local day of this instant."""
    return now().date()


def local_midnight(day: date) -> datetime:
    """Return the instant at which the local day begins."""
    return datetime(day.year, day.month, day.day, tzinfo=HELSINKI)


def minutes_in_day(day: date) -> int:
    """Return the length of the local day: 1380, 1440 or 1500 minutes."""
    begins, ends = local_midnight(day), local_midnight(day + timedelta(days=1))
    return int((ends.timestamp() - begins.timestamp()) / 60)


def slots_in_day(day: date, minutes: int) -> int:
    """Return how many intervals of that many minutes the local day has: 92, 96 or 100 quarters.

    :raises ValueError: when the day does not divide into such intervals
    """
    slots, rest = divmod(minutes_in_day(day), minutes)
    if rest:
        raise ValueError(f"{day} does not divide into intervals of {minutes} minutes")
    return slots


def parse_day(text: str) -> date:
    """Return the day that is written as year-month-day.

    :raises ValueError: when it is not
    """
    return date.fromisoformat(text)


def local_times(seconds: Sequence[int]) -> list[datetime]:
    """Return instants, in seconds since 1970 and in their order, by the local clock."""
    if not seconds:
        return []
    first, last = (datetime.fromtimestamp(instant, HELSINKI) for instant in (seconds[0], seconds[-1]))
    if first.utcoffset() != last.utcoffset():  # the clock is turned between them
        return [datetime.fromtimestamp(instant, HELSINKI) for instant in seconds]
    return [first + timedelta(seconds=instant - seconds[0]) for instant in seconds]


def local_day(instant: datetime) -> date:
    """Return the local day that the instant falls in."""
    return instant.astimezone(HELSINKI).date()


def last_day_before(instant: datetime | None) -> date | None:
    """Return the last local day on which what ends at the instant still holds; None when it is open."""
    return None if instant is None else local_day(instant - timedelta(microseconds=1))


def month_of(day: date) -> tuple[date, date]:
    """Return the month of the day: its first day and the next month's."""
    first = day.replace(day=1)
    return first, next_month(first)


def next_month(day: date) -> date:
    """Return the first day of the month after the day's."""
    return date(day.year + day.month // 12, day.month % 12 + 1, 1)


def week_of(day: date) -> tuple[date, date]:
    """Return the week of the day: its Monday and the next."""
    monday = day - timedelta(days=day.weekday())
    return monday, monday + timedelta(days=7)


def year_of(day: date) -> tuple[date, date]:
    """Return the year of the day: its first day and the next year's."""
    return date(day.year, 1, 1), date(day.year + 1, 1, 1)


def days_between(starts_on: date, ends_on: date) -> list[date]:
    """Return the days of a half-open period, in order."""
    return [starts_on + timedelta(days=step) for step in range((ends_on - starts_on).days)]


def months_between(starts_on: date, ends_on: date) -> list[date]:
    """Return the first days of the months that a half-open period touches, in order."""
    months = []
    month = starts_on.replace(day=1)
    while month < ends_on:
        months.append(month)
        month = next_month(month)
    return months
