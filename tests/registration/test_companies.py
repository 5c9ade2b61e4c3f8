"""Whoever acts for a company has identified himself with a bank, be it by a code or by a request."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.conf import settings
from django.core.cache import cache
from django.test import override_settings

from kajo.access.wall import behind_the_wall
from kajo.core import times
from kajo.registration.claims import Numbers, claim
from kajo.registration.models import Claim, JoinRequest
from kajo.registration.words import ClaimWay
from tests.banks import Bank
from tests.conftest import Visit
from tests.registration.claiming import BOTH, claims, code_in, gives, owners_of, run_jobs, sends
from tests.registration.joining import approves, asks, newest
from tests.registration.test_identifying import STRANGER
from tests.world import World


@pytest.fixture(autouse=True)
def no_tries_yet(db: None) -> None:
    cache.clear()


def test_whoever_acts_for_a_company_identifies_himself_first(world: World, visit: Visit, bank: Bank) -> None:
    company, olli = world.housing_company_2, visit(world.olli)
    facts = {"business_id": company.business_id}
    page = asks(olli, company.number, "company", **facts)
    page.says("Whoever acts for a company identifies himself first").has_link("Identify yourself")
    page = sends(olli, company.number, business_id=company.business_id)
    page.says("Whoever acts for a company identifies himself first")
    for nothing in (JoinRequest, Claim):
        assert not nothing.objects.filter(user=world.olli).exists()

    bank.identify(olli, "customer", STRANGER, next="/register/ask/").leads_on().has_no_link(
        "Identify yourself"
    )
    asks(olli, company.number, "company", **facts).leads_on().says("Your request was sent.")
    page = visit(world.markus).get("staff:request", key=newest().key)
    page.says("Strong identification localhost")
    claims(olli, company.number, business_id=company.business_id)
    message = run_jobs()[-1]
    gives(olli, code_in(message.body))
    assert owners_of(company.number) == {"olli.turunen"}

    owned = world.bakery_company
    claims(olli, owned.number, business_id=owned.business_id)
    page = gives(olli, code_in(run_jobs()[-1].body)).says("This customer has a user ID already")
    page.has_no_link("Identify yourself").has_link("Send customer service a document")


@pytest.mark.parametrize("ground", ["company", "guardian"])
def test_no_company_is_approved_to_whom_no_bank_has_identified(
    world: World, visit: Visit, bank: Bank, ground: str
) -> None:
    """On whatever ground: also when he asked before there was a bank, or removed his identification since."""
    company, olli, markus = world.housing_company_2, visit(world.olli), visit(world.markus)
    with override_settings(ENV=replace(settings.ENV, identification_issuer="")):
        asks(olli, company.number, ground, business_id=company.business_id).leads_on()
    page = markus.get("staff:request", key=newest().key)
    page.says(
        "cannot be approved yet", "Olli Turunen acts for a company, and has to be identified", "24 Dec 2026"
    )
    assert not any(name.startswith("Make ") for name in page.buttons)
    page = markus.post("staff:request", key=newest().key, deed="approve", customer=company.key)
    page.leads_on().says("cannot be approved yet")
    assert owners_of(company.number) == set()

    bank.identify(olli, "customer", STRANGER)
    approves(markus, newest()).leads_on().says("Olli Turunen now owns")
    assert owners_of(company.number) == {"olli.turunen"}


def test_no_code_leads_to_a_company_without_an_identification(world: World, visit: Visit, bank: Bank) -> None:
    company, olli = world.housing_company_2, visit(world.olli)
    numbers = Numbers("", company.business_id)
    with behind_the_wall(world.olli.pk, read_only=False):
        claim(company.number, numbers, ClaimWay.CONTACT, now=times.now())
    assert run_jobs() == [], "not even where the page has not asked for it"

    bank.identify(olli, "customer", STRANGER)
    claims(olli, company.number, business_id=company.business_id)
    code = code_in(run_jobs()[-1].body)
    olli.post("security-identification")
    page = gives(olli, code).says("Whoever acts for a company identifies himself first")
    page.has_link("Identify yourself").has_no("leave the business ID empty")
    assert owners_of(company.number) == set()
    bank.identify(olli, "customer", STRANGER)
    gives(olli, code)
    assert owners_of(company.number) == {"olli.turunen"}


def test_who_asks_for_himself_need_not_identify_himself(world: World, visit: Visit, bank: Bank) -> None:
    asks(visit(world.olli), BOTH, "guardian").leads_on().says("Your request was sent.")
    visit(world.markus).get("staff:request", key=newest().key).says("Strong identification no")
