"""Ordering a file of bills."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.core.exceptions import PermissionDenied

from kajo.access.areas import Area
from kajo.access.policy import CustomerAccess
from kajo.core import jobs
from kajo.files.exports import KEPT, ZIP, is_busy
from kajo.invoices.exporting import JOB, MOST_A_DAY, MOST_AT_ONCE, MOST_INVOICES
from kajo.invoices.models import InvoiceExport


class CannotExport(Exception):
    """The file is not made; the message is the reason's code: nothing, too_many, busy."""


def order_zip(access: CustomerAccess, *, keys: Sequence[str], name: str, now: datetime) -> str:
    """Order a ZIP file of the invoices with these keys; returns the key of the export.

    :raises CannotExport: when there are none or too many, or the user has others on the way
    :raises PermissionDenied: during a look of customer service, which takes nothing along
    """
    access.require(Area.INVOICES)
    if access.is_look:
        raise PermissionDenied
    if not keys:
        raise CannotExport("nothing")
    if len(keys) > MOST_INVOICES:
        raise CannotExport("too_many")
    if is_busy(InvoiceExport, access, at_once=MOST_AT_ONCE, a_day=MOST_A_DAY, now=now):
        raise CannotExport("busy")
    export = InvoiceExport(
        owner_id=access.customer_id,
        user_id=access.user_id,
        name=name,
        arguments={"invoices": list(keys)},
        total=len(keys),
        asked_at=now,
        expires_at=now + KEPT,
        media_type=ZIP,
    )
    export.save(force_insert=True)
    jobs.order(JOB, export=export.key)
    return export.key
