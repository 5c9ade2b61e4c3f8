"""Ordering a file of a list of many customers."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from kajo.access.policy import ManyAccess
from kajo.core import jobs
from kajo.files.csv_files import CSV
from kajo.files.exports import KEPT, is_busy
from kajo.listings.models import ListExport

JOB = "order.list-file"
MOST_AT_ONCE, MOST_A_DAY = 3, 20


class CannotExport(Exception):
    """The user has others on the way, or enough were made today."""


def order_list(accesses: ManyAccess, arguments: Mapping[str, str], *, name: str, now: datetime) -> str:
    """Order the CSV file of a list as it was narrowed; returns the key of the export.

    :raises CannotExport: see there
    """
    accesses.require(accesses.area)
    if is_busy(ListExport, accesses, at_once=MOST_AT_ONCE, a_day=MOST_A_DAY, now=now):
        raise CannotExport
    export = ListExport(
        user_id=accesses.user_id,
        area=accesses.area.value,
        name=name,
        arguments=dict(arguments),
        total=0,
        asked_at=now,
        expires_at=now + KEPT,
        media_type=CSV,
    )
    export.save(force_insert=True)
    jobs.order(JOB, export=export.key)
    return export.key
