"""Who is let in to whose data, and how far. Nothing else in Kajo makes an access."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import connection

from kajo.access.areas import Area, Level
from kajo.access.wall import for_one_statement
from kajo.core.addresses import address
from kajo.core.sorting import sort_key
from kajo.core.times import last_day_before


@dataclass(frozen=True)
class CustomerAccess:
    """Proof that a user was let in to one customer's data, and how far. Lives for one request or batch."""

    user_id: int
    customer_id: int
    key: str
    number: str
    name: str
    levels: Mapping[Area, Level]
    is_owner: bool
    ends_at: datetime | None = None
    look_id: int | None = None
    look_key: str | None = None

    @property
    def last_day(self) -> date | None:
        """The last local day of a granted access; None when it is open or an owner's."""
        return last_day_before(self.ends_at)

    @property
    def is_look(self) -> bool:
        return self.look_id is not None

    def may(self, area: Area, level: Level = Level.READ) -> bool:
        return self.levels.get(area, Level.NONE) >= level

    def require(self, area: Area, level: Level = Level.READ) -> None:
        """Pass, or stop the page.

        :raises PermissionDenied: when the access does not reach `level` in `area`
        """
        if not self.may(area, level):
            raise PermissionDenied

    def require_owner(self) -> None:
        """Pass, or stop the page: what only owners do cannot be granted.

        :raises PermissionDenied: when the user does not own the customer
        """
        if not self.is_owner:
            raise PermissionDenied

    def url(self, name: str, **parts: Any) -> str:
        """Return the address of one of the customer's pages, in the same mount as this one."""
        if self.look_key:
            return address(f"look:{name}", look=self.look_key, **parts)
        return address(f"customer:{name}", customer=self.key, **parts)


@dataclass(frozen=True)
class ManyAccess:
    """Proof that a user was let in to one area of many customers, opened together by one query."""

    user_id: int
    area: Area
    level: Level
    customer_ids: tuple[int, ...]
    owned_ids: frozenset[int]
    left_out: int

    def require(self, area: Area, level: Level = Level.READ) -> None:
        if area is not self.area or level > self.level:
            raise PermissionDenied


@dataclass(frozen=True)
class StaffAccess:
    """Proof that a staff member was let in to the staff site; `is_corporate`: may link customers."""

    user_id: int
    is_corporate: bool = False


@dataclass(frozen=True)
class Choice:
    """One customer that a user may open, as the chooser shows it."""

    key: str
    number: str
    name: str
    kind: str
    is_owner: bool
    ends_at: datetime | None
    customer_id: int = 0

    @property
    def last_day(self) -> date | None:
        """The last local day of a granted access; None when it is open or an owner's."""
        return last_day_before(self.ends_at)


@dataclass(frozen=True)
class Choices:
    choices: list[Choice] = field(default_factory=list)
    total: int = 0


@dataclass(frozen=True)
class Entry:
    """An access that was just opened, and whether the look that it was opened for is in the access log."""

    access: CustomerAccess
    is_noted: bool


@dataclass(frozen=True)
class Wanted:
    """Which of the customers that a user may open are shown together: one page of those that are found."""

    search: str = ""
    mine: bool = False
    limit: int = 8
    offset: int = 0


@dataclass(frozen=True)
class Portfolio:
    """One page of a user's customers, and an access to each area of those that are on it."""

    choices: Choices
    accesses: Mapping[Area, ManyAccess]

    def of(self, area: Area) -> ManyAccess | None:
        """Return the access to the customers whose area the user holds, or None when there are none."""
        access = self.accesses[area]
        return access if access.customer_ids else None


MOST_OWNED = 100
EVERY_AREA: Mapping[Area, Level] = dict.fromkeys(Area, Level.WRITE)
EVERY_AREA_READ_ONLY: Mapping[Area, Level] = dict.fromkeys(Area, Level.READ)


def enter_customer(
    user_id: int,
    key: str,
    *,
    areas: Iterable[Area],
    every: bool,
    level: Level | None,
    page: str,
    method: str,
    now: datetime,
) -> Entry | None:
    """Return the user's access to the customer with that key, or None when there is none or no such customer.

    The look is written into the access log, and the wall stays closed. Owners' looks are not written down,
    nor those that do not reach `level` in the areas, `every` one or any; None is reached by nobody.
    """
    row = _enter(
        "select * from kajo_enter(set_config('kajo.user', %s, true)::bigint, %s, %s, %s, %s, %s, %s, %s)",
        [user_id, key, [area.value for area in areas], every, level, page, method, now],
    )
    return None if row is None else Entry(_access_of(user_id, row[:-1]), row[-1])


def enter_look(
    staff_id: int, key: str, *, level: Level | None, page: str, method: str, now: datetime
) -> Entry | None:
    """Return a staff member's read-only access by a look that has not ended, or None; write it down too."""
    row = _enter(
        "select * from kajo_enter_look(set_config('kajo.user', %s, true)::bigint, %s, %s, %s, %s, %s)",
        [staff_id, key, level, page, method, now],
    )
    return None if row is None else Entry(_look_of(staff_id, key, row[:-1]), row[-1])


def enter_many(user_id: int, area: Area, *, page: str, method: str, now: datetime) -> ManyAccess:
    """Return one access to read all customers whose area the user holds; others are left out and counted.

    One row of the access log names those that somebody else owns; where there are none, nothing is written.
    """
    row = _enter(
        "select * from kajo_enter_many(set_config('kajo.user', %s, true)::bigint, %s, %s, %s, %s, %s)",
        [user_id, area.value, Level.READ, page, method, now],
    )
    return _many_of(user_id, area, row)


