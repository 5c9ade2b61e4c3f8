"""Every page that takes a POST, by the URL table: a reader is forbidden, a stranger finds nothing."""

from __future__ import annotations

from typing import Any

import pytest
from django.apps import apps
from django.test import Client
from django.urls import reverse

from kajo.access import register
from kajo.access.areas import Area, Level
from kajo.access.checks import walk
from kajo.access.doors import CustomerDoor, Door
from kajo.access.models import Customer, User
from kajo.access.owned import CustomerOwned
from kajo.contracts.models import Contract
from tests.access import people
from tests.every_page.examples import EXAMPLES

pytestmark = pytest.mark.django_db

# Somebody else's pages take a POST from whoever is there, and public ones from everybody.
POSTED = {
    door.name: door
    for route, pattern in walk()
    if isinstance(door := pattern.callback, Door) and door.post is not None and door.kind != "public"
    if "vendor" not in door.kind and not route.startswith("staff/as/")
}
OF_A_CUSTOMER = {name: door for name, door in POSTED.items() if isinstance(door, CustomerDoor)}
OF_OWNERS = {name for name, door in OF_A_CUSTOMER.items() if door.owners_only}
CHANGING = {name for name, door in OF_A_CUSTOMER.items() if door.post is Level.WRITE} - OF_OWNERS
ORDERING = set(OF_A_CUSTOMER) - OF_OWNERS - CHANGING
ABOUT_ONESELF = {name for name, door in POSTED.items() if door.kind == "signed in"}
GIVEN = {name for name in ABOUT_ONESELF if "right" in name}
PARTS = {pattern.name: list(pattern.pattern.converters) for _, pattern in walk()}
OF_MANY = {name for name, door in POSTED.items() if door.kind == "customers"}
OF_STAFF = {name for name, door in POSTED.items() if door.kind == "staff"}
OF_CORPORATE_SERVICE = {name for name, door in POSTED.items() if getattr(door, "only_corporate", False)}
FORM = {"owner": 1, "level": 2, "days": 3, "bills_a_year": 6, "residents": 9, "channel": "paper", "ok": "on"}


@pytest.fixture
def home(world: Any) -> Customer:
    return Customer.everything.get(pk=Contract.everything.order_by("pk")[0].owner_id)


@pytest.fixture
def stranger(home: Customer) -> User:
    """Somebody with a household of his own, and nothing in this one."""
    other = Customer.everything.exclude(pk=home.pk).order_by("pk")[0]
    return people.owner("posting-stranger", other.number)


def grantee(home: Customer, level: Level, areas: set[Area]) -> User:
    user = people.user(f"posting-{level.name.lower()}")
    for area in areas:
        register.add_grant(home.number, area, level, user=user, starts_at=people.yesterday())
    return user


def post(user: User, name: str, home: Customer) -> int:
    parts = EXAMPLES[name](home) if name in EXAMPLES else {}
    client = Client(raise_request_exception=False)
    client.force_login(user)
    return client.post(reverse(f"customer:{name}", kwargs={"customer": home.key, **parts}), FORM).status_code


def kept(home: Customer) -> dict[str, list[Any]]:
    """Return every row of the customer's but what is written down of looks."""
    models = [model for model in apps.get_models() if issubclass(model, CustomerOwned)]
    return {
        model._meta.label: list(model.everything.filter(owner=home).order_by("pk").values())
        for model in models
        if model._meta.label != "access.AccessLogEntry"
    }


def test_every_page_that_takes_a_post_is_one_of_these() -> None:
    assert set(POSTED) == CHANGING | ORDERING | OF_OWNERS | ABOUT_ONESELF | OF_MANY | OF_STAFF
    assert {"invoice-postpone", "invoice-method", "invoice-frequency", "contract-profile"} <= CHANGING
    assert "invoice-exports" in ORDERING
    assert {"link", "link-check", "link-end", "estate", "mandate"} <= OF_CORPORATE_SERVICE < OF_STAFF


