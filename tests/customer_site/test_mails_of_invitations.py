"""Whoever invites sends so many mails a day and no more, to one address or to many."""

from __future__ import annotations

import pytest

from kajo.access.models import Invite
from tests.conftest import Visit
from tests.customer_site.test_firms import person
from tests.staff_site.test_inviting import NEW, send_invites
from tests.world import World

INVITERS = {"paivi": "firm", "markus": "staff:invite"}


@pytest.mark.parametrize(("who", "page"), INVITERS.items())
def test_an_invitation_is_sent_to_one_address_five_times_a_day(
    who: str, page: str, world: World, visit: Visit
) -> None:
    inviter = visit(getattr(world, who))
    where = {"firm": world.housing_managers.key} if page == "firm" else {}
    inviter.post(page, **where, **person(NEW), language="fi").leads_on()
    key = Invite.objects.get().key
    for _ in range(4):
        inviter.post(page, **where, invite=key, deed="send").leads_on().says("The invitation was sent again.")
    refused = inviter.post(page, **where, invite=key, deed="send").leads_on()
    refused.says("It was sent many times today. Send it again tomorrow.")
    assert len(send_invites()) == 5
    inviter.post(page, **where, invite=key, deed="withdraw").leads_on().says("The invitation was taken back.")
    inviter.post(page, **where, **person(NEW), language="fi").says("Too many mails have been sent to this")


@pytest.mark.parametrize(("who", "page"), INVITERS.items())
def test_one_person_invites_forty_in_a_day(who: str, page: str, world: World, visit: Visit) -> None:
    inviter = visit(getattr(world, who))
    where = {"firm": world.housing_managers.key} if page == "firm" else {}
    for place in range(40):
        inviter.post(page, **where, **person(f"{place}@example.com"), language="fi").leads_on()
    refused = inviter.post(page, **where, **person(NEW), language="fi")
    refused.says("You have invited many people today. Go on tomorrow.")
    assert Invite.objects.count() == 40
