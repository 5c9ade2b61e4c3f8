"""A due date can be moved once, before it has passed, by who may."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import override_settings

from kajo.access import register
from kajo.access.areas import Area, Level
from kajo.changes import settling
from kajo.changes.models import Change
from kajo.core import times
from kajo.invoices.models import Postponement
from tests.access import people
from tests.conftest import Visit
from tests.customer_site.invoices.bills import Household, due_date, found, payment, send
from tests.pages import Page
from tests.visiting import Visitor


def postpone(visitor: Visitor, days: int = 3, number: str = "70000001") -> Page:
    return visitor.post("invoice-postpone", found(number), days=days)


def test_an_owner_postpones_and_the_new_day_is_everywhere_at_once(home: Household, visit: Visit) -> None:
    send(home.bill("70000001"))
    owner = visit(home.owner)
    owner.get("invoice-detail", found("70000001")).has_link("Postpone the due date by at most 14 days")
    page = postpone(owner, 14).leads_on()
    page.says("The new due date is Thursday 24 Dec 2026.").says("due Thursday 24 Dec 2026").says("Postponed")
    page.says(
        "It was 10 Dec 2026, and the picture of the invoice still shows that. We will confirm the new one."
    )
    page.says("Due date 24 Dec 2026").has_no_link("Postpone the due date by at most 14 days")
    owner.get("invoice-list", home.customer).says("24 Dec 2026").says("Postponed")


def test_the_wish_reaches_the_retailer_with_both_days(home: Household, visit: Visit) -> None:
    send(home.bill("70000001"))
    postpone(visit(home.owner), 3)
    change = Change.everything.get()
    assert (change.kind, change.subject, change.area) == ("invoice.postpone", "70000001", "invoices")
    assert change.facts == {"due_on": "2026-12-10", "new_due_on": "2026-12-13"}


def test_a_due_date_is_postponed_once(home: Household, visit: Visit) -> None:
    send(home.bill("70000001"))
    owner = visit(home.owner)
    postpone(owner, 3)
    postpone(owner, 5).says("The due date of this invoice has been postponed once. It cannot be moved again.")
    assert Postponement.everything.get().due_on == date(2026, 12, 13)
    assert Change.everything.count() == 1


@pytest.mark.parametrize("days", [0, -1, 15, 10_000, "", "x", "1.5"])
def test_no_other_number_of_days_is_taken(home: Household, visit: Visit, days: object) -> None:
    send(home.bill("70000001"))
    visit(home.owner).post("invoice-postpone", found("70000001"), days=days).says("New due date")
    assert not Postponement.everything.exists()
    assert not Change.everything.exists()


@override_settings(POSTPONE_MAX_DAYS=7)
def test_the_retailer_sets_the_limit(home: Household, visit: Visit) -> None:
    send(home.bill("70000001"))
    owner = visit(home.owner)
    owner.get("invoice-detail", found("70000001")).has_link("Postpone the due date by at most 7 days")
    postpone(owner, 8)
    assert not Postponement.everything.exists()


def test_it_can_be_postponed_on_its_last_day_and_not_after(home: Household, visit: Visit) -> None:
    send(home.bill("70000001", due_on="2026-11-24"), home.bill("70000002", due_on="2026-11-23"))
    owner = visit(home.owner)
    postpone(owner, 3).leads_on().says("The new due date is Friday 27 Nov 2026.")
    owner.get("invoice-detail", found("70000002")).has_no_link("Postpone the due date by at most 14 days")
    postpone(owner, 3, "70000002").says("The due date has passed, so it can no longer be postponed.")
    assert Postponement.everything.count() == 1


def test_what_needs_no_paying_is_not_postponed(home: Household, visit: Visit) -> None:
    send(
        home.bill("70000001"), payment("70000001"),
        home.bill("70000002"), home.credit_note("70000003", of="70000002"),
        home.bill("70000004", channel="e_invoice"),
        home.bill("70000005", channel="direct_debit"),
        home.bill("70000006", due_on=None),
    )  # fmt: skip
    owner = visit(home.owner)
    for number in ("70000001", "70000002", "70000003"):
        postpone(owner, 3, number).says("There is nothing to pay on this invoice.")
    for number in ("70000004", "70000005"):
        postpone(owner, 3, number).says("This invoice is in your bank. Change the due date there.")
    postpone(owner, 3, "70000006").says("This invoice has no due date.")
    assert not Postponement.everything.exists()


def test_a_refusal_brings_the_old_day_back_with_its_reason(home: Household, visit: Visit) -> None:
    send(home.bill("70000001"))
    owner = visit(home.owner)
    postpone(owner, 3).leads_on()
    settling.refuse(Change.everything.get().key, "An earlier invoice is unpaid.", now=times.now())
    page = owner.get("invoice-detail", found("70000001"))
    page.says("The due date was not postponed: it is 10 Dec 2026").says("An earlier invoice is unpaid.")
    page.says("due Thursday 10 Dec 2026").says("Open").has_no("13 Dec 2026")
    postpone(owner, 3).says("The due date of this invoice has been postponed once.")


def test_a_confirmed_day_stays(home: Household, visit: Visit) -> None:
    send(home.bill("70000001"))
    owner = visit(home.owner)
    postpone(owner, 3)
    settling.confirm(Change.everything.get().key, now=times.now())
    send(due_date("70000001", "2026-12-13"))
    owner.get("invoice-detail", found("70000001")).says("due Sunday 13 Dec 2026").has_no("We will confirm")


def test_a_reader_cannot_postpone(home: Household, visit: Visit) -> None:
    send(home.bill("70000001"))
    reader = visit(people.reader("invoice-reader", home.customer.number, Area.INVOICES))
    reader.get("invoice-detail", found("70000001")).has_no_link("Postpone the due date by at most 14 days")
    reader.get("invoice-postpone", found("70000001")).leads_on().says("Invoice 70000001")
    postpone(reader).is_forbidden()
    assert not Postponement.everything.exists()


def test_who_was_let_in_to_write_invoices_can_postpone(home: Household, visit: Visit) -> None:
    send(home.bill("70000001"))
    writer = people.user("invoice-writer")
    register.add_grant(
        home.customer.number, Area.INVOICES, Level.WRITE, user=writer, starts_at=people.yesterday()
    )
    postpone(visit(writer)).leads_on().says("The new due date is Sunday 13 Dec 2026.")


def test_customer_service_looks_and_postpones_nothing(home: Household, visit: Visit) -> None:
    send(home.bill("70000001"))
    staff = people.user("invoice-staff", is_staff=True)
    look = people.look(staff, home.customer)
    visit(staff).get("invoice-detail", look, key=found("70000001").key).says("Invoice 70000001")
    visit(staff).post("invoice-postpone", look, key=found("70000001").key, days=3).is_forbidden()
