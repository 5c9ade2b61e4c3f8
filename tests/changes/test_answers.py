"""The mail that brings the retailer's answer: to the one who asked, in that one's language, once."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core import mail
from procrastinate.contrib.django.models import ProcrastinateJob

from kajo.access.areas import Area
from kajo.access.models import Customer, Grant, User
from kajo.changes.models import Change
from kajo.changes.settling import MAIL, confirm, refuse
from kajo.core import times
from kajo.notifications.tasks import mail_answer
from tests.conftest import Visit
from tests.world import World


def asked_by(user: User, customer: Customer, kind: str) -> Change:
    return Change.everything.get(asked_by=user, owner=customer, kind=kind)


def send_answers(times_run: int = 1) -> list[Any]:
    """Run every job that waits, and return the mails in order."""
    before = len(mail.outbox)
    for job in ProcrastinateJob.objects.filter(task_name=MAIL, status="todo").order_by("id"):
        for _ in range(times_run):
            mail_answer(**job.args)
    return mail.outbox[before:]


def says(sent: Any, *sentences: str) -> None:
    said = " ".join(str(sent.body).split())
    for sentence in sentences:
        assert sentence in said, said


def test_each_who_asked_gets_the_answer_in_the_own_language(world: World) -> None:
    User.objects.filter(pk=world.leena.pk).update(language="en")
    moved = asked_by(world.kalle, world.kalles_household, "invoice.postpone")
    profile = asked_by(world.venla, world.solar_household, "location.profile")
    fewer = asked_by(world.leena, world.bakery_company, "invoicing.frequency")
    refuse(moved.key, "En tidigare faktura är obetald.", now=times.now())
    confirm(profile.key, now=times.now())
    refuse(fewer.key, "Your use is over the limit.", now=times.now())

    to_kalle, to_venla, to_leena = send_answers()

    assert [sent.recipients() for sent in (to_kalle, to_venla, to_leena)] == [
        [world.kalle.email],
        [world.venla.email],
        [world.leena.email],
    ]
    assert "Avslaget: Förfallodag för faktura" in to_kalle.subject
    says(to_kalle, "En tidigare faktura är obetald.", f"/c/{world.kalles_household.key}/invoices/")
    assert "Vahvistettu: Käyttöpaikan profiili" in to_venla.subject
    says(to_venla, "Asukkaita:", "Olemme vahvistaneet sen.", f"/c/{world.solar_household.key}/contracts/")
    assert "Refused: Invoices 6 a year, every second month" in to_leena.subject
    says(to_leena, "We have refused it. The reason: Your use is over the limit.")


@pytest.mark.parametrize("is_confirmed", [True, False])
def test_a_withdrawal_and_another_way_of_sending_are_answered_too(
    world: World, visit: Visit, is_confirmed: bool
) -> None:
    User.objects.filter(pk=world.vaino.pk).update(language="en")
    vaino = visit(world.vaino)
    vaino.post("contract-withdraw", world.coming_contract, receipt_to="v@example.org")
    vaino.post("invoice-method", world.electric_household, channel="e_mail", email="v@example.org")
    for kind in ("contract.withdraw", "invoicing.method"):
        key = asked_by(world.vaino, world.electric_household, kind).key
        confirm(key, now=times.now()) if is_confirmed else refuse(key, "Use has begun.", now=times.now())
    withdrawal, method = send_answers()
    says(withdrawal, "Withdrawal from contract S-100222", f"/contracts/{world.coming_contract.key}/")
    says(method, "Invoices: By e-mail, v@example.org", "/invoices/sending/")
    for sent in (withdrawal, method):
        says(sent, "We have confirmed it." if is_confirmed else "The reason: Use has begun.")


def test_the_links_lead_to_pages_that_are_there(world: World, visit: Visit) -> None:
    for change in Change.everything.filter(asked_by=world.kalle):
        confirm(change.key, now=times.now())
    kalle, mails = visit(world.kalle), send_answers()
    assert len(mails) == 3
    for sent in mails:
        found = re.search(r"/c/\S+", str(sent.body))
        assert found, sent.body
        kalle.open(found[0]).is_shown()


def test_a_job_that_runs_twice_sends_once(world: World) -> None:
    confirm(asked_by(world.leena, world.bakery_company, "invoicing.frequency").key, now=times.now())
    assert len(send_answers(times_run=2)) == 1


def test_a_mail_that_the_server_did_not_take_is_sent_by_the_next_try(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    change = asked_by(world.leena, world.bakery_company, "invoicing.frequency")
    confirm(change.key, now=times.now())
    with monkeypatch.context() as broken, pytest.raises(OSError, match="no route"):
        broken.setattr("django.core.mail.EmailMessage.send", _fail)
        mail_answer(change.key)
    assert len(send_answers()) == 1


def _fail(*args: Any) -> None:
    raise OSError("no route")


@pytest.mark.parametrize("loses", ["everything", "the area"])
def test_who_has_lost_access_since_hears_nothing(world: World, loses: str) -> None:
    confirm(asked_by(world.venla, world.solar_household, "location.profile").key, now=times.now())
    grants = Grant.everything.filter(user=world.venla, owner=world.solar_household)
    if loses == "the area":
        grants = grants.filter(area=Area.CONTRACTS)
    grants.delete()
    assert send_answers() == []


def test_nobody_is_told_of_an_answer_before_there_is_one(world: World) -> None:
    mail_answer(asked_by(world.leena, world.bakery_company, "invoicing.frequency").key)
    assert mail.outbox == []


def test_whatever_the_cast_has_asked_for_is_answered_by_a_mail_to_one_receiver(world: World) -> None:
    asked = list(Change.everything.filter(state="pending").order_by("pk"))
    for change in asked:
        confirm(change.key, now=times.now())
    assert [sent.recipients() for sent in send_answers()] == [[change.asked_by.email] for change in asked]
