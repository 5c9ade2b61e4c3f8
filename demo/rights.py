"""What owners gave to others and customer service linked to firms: as on pages, each on its day."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path

from django.utils import translation
from procrastinate.contrib.django.models import ProcrastinateJob

from demo.shapes import Cast, Link, Right
from kajo.access.giving import Terms, give
from kajo.access.holders import find_holder, slug_of
from kajo.access.linking import Document, LinkTerms, link
from kajo.access.models import Customer, Firm, Ownership, User
from kajo.access.policy import StaffAccess, open_customer
from kajo.access.proofs import Proof
from kajo.access.receiving import answer, list_received
from kajo.access.running_out import tell_of_rights
from kajo.access.wall import behind_the_wall
from kajo.core.times import local_midnight
from kajo.files.typesetting import make_pdf

TEMPLATE = Path(__file__).with_name("mandate.typ")
LINKER = "markus"
DAY = timedelta(days=1)


def let_in_others(cast: Cast) -> None:
    """Give and link all of it, and write down what has run out since; no mail of then is sent now."""
    Ownership.everything.update(created_at=_noon(cast.today - timedelta(days=600)))
    for linked in cast.links:
        _link(cast, linked)
    for right in cast.rights:
        _give(cast, right)
    ends = [right.last_day + DAY for right in cast.rights if right.last_day and right.last_day < cast.today]
    for end in sorted(ends):
        tell_of_rights(now=_noon(end - timedelta(days=14)))
        tell_of_rights(now=_noon(end))
    ProcrastinateJob.objects.filter(task_name__in=("rights.mail", "links.mail")).delete()


def _give(cast: Cast, right: Right) -> None:
    """Let the owner give it, as who has just proven himself, and the receiver open it in the evening."""
    owner, receiver = _user(cast, right.given_by), _user(cast, right.person)
    key, now = Customer.everything.get(number=right.customer).key, _noon(right.given_on)
    ends_on = right.last_day + DAY if right.last_day else None
    terms = Terms(receiver.email, right.levels, right.given_on, ends_on)
    with behind_the_wall(owner.pk, read_only=False):
        access = open_customer(owner.pk, key, now=now)
        assert access is not None, f"{right.given_by} may not open {right.customer}"  # noqa: S101
        give(access, terms, Proof(owner.pk, terms.digest(access.customer_id)), now=now)
    with behind_the_wall(receiver.pk, read_only=False):
        (given,) = [one for one in list_received(now=now) if one.customer_key == key]
        answer(given.key, opens=True, now=now + timedelta(hours=6))


def _link(cast: Cast, linked: Link) -> None:
    firm = Firm.objects.get(name=cast.firms[linked.firm].name)
    staff, now = _user(cast, LINKER), _noon(linked.linked_on)
    with behind_the_wall(staff.pk, read_only=False, staff=True):
        access = StaffAccess(staff.pk, is_corporate=True)
        holder = find_holder(access, slug_of(None, firm.key))
        assert holder is not None  # noqa: S101 - it was made a moment ago
        terms = LinkTerms(linked.customers, holder, linked.levels, linked.linked_on, None, linked.ground)
        link(access, terms, asked_by=linked.asked_by, document=_paper(cast, linked), now=now)


def _paper(cast: Cast, linked: Link) -> Document:
    """Return the mandate that the firm has shown, as PDF."""
    names = {customer.number: customer.name for customer in cast.customers.values()}
    with translation.override("fi"):
        title = str(linked.ground.label)
    facts = {
        "title": title,
        "firm": cast.firms[linked.firm].name,
        "customers": [names[number] for number in linked.customers],
        "asked_by": linked.asked_by,
        "day": f"{linked.linked_on.day}.{linked.linked_on.month}.{linked.linked_on.year}",
    }
    return Document(f"{title}.pdf", "application/pdf", make_pdf(TEMPLATE, facts))


def _user(cast: Cast, name: str) -> User:
    return User.objects.get(username=cast.people[name].username)


def _noon(day: date) -> datetime:
    return local_midnight(day) + timedelta(hours=12)
