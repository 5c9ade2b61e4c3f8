"""What runs out by itself: told fourteen days before, and on the day, to all whom it concerns.

Nothing here ends anything: the policy looks at the clock. This only writes it down and orders the mails.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.db.models import F, Q

from kajo.access.audit import facts_of
from kajo.access.models import AuditEntry, FirmMember, Grant, Offer, Ownership
from kajo.access.words import Deed, MemberDeed
from kajo.core.jobs import defer
from kajo.core.times import local_day

SOON = timedelta(days=14)


@transaction.atomic
def tell_of_rights(*, now: datetime) -> int:
    """Tell of rights that end within fourteen days and that have ended; each once. Returns how many."""
    locked = Grant.everything.select_for_update(of=("self",)).select_related("offer")
    waiting = locked.filter(end_told_at=None)
    soon = waiting.filter(
        warned_at=None,
        starts_at__lte=now,
        ends_at__gt=now,
        ends_at__lte=now + SOON,
        created_at__lte=F("ends_at") - SOON,  # what was given for less was told when it was given
    )
    warned = _tell(list(soon), Deed.EXPIRING, now, told="warned_at")
    over = list(waiting.filter(ends_at__lte=now))
    Offer.everything.filter(
        pk__in=[grant.offer_id for grant in over if grant.offer_id], ended_at=None
    ).filter(ends_at__lte=now).update(ended_at=now, ending=Offer.Ending.EXPIRED)
    return warned + _tell(over, Deed.EXPIRED, now, told="end_told_at")


@transaction.atomic
def tell_of_members(*, now: datetime) -> int:
    """Tell of those who act for a firm for fourteen days more, and no more; each once. Returns how many."""
    dated = FirmMember.objects.select_for_update().filter(ends_at__lte=now + SOON)
    over = dated.filter(ends_at__lte=now, told_at__lt=F("ends_at"))
    acting = dated.filter(Q(starts_at=None) | Q(starts_at__lte=now), ends_at__gt=now)
    soon = acting.filter(told_at__lt=F("ends_at") - SOON)
    told = [(member, MemberDeed.EXPIRED) for member in over] + [
        (member, MemberDeed.EXPIRING) for member in soon
    ]
    for member, deed in told:
        facts = {
            "firm": member.firm_id,
            "receiver": member.user_id,
            "ends_at": member.ends_at and member.ends_at.isoformat(),
            "is_administrator": member.is_administrator,
        }
        entry = AuditEntry.everything.create(at=now, kind=deed, facts=facts)
        for user in {member.user_id, *_receivers(None, member.firm_id, now)}:
            defer("members.mail", entry=entry.pk, user_id=user)
        member.told_at = now
        member.save(update_fields=["told_at"])
    return len(told)


def _tell(grants: Sequence[Grant], deed: Deed, now: datetime, *, told: str) -> int:
    """Write each right down and order the mails: to owners one of each right, to receivers one of all."""
    rights: dict[Any, list[Grant]] = defaultdict(list)
    for grant in grants:
        rights[grant.owner_id, grant.offer_id, grant.user_id, grant.firm_id, grant.ends_at].append(grant)
    owners = _owners({grant.owner_id for grant in grants})
    ends: dict[Any, list[AuditEntry]] = defaultdict(list)
    for right in rights.values():
        facts, first = facts_of(right), right[0]
        entry = AuditEntry.everything.create(at=now, kind=deed, customer_id=first.owner_id, facts=facts)
        for owner in owners[first.owner_id]:
            defer("rights.mail", entry=entry.pk, receiver=f"owner:{owner}")
        ends[first.user_id, first.firm_id, first.ends_at and local_day(first.ends_at)].append(entry)
    for (user, firm, _day), entries in ends.items():
        _tell_receivers(entries, deed, _receivers(user, firm, now), now)
    Grant.everything.filter(pk__in=[grant.pk for grant in grants]).update(**{told: now})
    return len(rights)


def _tell_receivers(entries: Sequence[AuditEntry], deed: Deed, users: Iterable[int], now: datetime) -> None:
    """Order the mails of what one receiver had until the same day: of many customers one that sums up."""
    customers = {entry.customer_id for entry in entries}
    if len(customers) == 1:
        for entry, user in ((entry, user) for entry in entries for user in users):
            defer("rights.mail", entry=entry.pk, receiver=f"receiver:{user}")
        return
    shared = {name: fact for name, fact in entries[0].facts.items() if name not in ("right", "levels")}
    facts = {**shared, "customers": list(customers)}
    summed_up = AuditEntry.everything.create(at=now, kind=f"rights_{deed}", facts=facts)
    for user in users:
        defer("links.mail", entry=summed_up.pk, user_id=user)


def _owners(customers: Iterable[int]) -> dict[int, list[int]]:
    found: dict[int, list[int]] = defaultdict(list)
    owned = Ownership.everything.filter(owner__in=customers).order_by("pk")
    for owner, user in owned.values_list("owner_id", "user_id"):
        found[owner].append(user)
    return found


def _receivers(user: int | None, firm: int | None, now: datetime) -> list[int]:
    """Return who is told for a user or a firm."""
    with connection.cursor() as cursor:
        cursor.execute("select rights_receivers(%s, %s, %s)", [user, firm, now])
        return [who for (who,) in cursor.fetchall()]
