"""Strong identification with a bank: which customer somebody is. A real provider in a process of its own."""

from __future__ import annotations

import logging
from dataclasses import replace
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import time_machine
from django.core.cache import cache
from django.db import connection

from kajo.access.models import AuditEntry, Customer, IdentityCode
from kajo.core import times
from kajo.information.identity import digest_of
from kajo.information.models import Contact
from kajo.registration.models import Identification, UserSession
from kajo.registration.session_store import SessionStore
from tests.banks import Bank, asked_back, code_of
from tests.conftest import Visit
from tests.registration.claiming import BOTH, NOTHING, customer_of, owners_of, run_jobs
from tests.world import World

STRANGER = "131052-308T"


@pytest.fixture(autouse=True)
def no_tries_yet(db: None) -> None:
    cache.clear()


@pytest.fixture
def code(world: World) -> str:
    """The identity code of a customer without an owner."""
    return code_of(customer_of(BOTH))


def test_olli_shows_by_his_bank_which_customer_he_is(
    world: World, visit: Visit, bank: Bank, code: str
) -> None:
    olli = visit(world.olli)
    olli.get("register-customer").has_link("Identify yourself")
    page = bank.identify(olli, "customer", code).leads_on()
    page.says("1 customer is joined to you.", customer_of(BOTH).name)
    assert owners_of(BOTH) == {"olli.turunen"}
    entry = AuditEntry.everything.filter(kind="owner_added", customer__number=BOTH).latest("pk")
    assert entry.actor == world.olli
    assert entry.facts == {"receiver": world.olli.pk, "by": "identification"}
    told = [(message.to, message.subject) for message in run_jobs()]
    joined = f"[Kajo] Käyttäjätunnus liitettiin asiakasnumeroon {BOTH}"
    address = Contact.everything.get(owner__number=BOTH, kind="email").value
    assert told == [
        ([world.olli.email], "[Kajo] Voit nyt kirjautua pankkitunnuksilla"),
        ([world.olli.email], joined),
        ([address], joined),
    ]


def test_the_evidence_is_kept_and_the_identity_code_nowhere(
    world: World, visit: Visit, bank: Bank, code: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    olli = visit(world.olli)
    bank.answer(olli, bank.ask(olli, "customer"), code, sub="a-sub", amr=["Nordea"])
    kept = Identification.objects.get(user=world.olli)
    assert (kept.issuer, kept.subject, kept.bank) == (bank.issuer, "a-sub", "Nordea")
    assert kept.digest == digest_of(code)
    noted = AuditEntry.everything.filter(kind="identified", actor=world.olli).latest("pk")
    assert noted.facts["subject"] == "a-sub" and noted.facts["issuer"] == bank.issuer
    run_jobs()
    assert tables_with(code) == tables_with(code[:6] + code[7:]) == []
    kept_in_sessions = [SessionStore().decode(row.session_data) for row in UserSession.objects.all()]
    assert kept_in_sessions and code not in str(kept_in_sessions)
    assert code not in caplog.text


def tables_with(text: str) -> list[str]:
    """Return the tables that have a row with the text in it, in whatever column."""
    with connection.cursor() as cursor:
        found = []
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'select exists (select from "{table}" t where t::text like %s)', [f"%{text}%"])
            found += [table] if cursor.fetchone()[0] else []
    return found


def test_the_owner_before_is_told_and_stays(world: World, visit: Visit, bank: Bank) -> None:
    olli = visit(world.olli)
    bank.identify(olli, "customer", code_of(world.spot_household)).leads_on()
    assert owners_of(world.spot_household.number) == {"sanna.saarinen", "olli.turunen"}
    told = {message.to[0]: message for message in run_jobs()}
    assert "on uusi pääkäyttäjä" in str(told[world.sanna.email].subject)
    assert "Olli Turunen" in str(told[world.sanna.email].body)


def test_every_customer_of_the_person_is_joined_whatever_key_hashed_the_code(
    world: World, visit: Visit, bank: Bank, code: str, settings: Any
) -> None:
    old, new = "old:" + "o" * 50, "new:" + "n" * 50
    for number, keys in ((BOTH, (old,)), (NOTHING, (new,))):
        settings.ENV = replace(settings.ENV, identity_keys=keys)
        IdentityCode.everything.filter(owner__number=number).update(digest=digest_of(code))
    settings.ENV = replace(settings.ENV, identity_keys=(new, old))
    olli = visit(world.olli)
    bank.identify(olli, "customer", code).leads_on().says("2 customers are joined to you.")
    assert owners_of(BOTH) == owners_of(NOTHING) == {"olli.turunen"}


def test_a_user_who_identified_by_the_former_key_is_known_and_kept_by_the_new(
    world: World, visit: Visit, bank: Bank, code: str, settings: Any
) -> None:
    settings.ENV = replace(settings.ENV, identity_keys=("old:" + "o" * 50,))
    bank.identify(visit(world.olli), "customer", code)
    settings.ENV = replace(settings.ENV, identity_keys=("new:" + "n" * 50, "old:" + "o" * 50))
    bank.identify(visit(), "sign-in", code).leads_on().says("olli.turunen")
    assert Identification.objects.get(user=world.olli).digest.startswith("new:")


