"""What is mailed of an access right, and to whom: one mail of one entry of the audit log to one receiver.

Runs as the owner role, in the job that mails. The token of an invitation is made here, a moment before it is
mailed, and only its hash is kept: it stands in no table and in no job.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from allauth.account.models import EmailAddress
from django.utils.dateparse import parse_datetime

from kajo.access.models import AuditEntry, Customer, Firm, Offer, User
from kajo.access.receiving import hash_of
from kajo.access.rights import Levels, in_order
from kajo.access.words import Deed
from kajo.core.functions import row_condition
from kajo.core.times import last_day_before, local_day

INVITES = (Deed.GIVEN, Deed.CHANGED, Deed.RESENT)


@dataclass(frozen=True)
class RightMail:
    """One mail: its one receiver, and what it tells.

    `is_owner` tells whether it goes to an owner of the customer or to whom the right was given, of a firm
    (`is_firm`) to an administrator. Who works for the retailer is not named to either. `token` opens an
    invitation; it is empty in all other mails.
    """

    to: str
    language: str
    is_owner: bool
    deed: Deed
    customer: str
    customer_key: str
    actor: str
    is_by_staff: bool
    receiver: str
    is_firm: bool
    levels: Levels
    starts_on: date | None
    last_day: date | None
    key: str
    token: str
    open_until: date | None


def get_right_mail(entry_id: int, receiver: str, *, now: datetime) -> RightMail | None:
    """Return the mail of an entry to `owner:ID`, `receiver:ID` or `address:KEY`; None when it is out of date.

    Of an invitation that may still be opened this makes a new token, so that any former one is dead.
    """
    entry = AuditEntry.everything.get(pk=entry_id)
    role, _, named = receiver.partition(":")
    if role == "address":
        return _to_address(entry, Offer.everything.select_related("given_by").get(key=named), now)
    user = User.objects.filter(pk=int(named), is_active=True).exclude(email="").first()
    if user is None:
        return None
    return _mail(entry, to=user.email, language=user.language, is_owner=role == "owner")


def _to_address(entry: AuditEntry, offer: Offer, now: datetime) -> RightMail | None:
    language = _language_at(offer.email) or offer.given_by.language
    if entry.kind not in INVITES:
        return _mail(entry, to=offer.email, language=language, is_owner=False)
    is_waiting = row_condition("rights_is_waiting", "access_offer", now)
    token = secrets.token_urlsafe(32)
    waiting = Offer.everything.filter(is_waiting, pk=offer.pk, version=entry.facts["version"])
    if not waiting.update(token_sha256=hash_of(token)):
        return None
    return _mail(
        entry,
        to=offer.email,
        language=language,
        is_owner=False,
        token=token,
        open_until=local_day(offer.lapses_at),
    )


def _mail(
    entry: AuditEntry,
    *,
    to: str,
    language: str,
    is_owner: bool,
    token: str = "",
    open_until: date | None = None,
) -> RightMail:
    customer = Customer.everything.get(pk=entry.customer_id or 0)
    facts: Mapping[str, Any] = entry.facts
    starts_at = parse_datetime(facts.get("starts_at", ""))
    return RightMail(
        to=to,
        language=language,
        is_owner=is_owner,
        deed=Deed(entry.kind),
        customer=customer.name,
        customer_key=customer.key,
        actor=_name_of(entry.actor_id),
        is_by_staff=User.objects.filter(pk=entry.actor_id or 0, is_staff=True).exists(),
        receiver=_receiver(facts),
        is_firm="firm" in facts,
        levels=in_order(facts.get("levels", {})),
        starts_on=local_day(starts_at) if starts_at else None,
        last_day=last_day_before(parse_datetime(facts.get("ends_at", ""))),
        key=facts.get("right", ""),
        token=token,
        open_until=open_until,
    )


def _receiver(facts: Mapping[str, Any]) -> str:
    """Return the receiver as owners know him: the typed address until he has opened, then by name too."""
    if "firm" in facts:
        return Firm.objects.get(pk=facts["firm"]).name
    offer = Offer.everything.filter(key=facts.get("right", "")).first()
    name = _name_of(facts.get("receiver"))
    address = offer.email if offer else ""
    return f"{name} ({address})" if name and address else name or address


def _name_of(user_id: int | None) -> str:
    user = User.objects.filter(pk=user_id or 0).first()
    return f"{user.first_name} {user.last_name}".strip() if user else ""


def _language_at(email: str) -> str:
    proven = EmailAddress.objects.filter(email=email, verified=True).select_related("user").first()
    return str(proven.user.language) if proven else ""
