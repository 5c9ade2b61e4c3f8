"""The access log: who looked at whose data, when and at which page. Owners' own looks are not logged."""

from __future__ import annotations

from datetime import datetime

from kajo.access.models import AccessLogEntry
from kajo.access.policy import CustomerAccess, ManyAccess


def record_look(access: CustomerAccess, *, page: str, method: str, now: datetime) -> None:
    """Write one row when somebody who is not an owner looks at a customer's page."""
    if access.is_owner:
        return
    AccessLogEntry.everything.create(
        at=now,
        user_id=access.user_id,
        look_id=access.look_id,
        customers=[access.customer_id],
        page=page,
        method=method,
    )


def record_looks(accesses: ManyAccess, *, page: str, method: str, now: datetime) -> None:
    """Write one row for a page that shows many customers, if somebody else owns some of them."""
    if not accesses.granted_ids:
        return
    AccessLogEntry.everything.create(
        at=now, user_id=accesses.user_id, customers=accesses.granted_ids, page=page, method=method
    )
