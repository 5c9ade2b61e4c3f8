"""Whoever invites sends so many mails a day and no more, to one address or to many."""

from __future__ import annotations

from typing import Any

import pytest

from kajo.access.models import Invite
from tests.conftest import Visit
from tests.customer_site.test_firms import person, prove
from tests.pages import Page
from tests.staff_site.test_inviting import NEW, send_invites
from tests.visiting import Visitor
from tests.world import World

INVITERS = {"paivi": "firm", "markus": "staff:invite"}


def invite(inviter: Visitor, page: str, where: dict[str, str], email: str) -> Page:
    """Invite as whoever it is does it: the firm's administrator is asked for a password."""
    answer = inviter.post(page, **where, **person(email), language="fi")
    return prove(answer.leads_on()) if page == "firm" else answer


@pytest.mark.parametrize(("who", "page"), INVITERS.items())
def test_an_invitation_is_sent_to_one_address_five_times_a_day(
    who: str, page: str, world: World, visit: Visit
) -> None:
    inviter = visit(getattr(world, who))
    where = {"firm": world.housing_managers.key} if page == "firm" else {}
    invite(inviter, page, where, NEW).leads_on()
    key = Invite.objects.get().key
    for _ in range(4):
        inviter.post(page, **where, invite=key, deed="send").leads_on().says("The invitation was sent again.")
    refused = inviter.post(page, **where, invite=key, deed="send").leads_on()
    refused.says("Too many mails have been sent to this address. Go on tomorrow.")
    assert len(send_invites()) == 5
    inviter.post(page, **where, invite=key, deed="withdraw").leads_on().says("The invitation was taken back.")
    invite(inviter, page, where, NEW).says("Too many mails have been sent to this address.")


@pytest.mark.parametrize(("who", "page"), INVITERS.items())
def test_one_person_invites_so_many_in_a_day(
    who: str, page: str, world: World, visit: Visit, settings: Any
) -> None:
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "give_right": "3/d/user"}
    inviter = visit(getattr(world, who))
    where = {"firm": world.housing_managers.key} if page == "firm" else {}
    for place in range(3):
        invite(inviter, page, where, f"{place}@example.com").leads_on()
    invite(inviter, page, where, NEW).says("You have invited many people today. Go on tomorrow.")
    waiting = Invite.objects.order_by("pk").first()
    assert waiting
    again = inviter.post(page, **where, invite=waiting.key, deed="send").leads_on()
    again.says("You have invited many people today. Go on tomorrow.")
    assert Invite.objects.count() == 3
