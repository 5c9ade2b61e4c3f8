"""Jobs that send: one mail each."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from kajo.access.models import Ownership, User
from kajo.access.policy import open_customer
from kajo.access.wall import behind_the_wall
from kajo.changes.settling import take_answer
from kajo.core import times
from kajo.core.jobs import defer, job
from kajo.notifications import answers, invites, links, members, rights, settings_told
from kajo.notifications.choosing import SETTINGS_CHANGED
from kajo.notifications.sms import can_send_sms, find_phone
from kajo.notifications.words import MessageChannel


@job("rights.mail")
def mail_right(entry: int, receiver: str) -> None:
    """Mail what happened to an access right to one receiver."""
    rights.mail_right(entry, receiver)


@job("changes.mail")
@transaction.atomic
def mail_answer(change: str) -> None:
    """Mail the retailer's answer to who asked, once; nothing to one who may not see it any more."""
    now = times.now()
    taken = take_answer(change, now=now)
    if taken is None:
        return
    with behind_the_wall(taken.change.user_id, read_only=True):
        access = open_customer(taken.change.user_id, taken.customer_key, now=now)
        if access and access.may(taken.area):
            answers.mail_answer(access, taken.change)


@job("links.mail")
def mail_links(entry: int, user_id: int) -> None:
    """Mail to one user what happened to many of his or his firm's rights together."""
    links.mail_links(entry, user_id)


@job("invites.mail")
def mail_invite(key: str) -> None:
    """Mail an invitation to have a user ID to the one who is invited."""
    invites.mail_invite(key)


@job(SETTINGS_CHANGED)
def tell_of_settings(customer: str, changed: list[Any], user_id: int) -> None:
    """Have each owner told what was chosen anew, by mail and by the way that answers came until then.

    Who chose it is told of even if that right has ended by now.
    """
    ways = {MessageChannel.EMAIL.value, *(before["channel"] for _, before, _ in changed)}
    by = User.objects.get(pk=user_id).get_full_name()
    for owner_id in Ownership.everything.filter(owner__key=customer).values_list("user_id", flat=True):
        for way in sorted(ways & {MessageChannel.EMAIL, MessageChannel.SMS}):
            defer("settings.tell", customer=customer, owner_id=owner_id, by=by, changed=changed, way=way)


@job("settings.tell")
def tell_owner_of_settings(customer: str, owner_id: int, by: str, changed: list[Any], way: str) -> None:
    """Tell one owner by one way; by text message only where there is a phone to take it."""
    user = User.objects.filter(pk=owner_id, is_active=True).exclude(email="").first()
    with behind_the_wall(owner_id, read_only=True):
        access = open_customer(owner_id, customer, now=times.now())
        if user is None or access is None or not access.is_owner:
            return
        told = settings_told.Told(access, user.language, by, changed)
        if way == MessageChannel.EMAIL:
            settings_told.mail_owner(told, user.email)
        elif can_send_sms() and (phone := find_phone(access)):
            settings_told.text_owner(told, phone)


@job("members.mail")
def mail_member(entry: int, user_id: int) -> None:
    """Mail to one user what happened to somebody who acts for a firm."""
    members.mail_member(entry, user_id)
