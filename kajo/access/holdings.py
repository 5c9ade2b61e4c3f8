"""The only way to readings: proof that a customer held a metering point on certain local days."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db import connection

from kajo.access import models
from kajo.access.areas import Area
from kajo.access.policy import CustomerAccess, ManyAccess

# In SQL: every report asks it, and to put it together in Django takes longer than to run it.
SELECT = "select id, owner_id, point_id, location_id, starts_on, ends_on from access_holding"


@dataclass(frozen=True)
class Holding:
    """A metering point held from `starts_on` until before `ends_on` (None: still held), local days.

    Made only here, from rows that pages can read and not write; the database cuts by its own row again.
    """

    id: int
    customer_id: int
    point_id: int
    location_id: int
    starts_on: date
    ends_on: date | None

    def covers(self, day: date) -> bool:
        return self.starts_on <= day and (self.ends_on is None or day < self.ends_on)


def list_holdings(access: CustomerAccess, *, location_id: int | None = None) -> list[Holding]:
    """Return the customer's holdings, the earliest first; of one location when it is named.

    :raises PermissionDenied: without the reporting area
    """
    access.require(Area.REPORTING)
    of_location = "" if location_id is None else " and location_id = %s"
    asked = [access.customer_id] if location_id is None else [access.customer_id, location_id]
    with connection.cursor() as cursor:
        cursor.execute(f"{SELECT} where owner_id = %s{of_location} order by starts_on, id", asked)
        return [Holding(*row) for row in cursor.fetchall()]


def list_holdings_of_many(
    accesses: ManyAccess, *, location_ids: Collection[int] | None = None
) -> list[Holding]:
    """Return the holdings of all customers that were opened together; of some locations when named.

    :raises PermissionDenied: when they were opened for another area
    """
    models.Holding.ask_many(accesses)
    of_locations = "" if location_ids is None else " and location_id = any(%s)"
    asked: list[list[int]] = [list(accesses.customer_ids)]
    if location_ids is not None:
        asked.append(list(location_ids))
    with connection.cursor() as cursor:
        cursor.execute(
            f"{SELECT} where owner_id = any(%s){of_locations} order by owner_id, starts_on, id", asked
        )
        return [Holding(*row) for row in cursor.fetchall()]
