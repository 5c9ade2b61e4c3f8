"""What is mailed to who has rights to many customers' data: one mail of all that happened to them together.

Runs as the owner role, in the job that mails.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.dateparse import parse_datetime

from kajo.access.models import AuditEntry, Customer, Firm, User
from kajo.core.times import last_day_before, local_day

NAMED = 50  # how many customers a mail names


@dataclass(frozen=True)
class LinkMail:
    """One mail to one user: what happened, to whose rights, and the first of the customers by name.

    `last_day` of an end that has come already is None.
    """

    to: str
    language: str
    kind: str
    whose: str
    count: int
    first_day: date | None
    last_day: date | None
    names: list[str]


def get_link_mail(entry_id: int, user_id: int) -> LinkMail | None:
    """Return the mail of an entry to a user, or None when he cannot be told."""
    entry = AuditEntry.everything.get(pk=entry_id)
    user = User.objects.filter(pk=user_id, is_active=True).exclude(email="").first()
    if user is None:
        return None
    facts = entry.facts
    starts_at, ends_at = (parse_datetime(facts.get(name, "")) for name in ("starts_at", "ends_at"))
    is_over = entry.kind == "unlinked" and ends_at is not None and ends_at <= entry.at
    customers = facts["customers"]
    names = Customer.everything.filter(pk__in=customers).order_by("sort_key").values_list("name", flat=True)
    return LinkMail(
        to=user.email,
        language=user.language,
        kind=entry.kind,
        whose=Firm.objects.get(pk=facts["firm"]).name if "firm" in facts else user.get_full_name(),
        count=len(customers),
        first_day=local_day(starts_at) if starts_at else None,
        last_day=None if is_over else last_day_before(ends_at),
        names=list(names[:NAMED]),
    )
