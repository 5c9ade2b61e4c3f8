"""Giving and opening rights in tests: as pages do it, behind the wall, and the mails that follow."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from django.core import mail
from procrastinate.contrib.django.models import ProcrastinateJob

from kajo.access import giving, policy, receiving, rights
from kajo.access.areas import Area, Level
from kajo.access.giving import Terms
from kajo.access.models import Customer, Offer, User
from kajo.access.policy import CustomerAccess
from kajo.access.proofs import Proof
from kajo.access.wall import behind_the_wall
from kajo.core import times
from kajo.notifications.tasks import mail_right

LINK = re.compile(r"/invitation/([\w-]+)/")


def access_of(user: User, customer: Customer) -> CustomerAccess:
    """Open the customer; called behind the wall."""
    access = policy.open_customer(user.pk, customer.key, now=times.now())
    assert access is not None
    return access


def give(
    owner: User,
    customer: Customer,
    email: str,
    levels: Mapping[Area, Level] | None = None,
    *,
    ends_on: date | None = None,
    starts_on: date | None = None,
    key: str = "",
    version: int = 0,
) -> Offer:
    """Give a right, or change the one of that key, as an owner who has just proven himself."""
    terms = Terms(
        email, levels or {Area.INVOICES: Level.READ}, starts_on or times.today(), ends_on, key, version
    )
    with behind_the_wall(owner.pk, read_only=False):
        access = access_of(owner, customer)
        giving.give(access, terms, Proof(owner.pk, terms.digest(customer.pk)), now=times.now())
    return Offer.everything.filter(owner=customer, email=email).latest("pk")


def answer(user: User, offer: Offer, *, opens: bool = True) -> None:
    with behind_the_wall(user.pk, read_only=False):
        receiving.answer(offer.key, opens=opens, now=times.now())


def remove(owner: User, customer: Customer, key: str) -> None:
    with behind_the_wall(owner.pk, read_only=False):
        giving.remove(access_of(owner, customer), key, now=times.now())


def resend(owner: User, customer: Customer, offer: Offer) -> None:
    with behind_the_wall(owner.pk, read_only=False):
        giving.resend(access_of(owner, customer), offer.key, now=times.now())


def give_back(user: User, key: str) -> None:
    with behind_the_wall(user.pk, read_only=False):
        receiving.give_back(key, now=times.now())


def row_of(owner: User, customer: Customer, key: str) -> rights.RightRow:
    """Return the right as its owner sees it in the list."""
    with behind_the_wall(owner.pk, read_only=True):
        row = rights.find_right(access_of(owner, customer), key, now=times.now())
    assert row is not None
    return row


def reaches(user: User, customer: Customer, area: Area = Area.INVOICES, level: Level = Level.READ) -> bool:
    """Tell whether the policy lets the user in to the area."""
    with behind_the_wall(user.pk, read_only=True):
        access = policy.open_customer(user.pk, customer.key, now=times.now())
    return access is not None and access.may(area, level)


def waiting_mails() -> list[dict[str, Any]]:
    """Return the arguments of the mail jobs that wait, in order."""
    jobs = ProcrastinateJob.objects.filter(task_name="rights.mail", status="todo").order_by("id")
    return [job.args for job in jobs]


def send_mails() -> list[mail.EmailMessage]:
    """Run every mail job that waits; return the mails, in order."""
    before = len(mail.outbox)
    for arguments in waiting_mails():
        mail_right(**arguments)
    ProcrastinateJob.objects.filter(task_name="rights.mail").delete()
    return mail.outbox[before:]


def token_in(message: mail.EmailMessage) -> str:
    """Return the token of the link in an invitation."""
    found = LINK.search(str(message.body))
    assert found, message.body
    return found.group(1)
