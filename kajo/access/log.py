"""The access log: who looked at whose data, when and at which page. Owners' own looks are not logged."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import connection

from kajo.access.policy import CustomerAccess, ManyAccess

INSERT = (
    "insert into access_accesslogentry (at, user_id, look_id, customers, page, method)"
    " values (%s, %s, %s, %s::bigint[], %s, %s)"
)


def record_look(access: CustomerAccess, *, page: str, method: str, now: datetime) -> None:
    """Write one row when somebody who is not an owner looks at a customer's page."""
    if not access.is_owner:
        _write(now, access.user_id, access.look_id, [access.customer_id], page, method)


def record_looks(accesses: ManyAccess, *, page: str, method: str, now: datetime) -> None:
    """Write one row for a page that shows many customers, if somebody else owns some of them."""
    if accesses.granted_ids:
        _write(now, accesses.user_id, None, accesses.granted_ids, page, method)


def _write(
    now: datetime, user_id: int, look_id: int | None, customers: Sequence[int], page: str, method: str
) -> None:
    with connection.cursor() as cursor:
        cursor.execute(INSERT, [now, user_id, look_id, list(customers), page, method])
