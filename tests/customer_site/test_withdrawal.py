"""Withdrawing from a contract that was made at a distance: who can, until when, and the receipt."""

from __future__ import annotations

from datetime import datetime, timedelta

import time_machine
from django.core import mail

from kajo.access import register
from kajo.access.areas import Area, Level
from kajo.changes import settling, tasks
from kajo.changes.models import Change
from kajo.core import times
from kajo.core.times import local_midnight
from tests.access import people
from tests.conftest import Visit
from tests.pages import Page
from tests.world import World

HERE = "Withdraw from the contract here"


def withdrawn(visit: Visit, world: World, receipt_to: str = "vaino@example.org") -> Page:
    return visit(world.vaino).post("contract-withdraw", world.coming_contract, receipt_to=receipt_to)


def at_noon(world: World, days: int) -> datetime:
    return local_midnight(world.today + timedelta(days=days)) + timedelta(hours=12)


def test_vaino_withdraws_and_sees_the_receipt_with_the_time(world: World, visit: Visit) -> None:
    vaino = visit(world.vaino)
    detail = vaino.get("contract-detail", world.coming_contract)
    detail.has_button(HERE).says("You can withdraw from it until 3 Dec 2026 without giving a reason.")
    asked = detail.follow(HERE)
    asked.says("S-100222", "Väinö Korhonen").has_button("Confirm the withdrawal")
    assert asked.form["receipt_to"] == world.vaino.email
    receipt = withdrawn(visit, world).leads_on()
    receipt.says("We have received the withdrawal.", "24 Nov 2026 12:00", "vaino@example.org")
    receipt.has_no_button("Confirm the withdrawal")
    vaino.get("contract-detail", world.coming_contract).has_no_button(HERE).says("Waits for confirmation")


def test_who_has_withdrawn_is_promised_nothing_of_that_contract(world: World, visit: Visit) -> None:
    vaino = visit(world.vaino)
    follows = "A new contract for the same location of use"
    vaino.get("contract-list", world.electric_household).says("Kajo Fixed 24 starts 15 Jan 2027.", follows)
    vaino.get("contract-detail", world.fixed_contract).says(follows)
    withdrawn(visit, world)
    vaino.get("contract-detail", world.coming_contract).says("Withdrawn from").has_no("Starts 15 Jan 2027")
    vaino.get("contract-detail", world.fixed_contract).has_no(follows)
    listed = vaino.get("contract-list", world.electric_household).has_no(follows)
    listed.says("Kajo Fixed 24 has been withdrawn from.")
    assert listed.table().column("State")[0] == "Withdrawn from"
    vaino.get("front", world.electric_household).says("Kajo Fixed 24 has been withdrawn from.")
    settling.refuse(Change.everything.get(kind="contract.withdraw").key, "Too late.", now=times.now())
    vaino.get("contract-list", world.electric_household).says("Kajo Fixed 24 starts 15 Jan 2027.", follows)


def test_nothing_happens_before_it_is_confirmed(world: World, visit: Visit) -> None:
    visit(world.vaino).get("contract-withdraw", world.coming_contract).is_shown()
    assert not Change.everything.filter(kind="contract.withdraw").exists()


def test_the_receipt_goes_by_mail_with_what_and_when(world: World, visit: Visit) -> None:
    withdrawn(visit, world)
    tasks.tell_of_changes(0)
    tasks.tell_of_changes(60)
    (sent,) = mail.outbox
    assert sent.to == ["vaino@example.org"]
    assert "S-100222" in sent.subject
    said = " ".join(sent.body.split())
    for fact in (
        "S-100222",
        "Väinö Korhonen",
        "1000022",
        "24.11.2026 klo 12.00",
        "Kajo Kiinteä 24",
        "3.12.2026",
    ):
        assert fact in said, said


def test_the_retailer_reads_it_among_the_changes(world: World, visit: Visit) -> None:
    withdrawn(visit, world)
    ((customer, change),) = settling.list_changes(kind="contract.withdraw")
    assert (customer, change.subject, change.asked_by) == ("1000022", "S-100222", "Väinö Korhonen")
    settling.confirm(change.key, now=times.now())
    visit(world.vaino).get("contract-detail", world.coming_contract).says("Confirmed").has_no_button(HERE)


def test_the_same_contract_is_withdrawn_from_once(world: World, visit: Visit) -> None:
    withdrawn(visit, world)
    withdrawn(visit, world).leads_on().says("The withdrawal was made before, or its time is over.")
    assert Change.everything.filter(kind="contract.withdraw").count() == 1


def test_a_refused_withdrawal_says_why_and_can_be_made_again(world: World, visit: Visit) -> None:
    withdrawn(visit, world)
    change = Change.everything.get(kind="contract.withdraw")
    settling.refuse(change.key, "Use has begun.", now=times.now())
    page = visit(world.vaino).get("contract-detail", world.coming_contract)
    page.says("Refused", "Use has begun.").has_button(HERE)


def test_who_may_only_act_for_the_customer_cannot_withdraw(world: World, visit: Visit) -> None:
    helper = people.user("helper")
    for area in Area:
        register.add_grant(
            "1000022", area, Level.WRITE, user=helper, starts_at=times.now() - timedelta(days=1)
        )
    page = visit(helper).get("contract-detail", world.coming_contract)
    page.is_shown().has_no_button(HERE).says("Only the customer or another owner can withdraw from it.")
    visit(helper).get("contract-withdraw", world.coming_contract).is_not_there()
    visit(helper).post("contract-withdraw", world.coming_contract, receipt_to="a@b.fi").is_not_there()
    assert not Change.everything.filter(kind="contract.withdraw").exists()


def test_the_last_day_counts_and_the_next_is_too_late(world: World, visit: Visit) -> None:
    with time_machine.travel(at_noon(world, 9)):
        visit(world.vaino).get("contract-detail", world.coming_contract).has_button(HERE)
    with time_machine.travel(at_noon(world, 10)):
        vaino = visit(world.vaino)
        vaino.get("contract-detail", world.coming_contract).has_no_button(HERE)
        vaino.get("contract-withdraw", world.coming_contract).says(
            "The time to withdraw ended on 3 Dec 2026."
        )
        withdrawn(visit, world).leads_on().says("its time is over")
    assert not Change.everything.filter(kind="contract.withdraw").exists()


def test_an_address_that_is_none_is_refused_in_words(world: World, visit: Visit) -> None:
    page = withdrawn(visit, world, receipt_to="väinö")
    page.is_shown().says("Write an e-mail address in the form name@example.com.")
    assert page.text.index("Check one thing") < page.text.index("S-100222"), "what is wrong comes first"
    assert page.form["receipt_to"] == "väinö"
    assert not Change.everything.filter(kind="contract.withdraw").exists()


def test_a_contract_made_in_a_shop_cannot_be_withdrawn_from(world: World, visit: Visit) -> None:
    visit(world.vaino).get("contract-detail", world.cottage_contract).has_no(HERE).has_no("Withdrawal")
    page = (
        visit(world.vaino).post("contract-withdraw", world.cottage_contract, receipt_to="a@b.fi").leads_on()
    )
    page.says("was not made at a distance")
    assert not Change.everything.filter(kind="contract.withdraw").exists()
