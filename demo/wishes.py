"""What people of the cast have asked the retailer to change, asked as they would: with their own access."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from demo.shapes import Cast
from kajo.access.models import Customer, User
from kajo.access.policy import CustomerAccess, open_customer
from kajo.access.proofs import Proof
from kajo.access.wall import behind_the_wall
from kajo.contracts.actions import edit_profile
from kajo.contracts.models import PROFILE, Location
from kajo.core.times import local_day, local_midnight
from kajo.information.actions import NewAddress, NewContact, change_address, order_code
from kajo.information.words import AddressUse, ContactKind, ContactUse
from kajo.invoices.actions import ask_for_frequency, postpone_due_date
from kajo.invoices.export_actions import order_zip
from kajo.invoices.models import Invoice
from kajo.invoices.queries.exports import list_keys
from kajo.invoices.rows import Selection
from kajo.notifications.choosing import Chosen, choose, consent
from kajo.notifications.words import MessageChannel, MessageKind
from kajo.own_data.actions import order_data
from kajo.own_data.queries import deed_of

ASKED_BEFORE = timedelta(days=3)

Wish = Callable[[CustomerAccess, datetime], object]


def ask_for_changes(cast: Cast, *, now: datetime) -> None:
    """Let each person ask, behind the wall, as on a page."""
    for person, customer, wish in _wishes():
        user = User.objects.get(username=cast.people[person].username)
        key = Customer.everything.get(number=cast.customers[customer].number).key
        with behind_the_wall(user.pk, read_only=False):
            access = open_customer(user.pk, key, now=now)
            assert access is not None, f"{person} may not open {customer}"  # noqa: S101 - the cast says so
            wish(access, now)


def _wishes() -> list[tuple[str, str, Wish]]:
    return [
        ("kalle", "kalles_household", _fewer_invoices),
        ("leena", "bakery_company", _fewer_invoices),
        ("kalle", "kalles_household", _postpone),
        ("venla", "solar_household", _one_more_resident),
        ("kalle", "kalles_household", _one_more_resident),
        ("vaino", "electric_household", _postpone),
        ("maija", "solar_household", _another_email),
        ("vaino", "electric_household", _another_email),
        ("vaino", "electric_household", _newly_moved),
        ("leena", "bakery_company", _offers_by_email),
        ("aarne", "chairs_household", _offers_by_email),
        ("kalle", "kalles_household", _all_data),
        ("vaino", "electric_household", _all_data),
        ("kalle", "kalles_household", _bills_in_one_file),
        ("vaino", "electric_household", _bills_in_one_file),
    ]


def _fewer_invoices(access: CustomerAccess, now: datetime) -> None:
    ask_for_frequency(access, bills_a_year=6, now=now)


def _another_email(access: CustomerAccess, now: datetime) -> None:
    """Want an address of one's own for invoices; its code has not come back."""
    uses = [ContactUse.INVOICING]
    new = NewContact(ContactKind.EMAIL, f"laskut.{access.number}@example.org", uses, is_primary=False)
    order_code(access, new, now=now)


def _newly_moved(access: CustomerAccess, now: datetime) -> None:
    new = NewAddress("", "PL 12", "00101", "HELSINKI", "FI")
    change_address(access, AddressUse.INVOICING, new, now=now)


def _offers_by_email(access: CustomerAccess, now: datetime) -> None:
    """Allow offers by e-mail, and be told of changes in Finnish, whoever reads."""
    consent(access, [MessageChannel.EMAIL], now=now)
    choose(access, {MessageKind.INFORMATION: Chosen(MessageChannel.EMAIL, "fi")})


def _postpone(access: CustomerAccess, now: datetime) -> None:
    """Ask for ten more days for the newest invoice, some days before it fell due."""
    invoice = Invoice.of(access).latest("dated_on")
    assert invoice.due_on is not None  # noqa: S101 - the demo's invoices have one
    in_time = local_midnight(invoice.due_on) - ASKED_BEFORE
    postpone_due_date(access, key=invoice.key, days=10, now=min(now, in_time))


def _bills_in_one_file(access: CustomerAccess, now: datetime) -> None:
    keys = list_keys(access, Selection(), limit=12, today=local_day(now))
    order_zip(access, keys=keys, name="laskut.zip", now=now)


def _all_data(access: CustomerAccess, now: datetime) -> None:
    order_data(access, Proof(access.user_id, deed_of(access)), name="omat-tiedot.zip", now=now)


def _one_more_resident(access: CustomerAccess, now: datetime) -> None:
    location = Location.of(access).get()
    profile = {name: getattr(location, name) for name in PROFILE} | {
        "residents": (location.residents or 0) + 1
    }
    edit_profile(access, key=location.key, edition=0, profile=profile, now=now)
