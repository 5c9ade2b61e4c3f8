"""Ordering a file of bills."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.core.exceptions import PermissionDenied

from kajo.access.areas import Area
from kajo.access.policy import CustomerAccess
from kajo.core import jobs
from kajo.files.words import ExportState
from kajo.invoices.exporting import JOB, KEPT, MOST_A_DAY, MOST_AT_ONCE, MOST_INVOICES, ZIP
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
    _refuse_too_much(access, now)
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


def _refuse_too_much(access: CustomerAccess, now: datetime) -> None:
    own = InvoiceExport.of(access).filter(user_id=access.user_id, asked_at__gt=now - timedelta(days=1))
    going_on = own.filter(state__in=(ExportState.WAITING, ExportState.WORKING), expires_at__gt=now)
    if going_on.count() >= MOST_AT_ONCE or own.count() >= MOST_A_DAY:
        raise CannotExport("busy")
