"""Who cannot show by a code which customer he is asks customer service, with a document."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile

from kajo.access.models import AuditEntry, Customer, Ownership
from kajo.core import times
from kajo.information.models import Contact
from kajo.registration.models import JoinRequest
from kajo.registration.tasks import clear_what_is_over, lapse
from tests.conftest import Visit
from tests.registration.claiming import BOTH, owners_of, run_jobs
from tests.registration.joining import PDF, approves, asks, newest
from tests.staff_site.test_linking import NOT_DOCUMENTS
from tests.world import World


@pytest.fixture(autouse=True)
def no_tries_yet(db: None) -> None:
    cache.clear()


def test_a_company_is_asked_for_with_a_document_and_approved(world: World, visit: Visit) -> None:
    company = world.housing_company_2
    olli = visit(world.olli)
    olli.get("register-customer").follow("Send customer service a document").says(
        "Request to customer service"
    )
    page = asks(
        olli, company.number, "company", business_id=company.business_id, note="Board's minutes"
    ).leads_on()
    page.says("Your request was sent.", company.number, "Waits for customer service").has_no(company.name)
    assert owners_of(company.number) == set()

    markus = visit(world.markus)
    listed = markus.get("staff:requests").says("2 requests wait for an answer, the oldest first.")
    detail = listed.follow("Olli Turunen")
    detail.says("Olli Turunen wants to become an owner of As Oy Aallonharja", "Board's minutes")
    detail.says("I may sign for the company or housing company", company.business_id, "extract.pdf")
    detail.has_button("Make Olli Turunen an owner of As Oy Aallonharja")
    done = approves(markus, newest()).leads_on()
    done.says("Olli Turunen now owns As Oy Aallonharja.", "1 request waits for an answer.")
    assert owners_of(company.number) == {"olli.turunen"}
    entry = AuditEntry.everything.filter(kind="owner_added", customer=company).latest("pk")
    assert entry.actor == world.markus
    assert entry.facts == {"receiver": world.olli.pk, "by": "staff", "request": newest().key}

    asker, register = run_jobs()
    assert asker.to == ["olli.turunen@example.org"]
    assert register.to == [Contact.everything.get(owner=company, kind="email").value]
    assert "Olli Turunen näkee nyt verkkopalvelussa asiakkaan As Oy Aallonharja" in register.body
    olli.get("register-ask").says("Approved")
    olli.get("home").leads_on().says("As Oy Aallonharja")


def test_the_present_owners_are_told_of_a_new_one(world: World, visit: Visit) -> None:
    company = world.bakery_company
    asks(visit(world.olli), company.number, "company", business_id=company.business_id)
    detail = visit(world.markus).get("staff:request", key=newest().key)
    detail.says("The customer has 1 owner already, who is told.", "Leena Vuorinen")
    assert run_jobs() == [], "nobody hears of a request that is not approved"
    approves(visit(world.markus), newest())
    assert owners_of(company.number) == {"leena.vuorinen", "olli.turunen"}
    told = {message.to[0]: message.body for message in run_jobs()}
    assert "Olli Turunen pyysi asiakaspalvelulta asiakirjalla" in told["leena.vuorinen@example.org"]
    assert told.keys() == {
        "leena.vuorinen@example.org",
        Contact.everything.filter(owner=company, kind="email").order_by("-is_primary", "pk")[0].value,
        "olli.turunen@example.org",
    }


def test_a_death_estate_is_joined_by_its_papers(world: World, visit: Visit) -> None:
    Customer.everything.filter(number=BOTH).update(is_estate=True)
    asks(visit(world.olli), BOTH, "death_estate")
    visit(world.markus).get("staff:request", key=newest().key).says("Death estate")
    approves(visit(world.markus), newest())
    assert owners_of(BOTH) == {"olli.turunen"}


def test_a_request_is_refused_with_a_reason_that_the_asker_reads(world: World, visit: Visit) -> None:
    olli, markus = visit(world.olli), visit(world.markus)
    asks(olli, BOTH)
    markus.post("staff:request", key=newest().key, deed="refuse", reason=" ").says("Write the reason")
    reason = "The extract is older than three months."
    page = markus.post("staff:request", key=newest().key, deed="refuse", reason=reason).leads_on()
    page.says("The request was not approved. Olli Turunen is told why.")
    assert owners_of(BOTH) == set()
    (message,) = run_jobs()
    assert message.to == ["olli.turunen@example.org"]
    assert reason in message.body and "ei hyväksytty" in message.subject
    olli.get("register-ask").says("Not approved", reason)
    assert newest().content is None, "the document is not kept"
    refused = AuditEntry.everything.filter(kind="join_refused").latest("pk")
    assert (refused.actor, refused.customer_id) == (world.markus, None)


# What a stranger may learn


def test_known_and_unknown_numbers_answer_alike(world: World, visit: Visit) -> None:
    seen = []
    for number in (BOTH, "7654321", world.spot_household.number, world.bakery_company.number):
        olli = visit(world.olli)
        sent = asks(olli, number)
        page = sent.leads_on()
        seen.append((sent.status, sent.response.headers["Location"], page.text.replace(number, "N")))
        page.has_no("Lauri Halonen", "Sanna Saarinen", "Revontulen Leipä Oy")
        assert run_jobs() == []
        JoinRequest.objects.all().delete()
    assert len(set(seen)) == 1


def test_a_number_of_nobody_cannot_be_approved(world: World, visit: Visit) -> None:
    asks(visit(world.olli), "7654321")
    markus = visit(world.markus)
    markus.get("staff:requests").says("no customer of these numbers")
    page = markus.get("staff:request", key=newest().key).says("The numbers are no customer's")
    assert not any(name.startswith("Make ") for name in page.buttons)
    key = world.spot_household.key
    page = markus.post("staff:request", key=newest().key, deed="approve", customer=key).leads_on()
    page.says("The customer register has just changed.")
    assert owners_of(world.spot_household.number) == {"sanna.saarinen"}


def test_a_company_is_found_by_its_business_id_alone(world: World, visit: Visit) -> None:
    asks(visit(world.olli), world.housing_company_2.number, "power_of_attorney")
    visit(world.markus).get("staff:request", key=newest().key).says("its business ID is another")
    wrong = world.bakery_company.business_id
    asks(visit(world.raimo), world.housing_company_2.number, "company", business_id=wrong)
    visit(world.markus).get("staff:request", key=newest().key).says("its business ID is another")


# Who decides


def test_other_customer_service_sees_no_requests(world: World, visit: Visit) -> None:
    asks(visit(world.olli), BOTH)
    helena, key = visit(world.helena), newest().key
    helena.get("staff:look-up").has_no_link("Requests")
    for answer in (
        helena.get("staff:requests"),
        helena.get("staff:request", key=key),
        helena.post(
            "staff:request", key=key, deed="approve", customer=Customer.everything.get(number=BOTH).key
        ),
        helena.post("staff:request-document", key=key),
        visit(world.olli).get("staff:request", key=key),
    ):
        answer.is_not_there()
    assert owners_of(BOTH) == set()


def test_nobody_approves_a_request_of_his_own(world: World, visit: Visit) -> None:
    markus = visit(world.markus)
    asks(markus, BOTH)
    approves(markus, newest()).leads_on().says("This is your own request: somebody else answers it.")
    assert owners_of(BOTH) == set()


def test_the_document_is_saved_and_not_run_and_each_reading_is_noted(world: World, visit: Visit) -> None:
    asks(visit(world.olli), BOTH)
    markus = visit(world.markus)
    markus.get("staff:request-document", key=newest().key).leads_on().says("extract.pdf")
    assert not AuditEntry.everything.filter(kind="join_document_read").exists()
    answer = markus.post("staff:request-document", key=newest().key).response
    assert answer.content == PDF and answer["Content-Type"] == "application/pdf"
    assert (
        answer["Content-Disposition"].startswith("attachment")
        and "sandbox" in answer["Content-Security-Policy"]
    )
    assert AuditEntry.everything.filter(kind="join_document_read").latest("pk").actor == world.markus


def test_what_was_answered_is_not_answered_again(world: World, visit: Visit) -> None:
    asks(visit(world.olli), BOTH)
    markus, key = visit(world.markus), Customer.everything.get(number=BOTH).key
    markus.post("staff:request", key=newest().key, deed="refuse", reason="No.")
    page = markus.post("staff:request", key=newest().key, deed="approve", customer=key).leads_on()
    page.says("The request waits no longer.")
    assert owners_of(BOTH) == set()
    markus.post("staff:request-document", key=newest().key).is_not_there()


def test_whose_user_id_was_closed_becomes_no_owner(world: World, visit: Visit) -> None:
    asks(visit(world.olli), BOTH)
    type(world.olli).objects.filter(pk=world.olli.pk).update(is_active=False)
    approves(visit(world.markus), newest()).leads_on().says("The request waits no longer.")
    assert owners_of(BOTH) == set()


# How many, and for how long


def test_olli_withdraws_his_request(world: World, visit: Visit) -> None:
    olli = visit(world.olli)
    asks(olli, BOTH)
    visit(world.raimo).post("register-ask", deed="withdraw", request=newest().key).leads_on().says(
        "The request waits no longer."
    )
    assert newest().state == "waiting"
    page = olli.post("register-ask", deed="withdraw", request=newest().key).leads_on()
    page.says("The request was withdrawn, and its document removed.", "Withdrawn")
    assert newest().content is None
    visit(world.markus).get("staff:requests").says("1 request waits for an answer.").has_no("Olli Turunen")
    assert run_jobs() == []


def test_three_requests_wait_at_most_and_one_about_a_number(world: World, visit: Visit) -> None:
    olli = visit(world.olli)
    asks(olli, BOTH)
    asks(olli, BOTH).says("A request of yours about this customer number waits already.")
    asks(olli, "7654321")
    asks(olli, "7654322")
    asks(olli, "7654323").says("Several requests of yours wait already.")
    assert JoinRequest.objects.filter(user=world.olli).count() == 3
    olli.post("register-ask", deed="withdraw", request=newest().key)
    asks(olli, "7654323").leads_on().says("Your request was sent.")


def test_ten_requests_a_day_are_enough(world: World, visit: Visit) -> None:
    olli = visit(world.olli)
    for _ in range(10):
        asks(olli, BOTH)
        olli.post("register-ask", deed="withdraw", request=newest().key)
    asks(olli, BOTH).says("Too many requests today.")


def test_a_request_that_nobody_answers_lapses_after_thirty_days(world: World, visit: Visit) -> None:
    olli = visit(world.olli)
    asks(olli, BOTH)
    olli.get("register-ask").says("until 24 Dec 2026 at the latest", "at most 30 days")
    with time_machine.travel(times.now() + timedelta(days=29)):
        lapse(0)
        assert newest().state == "waiting"
    with time_machine.travel(times.now() + timedelta(days=30)):
        markus = visit(world.markus)
        markus.get("staff:requests").says("Nothing waits for an answer.")
        markus.post("staff:request-document", key=newest().key).is_not_there()
        assert not AuditEntry.everything.filter(kind="join_document_read").exists()
        lapse(0)
        told = {message.to[0]: message.subject for message in run_jobs()}
        assert told.keys() == {"olli.turunen@example.org", "timo.laaksonen@example.org"}
        assert "ei vastattu ajoissa" in told["olli.turunen@example.org"]
        visit(world.olli).get("register-ask").says("Not answered in time")
        assert newest().content is None


def test_what_was_approved_is_kept_and_the_rest_is_forgotten(world: World, visit: Visit) -> None:
    olli = visit(world.olli)
    asks(olli, BOTH)
    markus = visit(world.markus)
    approves(markus, newest())
    markus.post("staff:request-document", key=newest().key).is_not_there()
    asks(olli, "7654321")
    olli.post("register-ask", deed="withdraw", request=newest().key)
    with time_machine.travel(times.now() + timedelta(days=31)):
        clear_what_is_over(0)
    (kept,) = JoinRequest.objects.filter(user=world.olli)
    assert (kept.named, bytes(kept.content)) == (BOTH, PDF)


# What is asked for


@pytest.mark.parametrize(("name", "content", "why"), NOT_DOCUMENTS)
def test_a_document_is_what_its_content_says(
    world: World, visit: Visit, name: str, content: bytes, why: str
) -> None:
    asks(visit(world.olli), BOTH, document=SimpleUploadedFile(name, content)).says(why)
    assert not JoinRequest.objects.filter(user=world.olli).exists()


@pytest.mark.parametrize(
    ("facts", "why"),
    [
        ({"ground": ""}, "Choose why you may act for the customer."),
        ({"ground": "housing_manager"}, "Select a valid choice."),
        ({"number": ""}, "Write your customer number."),
        ({"ground": "company"}, "Write the business ID in the form 1234567-1."),
        ({"business_id": "1234567-8"}, "Write the business ID in the form 1234567-1."),
        ({"document": ""}, "Add the document."),
        ({"note": "x" * 501}, "at most 500 characters"),
    ],
)
def test_the_form_says_what_it_lacks(world: World, visit: Visit, facts: Any, why: str) -> None:
    asks(visit(world.olli), **{"number": BOTH, **facts}).says(why)
    assert not JoinRequest.objects.filter(user=world.olli).exists()


def test_who_owns_the_customer_already_stays_its_owner_once(world: World, visit: Visit) -> None:
    asks(visit(world.sanna), world.spot_household.number)
    approves(visit(world.markus), newest())
    assert Ownership.everything.filter(owner=world.spot_household, user=world.sanna).count() == 1
    assert not AuditEntry.everything.filter(facts__request=newest().key, kind="owner_added").exists()


# Where people can identify themselves with a bank
