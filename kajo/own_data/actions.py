"""Ordering a file of all of a customer's data."""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import PermissionDenied

from kajo.access.policy import CustomerAccess
from kajo.access.proofs import Proof
from kajo.core import jobs
from kajo.files.exports import KEPT, ZIP, is_busy
from kajo.own_data.contents import list_parts
from kajo.own_data.models import DataExport
from kajo.own_data.queries import deed_of

JOB = "order.own-data"
MOST_AT_ONCE, MOST_A_DAY = 1, 5


class CannotExport(Exception):
    """Another one is on the way, or enough were made today."""


def order_data(access: CustomerAccess, proof: Proof, *, name: str, now: datetime) -> str:
    """Order a ZIP file of all data; returns the key of the export. Only an owner may, who has just proven it.

    :raises CannotExport: see there
    :raises PermissionDenied: to anybody else, and without a proof that was made for this
    """
    access.require_owner()
    if (proof.user_id, proof.about) != (access.user_id, deed_of(access)):
        raise PermissionDenied
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
