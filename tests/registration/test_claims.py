"""Which customer somebody is: two numbers of an invoice, and a code that the customer alone gets."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core.cache import cache

from demo.numbers import business_id
from kajo.access.models import AuditEntry, Customer, Ownership, User
from kajo.core import times
from kajo.information.models import Contact
from kajo.invoices.models import Invoice
from kajo.invoices.payment_numbers import rf_of
from kajo.registration.models import Claim
from tests.access import people
from tests.banks import Bank
from tests.conftest import Visit
from tests.registration.claiming import (
    BOTH,
    ONLY_PHONE,
    WRONG,
    claims,
    code_for,
    code_in,
    gives,
    gsrn_of,
    owners_of,
    run_jobs,
    sends,
)
from tests.world import World

pytestmark = pytest.mark.usefixtures("texts")


@pytest.fixture(autouse=True)
def no_tries_yet(db: None) -> None:
    cache.clear()


def reference_of(number: str) -> str:
    return Invoice.everything.filter(owner__number=number).exclude(reference="").latest("dated_on").reference


def test_olli_shows_which_customer_he_is(world: World, visit: Visit, texts: list[tuple[str, str]]) -> None:
    olli = visit(world.olli)
    olli.get("home").follow("Show which customer you are").says("Which customer are you?")
    page = claims(olli, BOTH, gsrn_of(BOTH))
    mail = Contact.everything.get(owner__number=BOTH, kind="email").value
    phone = Contact.everything.get(owner__number=BOTH, kind="phone").value
    page.says(f"{mail[0]}•••@e•••", f"••• ••• ••{phone[-2:]}").has_no(mail, phone)
    (message,) = run_jobs()
    assert message.to == [mail]
    assert [to for to, _ in texts] == [phone]
    assert code_in(texts[0][1]) == code_in(message.body), "one code, by both ways"

    page = gives(olli, code_in(message.body)).leads_on()
    page.says("You now see the customer's contracts, invoices and consumption.")
    assert owners_of(BOTH) == {"olli.turunen"}
    entry = AuditEntry.everything.filter(kind="owner_added", customer__number=BOTH).latest("pk")
    assert entry.actor == world.olli and entry.facts == {"receiver": world.olli.pk, "by": "code"}
    told = run_jobs()
    assert [message.to for message in told] == [["olli.turunen@example.org"], [mail]]
    assert "Olli Turunen" in str(told[1].body)


@pytest.mark.parametrize("written", ["{}", "RF", "0000{}"])
def test_the_reference_of_a_recent_invoice_shows_it_too(world: World, visit: Visit, written: str) -> None:
    reference = reference_of(BOTH)
    shown = rf_of(reference) if written == "RF" else written.format(reference)
    olli = visit(world.olli)
    claims(olli, BOTH, shown)
    (message,) = run_jobs()
    gives(olli, code_in(message.body))
    assert owners_of(BOTH) == {"olli.turunen"}


def test_an_old_invoice_shows_nothing(world: World, visit: Visit) -> None:
    reference = reference_of(BOTH)
    with time_machine.travel(times.now() + timedelta(days=400)):
        claims(visit(world.olli), BOTH, reference)
        assert run_jobs() == []


def test_a_metering_point_that_was_left_long_ago_shows_nothing(world: World, visit: Visit) -> None:
    gsrn = world.ended_home.point.gsrn
    Ownership.everything.filter(owner=world.ended_household).delete()
    claims(visit(world.olli), world.ended_household.number, gsrn)
    assert len(run_jobs()) == 1
    with time_machine.travel(times.now() + timedelta(days=300)):
        claims(visit(world.olli), world.ended_household.number, gsrn)
        assert run_jobs() == []


def test_a_company_shows_its_business_id(world: World, visit: Visit) -> None:
    company = world.housing_company_2
    olli = visit(world.olli)
    claims(olli, company.number, business_id=company.business_id)
    (message,) = run_jobs()
    assert message.to == [Contact.everything.get(owner=company, kind="email").value]
    gives(olli, code_in(message.body))
    assert owners_of(company.number) == {"olli.turunen"}


def test_a_company_is_not_shown_by_its_metering_point(world: World, visit: Visit) -> None:
    company = world.housing_company_2
    claims(visit(world.olli), company.number, gsrn_of(company.number))
    assert run_jobs() == []


def test_a_reference_that_would_be_a_business_id_too_is_a_persons(
    world: World, visit: Visit, bank: Bank
) -> None:
    """Where companies are acted for by whom a bank has identified: the field that is filled decides."""
    reference = business_id(7).replace("-", "")
    Invoice.everything.filter(reference=reference_of(BOTH)).update(reference=reference)
    olli = visit(world.olli)
    claims(olli, BOTH, reference)
    (message,) = run_jobs()
    gives(olli, code_in(message.body))
    assert owners_of(BOTH) == {"olli.turunen"}


def test_a_death_estate_is_joined_by_no_numbers(world: World, visit: Visit) -> None:
    """Customer service looks at the papers; neither numbers nor a code that came before are enough."""
    olli = visit(world.olli)
    claims(olli, BOTH, gsrn_of(BOTH))
    (message,) = run_jobs()
    Customer.everything.filter(number=BOTH).update(is_estate=True)
    gives(olli, code_in(message.body)).says("The code is not right")
    cache.clear()
    claims(olli, BOTH, gsrn_of(BOTH))
    assert run_jobs() == [] and not owners_of(BOTH)


def test_a_code_by_phone_alone(world: World, visit: Visit, texts: list[tuple[str, str]]) -> None:
    olli = visit(world.olli)
    claims(olli, ONLY_PHONE, gsrn_of(ONLY_PHONE)).has_no("@")
    assert run_jobs() == []
    gives(olli, code_in(texts[0][1]))
    assert owners_of(ONLY_PHONE) == {"olli.turunen"}


# What a stranger may learn


def answers(visit: Visit, user: User, number: str, shown: str) -> list[Any]:
    """Return what a stranger sees, from the numbers to a wrong code; what is all but hidden left out."""
    cache.clear()
    somebody = visit(user)
    sent = sends(somebody, number, shown)
    page = sent.leads_on()
    wrong = gives(somebody, "0000 0000")
    run_jobs()
    again = somebody.post("register-customer", deed="again")
    seen = [sent, page, wrong, again]
    return [(one.status, one.response.headers.get("Location"), len(one.body)) for one in seen]


def test_numbers_that_fit_nobody_get_the_same_answers(world: World, visit: Visit) -> None:
    """Where the register reaches everybody both ways or not at all; how many ways show is another test's."""
    mailed = Contact.everything.filter(kind="email").values("owner")
    Contact.everything.exclude(owner__in=mailed).delete()
    known = answers(visit, world.olli, BOTH, gsrn_of(BOTH))
    assert answers(visit, world.olli, "1000011", gsrn_of("1000011")) == known
    assert answers(visit, world.olli, "7700001", WRONG) == known
    assert answers(visit, world.olli, BOTH, WRONG) == known


