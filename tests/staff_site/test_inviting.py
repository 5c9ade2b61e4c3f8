"""A user ID or a firm by invitation: the person sets the password, and staff never see it."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from procrastinate.contrib.django.models import ProcrastinateJob

from kajo.access.models import AuditEntry, Firm, FirmMember, Invite, User
from kajo.core import times
from kajo.notifications.tasks import mail_invite
from tests.access.giving import reaches
from tests.conftest import Visit
from tests.registration.passkeys import Passkey, asked_by
from tests.staff_site.linking import link, slug
from tests.visiting import Visitor
from tests.world import World

NEW = "niina.nyberg@example.com"
PASSWORD = "kesäyön valoisa tuuli"
LINK = re.compile(r"/welcome/([\w-]+)/")


def send_invites() -> list[mail.EmailMessage]:
    """Run every job that mails an invitation; return the mails."""
    before = len(mail.outbox)
    jobs = ProcrastinateJob.objects.filter(task_name="invites.mail", status="todo").order_by("id")
    for job in jobs:
        mail_invite(**job.args)
    jobs.delete()
    return mail.outbox[before:]


def token_of(message: mail.EmailMessage) -> str:
    found = LINK.search(str(message.body))
    assert found, message.body
    return found.group(1)


def invite(visitor: Visitor, email: str = NEW, **more: str) -> str:
    """Invite somebody as corporate customer service; return the mailed token."""
    facts = {"first_name": "Niina", "last_name": "Nyberg", "language": "sv", **more}
    visitor.post("staff:invite", email=email, **facts).leads_on().says(f"An invitation was sent to {email}.")
    (message,) = send_invites()
    assert message.to == [email]
    return token_of(message)


def join(visitor: Visitor, token: str, username: str = "niina") -> User:
    given = {"username": username, "password": PASSWORD, "first_name": "Niina", "last_name": "Nyberg"}
    visitor.post("welcome", token=token, **given).leads_on()
    return User.objects.get(username=username)


def test_markus_invites_a_firm_links_customers_to_it_and_its_first_member_sees_them(
    world: World, visit: Visit
) -> None:
    markus, nobody = visit(world.markus), visit()
    token = invite(markus, firm="Isännöinti Uusi Oy", business_id="0112038-9")
    firm = Firm.objects.get(name="Isännöinti Uusi Oy")
    link(markus, firm, world.housing_company_1.number)
    page = nobody.get("welcome", token=token)
    page.says("You are invited to act for Isännöinti Uusi Oy", NEW)
    niina = join(nobody, token)
    assert niina.check_password(PASSWORD) and niina.email == NEW
    assert FirmMember.objects.get(user=niina).is_administrator
    assert reaches(niina, world.housing_company_1)
    assert AuditEntry.everything.filter(kind="joined", actor=niina).exists()
    nobody.get("welcome", token=token).is_not_there()


def test_the_mail_is_in_the_persons_language_and_names_no_staff(world: World, visit: Visit) -> None:
    invite(visit(world.markus))
    (message,) = [one for one in mail.outbox if one.to == [NEW]]
    assert "Kundtjänst bjuder in dig" in str(message.body)
    assert "Markus" not in str(message.body)


def test_a_link_is_dead_when_sent_anew_taken_back_or_after_seven_days(world: World, visit: Visit) -> None:
    markus, nobody = visit(world.markus), visit()
    first = invite(markus)
    key = Invite.objects.get().key
    markus.post("staff:invite", email=NEW, first_name="N", last_name="N", language="fi").says(
        "An invitation to this address waits for an answer already."
    )
    markus.post("staff:invite", invite=key, deed="send").leads_on()
    second = token_of(send_invites()[0])
    nobody.get("welcome", token=first).is_not_there()
    with time_machine.travel(times.now() + timedelta(days=8)):
        visit().get("welcome", token=second).is_not_there()
    nobody.get("welcome", token=second).is_shown()
    markus.post("staff:invite", invite=key, deed="withdraw").leads_on()
    nobody.get("welcome", token=second).is_not_there()


def test_who_has_a_user_id_comes_in_with_it_and_makes_no_other(world: World, visit: Visit) -> None:
    token = invite(visit(world.markus), world.olli.email, firm="Isännöinti Uusi Oy")
    visit().get("welcome", token=token).says("You have a user ID. Sign in with it.").has_no("Password")
    visit().post("welcome", token=token, username="another", password=PASSWORD).is_shown()
    assert not User.objects.filter(username="another").exists()
    visit(world.sanna).post("welcome", token=token).is_shown()
    assert not FirmMember.objects.filter(user=world.sanna).exists()
    visit(world.olli).post("welcome", token=token).leads_on()
    assert FirmMember.objects.get(user=world.olli).is_administrator
    page = visit(world.olli).get("home").says("Isännöinti Uusi Oy has not been given any customers yet.")
    page.follow("Members of Isännöinti Uusi Oy").is_shown()


def test_an_invitation_to_a_new_firm_is_sent_anew_by_customer_service(world: World, visit: Visit) -> None:
    markus = visit(world.markus)
    former = invite(markus, firm="Isännöinti Uusi Oy")
    markus.get("staff:invite").says(NEW, "Isännöinti Uusi Oy", "Send again")
    markus.post("staff:invite", invite=Invite.objects.get(email=NEW).key, deed="send")
    (message,) = send_invites()
    assert token_of(message) != former
    join(visit(), token_of(message))
    markus.get("staff:invite").has_no("Isännöinti Uusi Oy")


@pytest.mark.parametrize("who", ["helena", "paivi"])
def test_only_corporate_customer_service_invites(world: World, visit: Visit, who: str) -> None:
    visitor = visit(getattr(world, who))
    visitor.post("staff:invite", email=NEW, first_name="N", last_name="N", language="fi").is_not_there()
    assert not Invite.objects.exists()


def test_a_weak_password_is_refused_and_the_link_still_works(world: World, visit: Visit) -> None:
    token, nobody = invite(visit(world.markus)), visit()
    given = {"username": "niina", "first_name": "Niina", "last_name": "Nyberg"}
    nobody.post("welcome", token=token, password="salasana", **given).is_shown()
    assert not User.objects.filter(username="niina").exists()
    join(nobody, token)


def test_who_is_invited_may_choose_a_passkey_and_no_password(world: World, visit: Visit) -> None:
    token, niina = invite(visit(world.markus), firm="Isännöinti Uusi Oy"), visit()
    given = {"username": "niina", "first_name": "Niina", "last_name": "Nyberg", "instead": "passkey"}
    page = niina.post("welcome", token=token, **given).leads_on()
    page = niina.post("mfa_add_webauthn", credential=Passkey().register(asked_by(page))).leads_on()
    assert page.heading == "Recovery codes"
    user = User.objects.get(username="niina")
    assert FirmMember.objects.filter(user=user).exists() and not user.has_usable_password()
    visit().get("welcome", token=token).says("taken back")


def test_staff_see_the_members_and_their_dates(world: World, visit: Visit) -> None:
    page = visit(world.helena).get("staff:holder", holder=slug(world.housing_managers))
    assert [row[0].split()[0] for row in page.table("Members").rows] == ["Päivi", "Juhani", "Emma"]
