"""Up to when payments are known: the same for everybody."""

from __future__ import annotations

from datetime import datetime

from kajo.core.briefly import briefly
from kajo.invoices.models import PaymentsKnown


@briefly
def payments_known_until() -> datetime | None:
    """Return the instant up to which payments have reached Kajo, or None when none have. One query."""
    return PaymentsKnown.objects.values_list("known_at", flat=True).first()
