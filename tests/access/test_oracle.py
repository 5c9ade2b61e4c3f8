"""A million random decisions of the policy beside an oracle of a few lines that knows who was given what."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest

from kajo.access import register
from kajo.access.areas import Area, Level
from kajo.access.models import Customer, FirmMember, Grant, Offer, Ownership, User
from kajo.access.wall import behind_the_wall
from kajo.core import times
from kajo.core.functions import list_rows
from kajo.core.sorting import sort_key

pytestmark = pytest.mark.django_db

USERS, CUSTOMERS, FIRMS, GRANTS = 200, 500, 10, 6_000
AREAS, LEVELS = list(Area), (Level.READ, Level.WRITE)

# User, firm, customer, area, level, and from when until when.
Given = tuple[int | None, int | None, int, Area, Level, datetime, datetime | None]


class RandomWorld:
    """Users, firms, customers and grants: begun or not, ended or not; and offers that nobody opened."""

    def __init__(self, chance: random.Random, now: datetime) -> None:
        self.now = now
        self.users = [register.add_user(f"oracle-{n}") for n in range(USERS)]
        names = [f"oracle-{n}" for n in range(CUSTOMERS)]
        self.customers = Customer.everything.bulk_create(
            Customer(number=name, kind="person", name=name, sort_key=sort_key(name)) for name in names
        )
        firms = [register.add_firm(f"oracle-{n}") for n in range(FIRMS)]
        self.members = {(chance.choice(firms).pk, user.pk) for user in self.users for _ in range(2)}
        self.owners = {
            (customer.pk, chance.choice(self.users).pk) for customer in self.customers for _ in range(2)
        }
        FirmMember.objects.bulk_create(FirmMember(firm_id=firm, user_id=user) for firm, user in self.members)
        Ownership.everything.bulk_create(Ownership(owner_id=c, user_id=u) for c, u in self.owners)
        self.given = list(self._give(chance, [firm.pk for firm in firms]))
        Grant.everything.bulk_create(
            [
                Grant(user_id=u, firm_id=f, owner_id=c, area=area, level=level, starts_at=s, ends_at=e)
                for u, f, c, area, level, s, e in self.given
            ],
            batch_size=1000,
        )
        self._offer(chance)

    def _give(self, chance: random.Random, firms: list[int]) -> Iterator[Given]:
        taken = set()
        for _ in range(GRANTS):
            to_firm = chance.random() < 0.3
            user = None if to_firm else chance.choice(self.users).pk
            firm = chance.choice(firms) if to_firm else None
            customer, area = chance.choice(self.customers).pk, chance.choice(AREAS)
            if (user, firm, customer, area) in taken:
                continue
            taken.add((user, firm, customer, area))
            starts = self.now + timedelta(days=chance.choice([-30, -1, 0, 1]))
            ends = chance.choice([None, starts + timedelta(days=1), starts + timedelta(days=40), starts])
            yield user, firm, customer, area, chance.choice(LEVELS), starts, ends

    def _offer(self, chance: random.Random) -> None:
        """Offer everything to everybody who asks; nobody opens."""
        Offer.everything.bulk_create(
            Offer(
                owner=customer,
                email=f"oracle-{n}@example.com",
                levels={area.value: 2 for area in Area},
                starts_at=self.now,
                given_by=chance.choice(self.users),
                given_at=self.now,
                lapses_at=self.now + timedelta(days=7),
            )
            for n, customer in enumerate(self.customers)
        )

    def lets_in(self) -> set[tuple[int, int, Area, Level]]:
        """The oracle: (user, customer, area, level) of all who may."""
        of_firm: dict[int, set[int]] = {}
        for firm, user in self.members:
            of_firm.setdefault(firm, set()).add(user)
        allowed = {(u, c, area, level) for c, u in self.owners for area in AREAS for level in LEVELS}
        for user, firm, customer, area, level, starts, ends in self.given:
            if starts <= self.now and (ends is None or ends > self.now):
                for who in {user} if user else of_firm.get(firm or 0, set()):
                    allowed |= {(who, customer, area, lower) for lower in LEVELS if lower <= level}
        return allowed


def opened_to(user: User, area: Area, level: Level, now: datetime) -> set[int]:
    with behind_the_wall(user.pk, read_only=True):
        ((customer_ids, *_),) = list_rows("kajo_open_many", user.pk, area.value, level, now)
        return set(customer_ids)


def test_a_million_decisions_are_those_of_the_oracle() -> None:
    world = RandomWorld(random.Random(20261124), times.now())
    allowed, decisions = world.lets_in(), 0
    for user in world.users:
        for area in AREAS:
            for level in LEVELS:
                let_in = opened_to(user, area, level, world.now)
                wanted = {c.pk for c in world.customers if (user.pk, c.pk, area, level) in allowed}
                assert let_in == wanted, (user.username, area, level)
                decisions += len(world.customers)
    assert decisions == USERS * CUSTOMERS * len(AREAS) * len(LEVELS) == 1_000_000
