"""Every page there is, opened by everybody: who comes in, and that nobody sees another's data."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from django.http import HttpResponseBase
from django.test import Client
from django.urls import reverse

from kajo.access import register
from kajo.access.areas import Area, Level
from kajo.access.checks import walk
from kajo.access.doors import CustomerDoor, Door
from kajo.access.models import Customer, Grant, Ownership, User
from kajo.contracts.models import Contract, Location
from kajo.core import times
from tests.access import people
from tests.every_page.examples import EXAMPLES, PERSONAL, SHARED

pytestmark = pytest.mark.django_db

PAGES = [(route, pattern.callback) for route, pattern in walk() if isinstance(pattern.callback, Door)]
CUSTOMER_PAGES = {
    door.name: door for route, door in PAGES if isinstance(door, CustomerDoor) and route.startswith("c/")
}
NAMES_AN_OBJECT = {door.name for route, door in PAGES if route.startswith("c/") and route.count("<") > 1}


@dataclass(frozen=True)
class Viewer:
    """Somebody at a customer's pages, and what he holds there."""

    who: str
    user: User | None
    levels: dict[Area, Level]
    is_owner: bool = False

    def comes_in(self, door: CustomerDoor) -> bool:
        """Work out from the grants alone, not by the policy, whether the page is his to read."""
        if self.is_owner:
            return True
        held = [self.levels.get(area, Level.NONE) >= Level.READ for area in door.asks.areas]
        return not door.owners_only and (all(held) if door.asks.every else any(held))


@pytest.fixture
def home(world: Any) -> Customer:
    """A customer with a contract, whose pages are opened."""
    return Customer.everything.get(pk=Contract.everything.order_by("pk")[0].owner_id)


@pytest.fixture
def neighbour(world: Any, home: Customer) -> Customer:
    """Another customer with a contract."""
    return Customer.everything.get(pk=Contract.everything.exclude(owner=home).order_by("pk")[0].owner_id)


@pytest.fixture
def viewers(home: Customer, neighbour: Customer) -> list[Viewer]:
    now = times.now()
    owner, stranger = people.user("every-owner"), people.user("every-stranger")
    Ownership.everything.create(owner=home, user=owner)
    Ownership.everything.create(owner=neighbour, user=stranger)
    expired = people.reader("every-expired", home.number, until=now)
    coming = people.user("every-coming")
    register.add_grant(
        home.number, Area.CONTRACTS, Level.READ, user=coming, starts_at=now + timedelta(days=1)
    )
    firm, member = people.firm_with("every-member", home.number, Area.CONTRACTS)
    left = people.user("every-left")
    register.add_member(firm, left)
    register.remove_member(firm, left)
    closed = people.reader("every-closed", home.number)
    closed.is_active = False
    closed.save()
    holders = [
        Viewer(f"holder of {area}", people.reader(f"every-{area}", home.number, area), {area: Level.READ})
        for area in Area
    ]
    return [
        Viewer("owner", owner, dict.fromkeys(Area, Level.WRITE), is_owner=True),
        Viewer("member of a firm", member, {Area.CONTRACTS: Level.READ}),
        *holders,
        Viewer("stranger", stranger, {}),
        Viewer("expired", expired, {}),
        Viewer("not yet", coming, {}),
        Viewer("left the firm", left, {}),
        Viewer("closed", closed, {}),
        Viewer("staff without a look", people.user("every-staff", is_staff=True), {}),
        Viewer("nobody", None, {}),
    ]


def client_of(user: User | None) -> Client:
    client = Client(raise_request_exception=False)
    if user:
        client.force_login(user)
    return client


def address(name: str, customer: Customer, example_of: Customer | None = None) -> str:
    parts = EXAMPLES[name](example_of or customer) if name in EXAMPLES else {}
    return reverse(f"customer:{name}", kwargs={"customer": customer.key, **parts})


def markers(customer: Customer) -> set[str]:
    """What only this customer's pages may say."""
    gsrns = Location.everything.filter(owner=customer).values_list("point__gsrn", flat=True)
    contracts = Contract.everything.filter(owner=customer).values_list("number", flat=True)
    return {customer.number, *gsrns, *contracts}


def read(response: HttpResponseBase) -> str:
    return getattr(response, "content", b"").decode(errors="replace")


def is_refused(response: HttpResponseBase, viewer: Viewer) -> bool:
    if viewer.user is None or not viewer.user.is_active:
        return response.status_code == 302 and "next=" in response["Location"]
    return response.status_code == 404


@pytest.mark.parametrize("name", sorted(CUSTOMER_PAGES))
def test_each_comes_in_where_he_may_and_nowhere_else(
    name: str, home: Customer, neighbour: Customer, viewers: list[Viewer]
) -> None:
    door = CUSTOMER_PAGES[name]
    secret = markers(neighbour)
    for viewer in viewers:
        client = client_of(viewer.user)
        response = client.get(address(name, home))
        if viewer.comes_in(door) and name in PERSONAL:
            assert response.status_code == 404, f"{viewer.who} at {name}: {response.status_code}"
        elif viewer.comes_in(door):
            assert response.status_code in (200, 302), f"{viewer.who} at {name}: {response.status_code}"
            assert not [marker for marker in secret if marker in read(response)], f"{viewer.who} at {name}"
        else:
            assert is_refused(response, viewer), f"{viewer.who} at {name}: {response.status_code}"
            assert not [marker for marker in markers(home) if marker in read(response)], viewer.who
        assert response["Cache-Control"] == "no-store", f"{viewer.who} at {name}"
        assert "'unsafe-" not in response["Content-Security-Policy"]


