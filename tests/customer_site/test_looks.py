"""Who looked: owners see every look by others, by name, and nothing of anybody else's data."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from kajo.access import register
from kajo.access.areas import Area, Level
from kajo.access.checks import walk
from kajo.access.doors import CustomerDoor, CustomersDoor
from kajo.access.models import AccessLogEntry, Customer, User
from kajo.access.page_words import page_words
from kajo.core import times
from tests.access import people
from tests.conftest import Visit
from tests.world import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def home(world: World) -> Customer:
    """Sanna's household, at which nobody else has looked yet."""
    AccessLogEntry.everything.all().delete()
    return world.spot_household


def let_in(user: User, home: Customer, level: Level = Level.READ) -> None:
    register.add_grant(home.number, Area.INVOICES, level, user=user, starts_at=people.yesterday())


def test_an_owner_sees_by_name_who_looked_when_and_at_what(
    world: World, visit: Visit, home: Customer
) -> None:
    visit(world.sanna).get("looks", home).says("Nobody else has looked at your data.")
    let_in(world.venla, home)
    visit(world.venla).get("invoice-list", home).is_shown()
    page = visit(world.sanna).get("front", home).follow("Who looked")
    page.says("Others have looked at your data once.", "Looks 1–1 of 1")
    ((who, when, what, why),) = page.table().rows
    assert who == world.venla.get_full_name()
    assert (what, why) == ("Invoices", "By an access right")
    assert when.startswith("24 Nov 2026")


def test_customer_service_is_not_named_but_says_why(world: World, visit: Visit, home: Customer) -> None:
    look = people.look(world.helena, home)
    visit(world.helena).get("report", look)
    page = visit(world.sanna).get("looks", home)
    assert {(row[0], row[3]) for row in page.table().rows} == {("Customer service", "Called")}
    page.has_no(world.helena.last_name).has_no(world.helena.username)


def test_a_form_that_somebody_sent_is_told(world: World, visit: Visit, home: Customer) -> None:
    let_in(world.venla, home, Level.WRITE)
    visit(world.venla).post("invoice-method", home, method="x")
    assert visit(world.sanna).get("looks", home).table().column("Page") == [
        "How invoices are sentSent a form"
    ]


def test_of_a_managers_list_each_owner_sees_only_that_it_concerned_him(
    world: World, visit: Visit, home: Customer
) -> None:
    AccessLogEntry.everything.create(
        at=times.now(),
        user=world.paivi,
        customers=[world.housing_company_1.pk, home.pk, world.housing_company_2.pk],
        page="invoice-list",
        method="GET",
    )
    page = visit(world.sanna).get("looks", home)
    page.says("A list of several customers, yours among them", world.paivi.get_full_name())
    page.has_no(world.housing_company_1.name).has_no(world.housing_company_2.name)
    page.has_no(str(world.housing_company_1.pk) + ",")


def test_a_firm_stands_beside_the_name_of_its_member(world: World, visit: Visit, home: Customer) -> None:
    register.add_grant(
        home.number,
        Area.INVOICES,
        Level.READ,
        firm=world.housing_managers,
        starts_at=people.yesterday(),
    )
    visit(world.paivi).get("invoice-list", home).is_shown()
    page = visit(world.sanna).get("looks", home)
    page.says(f"By the access right of {world.housing_managers.name}", world.paivi.get_full_name())


def test_days_are_chosen_and_the_last_one_is_whole(world: World, visit: Visit, home: Customer) -> None:
    let_in(world.venla, home)
    for days in (0, 1, 2):
        with time_machine.travel(times.now() + timedelta(days=days)):
            visit(world.venla).get("invoice-list", home).is_shown()
    page = visit(world.sanna)
    day = times.today() + timedelta(days=1)
    page.get("looks", home, first=day.isoformat(), last=day.isoformat()).says("One look on these days.")
    page.get("looks", home, first=day.isoformat()).says("2 looks on these days.")
    page.get("looks", home, last=times.today().isoformat()).says("One look on these days.")
    page.get("looks", home, first="2020-01-01", last="2020-01-02").says("Nobody else looked on these days.")
    page.get("looks", home, first=day.isoformat(), last="2020-01-01").says(
        "The last day cannot be before the first day."
    )
    for edge in ("9999-12-31", "0001-01-01"):
        page.get("looks", home, first=edge, last=edge).says("Write the day in the form")
    page.get("looks", home, first="yesterday").says("Write the day in the form year-month-day")


