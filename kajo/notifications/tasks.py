"""Jobs that send: one mail each."""

from __future__ import annotations

from django.db import transaction

from kajo.access.policy import open_customer
from kajo.access.wall import behind_the_wall
from kajo.changes.settling import take_answer
from kajo.core import times
from kajo.core.jobs import job
from kajo.notifications import answers, invites, links, rights


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
    """Mail to one user what customer service linked to him or to his firm, or ended."""
    links.mail_links(entry, user_id)


@job("invites.mail")
def mail_invite(key: str) -> None:
    """Mail an invitation to have a user ID to the one who is invited."""
    invites.mail_invite(key)
