"""My information: what the system knows, and how it is changed: proved, asked for, confirmed or refused."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth.hashers import make_password
from django.core import mail
from django.core.cache import cache

from demo.cast import PASSWORD
from kajo.access import register
from kajo.access.areas import Area, Level
from kajo.access.models import User
from kajo.changes import settling
from kajo.changes.models import Change
from kajo.changes.tasks import tell_of_changes
from kajo.core import times
from kajo.information.models import Contact, ContactProof
from tests.access import people
from tests.conftest import Visit
from tests.information.codes import Phones, code_in, send_codes, tell_all
from tests.pages import Page
from tests.registration.passkeys import Passkey, add_passkey, asked_by
from tests.visiting import Visitor
from tests.world import World

pytestmark = pytest.mark.django_db

NEW = "sannan.uusi@example.com"
PHONE = "+358 40 1234567"


@pytest.fixture(autouse=True)
def nothing_waits(world: World) -> None:
    send_codes()
    tell_of_changes(0)
    tell_all()
    mail.outbox.clear()


def add(page: Visitor, world: World, value: str = NEW, kind: str = "email", **more: object) -> Page:
    """Fill in a new contact, show to be oneself and come to where its code is asked."""
    return show(fill_in(page, world, value, kind, **more)).leads_on()


def fill_in(page: Visitor, world: World, value: str = NEW, kind: str = "email", **more: object) -> Page:
    form = {"value": value, "uses": ["general", "invoicing"], **more}
    return page.post(f"information-add-{kind}", world.spot_household, **form).leads_on()


def show(page: Page, password: str = PASSWORD, **given: object) -> Page:
    return send(page, {"password": password, **given})


def answer(page: Page, code: str) -> Page:
    return send(page, {"code": code})


def send(page: Page, given: dict[str, object]) -> Page:
    return page.visitor._page(page.visitor.client.post(page.url, given), page.url)


def settle(value: str, *, refused: str = "") -> None:
    change = Change.everything.get(subject=value, state="pending")
    if refused:
        settling.refuse(change.key, refused, now=times.now())
    else:
        settling.confirm(change.key, now=times.now())


def test_sanna_sees_all_that_the_system_knows_of_her(world: World, visit: Visit) -> None:
    page = visit(world.sanna).get("front", world.spot_household).follow("My information")
    page.says("Sanna Saarinen", "1000011", "sanna.saarinen@example.org", "+358 49", "Used first")
    page.says("General matters", "Postal address", "Same as the postal address", "From our customer register")
    page.says("Your user ID", "Sign-in and security")


def test_a_new_address_is_proved_then_waits_and_is_used_when_confirmed(world: World, visit: Visit) -> None:
    page = add(visit(world.sanna), world)
    page.says("We sent a code by e-mail to sannan.uusi@example.com.")
    (message,) = send_codes()
    assert message.to == [NEW]
    told = answer(page, code_in(message.body)).leads_on()
    told.says("Your request is on its way.", f"New: {NEW}", "It waits for our confirmation.")
    assert not Contact.everything.filter(value=NEW).exists()
    settle(NEW)
    listed = visit(world.sanna).get("information", world.spot_household)
    listed.says("It is confirmed.")
    (row,) = [row for row in listed.table("E-mail addresses").rows if NEW in row[0]]
    assert row[1:3] == ["General matters Invoicing", "Proved"]


def test_a_refused_address_is_not_used_and_the_reason_is_read(world: World, visit: Visit) -> None:
    page = add(visit(world.sanna), world)
    answer(page, code_in(send_codes()[0].body))
    settle(NEW, refused="The address belongs to another customer.")
    listed = visit(world.sanna).get("information", world.spot_household)
    listed.says("It was not made. The address belongs to another customer.")
    assert not Contact.everything.filter(value=NEW).exists()


def test_no_code_goes_from_an_open_browser_to_an_address_of_its_finder(world: World, visit: Visit) -> None:
    page = fill_in(visit(world.sanna), world)
    page.says("Show that it is you", NEW).has_no("Write the code")
    show(page, "").says("Write your password.")
    show(page, "not hers at all").says("This is not your password.")
    answer(page, "123456").says("Write your password.")
    page.visitor.post(
        "information-resend", world.spot_household, key=page.url.split("/")[-2]
    ).leads_on().says("Show that it is you")
    assert send_codes() == []
    show(page).leads_on().says("We sent a code by e-mail to sannan.uusi@example.com.")
    assert [message.to for message in send_codes()] == [[NEW]]


def test_a_passkey_shows_it_too_for_this_address_alone(world: World, visit: Visit) -> None:
    sanna, passkey = visit(world.sanna), Passkey()
    add_passkey(sanna, passkey)
    first = fill_in(sanna, world).has_button("Send the code with a passkey")
    signed = passkey.sign(asked_by(first))
    second = fill_in(sanna, world, "sannan.toinen@example.com")
    show(second, "", credential=signed).says("The passkey was not used.")
    again = sanna.open(second.url)
    show(again, "", credential=passkey.sign(asked_by(again))).leads_on().says("We sent a code by e-mail")
    assert [message.to for message in send_codes()] == [["sannan.toinen@example.com"]]


def test_a_helper_shows_to_be_himself_by_his_own_password(world: World, visit: Visit) -> None:
    let_in(world.venla, world)
    User.objects.filter(pk=world.venla.pk).update(password=make_password("venlan oma salasana"))
    page = fill_in(visit(User.objects.get(pk=world.venla.pk)), world)
    show(page).says("This is not your password.")
    show(page, "venlan oma salasana").leads_on().says("We sent a code by e-mail")


def test_a_code_is_used_once_and_the_hash_alone_is_kept(world: World, visit: Visit) -> None:
    page = add(visit(world.sanna), world)
    code = code_in(send_codes()[0].body)
    proof = ContactProof.everything.get(value=NEW)
    assert code not in str(vars(proof))
    answer(page, f" {code[:3]} {code[3:]} ").leads_on().says("Your request is on its way.")
    answer(page, code).is_not_there()
    assert Change.everything.filter(subject=NEW).count() == 1


def test_five_wrong_codes_and_the_right_one_is_not_looked_at(world: World, visit: Visit) -> None:
    page = add(visit(world.sanna), world)
    code = code_in(send_codes()[0].body)
    wrong = f"{(int(code) + 1) % 1_000_000:06}"
    for _ in range(5):
        answer(page, wrong).says("The code is not right.")
    answer(page, code).says("The code was wrong too many times.")
    fresh = page.visitor.post("information-resend", world.spot_household, key=page.url.split("/")[-2])
    again = fresh.leads_on().says("We sent a new code.")
    answer(again, code).says("The code is not right.")
    answer(again, code_in(send_codes()[-1].body)).leads_on().says("Your request is on its way.")


def test_a_code_holds_for_ten_minutes(world: World, visit: Visit) -> None:
    page = add(visit(world.sanna), world)
    code = code_in(send_codes()[0].body)
    with time_machine.travel(times.now() + timedelta(minutes=10)):
        answer(page, code).says("The code does not hold any more.")


def test_a_code_is_of_who_ordered_it(world: World, visit: Visit) -> None:
    let_in(world.venla, world)
    page = add(visit(world.sanna), world)
    code = code_in(send_codes()[0].body)
    visit(world.venla).open(page.url).is_not_there()
    answer(Page(page.response, page.url, visitor=visit(world.venla)), code).is_not_there()


def test_old_new_and_owner_are_told_each_by_a_mail_of_its_own(world: World, visit: Visit) -> None:
    old = Contact.everything.get(owner=world.spot_household, kind="email")
    page = visit(world.sanna)
    form = {"value": NEW, "uses": ["general"]}
    asked = page.post("information-edit", world.spot_household, key=old.key, **form).leads_on()
    asked.says("Present e-mail address", old.value, "New e-mail address", NEW)
    answer(show(asked).leads_on(), code_in(send_codes()[0].body)).leads_on().says(
        "Becomes sannan.uusi@example.com"
    )
    tell_of_changes(0)
    told = {message.to[0]: str(message.body) for message in tell_all()}
    assert set(told) == {old.value, NEW, world.sanna.email}
    settle(old.value)
    (kept,) = Contact.everything.filter(owner=world.spot_household, kind="email")
    assert (kept.value, kept.is_primary, kept.added_by) == (NEW, True, world.sanna)


def test_the_mails_say_what_happens_to_whom(world: World, visit: Visit) -> None:
    page = add(visit(world.sanna), world)
    answer(page, code_in(send_codes()[0].body))
    tell_of_changes(0)
    to_new, to_owner = sorted(tell_all(), key=lambda message: message.to != [NEW])
    assert "Sanna Saarinen pyysi meitä ottamaan yhteyttä tänne" in str(to_new.body)
    assert f"Uusi: {NEW}" in str(to_owner.body)
    assert "/information/" in str(to_owner.body)


def test_a_phone_is_proved_by_a_text_message(
    world: World, visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    phones = Phones(monkeypatch)
    page = add(visit(world.sanna), world, "040 1234567", "phone", is_primary="on")
    page.says(f"We sent a code by a text message to {PHONE}.").has_no("unwanted mail")
    assert send_codes() == []
    ((number, text),) = phones.sent
    assert number == "+358401234567"
    answer(page, code_in(text)).leads_on().says(f"New: {PHONE}")
    settle("+358401234567")
    phone_rows = Contact.everything.filter(owner=world.spot_household, kind="phone", is_primary=True)
    assert [row.value for row in phone_rows] == ["+358401234567"]


def test_a_phone_gets_five_codes_an_hour_the_resent_ones_counted(
    world: World, visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache.clear()
    Phones(monkeypatch)
    page = add(visit(world.sanna), world, "040 1234567", "phone")
    for _ in range(4):
        page = page.visitor._page(page.visitor.client.post(f"{page.url}new/"), page.url).leads_on()
        page.says("We sent a new code.")
    refused = page.visitor._page(page.visitor.client.post(f"{page.url}new/"), page.url).leads_on()
    refused.says("Many codes were sent.")
    form = {"value": "+358401234567", "uses": ["general"]}
    visit(world.sanna).post("information-add-phone", world.spot_household, **form).says(
        "Many codes were sent."
    )


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("12", "Write the phone number in the form"),
        ("not a number", "Write the phone number in the form"),
        ("09 4245 0000", "We prove numbers by text messages, which this one cannot take."),
    ],
)
def test_a_number_that_cannot_be_proved_is_refused(
    world: World, visit: Visit, monkeypatch: pytest.MonkeyPatch, value: str, said: str
) -> None:
    Phones(monkeypatch)
    form = {"value": value, "uses": ["general"]}
    visit(world.sanna).post("information-add-phone", world.spot_household, **form).says(said)


def test_without_a_gateway_phones_are_added_by_calling(world: World, visit: Visit) -> None:
    page = visit(world.sanna)
    page.get("information", world.spot_household).says("Call us to have a phone number added.")
    page.get("information-add-phone", world.spot_household).leads_on().says("Call us to have a phone number")


def test_what_is_there_or_waits_is_not_asked_twice(world: World, visit: Visit) -> None:
    page = visit(world.sanna)
    known = {"value": "Sanna.Saarinen@example.org", "uses": ["general"]}
    page.post("information-add-email", world.spot_household, **known).says("It is there already")
    answer(add(page, world), code_in(send_codes()[0].body))
    again = {"value": NEW, "uses": ["general"]}
    page.post("information-add-email", world.spot_household, **again).says("It is there already")
    page.post("information-add-email", world.spot_household, value="x", uses=[]).says(
        "Write the e-mail address in the form", "Choose at least one thing"
    )


def test_another_use_needs_no_code(world: World, visit: Visit) -> None:
    phone = Contact.everything.get(owner=world.spot_household, kind="phone")
    page = visit(world.sanna)
    form = {"value": phone.value, "uses": ["faults"]}
    told = page.post("information-edit", world.spot_household, key=phone.key, **form).leads_on()
    told.says("Used for: Faults and breaks", "Waits for confirmation")
    told.has_no_link(f"Edit {phone.value}")
    assert send_codes() == []
    page.post("information-edit", world.spot_household, key=phone.key, **form).says(
        "waits for our confirmation"
    )
    settle(phone.value)
    phone.refresh_from_db()
    assert (phone.uses, phone.is_primary) == (["faults"], True)


def test_another_address_is_marked_to_be_used_first(world: World, visit: Visit) -> None:
    home = world.solar_household
    second = Contact.everything.get(owner=home, kind="email", is_primary=False)
    form = {"value": second.value, "uses": second.uses, "is_primary": "on"}
    told = visit(world.maija).post("information-edit", home, key=second.key, **form).leads_on()
    told.says("The first of its kind", "Waits for confirmation")
    settle(second.value)
    (first,) = Contact.everything.filter(owner=home, kind="email", is_primary=True)
    assert first == second
    assert Contact.everything.filter(owner=home, kind="email").count() == 2


def test_a_contact_is_removed_but_not_the_last_one(world: World, visit: Visit) -> None:
    page, home = visit(world.sanna), world.spot_household
    phone = Contact.everything.get(owner=home, kind="phone")
    page.get("information-remove", home, key=phone.key).has_button("Remove")
    for wrong, said in (("", "Write your password."), ("not mine at all", "This is not your password.")):
        page.post("information-remove", home, key=phone.key, password=wrong).says(said)
    assert not Change.everything.filter(owner=home, subject=phone.value).exists()
    page.post("information-remove", home, key=phone.key, password=PASSWORD).leads_on().says("Removal: +358")
    email = Contact.everything.get(owner=home, kind="email")
    page.post("information-remove", home, key=email.key, password=PASSWORD).leads_on().says(
        "It is the last way to reach you."
    )
    settle(phone.value)
    page.post("information-remove", home, key=email.key, password=PASSWORD).leads_on().says(
        "It is the last way to reach you."
    )


def test_an_address_is_asked_for_and_holds_when_confirmed(world: World, visit: Visit) -> None:
    page, home = visit(world.sanna), world.spot_household
    form = {
        "recipient": "",
        "street": "Uusikatu 7 B 3",
        "postcode": "00100",
        "city": "HELSINKI",
        "country": "FI",
    }
    page.post("information-postal", home, **{**form, "postcode": "0010"}).says("has five digits")
    page.post("information-postal", home, **{**form, "street": ""}).says("Write the street address")
    page.post("information-postal", home, **form).leads_on().says("Uusikatu 7 B 3, 00100 HELSINKI")
    page.post("information-postal", home, **{**form, "street": "x"}).says("waits for our confirmation")
    settle("postal")
    page.get("information", home).says("Uusikatu 7 B 3").has_no("Finland")
    abroad = {**form, "postcode": "111 22", "city": "STOCKHOLM", "country": "SE"}
    page.post("information-postal", home, **abroad).leads_on().says("111 22 STOCKHOLM, Sweden.")
    settle("postal")
    page.get("information", home).says("111 22 STOCKHOLM Sweden")


def let_in(user: User, world: World, level: Level = Level.WRITE) -> None:
    register.add_grant(
        world.spot_household.number, Area.INFORMATION, level, user=user, starts_at=people.yesterday()
    )


def test_a_reader_sees_and_changes_nothing(world: World, visit: Visit) -> None:
    let_in(world.venla, world, Level.READ)
    page = visit(world.venla)
    listed = page.get("information", world.spot_household)
    listed.says("sanna.saarinen@example.org").has_no_link("Add an e-mail address").has_no_link("Edit")
    contact = Contact.everything.filter(owner=world.spot_household)[0]
    for name in ("information-edit", "information-remove"):
        page.post(name, world.spot_household, key=contact.key).is_forbidden()
    page.post("information-add-email", world.spot_household, value=NEW, uses=["general"]).is_forbidden()
    page.post("information-postal", world.spot_household).is_forbidden()


def test_who_was_let_in_never_sees_how_the_owner_signs_in(world: World, visit: Visit) -> None:
    let_in(world.venla, world)
    User.objects.filter(pk=world.sanna.pk).update(email="sannan.oma@example.com")
    page = visit(world.venla).get("information", world.spot_household)
    page.has_no("Your user ID").has_no("sannan.oma@example.com").has_no(world.sanna.username + "<")
    page.has_link("Add an e-mail address")


def test_of_what_a_helper_asks_the_owner_is_told(world: World, visit: Visit) -> None:
    let_in(world.venla, world)
    page = add(visit(world.venla), world)
    answer(page, code_in(send_codes()[0].body)).leads_on().says("asked for this 24 Nov 2026.")
    tell_of_changes(0)
    told = {message.to[0]: str(message.body) for message in tell_all()}
    assert world.venla.get_full_name() in told[world.sanna.email]


def test_a_right_that_ends_before_the_code_is_sent_sends_none(world: World, visit: Visit) -> None:
    let_in(world.venla, world)
    add(visit(world.venla), world)
    register.end_grants(world.spot_household.number, user=world.venla, now=times.now())
    assert send_codes() == []