def test_a_user_whose_key_is_gone_identifies_anew(
    world: World, visit: Visit, bank: Bank, code: str, settings: Any
) -> None:
    settings.ENV = replace(settings.ENV, identity_keys=("old:" + "o" * 50,))
    bank.identify(visit(world.olli), "customer", code)
    settings.ENV = replace(settings.ENV, identity_keys=("new:" + "n" * 50,))
    bank.identify(visit(), "sign-in", code).says("No user ID goes with you yet")
    bank.identify(visit(world.olli), "customer", code)
    bank.identify(visit(), "sign-in", code).leads_on().says("olli.turunen")


def test_a_death_estate_is_not_joined(world: World, visit: Visit, bank: Bank, code: str) -> None:
    Customer.everything.filter(number=BOTH).update(is_estate=True)
    olli = visit(world.olli)
    bank.identify(olli, "customer", code).leads_on().says("You are identified.", "no other customer")
    assert owners_of(BOTH) == set()


def test_whom_the_register_does_not_know_is_led_to_the_numbers(
    world: World, visit: Visit, bank: Bank
) -> None:
    olli = visit(world.olli)
    page = bank.identify(olli, "customer", STRANGER).leads_on()
    page.says("Our customer register has no other customer with your identity code.")
    page.says("With the numbers of an invoice").has_no("(optional)")
    assert page.filled_button == "Send the code", "to identify oneself again leads nowhere"
    assert Identification.objects.filter(user=world.olli).exists()


def test_an_identity_has_one_user_id_and_a_user_id_one_identity(
    world: World, visit: Visit, bank: Bank, code: str
) -> None:
    bank.identify(visit(world.olli), "customer", code)
    iida = visit(world.iida)
    page = bank.identify(iida, "customer", code).leads_on()
    page.says("You have identified yourself with the user ID olli.turunen before.")
    olli = visit(world.olli)
    bank.identify(olli, "customer", STRANGER).leads_on().says("somebody else than whose user ID this is")
    assert list(Identification.objects.values_list("user__username", flat=True)) == ["olli.turunen"]
    assert owners_of(BOTH) == {"olli.turunen"}
    olli.post("security-identification")
    bank.identify(iida, "customer", code).leads_on().says("1 customer is joined to you.")


def test_a_user_id_that_is_closed_keeps_nobody_from_a_new_one(
    world: World, visit: Visit, bank: Bank, code: str
) -> None:
    bank.identify(visit(world.olli), "customer", code)
    type(world.olli).objects.filter(pk=world.olli.pk).update(is_active=False)
    bank.identify(visit(), "sign-in", code).says("No user ID goes with you yet")
    bank.identify(visit(world.iida), "customer", code).leads_on().says("1 customer is joined to you.")


def test_the_bank_is_asked_with_a_state_a_nonce_and_a_challenge_and_anew(
    world: World, visit: Visit, bank: Bank
) -> None:
    olli = visit(world.olli, language="sv")
    asked = [parse_qs(urlsplit(bank.ask(olli, "customer")).query) for _ in range(2)]
    for name in ("state", "nonce", "code_challenge"):
        assert len({tuple(one[name]) for one in asked}) == 2
    told = {name: values[0] for name, values in asked[0].items()}
    assert (told["code_challenge_method"], told["response_type"]) == ("S256", "code")
    assert (told["prompt"], told["max_age"], told["ui_locales"]) == ("login", "0", "sv")
    assert told["acr_values"] == "http://ftn.ficora.fi/2017/loa2 http://ftn.ficora.fi/2017/loa3"
    assert told["redirect_uri"] == "http://localhost/account/identified/"


@pytest.mark.parametrize(
    ("claims", "said"),
    [
        ({"nonce": "another"}, "cannot be trusted"),
        ({"iss": "https://another.example"}, "cannot be trusted"),
        ({"aud": "somebody-else"}, "cannot be trusted"),
        ({"aud": ["kajo-in-tests", "somebody-else"]}, "cannot be trusted"),
        ({"azp": "somebody-else"}, "cannot be trusted"),
        ({"exp": -3600}, "cannot be trusted"),
        ({"nbf": 3600}, "cannot be trusted"),
        ({"iat": 3600}, "cannot be trusted"),
        ({"iat": -3600}, "did not ask for you anew"),
        ({"auth_time": -3600}, "did not ask for you anew"),
        ({"auth_time": 3600}, "did not ask for you anew"),
        ({"auth_time": None}, "cannot be trusted"),
        ({"acr": "http://ftn.ficora.fi/2017/loatest2"}, "not strong enough"),
        ({"acr": None}, "cannot be trusted"),
        ({"urn:oid:1.2.246.21": ""}, "did not tell your personal identity code"),
        ({"urn:oid:1.2.246.21": "131052-308X"}, "did not tell your personal identity code"),
    ],
)
def test_an_answer_that_is_not_right_does_nothing(
    world: World, visit: Visit, bank: Bank, code: str, claims: dict[str, Any], said: str
) -> None:
    olli = visit(world.olli)
    now = int(times.now().timestamp())
    told = {name: now + value if isinstance(value, int) else value for name, value in claims.items()}
    page = bank.answer(olli, bank.ask(olli, "customer"), code, **told)
    page.says("You were not identified", said, "Nothing was changed.").has_no(code)
    assert page.status == 400
    assert not Identification.objects.exists() and owners_of(BOTH) == set()


