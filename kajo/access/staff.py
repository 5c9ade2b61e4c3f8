"""A look: a staff member sees a customer's own pages, read-only, for a reason, until it ends."""

from __future__ import annotations

from datetime import datetime, timedelta

from kajo.access.models import Customer, StaffLook
from kajo.access.policy import StaffAccess
from kajo.access.wall import open_wall_to

LOOK_LASTS = timedelta(minutes=30)


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


def end_look(access: StaffAccess, *, key: str, now: datetime) -> None:
    """End a look at once; one that has ended stays as it was."""
    look = StaffLook.everything.filter(key=key, staff_id=access.user_id, ends_at__gt=now).first()
    if look is not None:
        open_wall_to(look.owner_id)
        StaffLook.everything.filter(pk=look.pk).update(ends_at=now)
