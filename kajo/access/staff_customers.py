"""Customers as customer service finds them: who owns each, who has rights to it, who has looked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Q

from kajo.access.holders import slug_of
from kajo.access.models import Customer
from kajo.access.policy import StaffAccess
from kajo.access.rights import Levels, levels_of
from kajo.core.functions import list_rows
from kajo.core.sorting import sort_key
from kajo.core.times import last_day_before, local_day


@dataclass(frozen=True)
class FoundCustomer:
    """A customer of the retailer's register."""

    id: int
    key: str
    number: str
    name: str
    kind: str
    business_id: str
    is_estate: bool


@dataclass(frozen=True)
class WhoRow:
    """An owner of a customer, or somebody with a right to it; `how` says which."""

    how: str
    user_id: int | None
    firm_key: str | None
    name: str
    about: str
    levels: Levels
    starts_on: date
    last_day: date | None
    is_paused: bool
    ground: str
    asked_by: str
    mandate: str | None
    grant: str
    is_over: bool

    @property
    def slug(self) -> str:
        """What names the user or firm in addresses; empty until a right is opened."""
        return slug_of(self.user_id, self.firm_key) if self.user_id or self.firm_key else ""


@dataclass(frozen=True)
class StaffLookRow:
    """One look at the customer's data; customer service sees who of its own looked."""

    at: datetime
    name: str
    is_staff: bool
    page: str
    is_change: bool
    reason: str


COLUMNS = ("id", "key", "number", "name", "kind", "business_id", "is_estate")


def find_customers(
    access: StaffAccess, search: str, *, limit: int, offset: int = 0
) -> tuple[list[FoundCustomer], int]:
    """Return customers whose name, number, business ID or address fits, and how many in all."""
    folded, plain = sort_key(search.strip()), search.strip()
    found = Customer.everything.filter(
        Q(sort_key__contains=folded)
        | Q(number__contains=plain)
        | Q(business_id__startswith=plain)
        | Q(addresses__contains=folded)
    )
    rows = found.order_by("sort_key", "number").values_list(*COLUMNS)[offset : offset + limit]
    return [FoundCustomer(*row) for row in rows], found.count()


def find_customer(access: StaffAccess, key: str) -> FoundCustomer | None:
    """Return the customer of that key, or None."""
    row = Customer.everything.filter(key=key).values_list(*COLUMNS).first()
    return FoundCustomer(*row) if row else None


def list_who(access: StaffAccess, customer: FoundCustomer, *, now: datetime) -> list[WhoRow]:
    """Return who owns the customer and who has or had rights to it, the present ones first."""
    return [_who(row, now) for row in list_rows("kajo_staff_rights", customer.id, now)]


def _who(row: tuple[Any, ...], now: datetime) -> WhoRow:
    how, user_id, firm_key, name, about, levels, starts_at, ends_at, is_paused, *why = row
    return WhoRow(
        how=how,
        user_id=user_id,
        firm_key=firm_key,
        name=name,
        about=about,
        levels=levels_of(levels),
        starts_on=local_day(starts_at),
        last_day=last_day_before(ends_at),
        is_paused=is_paused,
        ground=why[0],
        asked_by=why[1],
        mandate=why[2],
        grant=why[3],
        is_over=ends_at is not None and ends_at <= now,
    )


def list_looks_of_all(access: StaffAccess, customer: FoundCustomer, *, limit: int) -> list[StaffLookRow]:
    """Return who has looked at the customer's data, the newest first."""
    return [StaffLookRow(*row) for row in list_rows("kajo_staff_looks", customer.id, limit)]
