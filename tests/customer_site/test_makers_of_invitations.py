"""An invitation to a firm is worth what its maker may do at the moment at which it is used, and no more."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.core import mail

from kajo.access import register
from kajo.access.models import AuditEntry, FirmMember, Invite, User
from kajo.core import times
from tests.conftest import Visit
from tests.customer_site.test_firms import invite_member, person, prove
from tests.staff_site.test_inviting import NEW, invite, join, send_invites, token_of
from tests.world import World

Loss = Callable[[World, Visit], object]
LOSSES: dict[str, Loss] = {
    "was removed": lambda world, visit: change(world, visit, remove="1"),
    "administers no longer": lambda world, visit: change(world, visit),
    "begins to administer later": lambda world, visit: change(
        world, visit, is_administrator="on", starts_on=(world.today + timedelta(days=1)).isoformat()
    ),
    "was removed by hand": lambda world, visit: register.remove_member(world.housing_managers, world.emma),
    "can sign in no longer": lambda world, visit: User.objects.filter(pk=world.emma.pk).update(
        is_active=False
    ),
    "has no days left": lambda world, visit: FirmMember.objects.filter(user=world.emma).update(
        ends_at=times.now()
    ),
}


def change(world: World, visit: Visit, **form: str) -> None:
    """Change or end what Emma may do for the firm, as Päivi."""
    where = {"firm": world.housing_managers.key, "member": world.emma.pk}
    page = visit(world.paivi).post("firm-member", **where, **form).leads_on()
    if "remove" not in form:
        prove(page).leads_on()


@pytest.fixture
def emma(world: World) -> User:
    """Emma, who administers the firm beside Päivi."""
    FirmMember.objects.filter(user=world.emma).update(is_administrator=True)
    return world.emma


@pytest.mark.parametrize("loss", LOSSES)
def test_what_emma_sent_lets_nobody_in_when_she(loss: str, world: World, visit: Visit, emma: User) -> None:
    new = invite_member(visit(emma), is_administrator="on")
    old = invite_member(visit(emma), world.olli.email, is_administrator="on")
    LOSSES[loss](world, visit)
    given = {"username": "niina", "password": "kesäyön valoisa tuuli", **person(NEW)}
    visit().get("welcome", token=new).is_not_there().says("The link does not work any more")
    visit().post("welcome", token=new, **given).is_not_there()
    visit(world.olli).post("welcome", token=old).is_not_there()
    assert not User.objects.filter(username="niina").exists()
    assert not FirmMember.objects.filter(user=world.olli).exists()


def test_what_a_removed_administrator_sent_is_over_for_good_and_written_down(
    world: World, visit: Visit, emma: User
) -> None:
    token, paivi = invite_member(visit(emma)), visit(world.paivi)
    key = Invite.objects.get().key
    change(world, visit, remove="1")
    paivi.get("firm", firm=world.housing_managers.key).has_no(NEW)
    register.add_member(world.housing_managers, emma, is_administrator=True)
    visit().get("welcome", token=token).is_not_there()
    assert AuditEntry.everything.get(kind="invite_withdrawn", facts__invite=key).actor == world.paivi


def test_an_administrator_who_is_made_a_member_by_an_old_invitation_leaves_none_behind(
    world: World, visit: Visit, emma: User
) -> None:
    as_member = invite_member(visit(world.paivi), "emma@example.com")
    register.EmailAddress.objects.create(user=emma, email="emma@example.com", verified=True)
    sent = invite_member(visit(emma))
    visit(emma).post("welcome", token=as_member).leads_on()
    change(world, visit, is_administrator="on")
    visit().get("welcome", token=sent).is_not_there()


def test_what_others_sent_still_works_and_emma_who_stays_keeps_hers(
    world: World, visit: Visit, emma: User
) -> None:
    of_paivi, of_emma = invite_member(visit(world.paivi)), invite_member(visit(emma), "b@example.com")
    change(world, visit, is_administrator="on")
    visit().get("welcome", token=of_emma).is_shown()
    change(world, visit, remove="1")
    join(visit(), of_paivi)


def test_paivi_sees_that_it_is_over_and_may_send_it_again_or_invite_anew(
    world: World, visit: Visit, emma: User
) -> None:
    dead, paivi, firm = invite_member(visit(emma)), visit(world.paivi), world.housing_managers.key
    paivi.get("firm", firm=firm).says(NEW).has_no("· over")
    LOSSES["can sign in no longer"](world, visit)
    paivi.get("firm", firm=firm).says(NEW, "· over")
    paivi.post("firm", firm=firm, invite=Invite.objects.get().key, deed="send").leads_on()
    (again,) = send_invites()
    assert "Päivi Isotalo" in str(again.body) and "Emma" not in str(again.body)
    visit().get("welcome", token=dead).is_not_there()
    visit().get("welcome", token=token_of(again)).is_shown()
    User.objects.filter(pk=world.paivi.pk).update(is_active=False)
    User.objects.filter(pk=emma.pk).update(is_active=True)
    join(visit(), invite_member(visit(emma)))


def test_an_invitation_whose_maker_left_before_its_mail_is_not_sent(
    world: World, visit: Visit, emma: User
) -> None:
    prove(visit(emma).post("firm", firm=world.housing_managers.key, **person(NEW)).leads_on()).leads_on()
    LOSSES["has no days left"](world, visit)
    assert send_invites() == [] and mail.outbox == []


@pytest.mark.parametrize("lost", ["is_corporate_service", "is_staff", "is_active"])
def test_what_customer_service_sent_ends_with_the_role(lost: str, world: World, visit: Visit) -> None:
    markus = visit(world.markus)
    alone, firm = invite(markus), invite(markus, world.olli.email, firm="Isännöinti Uusi Oy")
    User.objects.filter(pk=world.markus.pk).update(**{lost: False})
    visit().get("welcome", token=alone).is_not_there()
    visit(world.olli).post("welcome", token=firm).is_not_there()
    assert not FirmMember.objects.filter(user=world.olli).exists()


def test_a_substitute_administrators_invitation_ends_with_the_days(
    world: World, visit: Visit, emma: User
) -> None:
    change(world, visit, is_administrator="on", last_day=world.today.isoformat())
    token = invite_member(visit(emma))
    visit().get("welcome", token=token).is_shown()
    with time_machine.travel(times.local_midnight(world.today + timedelta(days=1))):
        visit().get("welcome", token=token).is_not_there()
