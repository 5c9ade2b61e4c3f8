"""Random worlds: no answer holds a mark of a customer that is not open to whoever asks."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta

import pytest
from django.db import transaction
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st

from kajo.access import register
from kajo.access.areas import Area, Level
from kajo.access.models import Customer, Firm, Ownership, User
from kajo.core import times
from tests.access import people
from tests.access.giving import answer, give, remove

pytestmark = pytest.mark.django_db

PEOPLE, HOMES = 4, 4
PAGES = ("", "contracts/", "invoices/", "reporting/", "bulletins/", "access-rights/", "access-rights/give/")
SHARED = ("/", "/customers/", "/access-rights/", "/customers/?q=mark")

gifts = st.lists(
    st.tuples(
        st.integers(0, HOMES - 1),
        st.integers(0, PEOPLE - 1),
        st.sampled_from(list(Area)),
        st.sampled_from(["unopened", "opened", "declined", "removed", "firm", "ended", "coming"]),
    ),
    max_size=8,
)
visits = st.lists(
    st.tuples(st.integers(0, PEOPLE - 1), st.integers(0, HOMES - 1), st.sampled_from(PAGES)), max_size=5
)


@dataclass
class Scene:
    """People who own a home each, and a firm each of one member; and who may see whose marks."""

    people: list[User] = field(default_factory=list)
    homes: list[Customer] = field(default_factory=list)
    firms: list[Firm] = field(default_factory=list)
    may_see: set[tuple[int, int]] = field(default_factory=set)
    named_to: set[tuple[int, int]] = field(default_factory=set)

    def __post_init__(self) -> None:
        for n in range(PEOPLE):
            email = f"random-{n}@example.com"
            self.people.append(register.add_user(f"random-{n}", email=email, email_is_proven=True))
            self.firms.append(register.add_firm(f"Toimisto {n}"))
            register.add_member(self.firms[n], self.people[n])
        for n in range(HOMES):
            self.homes.append(people.customer(f"mark-{n}-number", f"Mark{n} Home"))
            Ownership.everything.create(owner=self.homes[n], user=self.people[n])
            self.may_see.add((n, n))

    def gift(self, home: int, to: int, area: Area, fate: str) -> None:
        customer, now = self.homes[home], times.now()
        if home == to:
            return
        if fate == "firm":
            register.add_grant(customer.number, area, Level.READ, firm=self.firms[to], starts_at=now)
            self.may_see.add((to, home))
            return
        tomorrow = times.today() + timedelta(days=1)
        offer = give(
            self.people[home],
            customer,
            self.people[to].email,
            {area: Level.READ},
            starts_on=tomorrow if fate == "coming" else None,
        )
        self.named_to.add((to, home))  # whose it is stands in the question, and nothing else
        if fate in ("opened", "removed", "ended", "coming"):
            answer(self.people[to], offer)
        if fate == "declined":
            answer(self.people[to], offer, opens=False)
        if fate == "removed":
            remove(self.people[home], customer, offer.key)
        if fate == "ended":
            register.end_grants(customer.number, user=self.people[to], now=now)
        if fate == "opened":
            self.may_see.add((to, home))


@settings(max_examples=30)
@given(gifts=gifts, visits=visits)
def test_no_answer_holds_another_customers_mark(
    gifts: list[tuple[int, int, Area, str]], visits: list[tuple[int, int, str]]
) -> None:
    with transaction.atomic():
        scene, taken = Scene(), set()
        for home, to, area, fate in gifts:
            if (home, to) not in taken:
                taken.add((home, to))
                scene.gift(home, to, area, fate)
        for who, home, page in visits:
            client = Client(headers={"host": "localhost"})
            client.force_login(scene.people[who], backend="kajo.registration.finding.SignInBackend")
            for url in (f"/c/{scene.homes[home].key}/{page}", *SHARED):
                said = client.get(url).content.decode()
                for other in range(HOMES):
                    if (who, other) not in scene.may_see:
                        assert scene.homes[other].number not in said, (url, who, other)
                        named = (who, other) in scene.named_to and url in ("/", "/access-rights/")
                        assert named or scene.homes[other].name not in said, (url, who, other)
        transaction.set_rollback(True)
