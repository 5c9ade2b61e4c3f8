"""What is mailed of a firm's member, to the member and to those who administer the firm: one mail each.

Runs as the owner role, in the job that mails.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.dateparse import parse_datetime

from kajo.access.models import AuditEntry, Firm, User
from kajo.access.words import MemberDeed
from kajo.core.times import last_day_before, local_day


@dataclass(frozen=True)
class MemberMail:
    """One mail to one user: what happened to whose membership, and what it is like now.

    `is_own` tells whether it goes to the member. `actor` is somebody else than the member; who works for the
    retailer is not named.
    """

    to: str
    language: str
    is_own: bool
    deed: MemberDeed
    firm: str
    firm_key: str
    member: str
    actor: str
    is_by_staff: bool
    is_administrator: bool
    starts_on: date | None
    last_day: date | None


def get_member_mail(entry_id: int, user_id: int) -> MemberMail | None:
    """Return the mail of an entry to a user, or None when he cannot be told."""
    entry = AuditEntry.everything.get(pk=entry_id)
    facts = entry.facts
    people = User.objects.in_bulk([user_id, facts["receiver"], entry.actor_id or 0])
    user = people[user_id]
    actor = None if entry.actor_id == facts["receiver"] else people.get(entry.actor_id or 0)
    if not (user.is_active and user.email):
        return None
    firm = Firm.objects.get(pk=facts["firm"])
    starts_at, ends_at = (parse_datetime(facts.get(name, "")) for name in ("starts_at", "ends_at"))
    is_by_staff = actor is not None and actor.is_staff
    return MemberMail(
        to=user.email,
        language=user.language,
        is_own=user_id == facts["receiver"],
        deed=MemberDeed(entry.kind),
        firm=firm.name,
        firm_key=firm.key,
        member=people[facts["receiver"]].get_full_name(),
        actor=actor.get_full_name() if actor and not is_by_staff else "",
        is_by_staff=is_by_staff,
        is_administrator=facts["is_administrator"],
        starts_on=local_day(starts_at) if starts_at else None,
        last_day=last_day_before(ends_at),
    )
