"""Random worlds: no answer holds a mark of a customer that is not open to whoever asks."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st

from kajo.access import register
from kajo.access.areas import Area, Level
from kajo.access.checks import walk
from kajo.access.doors import Door
from kajo.access.models import Customer, Firm, Holding, Ownership, User
from kajo.contracts.models import Contract, Location, Product
from kajo.contracts.words import ProductKind
from kajo.core import times
from kajo.information.models import Address, Contact
from kajo.invoices.models import Invoice
from kajo.invoices.words import InvoiceKind, Source
from kajo.metering.models import MeteringPoint
from tests.access import people
from tests.access.giving import answer, give, remove

pytestmark = pytest.mark.django_db

PEOPLE, HOMES = 4, 4

# By the URL table: every page of a customer's that names no object, of oneself and of many customers.
DOORS = [(route, pattern.callback) for route, pattern in walk() if isinstance(pattern.callback, Door)]
OF_A_CUSTOMER = "c/<slug:customer>/"
PAGES = sorted(
    route.removeprefix(OF_A_CUSTOMER)
    for route, _ in DOORS
    if route.startswith(OF_A_CUSTOMER) and route.count("<") == 1
)
SHARED = sorted(
    f"/{route}" for route, door in DOORS if "<" not in route and door.kind in ("signed in", "customers")
)
SEARCHES = ("/customers/?q=mark", "/customers/locations/?q=mark", "/customers/invoices/?state=unpaid")
NAMED_IN = ("/", "/access-rights/")  # where a question stands: whose right it is
ALL = frozenset(Area)

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
    may_see: dict[tuple[int, int], frozenset[Area]] = field(default_factory=dict)
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
            self.may_see[n, n] = ALL
            furnish(self.homes[n], n)

    def gift(self, home: int, to: int, area: Area, fate: str) -> None:
        customer, now = self.homes[home], times.now()
        if home == to:
            return
        if fate == "firm":
            register.add_grant(customer.number, area, Level.READ, firm=self.firms[to], starts_at=now)
            self.may_see[to, home] = frozenset({area})
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
            self.may_see[to, home] = frozenset({area})


def furnish(home: Customer, n: int) -> None:
    """Give a home something of each area, with its mark."""
    today, now = times.today(), times.now()
    day = today - timedelta(days=100)
    product, _ = Product.objects.get_or_create(
        code="random", defaults={"change_number": 1, "kind": ProductKind.OPEN_ENDED, "name_fi": "Random"}
    )
    place = {"change_number": 1, "sort_key": f"mark{n}katu", "search_key": f"mark{n}katu"}
    location = Location.everything.create(
        owner=home, point=MeteringPoint.objects.create(gsrn=gsrn_of(n)), street=f"Mark{n}katu", **place
    )
    Holding.everything.create(
        owner=home, point_id=location.point_id, location_id=location.pk, starts_on=day, ends_on=None
    )
    Contract.everything.create(
        owner=home,
        number=f"mark-{n}-contract",
        change_number=1,
        location=location,
        product=product,
        starts_on=day,
        notice_days=14,
    )
    Invoice.everything.create(
        owner=home,
        number=f"mark-{n}-invoice",
        kind=InvoiceKind.INVOICE,
        dated_on=today - timedelta(days=30),
        sent_on=today - timedelta(days=30),
        due_on=today - timedelta(days=10),
        total_with_vat=10,
        amount_to_pay=10,
        source=Source.JSON,
        content_sha256="",
        received_at=now,
    )
    Contact.everything.create(owner=home, kind="email", value=f"mark-{n}@example.net", source="retailer")
    Address.everything.create(owner=home, use="postal", street=f"Postmark{n}", postcode="00100", city="X")


def gsrn_of(n: int) -> str:
    return f"64311199900000000{n}"


def marks_of(n: int) -> list[tuple[str, frozenset[Area]]]:
    """What only some may be told of a home: whoever holds one of the areas."""
    places = frozenset({Area.CONTRACTS, Area.REPORTING, Area.INVOICES})
    return [
        (f"mark-{n}-number", ALL),
        (gsrn_of(n), places),
        (f"Mark{n}katu", places),
        (f"mark-{n}-contract", frozenset({Area.CONTRACTS})),
        (f"mark-{n}-invoice", frozenset({Area.INVOICES})),
        (f"mark-{n}@example.net", frozenset({Area.INFORMATION})),
        (f"Postmark{n}", frozenset({Area.INFORMATION})),
    ]


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
            for url in (f"/c/{scene.homes[home].key}/{page}", *SHARED, *SEARCHES):
                assert_tells_no_secret(scene, who, url, read(client.get(url)))
        transaction.set_rollback(True)


def read(answer: HttpResponse) -> str:
    """Return what an answer says, and the same without blanks: long numbers stand in groups."""
    said = answer.content.decode(errors="replace")
    return said + "".join(said.split())


def assert_tells_no_secret(scene: Scene, who: int, url: str, said: str) -> None:
    for other, home in enumerate(scene.homes):
        held = scene.may_see.get((who, other), frozenset())
        for mark, areas in marks_of(other):
            assert held & areas or mark not in said, (url, who, other, mark)
        named = (who, other) in scene.named_to and url in NAMED_IN
        assert held or named or home.name not in said, (url, who, other)


def test_the_pages_are_those_of_the_url_table() -> None:
    assert {"information/", "who-looked/", "my-data/", "invoices/list.csv"} <= set(PAGES)
    assert {"/customers/invoices/", "/account/security/", "/register/customer/"} <= set(SHARED)


def test_owners_and_receivers_are_told_what_is_theirs() -> None:
    """Else the marks would be absent because nothing is shown at all."""
    scene = Scene()
    owner, receiver = scene.people[0], scene.people[1]
    scene.gift(0, 1, Area.INVOICES, "opened")
    own, given = Client(headers={"host": "localhost"}), Client(headers={"host": "localhost"})
    own.force_login(owner, backend="kajo.registration.finding.SignInBackend")
    given.force_login(receiver, backend="kajo.registration.finding.SignInBackend")
    base = f"/c/{scene.homes[0].key}/"
    contract = f"contracts/{Contract.everything.get(owner=scene.homes[0]).key}/"
    said = "".join(read(own.get(base + page)) for page in (*PAGES, contract))
    assert [mark for mark, _ in marks_of(0) if mark not in said] == []
    assert "mark-0-invoice" in read(given.get(f"{base}invoices/"))
    both = read(given.get("/customers/invoices/"))
    assert "mark-0-invoice" in both and "mark-1-invoice" in both and "mark-2-invoice" not in both
