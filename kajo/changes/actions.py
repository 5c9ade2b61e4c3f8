"""Asking the retailer for a change."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from kajo.access.areas import Area, Level
from kajo.access.models import User
from kajo.access.policy import CustomerAccess
from kajo.changes.models import Change
from kajo.changes.rows import ChangeRow, row_of


class AlreadyAsked(Exception):
    """The same was asked before, perhaps at the same moment, and has not been answered."""


def ask(
    access: CustomerAccess,
    *,
    area: Area,
    kind: str,
    subject: str,
    facts: Mapping[str, Any],
    now: datetime,
    edition: int = 0,
) -> ChangeRow:
    """Put a change on its way to the retailer, in the caller's transaction.

    :param facts: what is to be, of JSON's own types; numbers that must be exact as text
    :param edition: from 1 where a newer change may follow before the retailer has answered
    :raises AlreadyAsked: when the same waits already; the transaction can go on
    """
    access.require(area, Level.WRITE)
    change = Change(
        owner_id=access.customer_id,
        area=area.value,
        kind=kind,
        subject=subject,
        edition=edition,
        facts=dict(facts),
        asked_by_id=access.user_id,
        asked_by_name=User.objects.get(pk=access.user_id).get_full_name(),
        asked_at=now,
    )
    try:
        with transaction.atomic():
            change.save(force_insert=True)
    except IntegrityError as refused:
        raise AlreadyAsked from refused
    return row_of(change)
