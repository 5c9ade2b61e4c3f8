"""Electronic messages: the channel and the language hold, and marketing has its history."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from procrastinate.contrib.django.models import ProcrastinateJob

from kajo.access import register
from kajo.access.areas import Area, Level
from kajo.changes import settling
from kajo.changes.models import Change
from kajo.core import times
from kajo.information.models import Contact
from kajo.notifications import answers, settings_told, tasks
from kajo.notifications.models import MarketingConsent
from kajo.notifications.tasks import mail_answer, tell_of_settings, tell_owner_of_settings
from tests.access import people
from tests.conftest import Visit
from tests.pages import Page
from tests.visiting import Visitor
from tests.world import World

pytestmark = pytest.mark.django_db

FORM = {"answers_channel": "email", **dict.fromkeys(("answers_language", "rights_language"), "")}


def keep(page: Visitor, world: World, **chosen: object) -> Page:
    others = dict.fromkeys(("contract_matters_language", "information_language"), "")
    return page.post("information-messages", world.spot_household, **{**FORM, **others, **chosen})


def answer_a_wish(page: Visitor, world: World) -> list[mail.EmailMessage]:
    """Ask for fewer invoices, and let the retailer confirm it; return the mails."""
    page.post("invoice-frequency", world.spot_household, bills_a_year="6").leads_on()
    settling.confirm(Change.everything.get(owner=world.spot_household, state="pending").key, now=times.now())
    mail.outbox.clear()
    for job in ProcrastinateJob.objects.filter(task_name="changes.mail", status="todo"):
        mail_answer(**job.args)
    return mail.outbox


def test_answers_come_by_mail_in_the_chosen_language(world: World, visit: Visit) -> None:
    keep(visit(world.sanna), world, answers_language="sv").leads_on().says("Your choices are kept.")
    (message,) = answer_a_wish(visit(world.sanna), world)
    assert message.to == [world.sanna.email]
    assert "Bekräftat" in message.subject


def test_answers_come_by_text_message_or_not_at_all(
    world: World, visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent: list[tuple[str, str]] = []
    monkeypatch.setattr(answers, "can_send_sms", lambda: True)
    monkeypatch.setattr(answers, "send_sms", lambda to, text: sent.append((to, text)))
    monkeypatch.setattr("kajo.customer_site.information.messaging.can_send_sms", lambda: True)
    keep(visit(world.sanna), world, answers_channel="sms").leads_on()
    assert answer_a_wish(visit(world.sanna), world) == []
    phone = Contact.everything.get(owner=world.spot_household, kind="phone")
    ((number, text),) = sent
    assert number == phone.value
    assert text.startswith("Vahvistettu: ")


@pytest.mark.parametrize("is_confirmed", [False, True])
def test_the_owners_answers_come_to_no_phone_that_a_helper_has_added(
    world: World, visit: Visit, monkeypatch: pytest.MonkeyPatch, is_confirmed: bool
) -> None:
    """Else who may write this area alone would read of all others."""
    sent: list[tuple[str, str]] = []
    monkeypatch.setattr(answers, "can_send_sms", lambda: True)
    monkeypatch.setattr(answers, "send_sms", lambda to, text: sent.append((to, text)))
    monkeypatch.setattr("kajo.customer_site.information.messaging.can_send_sms", lambda: True)
    home = world.spot_household
    Contact.everything.filter(owner=home, kind="phone").delete()
    facts = {"contact_kind": "phone", "value": "+358401112223", "proved_at": times.now().isoformat()}
    asked = Change.everything.create(
        owner=home,
        area="information",
        kind="contact.add",
        subject="+358401112223",
        facts={**facts, "uses": ["general"], "is_primary": True},
        asked_by=world.venla,
        asked_at=times.now(),
    )
    if is_confirmed:
        settling.confirm(asked.key, now=times.now())
    else:
        Change.everything.filter(pk=asked.pk).update(state="refused")
        Contact.everything.create(owner=home, kind="phone", value="+358401112223", source="retailer")
    keep(visit(world.sanna), world, answers_channel="sms").leads_on()
    told = [message.to for message in answer_a_wish(visit(world.sanna), world)]
    assert sent == [] and [world.sanna.email] in told


def test_nothing_comes_of_what_is_not_sent(world: World, visit: Visit) -> None:
    keep(visit(world.sanna), world, answers_channel="none").leads_on()
    assert answer_a_wish(visit(world.sanna), world) == []


def test_a_text_message_that_cannot_be_sent_is_not_offered(world: World, visit: Visit) -> None:
    page = keep(visit(world.sanna), world, answers_channel="sms")
    page.says("sms is not one of the available choices")


def test_what_the_law_or_safety_asks_for_has_no_other_channel(world: World, visit: Visit) -> None:
    page = visit(world.sanna).get("information", world.spot_household).follow("Electronic messages")
    page.says("Contract matters", "The law asks for them", "Access rights", "By e-mail.")
    assert [name for name in page.form if name.endswith("_channel")] == ["answers_channel"]


def test_marketing_is_allowed_and_forbidden_row_by_row(world: World, visit: Visit) -> None:
    page = visit(world.sanna)
    page.get("information-messages", world.spot_household).says("You have not allowed marketing")
    keep(page, world, marketing=["email", "sms"]).leads_on().says("You have allowed marketing: E-mail, Text")
    with time_machine.travel(times.now() + timedelta(hours=1)):
        listed = (
            keep(page, world, marketing=["sms"]).leads_on().says("You have allowed marketing: Text message.")
        )
    rows = [row[1:] for row in listed.table("History of marketing").rows]
    waits = "Waits for confirmation"
    assert rows[0] == ["E-mail", "Forbidden", "Sanna Saarinen", waits]
    assert sorted(rows[1:]) == [
        ["E-mail", "Allowed", "Sanna Saarinen", waits],
        ["Text message", "Allowed", "Sanna Saarinen", waits],
    ]
    told = Change.everything.filter(owner=world.spot_household, kind="marketing.consent").order_by("id")
    assert [(change.subject, change.facts["is_given"]) for change in told] == [
        ("email", True),
        ("sms", True),
        ("email", False),
    ]
    settling.confirm(told[2].key, now=times.now())
    listed = keep(page, world, marketing=["sms"]).leads_on()
    assert listed.table("History of marketing").rows[0][-1] == "Confirmed"
    assert MarketingConsent.everything.filter(owner=world.spot_household).count() == 3


def test_a_reader_sees_the_settings_and_changes_none(world: World, visit: Visit) -> None:
    register.add_grant(
        world.spot_household.number,
        Area.INFORMATION,
        Level.READ,
        user=world.venla,
        starts_at=people.yesterday(),
    )
    page = visit(world.venla)
    keep(visit(world.sanna), world, answers_channel="none", answers_language="sv").leads_on()
    seen = page.get("information-messages", world.spot_household).has_no_button("Keep the choices")
    seen.says("Channel Not sent Language Svenska", "Channel E-mail Language The reader's own language")
    keep(page, world, answers_channel="none").is_forbidden()


def tell_owners() -> list[mail.EmailMessage]:
    """Run the jobs that tell owners of choices; return the mails."""
    mail.outbox.clear()
    for name, run in (
        ("order.settings-changed", tell_of_settings),
        ("settings.tell", tell_owner_of_settings),
    ):
        waiting = ProcrastinateJob.objects.filter(task_name=name, status="todo").order_by("id")
        for job in list(waiting):
            run(**job.args)
        waiting.delete()
    return list(mail.outbox)


def let_in(world: World) -> None:
    register.add_grant(
        world.spot_household.number,
        Area.INFORMATION,
        Level.WRITE,
        user=world.venla,
        starts_at=people.yesterday(),
    )


def test_an_owner_is_told_by_mail_when_a_helper_lets_answers_not_be_sent(world: World, visit: Visit) -> None:
    let_in(world)
    tell_owners()
    keep(visit(world.venla), world, answers_channel="none").leads_on()
    register.end_grants(world.spot_household.number, user=world.venla, now=times.now())
    (message,) = tell_owners()
    assert message.to == [world.sanna.email]
    text = str(message.body)
    assert f"{world.venla.get_full_name()} on muuttanut" in text
    assert "Vastaukset pyyntöihisi: Ei lähetetä. Aiemmin: Sähköposti." in text
    assert "/information/messages/" in text


def test_each_owner_is_told_once_and_of_nothing_that_stays_as_it_was(world: World, visit: Visit) -> None:
    register.add_owner(world.spot_household.number, world.venla)
    tell_owners()
    keep(visit(world.sanna), world).leads_on()
    assert tell_owners() == []
    keep(visit(world.sanna), world, answers_language="sv").leads_on()
    told = tell_owners()
    assert sorted(message.to[0] for message in told) == sorted([world.sanna.email, world.venla.email])
    assert "Vastaukset pyyntöihisi: Svenska. Aiemmin: Vastaanottajan oma kieli." in str(told[0].body)


def test_who_had_answers_by_text_message_is_told_by_one_too(
    world: World, visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent: list[tuple[str, str]] = []
    monkeypatch.setattr(settings_told, "send_sms", lambda to, text: sent.append((to, text)))
    monkeypatch.setattr(tasks, "can_send_sms", lambda: True)
    monkeypatch.setattr("kajo.customer_site.information.messaging.can_send_sms", lambda: True)
    let_in(world)
    keep(visit(world.sanna), world, answers_channel="sms").leads_on()
    tell_owners()
    assert sent == []
    keep(visit(world.venla), world, answers_channel="none").leads_on()
    assert [message.to for message in tell_owners()] == [[world.sanna.email]]
    ((number, text),) = sent
    assert number == Contact.everything.get(owner=world.spot_household, kind="phone").value
    assert text.startswith(f"{world.venla.get_full_name()} on muuttanut")
