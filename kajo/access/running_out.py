"""Rights that run out by themselves: told fourteen days before, and on the day; both to receiver and owners.

Nothing here ends a right: the policy looks at the clock. This only writes it down and orders the mails.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F

from kajo.access.audit import facts_of
from kajo.access.models import AuditEntry, FirmMember, Grant, Offer, Ownership
from kajo.access.words import Deed
from kajo.core.jobs import defer

SOON = timedelta(days=14)


def tell_of_ends(*, now: datetime) -> int:
    """Tell of what ends within fourteen days and of what has ended; each once. Returns how many rights."""
    with transaction.atomic():
        waiting = Grant.everything.select_for_update().filter(end_told_at=None)
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


def _tell(grants: Iterable[Grant], deed: Deed, now: datetime, *, told: str) -> int:
    rights: dict[Any, list[Grant]] = defaultdict(list)
    for grant in grants:
        rights[grant.owner_id, grant.offer_id, grant.user_id, grant.firm_id, grant.ends_at].append(grant)
    for right in rights.values():
        entry = AuditEntry.everything.create(
            at=now, kind=deed, customer_id=right[0].owner_id, facts=facts_of(right)
        )
        for receiver in _receivers(right[0]):
            defer("rights.mail", entry=entry.pk, receiver=receiver)
        Grant.everything.filter(pk__in=[grant.pk for grant in right]).update(**{told: now})
    return len(rights)


def _receivers(grant: Grant) -> list[str]:
    administrators = FirmMember.objects.filter(firm=grant.firm_id, is_administrator=True)
    users = [grant.user_id] if grant.user_id else list(administrators.values_list("user_id", flat=True))
    owners = Ownership.everything.filter(owner=grant.owner_id).values_list("user_id", flat=True)
    return [*(f"receiver:{user}" for user in users), *(f"owner:{user}" for user in owners)]