def test_a_wrong_number_shows_the_same_made_up_places_each_time(world: World, visit: Visit) -> None:
    olli, bertta = visit(world.olli), visit(world.bertta)
    first = claims(olli, "7654321", WRONG).text
    assert (
        claims(bertta, "7654321", WRONG).text.split("Which customer are you?")[-1]
        == (first.split("Which customer are you?")[-1])
    )
    assert any(claims(olli, f"765432{last}", WRONG).text != first for last in range(2, 9))
    assert run_jobs() == []


def test_places_that_change_do_not_tell_which_second_number_was_right(world: World, visit: Visit) -> None:
    """A number of a customer's tried with one metering point after another: each shows other places."""
    places = set()
    for last in range(6):
        cache.clear()
        places.add(claims(visit(world.olli), BOTH, WRONG[:-1] + str(last)).text)
    assert len(places) > 1 and run_jobs() == []


def test_made_up_places_are_like_those_of_the_register(world: World, visit: Visit) -> None:
    """Of any letters, and as many; persons are here reached by x…@q… alone, companies as in the cast."""
    persons = Contact.everything.filter(owner__kind="person")
    persons.filter(kind="phone").delete()
    for contact in persons:
        Contact.everything.filter(pk=contact.pk).update(value=f"x{contact.pk}@q.example")
    olli = visit(world.olli)
    for last in range(5):
        claims(olli, f"765432{last}", WRONG).says("x•••@q•••").has_no("••• •••")
    company = claims(olli, "7654321", business_id=business_id(77))
    company.says("••• •••").has_no("x•••@q•••")


def test_numbers_of_a_person_and_of_a_company_are_not_tried_at_once(world: World, visit: Visit) -> None:
    """Whichever does not count would change the made-up places and leave the real ones."""
    page = sends(visit(world.olli), BOTH, gsrn_of(BOTH), business_id=business_id(77))
    page.says(
        "Write only one of the two: for a person a number of an invoice, for a company the business ID."
    )
    assert not Claim.objects.exists()


def test_who_owns_a_customer_already_is_told_and_nothing_is_joined(world: World, visit: Visit) -> None:
    olli = visit(world.olli)
    claims(olli, "1000011", gsrn_of("1000011")).has_no("already")
    (message,) = run_jobs()
    page = gives(olli, code_in(message.body))
    page.says("This customer has a user ID already", "Call customer service: 09 4245 0000.")
    assert owners_of("1000011") == {"sanna.saarinen"}
    (told,) = run_jobs()
    assert told.to == ["sanna.saarinen@example.org"] and "Olli Turunen" in str(told.body)
    refused = AuditEntry.everything.filter(kind="claim_refused", customer=world.spot_household)
    assert refused.latest("pk").actor == world.olli
    gives(olli, code_in(message.body)).says("Which customer are you?").has_no("already")


# Limits


def wrong(code: str) -> str:
    return code[:-1] + str((int(code[-1]) + 1) % 10)


