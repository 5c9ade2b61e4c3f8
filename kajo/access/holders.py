"""Users and firms as customer service sees them: who they are, and which customers they have."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from kajo.access.inviting import FirmMemberRow, member_of
from kajo.access.policy import StaffAccess
from kajo.access.rights import Levels, levels_of
from kajo.core.functions import list_rows
from kajo.core.sorting import sort_key
from kajo.core.times import last_day_before, local_day


@dataclass(frozen=True)
class FoundHolder:
    """A user or a firm in a list; of a user `about` is the user ID and address, of a firm the business ID."""

    user_id: int | None
    firm_key: str | None
    name: str
    about: str
    is_active: bool

    @property
    def slug(self) -> str:
        return slug_of(self.user_id, self.firm_key)

    @property
    def is_firm(self) -> bool:
        return self.firm_key is not None


@dataclass(frozen=True)
class Holder:
    """Whom customers can be linked to: a user or a firm."""

    user_id: int | None
    firm_id: int | None
    firm_key: str | None
    name: str
    username: str
    email: str
    business_id: str
    is_active: bool
    last_login: datetime | None

    @property
    def is_firm(self) -> bool:
        return self.firm_id is not None

    @property
    def slug(self) -> str:
        """What names the holder in addresses of the staff site."""
        return slug_of(self.user_id, self.firm_key)


@dataclass(frozen=True)
class HeldRow:
    """A customer that a holder has: as an owner, by an owner's right, or linked by customer service."""

    key: str
    number: str
    name: str
    how: str
    levels: Levels
    starts_on: date
    last_day: date | None
    is_paused: bool
    ground: str
    asked_by: str
    mandate: str | None


def find_holders(
    access: StaffAccess, search: str, *, limit: int, offset: int = 0
) -> tuple[list[FoundHolder], int]:
    """Return users and firms whose name, user ID, address or business ID fits, and how many in all."""
    rows = list_rows("kajo_staff_holders", search.strip(), limit, offset)
    return [FoundHolder(*row[:5]) for row in rows], rows[0][5] if rows else 0


def slug_of(user_id: int | None, firm_key: str | None) -> str:
    """Return what names a user or a firm in addresses: `user-ID` or `firm-KEY`."""
    return f"firm-{firm_key}" if firm_key else f"user-{user_id}"


def find_holder(access: StaffAccess, slug: str) -> Holder | None:
    """Return the firm or the user, who is no staff, of that name in addresses."""
    kind, _, named = slug.partition("-")
    is_number = kind == "user" and named.isascii() and named.isdigit() and len(named) < 19
    user_id, firm_key = int(named) if is_number else None, named if kind == "firm" else None
    rows = list_rows("kajo_staff_holder", user_id, firm_key)
    return Holder(*rows[0]) if rows else None


def list_held(
    access: StaffAccess, holder: Holder, *, search: str = "", limit: int, offset: int = 0, now: datetime
) -> tuple[list[HeldRow], int]:
    """Return the customers that the holder has now or from a coming day on, by name, and how many."""
    words = sort_key(search.strip())
    rows = list_rows("kajo_staff_held", holder.user_id, holder.firm_id, words, limit, offset, now)
    return [_held(row) for row in rows], rows[0][11] if rows else 0


def list_members(access: StaffAccess, holder: Holder) -> list[FirmMemberRow]:
    """Return who acts for a firm, by name."""
    return [member_of(row) for row in list_rows("kajo_staff_members", holder.firm_id)]


def _held(row: tuple[Any, ...]) -> HeldRow:
    key, number, name, how, levels, starts_at, ends_at, is_paused, ground, asked_by, mandate, _total = row
    return HeldRow(
        key=key,
        number=number,
        name=name,
        how=how,
        levels=levels_of(levels),
        starts_on=local_day(starts_at),
        last_day=last_day_before(ends_at),
        is_paused=is_paused,
        ground=ground,
        asked_by=asked_by,
        mandate=mandate,
    )