def test_from_a_right_one_comes_to_its_looks_alone_and_from_a_look_to_its_right(
    world: World, visit: Visit, home: Customer
) -> None:
    let_in(world.venla, home)
    firm = world.housing_managers
    register.add_grant(home.number, Area.INVOICES, Level.READ, firm=firm, starts_at=people.yesterday())
    for user in (world.venla, world.paivi, world.emma):
        visit(user).get("invoice-list", home).is_shown()
    sanna = visit(world.sanna)
    venlas = sanna.get("rights", home).follow(
        "Looks by Venla Niemelä, the last one 24\u00a0Nov\u00a02026 12:00"
    )
    venlas.says("Looks by Venla Niemelä: 1")
    assert venlas.table().column("Who") == ["Venla Niemelä"]
    right = venlas.follow("The access right of Venla Niemelä")
    firms = sanna.get("rights", home).follow(
        f"Looks by {firm.name}, the last one 24\u00a0Nov\u00a02026 12:00"
    )
    assert sorted(who.removesuffix(firm.name) for who in firms.table().column("Who")) == [
        "Emma Nyman",
        "Päivi Isotalo",
    ]
    everybody = firms.follow("Show everybody's looks")
    assert everybody.follow("Venla Niemelä").url == right.url
    assert everybody.follow("Päivi Isotalo").says(firm.name).status == 200
    day = times.today() - timedelta(days=1)
    chosen = sanna.get("looks", home, by=right.url.split("/")[-2], last=day.isoformat())
    chosen.says("Looks by Venla Niemelä: 0", "Nobody else looked on these days.")


def test_looks_of_staff_lead_to_no_right_and_an_unknown_right_chooses_nothing(
    world: World, visit: Visit, home: Customer
) -> None:
    visit(world.helena).get("report", people.look(world.helena, home))
    page = visit(world.sanna).get("looks", home, by="nosuchkey")
    page.says("Others have looked at your data once.").has_no_link("Customer service")


def test_fifty_looks_stand_on_a_page_the_newest_first(world: World, visit: Visit, home: Customer) -> None:
    AccessLogEntry.everything.bulk_create(
        AccessLogEntry(
            at=times.now() - timedelta(hours=hours),
            user=world.venla,
            customers=[home.pk],
            page="front",
            method="GET",
        )
        for hours in range(51)
    )
    first = visit(world.sanna).get("looks", home)
    first.says("Looks 1–50 of 51")
    last = first.follow("Next").says("Looks 51–51 of 51")
    assert len(first.table().rows) == 50
    assert last.table().column("When") != first.table().column("When")[:1]


def test_only_owners_see_who_looked(world: World, visit: Visit, home: Customer) -> None:
    let_in(world.venla, home, Level.WRITE)
    visit(world.venla).get("looks", home).is_not_there()
    visit(world.venla).get("front", home).has_no_link("Who looked")
    visit(world.maija).get("looks", home).is_not_there()
    visit(world.helena).get("looks", people.look(world.helena, home)).is_not_there()


def test_receivers_are_told_beforehand_that_looks_are_shown(world: World, visit: Visit) -> None:
    let_in(world.venla, world.spot_household)
    key = (
        visit(world.venla)
        .get("received-rights")
        .follow(f"Give back the right of {world.spot_household.name}")
        .url
    )
    right = key.removesuffix("give-back/")
    visit(world.venla).open(right).says("What you look at by this right is written down")


def test_each_page_that_others_can_look_at_has_words() -> None:
    doors = {pattern.callback for _route, pattern in walk()}
    looked_at = {
        door.name
        for door in doors
        if isinstance(door, CustomersDoor) or (isinstance(door, CustomerDoor) and not door.owners_only)
    }
    assert not [name for name in sorted(looked_at) if page_words(name) == page_words("?")]
    assert reverse("customer:looks", kwargs={"customer": "x"})