def enter_page(user_id: int, wanted: Wanted, *, page: str, method: str, now: datetime) -> Choices:
    """Return what `list_choices` does, and write one row into the access log, as `enter_many` does."""
    shown = [sort_key(wanted.search.strip()), wanted.mine, wanted.limit, wanted.offset]
    asked = [*shown, page, method, now]
    sql = "from kajo_enter_page(set_config('kajo.user', %s, true)::bigint, %s, %s, %s, %s, %s, %s, %s)"
    with for_one_statement(user_id):
        return _choices(sql, [str(user_id), *asked])


def _enter(sql: str, parameters: list[Any]) -> tuple[Any, ...] | None:
    user_id, *others = parameters
    with for_one_statement(user_id):
        return _one(sql, [str(user_id), *others])


def open_customer(user_id: int, key: str, *, now: datetime) -> CustomerAccess | None:
    """Return the user's access to the customer with that key, or None when there is none or no such customer.

    Opens the wall for that customer until the door's transaction ends.
    """
    row = _one(
        "select o.*, set_config('kajo.customers', '{' || o.customer_id || '}', true)"
        " from kajo_open(%s, %s, %s) o",
        [user_id, key, now],
    )
    return None if row is None else _access_of(user_id, row[:-1])


def find_customer(user_id: int, key: str, *, now: datetime) -> CustomerAccess | None:
    """Return what `open_customer` does, but leave the wall closed: enough for links, and for nothing else."""
    row = _one("select * from kajo_open(%s, %s, %s)", [user_id, key, now])
    return None if row is None else _access_of(user_id, row)


def _access_of(user_id: int, row: tuple[Any, ...]) -> CustomerAccess:
    customer_id, key, number, name, is_owner, areas, levels, ends_at = row
    granted = {Area(area): Level(level) for area, level in zip(areas or (), levels or (), strict=True)}
    return CustomerAccess(
        user_id=user_id,
        customer_id=customer_id,
        key=key,
        number=number,
        name=name,
        levels=EVERY_AREA if is_owner else granted,
        is_owner=is_owner,
        ends_at=None if is_owner else ends_at,
    )


def _look_of(staff_id: int, key: str, row: tuple[Any, ...]) -> CustomerAccess:
    look_id, customer_id, customer_key, number, name, ends_at = row
    return CustomerAccess(
        user_id=staff_id,
        customer_id=customer_id,
        key=customer_key,
        number=number,
        name=name,
        levels=EVERY_AREA_READ_ONLY,
        is_owner=False,
        ends_at=ends_at,
        look_id=look_id,
        look_key=key,
    )


def open_many(user_id: int, area: Area, *, now: datetime) -> ManyAccess:
    """Return what `enter_many` does, for a job: it opens the wall for its transaction and notes nothing."""
    row = _one(
        "select o.*, set_config('kajo.customers', o.customer_ids::text, true)"
        " from kajo_open_many(%s, %s, %s, %s) o",
        [user_id, area.value, Level.READ, now],
    )
    return _many_of(user_id, area, row and row[:-1])


def _many_of(user_id: int, area: Area, row: tuple[Any, ...] | None) -> ManyAccess:
    customer_ids, owned_ids, left_out = row or ([], [], 0)
    return ManyAccess(user_id, area, Level.READ, tuple(customer_ids), frozenset(owned_ids), left_out)


def open_page(user_id: int, choices: Choices, *, now: datetime) -> Portfolio:
    """Return an access to each area of the customers on a page; one that no longer is open leaves it."""
    with connection.cursor() as cursor:
        ids = [choice.customer_id for choice in choices.choices]
        cursor.execute("select * from kajo_open_some(%s, %s, %s)", [user_id, ids, now])
        rows = {row[0]: row for row in cursor.fetchall()}
        cursor.execute("select set_config('kajo.customers', %s::bigint[]::text, true)", [list(rows)])
    owned = frozenset(customer for customer, is_owner, _ in rows.values() if is_owner)
    reached = {
        area: tuple(customer for customer, _, areas in rows.values() if customer in owned or area in areas)
        for area in Area
    }
    accesses = {
        area: ManyAccess(user_id, area, Level.READ, found, owned, len(rows) - len(found))
        for area, found in reached.items()
    }
    open_now = [choice for choice in choices.choices if choice.customer_id in rows]
    return Portfolio(Choices(open_now, choices.total), accesses)


def list_areas(user_id: int, *, now: datetime) -> frozenset[Area]:
    """Return the areas that the user holds of any customer."""
    (areas,) = _one("select kajo_areas(%s, %s, %s)", [user_id, [area.value for area in Area], now]) or ([],)
    return frozenset(Area(area) for area in areas)


def list_owned(user_id: int, *, now: datetime) -> list[Choice]:
    """Return the customers that the user owns, by name."""
    known = list_choices(user_id, limit=MOST_OWNED, now=now)  # own ones come first
    return [choice for choice in known.choices if choice.is_owner]


def list_choices(
    user_id: int, *, search: str = "", limit: int = 8, offset: int = 0, now: datetime
) -> Choices:
    """Return the customers that the user may open, own ones first, and how many there are in all."""
    asked = [user_id, sort_key(search.strip()), False, limit, offset, now]
    return _choices("from kajo_choose(%s, %s, %s, %s, %s, %s)", asked)


def _choices(source: str, parameters: list[Any]) -> Choices:
    with connection.cursor() as cursor:
        cursor.execute(
            f"select key, number, name, kind, is_owner, ends_at, customer_id, total {source}", parameters
        )
        rows = cursor.fetchall()
    return Choices([Choice(*row[:7]) for row in rows], rows[0][7] if rows else 0)


def _one(sql: str, parameters: list[Any]) -> tuple[Any, ...] | None:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        row: tuple[Any, ...] | None = cursor.fetchone()
    return row
