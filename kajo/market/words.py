"""Codes of the market's tables, and their names on screens."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Supply(TextChoices):
    """Kinds of supply that value added tax can treat differently."""

    ELECTRICITY_SALES = "electricity_sales", _("Electricity and its basic fee")
    DISTRIBUTION = "distribution", _("Distribution and electricity tax")
    OTHER = "other", _("Other charges")
