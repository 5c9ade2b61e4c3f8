"""Ordering a file of all of a customer's data."""

from __future__ import annotations

from datetime import datetime

from kajo.access.policy import CustomerAccess
from kajo.core import jobs
from kajo.files.exports import KEPT, ZIP, is_busy
from kajo.own_data.contents import list_parts
from kajo.own_data.models import DataExport

JOB = "order.own-data"
MOST_AT_ONCE, MOST_A_DAY = 1, 5


class CannotExport(Exception):
    """Another one is on the way, or enough were made today."""


def order_data(access: CustomerAccess, *, name: str, now: datetime) -> str:
    """Order a ZIP file of all data; returns the key of the export. Only an owner may.

    :raises CannotExport: see there
    :raises PermissionDenied: to anybody else
    """
    access.require_owner()
    if is_busy(DataExport, access, at_once=MOST_AT_ONCE, a_day=MOST_A_DAY, now=now):
        raise CannotExport
    parts = list_parts(access, now=now)
    export = DataExport(
        owner_id=access.customer_id,
        user_id=access.user_id,
        name=name,
        arguments=parts,
        total=1 + sum(len(keys) for keys in parts.values()),
        asked_at=now,
        expires_at=now + KEPT,
        media_type=ZIP,
    )
    export.save(force_insert=True)
    jobs.order(JOB, export=export.key)
    return export.key