def test_an_answer_is_good_once_in_the_browser_that_asked_and_for_ten_minutes(
    world: World, visit: Visit, bank: Bank, code: str
) -> None:
    olli, iida = visit(world.olli), visit(world.iida)
    back = bank.leads_back(bank.ask(olli, "customer"), code)
    iida.open(back).says("does not belong to what was begun in this browser")
    olli.open(back).leads_on().says("1 customer is joined to you.")
    olli.open(back).says("does not belong to what was begun in this browser")
    late = bank.leads_back(bank.ask(olli, "customer"), code)
    with time_machine.travel(times.now() + timedelta(minutes=11)):
        olli.open(late).says("or is late")
    assert list(Identification.objects.values_list("user__username", flat=True)) == ["olli.turunen"]


def test_who_signs_out_in_between_joins_nobody(world: World, visit: Visit, bank: Bank, code: str) -> None:
    olli = visit(world.olli)
    back = bank.leads_back(bank.ask(olli, "customer"), code)
    olli.post("account_logout")
    olli.open(back).says("You were not identified")
    assert owners_of(BOTH) == set()


def test_what_goes_wrong_at_the_bank_is_said(world: World, visit: Visit, bank: Bank, settings: Any) -> None:
    olli = visit(world.olli)
    page = bank.cancels(olli, bank.ask(olli, "customer"))
    page.says("You broke off identifying yourself.").has_link("Identify yourself again")
    assert page.status == 200
    olli.open(asked_back(bank.ask(olli, "customer"), error="server_error")).says("cannot be trusted")
    olli.open(asked_back(bank.ask(olli, "customer"), code="made-up")).says("cannot be trusted")
    olli.open(asked_back(bank.ask(olli, "customer"), code="x", iss="https://other.example")).says(
        "cannot be trusted"
    )
    asked = bank.ask(olli, "customer")
    settings.ENV = replace(settings.ENV, identification_issuer="http://localhost:9")
    for page in (olli.get("identify", way="customer"), olli.open(asked_back(asked, code="x"))):
        page.says("The identification service does not answer.")
        assert page.status == 503


def test_without_a_provider_nothing_of_it_is_there(world: World, visit: Visit) -> None:
    for way in ("customer", "sign-in", "password", "proof", "other"):
        visit().get("identify", way=way).is_not_there()
    visit().get("identified").is_not_there()
    for page in ("account_login", "account_reset_password", "register"):
        visit().get(page).has_no("Bank codes", "bank codes", "identify/")
    for page in ("register-customer", "security"):
        visit(world.olli).get(page).has_no("Identify yourself", "identify/")


def test_too_many_tries_are_stopped(world: World, visit: Visit, bank: Bank) -> None:
    olli = visit(world.olli)
    for _ in range(20):
        bank.ask(olli, "customer")
    page = olli.get("identify", way="customer").says("Too many tries.")
    assert page.status == 429


def test_a_browser_left_open_does_not_do_for_joining_an_identity(
    world: World, visit: Visit, bank: Bank, code: str
) -> None:
    olli = visit(world.olli)
    olli.get("security").says("Identify yourself once")
    with time_machine.travel(times.now() + timedelta(minutes=11)):
        page = olli.get("identify", way="customer")
        assert page.response.headers["Location"].startswith("/account/reauthenticate/?next=%2Faccount")


def test_nor_does_one_that_was_left_at_the_bank(world: World, visit: Visit, bank: Bank, code: str) -> None:
    olli = visit(world.olli)
    olli.get("security")
    with time_machine.travel(times.now() + timedelta(minutes=9)):
        back = bank.leads_back(bank.ask(olli, "customer", next="/register/ask/"), code)
    with time_machine.travel(times.now() + timedelta(minutes=12)):
        page = olli.open(back)
        assert page.response.headers["Location"] == (
            "/account/reauthenticate/?next=%2Faccount%2Fidentify%2Fcustomer%2F%3Fnext%3D%252Fregister%252Fask%252F"
        )
    assert owners_of(BOTH) == set() and not Identification.objects.exists()


def test_nor_does_it_for_removing_one(world: World, visit: Visit, bank: Bank, code: str) -> None:
    olli = visit(world.olli)
    bank.identify(olli, "customer", code)
    with time_machine.travel(times.now() + timedelta(minutes=11)):
        page = olli.post("security-identification")
        assert page.response.headers["Location"].startswith("/account/reauthenticate/")
        assert Identification.objects.filter(user=world.olli).exists()
