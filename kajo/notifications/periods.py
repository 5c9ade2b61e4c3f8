"""From which day until which, as a mail says it."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from kajo.ui import formats


def say_period(first_day: date | None, last_day: date | None, language: str) -> str:
    """Return the days in words; what has no first day holds already, what has no last one goes on."""
    first, last = (formats.day(day, language) if day else "" for day in (first_day, last_day))
    if first and last:
        return _("From %(first)s until %(last)s") % {"first": first, "last": last}
    if first:
        return _("From %(first)s until further notice") % {"first": first}
    return _("Until %(last)s") % {"last": last} if last else _("Until further notice")
