"""axe finds nothing on any page, in both themes; none is wider than a phone; the console stays empty.

What can be focused is seen to be, on a phone and on a desk.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.urls import reverse

from kajo.access.checks import walk
from kajo.access.doors import Door, PublicDoor, SignedInDoor, VendorDoor
from kajo.access.models import Customer, Offer
from kajo.invoices.models import InvoiceExport
from kajo.own_data.models import DataExport
from tests.browser.conftest import Person
from tests.elsewhere import elsewhere
from tests.every_page.examples import EXAMPLES, PERSONAL
from tests.every_page.test_every_page import CUSTOMER_PAGES
from tests.world import World

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

FILES = {
    *("report-csv", "invoice-csv", "invoice-xlsx", "invoice-check-csv"),
    *("invoice-bill", "invoice-original", "invoice-attachment", "invoice-picture"),
    *("contract-document", "contract-summary", "brand"),
}
# Refused where no bank was asked, and of a refusal a browser complains.
LEFT_OUT = {"identified", *FILES}
THEMES = ["light", "dark"]


def customer_addresses(customer: Customer) -> Iterator[str]:
    """Yield the address of every page of a customer's."""
    for name in sorted(set(CUSTOMER_PAGES) - FILES - PERSONAL):
        parts = EXAMPLES[name](customer) if name in EXAMPLES else {}
        yield reverse(f"customer:{name}", kwargs={"customer": customer.key, **parts})


def site_addresses(*kinds: type[Door]) -> Iterator[str]:
    """Yield the address of every page of no customer's behind such doors."""
    for route, pattern in walk():
        door = pattern.callback
        if type(door) in kinds and "<" not in route and "(?P" not in route and door.name not in LEFT_OUT:  # type: ignore[union-attr]
            yield f"/{route}"


def report_addresses(world: World) -> Iterator[str]:
    """Yield a year, a month, a week, and days with all that can be seen in a chart."""
    home = f"/c/{world.spot_household.key}/reporting/{world.spot_home.key}"
    for period in ("year/2026", "month/2026-11", "week/2026-W46", "day/2026-10-25", "day/2026-03-29"):
        yield f"{home}/{period}/"
    yield f"/c/{world.solar_household.key}/reporting/{world.solar_home.key}/month/2026-07/"


def check(somebody: Person, addresses: Iterator[str]) -> None:
    faults: dict[str, Any] = {}
    for address in addresses:
        somebody.goes_to(address)
        found = somebody.axe_finds()
        lost = somebody.focus_is_lost_on()
        wide = somebody.sticks_out(320)
        lost += somebody.focus_is_lost_on()
        somebody.page.set_viewport_size({"width": 1280, "height": 900})
        if found or lost or wide or somebody.complaints:
            width = ["wider than 320 px"] if wide else []
            faults[address] = [*found, *lost, *width, *somebody.complaints]
            somebody.complaints.clear()
    assert not faults


@pytest.fixture
def given(world: World) -> Iterator[None]:
    """A right that Väinö has given, committed for the web process to see, and taken away again."""

    def give() -> None:
        EXAMPLES["right"](world.electric_household)

    def take_away() -> None:
        Offer.everything.filter(owner=world.electric_household, email="every.receiver@example.com").delete()

    elsewhere(give)
    yield
    elsewhere(take_away)


@pytest.mark.parametrize("theme", THEMES)
def test_an_owners_pages(world: World, person: Callable[..., Person], given: None, theme: str) -> None:
    vaino = person(color_scheme=theme, bypass_csp=True)
    vaino.signs_in_as(world.vaino)
    ordered = InvoiceExport.everything.get(user=world.vaino)
    check(vaino, iter([f"/c/{world.electric_household.key}/invoices/files/{ordered.key}/"]))
    data = DataExport.everything.get(user=world.vaino)
    check(vaino, iter([f"/c/{world.electric_household.key}/my-data/{data.key}/"]))
    check(vaino, customer_addresses(world.electric_household))


@pytest.mark.parametrize("theme", THEMES)
def test_reports_with_gaps_estimates_and_production(
    world: World, person: Callable[..., Person], theme: str
) -> None:
    for user, household in ((world.sanna, world.spot_household), (world.maija, world.solar_household)):
        somebody = person(color_scheme=theme, bypass_csp=True)
        somebody.signs_in_as(user)
        check(somebody, (address for address in report_addresses(world) if household.key in address))


@pytest.mark.parametrize("theme", THEMES)
def test_pages_seen_by_permission_by_the_housing_manager(
    world: World, person: Callable[..., Person], theme: str
) -> None:
    paivi = person(color_scheme=theme, bypass_csp=True)
    paivi.signs_in_as(world.paivi)
    front = reverse("customer:front", kwargs={"customer": world.housing_company_1.key})
    firm = [reverse(name, args=[world.housing_managers.key]) for name in ("firm", "firm-rights")]
    check(paivi, iter(["/customers/", front, *firm, *site_addresses(SignedInDoor)]))
    paivi.goes_to(firm[1])
    check(paivi, iter([str(paivi.page.get_attribute("a[href$='/give-back/']", "href"))]))
    page = paivi.goes_to(firm[0])
    for name, value in {"first_name": "Niina", "last_name": "Nyberg", "email": "niina@example.com"}.items():
        page.fill(f"input[name={name}]", value)
    page.press("input[name=email]", "Enter")
    page.wait_for_url("**/check/")
    check(paivi, iter([page.url]))


@pytest.mark.parametrize("theme", THEMES)
def test_a_list_that_is_long_enough_to_be_searched_and_sorted(
    world: World, person: Callable[..., Person], theme: str
) -> None:
    leena = person(color_scheme=theme, bypass_csp=True)
    leena.signs_in_as(world.leena)
    contracts = reverse("customer:contract-list", kwargs={"customer": world.bakery_company.key})
    check(leena, iter([contracts, f"{contracts}?sort=-address&q=katu"]))


@pytest.mark.parametrize("theme", THEMES)
def test_customer_services_pages(world: World, person: Callable[..., Person], theme: str) -> None:
    helena = person(color_scheme=theme, bypass_csp=True)
    helena.signs_in_as(world.helena)
    check(helena, iter([reverse("staff:look-up")]))
    helena.page.click("main form button.filled")
    assert helena.axe_finds() == []


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_pages_before_signing_in(person: Callable[..., Person], theme: str, language: str) -> None:
    somebody = person(color_scheme=theme, bypass_csp=True, locale=language)
    check(somebody, site_addresses(PublicDoor, VendorDoor))
    assert somebody.page.get_attribute("html", "lang") == language
