"""A look: a staff member sees a customer's own pages, read-only, for a reason, until it ends."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import QuerySet

from kajo.access.models import Customer, StaffLook
from kajo.access.policy import StaffAccess
from kajo.access.wall import open_wall_to

LOOK_LASTS = timedelta(minutes=30)


@dataclass(frozen=True)
class LookRow:
    """A look that has not ended: whose pages, and why."""

    key: str
    name: str
    number: str
    reason: str
    ends_at: datetime


class CannotLook(Exception):
    """There is no such customer, or no reason was given."""


def begin_look(access: StaffAccess, *, customer_number: str, reason: str, now: datetime) -> str:
    """Begin a look and return its key.

    :raises CannotLook: when there is no such customer or no reason
    """
    customer = Customer.everything.filter(number=customer_number.strip()).first()
    if customer is None or not reason.strip():
        raise CannotLook
    open_wall_to(customer.pk)
    look = StaffLook.everything.create(
        staff_id=access.user_id,
        owner=customer,
        reason=reason.strip(),
        starts_at=now,
        ends_at=now + LOOK_LASTS,
    )
    return look.key


def end_looks(access: StaffAccess, *, now: datetime) -> None:
    """End all of one's own looks at once."""
    for look in _open_looks(access, now):
        open_wall_to(look.owner_id)
        StaffLook.everything.filter(pk=look.pk).update(ends_at=now)


def list_looks(access: StaffAccess, *, now: datetime) -> list[LookRow]:
    """Return one's own looks that have not ended, the newest first."""
    return [
        LookRow(look.key, look.owner.name, look.owner.number, look.reason, look.ends_at)
        for look in _open_looks(access, now)
    ]


def _open_looks(access: StaffAccess, now: datetime) -> QuerySet[StaffLook]:
    looks = StaffLook.everything.filter(staff_id=access.user_id, ends_at__gt=now)
    return looks.select_related("owner").order_by("-starts_at", "-id")
