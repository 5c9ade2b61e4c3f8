"""A few people of access's own, for what the cast has no need of."""

from __future__ import annotations

from datetime import datetime, timedelta

from kajo.access import register
from kajo.access.areas import Area, Level
from kajo.access.models import Customer, Firm, StaffLook, User
from kajo.core import times
from kajo.core.sorting import sort_key


def customer(number: str, name: str = "Aino Ahola") -> Customer:
    return Customer.everything.create(number=number, kind="person", name=name, sort_key=sort_key(name))


def user(username: str, **facts: bool) -> User:
    return register.add_user(username, **facts)  # type: ignore[arg-type] # only flags are given here


def owner(username: str, number: str) -> User:
    made = user(username)
    register.add_owner(number, made)
    return made


def reader(username: str, number: str, area: Area = Area.REPORTING, *, until: datetime | None = None) -> User:
    made = user(username)
    register.add_grant(number, area, Level.READ, user=made, starts_at=yesterday(), ends_at=until)
    return made


def firm_with(username: str, number: str, area: Area = Area.INVOICES) -> tuple[Firm, User]:
    firm, member = register.add_firm("Tilitoimisto Tase"), user(username)
    register.add_member(firm, member)
    register.add_grant(number, area, Level.READ, firm=firm, starts_at=yesterday())
    return firm, member


def look(staff: User, whose: Customer, *, minutes: int = 30) -> StaffLook:
    now = times.now()
    return StaffLook.everything.create(
        staff=staff, owner=whose, reason="Called", starts_at=now, ends_at=now + timedelta(minutes=minutes)
    )


def yesterday() -> datetime:
    return times.now() - timedelta(days=1)
