"""What a difference between two invoices is made of."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Cause(TextChoices):
    """Why one invoice is more or less than another, in the order in which it is told."""

    DAYS = "days", _("Length of the period")
    WEATHER = "weather", _("Weather")
    USE = "use", _("Use")
    PRICE = "price", _("Price")
    OTHER = "other_rows", _("Other rows")


class Against(TextChoices):
    """What an invoice is compared with."""

    LAST_PERIOD = "last_period", _("Compared with the previous invoice")
    LAST_YEAR = "last_year", _("Compared with the year before")
