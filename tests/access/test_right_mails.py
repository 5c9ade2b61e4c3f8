"""Mails of rights: what runs out is told before and on the day, to both; what is out of date is not sent."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.core import mail

from kajo.access import register
from kajo.access.areas import Area, Level
from kajo.access.models import AuditEntry, Customer, Grant, User
from kajo.access.running_out import tell_of_rights
from kajo.access.words import RightState
from kajo.core import times
from kajo.notifications.mail import send_mail
from kajo.notifications.tasks import mail_right
from tests.access import people
from tests.access.giving import answer, give, remove, row_of, send_mails, waiting_mails

pytestmark = pytest.mark.django_db

BERTTA, AINO = "bertta@example.com", "aino@example.com"


@pytest.fixture
def home() -> Customer:
    return people.customer("100", "Aino Ahola")


@pytest.fixture
def aino(home: Customer) -> User:
    made = register.add_user("aino", email=AINO, email_is_proven=True, first_name="Aino", language="en")
    register.add_owner("100", made)
    return made


@pytest.fixture
def bertta() -> User:
    return register.add_user("bertta", email=BERTTA, email_is_proven=True, language="en")


def sent_at(days: int) -> list[tuple[list[str], str]]:
    with time_machine.travel(times.now() + timedelta(days=days)):
        tell_of_rights(now=times.now())
        return [(message.to, str(message.subject)) for message in send_mails()]


def test_both_are_told_fourteen_days_before_and_on_the_day_and_once(
    aino: User, bertta: User, home: Customer
) -> None:
    offer = give(
        aino, home, BERTTA, dict.fromkeys(Area, Level.READ), ends_on=times.today() + timedelta(days=30)
    )
    answer(bertta, offer)
    send_mails()
    assert sent_at(15) == []
    assert [to for to, _ in sent_at(17)] == [[AINO], [BERTTA]]
    assert sent_at(18) == []
    over = sent_at(30)
    assert [to for to, _ in over] == [[AINO], [BERTTA]]
    assert "has ended" in over[0][1]
    assert sent_at(31) == []
    assert row_of(aino, home, offer.key).state is RightState.EXPIRED


def test_a_right_for_a_week_is_not_told_to_end_soon(aino: User, bertta: User, home: Customer) -> None:
    offer = give(aino, home, BERTTA, ends_on=times.today() + timedelta(days=7))
    answer(bertta, offer)
    send_mails()
    assert sent_at(1) == []
    assert len(sent_at(7)) == 2


def test_what_was_removed_is_not_told_to_have_run_out(aino: User, bertta: User, home: Customer) -> None:
    offer = give(aino, home, BERTTA, ends_on=times.today() + timedelta(days=7))
    answer(bertta, offer)
    remove(aino, home, offer.key)
    send_mails()
    assert sent_at(8) == []


def test_a_firms_administrator_is_told(aino: User, home: Customer) -> None:
    firm, member = people.firm_with("tiina", "100")
    boss = register.add_user("boss", email="boss@example.com", email_is_proven=True)
    register.add_member(firm, boss, is_administrator=True)
    Grant.everything.filter(firm=firm).update(ends_at=times.now() + timedelta(days=2))
    assert [to for to, _ in sent_at(3)] == [[AINO], ["boss@example.com"]]
    assert member.email == ""


def test_an_invitation_that_was_changed_meanwhile_is_not_sent(aino: User, home: Customer) -> None:
    offer = give(aino, home, BERTTA)
    old = next(job for job in waiting_mails() if job["receiver"].startswith("address:"))
    give(aino, home, BERTTA, {Area.CONTRACTS: Level.READ}, key=offer.key, version=1)
    mail_right(**old)
    assert mail.outbox == []
    invitations = [sent for sent in send_mails() if sent.to == [BERTTA]]
    assert len(invitations) == 1
    assert "Contracts: Read-only" in str(invitations[0].body)


def test_a_line_break_in_a_name_is_no_header(aino: User, home: Customer) -> None:
    Customer.everything.filter(pk=home.pk).update(name="Aino\r\nBcc: thief@example.com")
    give(aino, home, BERTTA)
    (invitation, _) = send_mails()
    assert "\n" not in str(invitation.subject)
    assert invitation.recipients() == [BERTTA]


@pytest.mark.parametrize("to", ["", "a@example.com,b@example.com", "a@example.com\nb@example.com", "nobody"])
def test_a_mail_to_none_or_many_is_refused(to: str) -> None:
    with pytest.raises(ValueError, match="exactly one receiver"):
        send_mail(to, "en", "notifications/rights", {})


def test_a_mail_in_the_queue_holds_no_address(aino: User, home: Customer) -> None:
    give(aino, home, BERTTA)
    assert BERTTA not in str(waiting_mails())
    assert AuditEntry.everything.filter(kind="given", customer=home).count() == 1
