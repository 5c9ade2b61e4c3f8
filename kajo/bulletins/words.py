"""Kinds of bulletins, and their names on screens."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class BulletinKind(TextChoices):
    NEWS = "news", _("News")
    SERVICE_BREAK = "service_break", _("Service break")
    PRICE_CHANGE = "price_change", _("Price change")
    MARKET = "market", _("Electricity market")
    TIP = "tip", _("Tip")
