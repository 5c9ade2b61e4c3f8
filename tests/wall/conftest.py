"""Committed rows, and connections that start as a web process's."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import psycopg
import pytest
from django.conf import settings
from django.db import connection
from psycopg.conninfo import make_conninfo

from kajo.access.models import AccessLogEntry, Customer, Grant, Holding, Ownership, StaffLook, User
from kajo.access.wall import PAGE_ROLE, STAFF_ROLE
from kajo.core.database import NOBODY
from tests.access import people

NUMBERS = ("wall-1", "wall-2")
NAMES = ("wall-aino", "wall-cecilia", "wall-bertta", "wall-sirpa")


@dataclass(frozen=True)
class Neighbours:
    """Two homes of two people, a reader of the first, and a staff member. Committed."""

    home: Customer
    other_home: Customer
    aino: User
    cecilia: User
    bertta: User
    sirpa: User
    holding: Holding
    other_holding: Holding


@pytest.fixture(scope="module")
def neighbours(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> Iterator[Neighbours]:
    with django_db_blocker.unblock():  # type: ignore[attr-defined] # pytest-django's own
        _clear()
        home, other = people.customer(NUMBERS[0], "Wall Aino"), people.customer(NUMBERS[1], "Wall Cecilia")
        yield Neighbours(
            home=home,
            other_home=other,
            aino=people.owner(NAMES[0], NUMBERS[0]),
            cecilia=people.owner(NAMES[1], NUMBERS[1]),
            bertta=people.reader(NAMES[2], NUMBERS[0]),
            sirpa=people.user(NAMES[3], is_staff=True),
            holding=_holding(home, 9_000_001),
            other_holding=_holding(other, 9_000_002),
        )
        _clear()


def _holding(owner: Customer, point_id: int) -> Holding:
    return Holding.everything.create(
        owner=owner, point_id=point_id, location_id=point_id, starts_on=date(2024, 1, 1)
    )


def _clear() -> None:
    AccessLogEntry.everything.filter(user__username__in=NAMES).delete()
    for model in (Holding, Grant, Ownership, StaffLook):
        model.everything.filter(owner__number__in=NUMBERS).delete()  # type: ignore[attr-defined]
    Customer.everything.filter(number__in=NUMBERS).delete()
    User.objects.filter(username__in=NAMES).delete()


def web_address() -> str:
    """Return the address of the web processes' login, to the database of these tests."""
    return make_conninfo(settings.ENV.web_database_url, dbname=connection.settings_dict["NAME"])


def owner_address() -> str:
    """Return the address of the owner, to the same database."""
    return make_conninfo(settings.ENV.database_url, dbname=connection.settings_dict["NAME"])


@pytest.fixture
def web(neighbours: Neighbours) -> Iterator[psycopg.Connection]:
    """A connection as a web process opens it."""
    with psycopg.connect(web_address(), options=NOBODY, autocommit=True) as opened:
        yield opened


def open_to(
    web: psycopg.Connection, *customers: Customer, user: User | None = None, staff: bool = False
) -> None:
    """Set what the door sets."""
    numbers = ",".join(str(customer.pk) for customer in customers)
    for name, value in (
        ("customers", f"{{{numbers}}}"),
        ("user", str(user.pk if user else 0)),
    ):
        web.execute("select set_config('kajo.' || %s, %s, false)", [name, value])
    web.execute("select set_config('role', %s, false)", [STAFF_ROLE if staff else PAGE_ROLE])
