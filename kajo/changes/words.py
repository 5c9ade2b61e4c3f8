"""Where a change is on its way to the retailer's systems."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ChangeState(TextChoices):
    PENDING = "pending", _("Waits for confirmation")
    CONFIRMED = "confirmed", _("Confirmed")
    REFUSED = "refused", _("Refused")