@pytest.mark.parametrize("name", sorted(NAMES_AN_OBJECT - SHARED))
def test_another_customers_object_is_not_there(
    name: str, home: Customer, neighbour: Customer, viewers: list[Viewer]
) -> None:
    assert name in EXAMPLES, f"give {name} an example in tests/every_page/examples.py"
    owner = client_of(viewers[0].user)
    crossed = owner.get(address(name, home, example_of=neighbour))
    assert crossed.status_code == 404
    assert not [marker for marker in markers(neighbour) if marker in read(crossed)]


@pytest.mark.parametrize("name", sorted(CUSTOMER_PAGES))
def test_nobody_without_write_posts(name: str, home: Customer, viewers: list[Viewer]) -> None:
    door = CUSTOMER_PAGES[name]
    before = {model: list(model.everything.order_by("pk").values()) for model in (Grant, Ownership, Contract)}
    for viewer in viewers[1:]:
        response = client_of(viewer.user).post(
            address(name, home), {"owner": 1, "level": 2, "is_staff": "on"}
        )
        if viewer.comes_in(door):
            assert response.status_code in ((200, 302) if door.post is Level.READ else (403, 405)), viewer.who
        else:
            assert is_refused(response, viewer), f"{viewer.who} at {name}: {response.status_code}"
    assert before == {
        model: list(model.everything.order_by("pk").values()) for model in (Grant, Ownership, Contract)
    }


@pytest.mark.parametrize("name", sorted(CUSTOMER_PAGES))
def test_staff_see_the_page_by_a_look_and_change_nothing(
    name: str, home: Customer, viewers: list[Viewer]
) -> None:
    door = CUSTOMER_PAGES[name]
    staff = people.user("every-looking", is_staff=True)
    look = people.look(staff, home)
    parts = EXAMPLES[name](home) if name in EXAMPLES else {}
    url = reverse(f"look:{name}", kwargs={"look": look.key, **parts})
    seen = client_of(staff).get(url).status_code
    assert seen == 404 if door.owners_only or name in PERSONAL else seen in (200, 302)
    assert client_of(staff).post(url).status_code in ((404,) if door.owners_only else (403, 405))
    assert client_of(viewers[0].user).get(url).status_code == 404


ODD = [
    "?page=%00",
    "?page=%ED%A0%80",
    "?page=99999999999999999999999999",
    "?page=-1",
    "?page=1&page=2&page=x",
    "?q=" + "ä" * 3000,
    "?from=2026-02-30&to=0000-13-99",
    "?from=9999-12-31&to=0001-01-01",
    "?step[]=quarter&step=;drop",
    "?sort=owner__user__password",
    "?next=//evil.example",
    "?customer=1&owner=2&key=abcdefghjk",
]


@pytest.mark.parametrize("name", sorted(CUSTOMER_PAGES))
def test_odd_parameters_neither_break_the_page_nor_open_anothers(
    name: str, home: Customer, neighbour: Customer, viewers: list[Viewer]
) -> None:
    owner = client_of(viewers[0].user)
    secret = markers(neighbour)
    for odd in odd_addresses(address(name, home)):
        response = owner.get(odd)
        assert response.status_code < 500, odd
        assert not [marker for marker in secret if marker in read(response)], odd
        assert response["Cache-Control"] == "no-store"


def odd_addresses(url: str) -> Iterator[str]:
    for odd in ODD:
        yield url + odd
    for part in ("2026", "2026-11", "2026-11-23", "2026-W47"):
        if f"/{part}/" in url:
            for worse in ("0000", "9999", "2026-02-30", "2026-13", "2026-W54", "9" * 40, "%00", "-1"):
                yield url.replace(f"/{part}/", f"/{worse}/")


@pytest.mark.parametrize(("route", "door"), [p for p in PAGES if "<" not in p[0]], ids=lambda p: str(p)[:40])
def test_pages_of_no_customer_answer_everybody_without_breaking(
    route: str, door: Door, home: Customer, neighbour: Customer, viewers: list[Viewer]
) -> None:
    for viewer in viewers:
        allowed = markers(home) if viewer.levels else set()
        if viewer.who == "stranger":
            allowed = markers(neighbour)
        secret = (markers(home) | markers(neighbour)) - allowed
        for odd in ("", *ODD) if viewer.who in ("owner", "nobody") and route != "components/" else ("",):
            response = client_of(viewer.user).get(f"/{route}{odd}")
            assert response.status_code < 500, f"{viewer.who} at {route}{odd}"
            assert response.has_header("Cache-Control"), f"{viewer.who} at {route}"
            if door.kind != "staff":
                assert not [marker for marker in secret if marker in read(response)], (
                    f"{viewer.who} at {route}"
                )
            if viewer.user is None and door.kind in ("signed in", "customers", "staff", "signed in vendor"):
                assert response.status_code in (302, 400), f"{route}{odd}"