@pytest.mark.parametrize("name", sorted(CHANGING))
def test_who_may_only_read_is_forbidden_to_change_anything(name: str, home: Customer) -> None:
    reader = grantee(home, Level.READ, set(Area))
    EXAMPLES.get(name, lambda customer: {})(home)
    before = kept(home)
    assert post(reader, name, home) == 403
    assert kept(home) == before


@pytest.mark.parametrize("name", sorted(CHANGING | ORDERING))
def test_who_holds_every_area_but_the_pages_own_finds_nothing(name: str, home: Customer) -> None:
    asked = OF_A_CUSTOMER[name].asks
    helper = grantee(home, Level.WRITE, set(Area) - asked.areas)
    EXAMPLES.get(name, lambda customer: {})(home)
    before = kept(home)
    assert post(helper, name, home) == 404
    assert kept(home) == before


@pytest.mark.parametrize("name", sorted(OF_OWNERS))
def test_who_holds_everything_that_can_be_given_finds_no_page_of_owners(name: str, home: Customer) -> None:
    helper = grantee(home, Level.WRITE, set(Area))
    EXAMPLES.get(name, lambda customer: {})(home)
    before = kept(home)
    assert post(helper, name, home) == 404
    assert kept(home) == before


@pytest.mark.parametrize("name", sorted(OF_A_CUSTOMER))
def test_a_stranger_finds_nothing_as_if_the_customer_were_not_there(
    name: str, home: Customer, stranger: User
) -> None:
    EXAMPLES.get(name, lambda customer: {})(home)
    before = kept(home)
    assert post(stranger, name, home) == 404
    assert kept(home) == before
    nowhere = reverse(f"customer:{name}", kwargs=_parts(name, home) | {"customer": "nnnnnnnnnn"})
    client = Client(raise_request_exception=False)
    client.force_login(stranger)
    assert client.post(nowhere, FORM).status_code == 404


@pytest.mark.parametrize("name", sorted(GIVEN))
def test_what_was_given_to_another_is_not_there(name: str, home: Customer, stranger: User) -> None:
    client = Client(raise_request_exception=False)
    client.force_login(stranger)
    assert client.post(reverse(name, kwargs=EXAMPLES["right"](home)), FORM).status_code == 404


@pytest.mark.parametrize("name", sorted(ABOUT_ONESELF))
def test_who_has_not_signed_in_is_asked_to(name: str, home: Customer) -> None:
    parts = EXAMPLES["right"](home) if name in GIVEN else dict.fromkeys(PARTS[name], "1111111111")
    answer = Client(raise_request_exception=False).post(reverse(name, kwargs=parts), FORM)
    assert answer.status_code == 302 and "next=" in answer["Location"]


@pytest.mark.parametrize("name", sorted(OF_MANY))
def test_who_may_open_nobody_finds_no_page_of_many_customers(name: str, world: Any) -> None:
    client = Client(raise_request_exception=False)
    client.force_login(people.user("posting-nobody"))
    assert client.post(reverse(name), FORM).status_code == 404


@pytest.mark.parametrize("name", sorted(OF_STAFF))
def test_who_is_not_of_the_staff_finds_no_page_of_theirs(name: str, stranger: User) -> None:
    client = Client(raise_request_exception=False)
    client.force_login(stranger)
    parts = dict.fromkeys(PARTS[name], "1111111111")
    assert client.post(reverse(f"staff:{name}", kwargs=parts), FORM).status_code == 404


@pytest.mark.parametrize("name", sorted(OF_CORPORATE_SERVICE))
def test_other_customer_service_finds_no_page_of_the_corporate_one(name: str, home: Customer) -> None:
    client = Client(raise_request_exception=False)
    client.force_login(people.user("posting-staff", is_staff=True))
    parts = dict.fromkeys(PARTS[name], "1111111111")
    for answer in (client.get, client.post):
        assert answer(reverse(f"staff:{name}", kwargs=parts)).status_code == 404


def _parts(name: str, home: Customer) -> dict[str, str]:
    return EXAMPLES[name](home) if name in EXAMPLES else {}