def test_a_code_holds_for_ten_minutes(world: World, visit: Visit) -> None:
    olli = visit(world.olli)
    code = code_for(olli)
    with time_machine.travel(times.now() + timedelta(minutes=10)):
        gives(olli, code).says("is too old")
    assert not owners_of(BOTH)


def test_a_code_is_used_once(world: World, visit: Visit) -> None:
    olli = visit(world.olli)
    code = code_for(olli)
    gives(olli, code)
    Ownership.everything.filter(owner__number=BOTH).delete()
    claims(olli, "7654321", WRONG)
    gives(olli, code).says("The code is not right")
    assert not owners_of(BOTH)


def test_four_wrong_codes_are_forgiven_and_five_are_not(world: World, visit: Visit) -> None:
    olli = visit(world.olli)
    code = code_for(olli)
    for _ in range(5):
        gives(olli, wrong(code)).says("The code is not right")
    cache.clear()
    gives(olli, code).says("The code is not right")
    assert not owners_of(BOTH)
    code = code_for(olli)
    for _ in range(4):
        gives(olli, wrong(code))
    gives(olli, code)
    assert owners_of(BOTH) == {"olli.turunen"}


def test_wrong_codes_are_counted_even_where_the_claims_forget_them(world: World, visit: Visit) -> None:
    olli = visit(world.olli)
    code = code_for(olli)
    for _ in range(5):
        gives(olli, wrong(code))
        Claim.objects.update(wrong_tries=0)  # as if each page had been undone
    gives(olli, code).says("The code is not right")
    assert not owners_of(BOTH)


def test_a_new_code_puts_the_former_one_out(world: World, visit: Visit) -> None:
    olli = visit(world.olli)
    former = code_for(olli)
    olli.post("register-customer", deed="again").leads_on().says("A new code is on its way.")
    (message,) = run_jobs()
    gives(olli, former).says("The code is not right")
    gives(olli, code_in(message.body))
    assert owners_of(BOTH) == {"olli.turunen"}


def test_a_code_is_good_for_the_one_who_asked_for_it_alone(world: World, visit: Visit) -> None:
    code = code_for(visit(world.olli))
    helena = visit(world.helena)
    claims(helena, BOTH, gsrn_of(BOTH))
    gives(helena, code).says("The code is not right")
    assert not owners_of(BOTH)


def test_the_code_is_kept_nowhere(world: World, visit: Visit) -> None:
    code = code_for(visit(world.olli)).replace(" ", "")
    assert code not in str(list(Claim.objects.values()))


def test_a_customer_number_is_tried_three_times_in_ten_minutes_by_whomever(
    world: World, visit: Visit
) -> None:
    strangers = [people.user(f"claims-{index}") for index in range(4)]
    for stranger in strangers[:3]:
        claims(visit(stranger), BOTH, WRONG)
    sends(visit(strangers[3]), BOTH, gsrn_of(BOTH)).says("Too many tries.")
    assert Claim.objects.count() == 3


def test_a_user_tries_ten_customer_numbers_an_hour(world: World, visit: Visit) -> None:
    olli = visit(world.olli)
    for index in range(10):
        claims(olli, f"66{index}", WRONG)
    sends(olli, "6699", WRONG).says("Too many")


def test_a_machine_tries_twenty_customer_numbers_an_hour(world: World, visit: Visit) -> None:
    strangers = [people.user(f"claims-{index}") for index in range(3)]
    for index in range(20):
        claims(visit(strangers[index // 10]), f"66{index}", WRONG)
    sends(visit(strangers[2]), "6699", WRONG).says("Too many")


def test_an_address_gets_ten_codes_a_day_of_whatever_customers(world: World, visit: Visit) -> None:
    shared = Contact.everything.get(owner__number=BOTH, kind="email").value
    claimed = {"user": world.helena, "named": "1", "way": "contact", "expires_at": times.now()}
    for index in range(10):
        Claim.objects.create(key=f"earlier{index:03d}", sent_to=[shared], asked_at=times.now(), **claimed)
    claims(visit(world.olli), BOTH, gsrn_of(BOTH)).says(shared[0] + "•••@")
    assert run_jobs() == []


def test_nothing_is_written_that_only_a_stranger_knows(world: World, visit: Visit) -> None:
    """Whoever has not signed in is asked to; a code without a claim leads to the numbers."""
    visit().get("register-customer").asks_to_sign_in()
    gives(visit(world.olli), "1234 5678").says("Write two numbers from an invoice.")


@pytest.mark.parametrize("shown", ["", "x", "12", "643", "1234567-1", "FI7944052020036082"])
def test_what_is_no_number_of_an_invoice_is_said(world: World, visit: Visit, shown: str) -> None:
    sends(visit(world.olli), BOTH, shown).says("Write the 18 digits of a metering point number")
    page = sends(visit(world.olli), "2000010", shown, business_id="1234567-9")
    page.says("Write the business ID in the form 1234567-1.")
