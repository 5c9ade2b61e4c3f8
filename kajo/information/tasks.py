"""What follows from asking: codes are sent, old and new address told; from confirming: it is made so."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet

from kajo.access import policy
from kajo.access.areas import Area, Level
from kajo.access.models import Ownership
from kajo.access.wall import behind_the_wall
from kajo.changes.models import Change
from kajo.changes.rows import ChangeRow, row_of
from kajo.changes.settling import CONFIRMED
from kajo.changes.tasks import ASKED
from kajo.core import codes, jobs, times
from kajo.information import messages
from kajo.information.actions import CODE_HOLDS, SEND_CODE
from kajo.information.models import Address, Contact, ContactProof
from kajo.information.words import ContactKind, ContactSource, InformationChange
from kajo.notifications.setting_tasks import language_of
from kajo.notifications.words import MessageKind

KEPT = timedelta(days=1)


@jobs.job(SEND_CODE)
def send_code(proof: str, user_id: int) -> None:
    """Make a code, keep its hash and send it; one that could not be sent is made anew at the next try."""
    now = times.now()
    waiting = ContactProof.everything.filter(key=proof, user_id=user_id, used_at=None, expires_at__gt=now)
    found = waiting.exclude(confirmed_at=None).select_related("owner", "user").first()
    if found is None:
        return
    with behind_the_wall(user_id, read_only=True):
        access = policy.open_customer(user_id, found.owner.key, now=now)
    if access is None or not access.may(Area.INFORMATION, Level.WRITE):
        return
    code = codes.new_code()
    waiting.update(code_sha256=codes.digest_of(code, about=proof), expires_at=now + CODE_HOLDS)
    messages.send_code(found.kind, found.value, code, found.user.language)


@jobs.handles(ASKED)
def tell_of_change(*, change: ChangeRow) -> None:
    """Have the owners told, and the old and the new number or address; each by a message of its own."""
    if change.kind not in list(InformationChange):
        return
    owners = [f"owner:{user}" for user in _owner_ids(change)]
    for receiver in [*owners, *messages.receivers_of(change)]:
        jobs.defer("information.tell", change=change.key, receiver=receiver)


@jobs.job("information.tell")
def tell(change: str, receiver: str) -> None:
    """Tell one receiver of a change that was asked: an owner of the customer, `old` or `new`."""
    found = Change.everything.select_related("owner").get(key=change)
    role, _, user_id = receiver.partition(":")
    if role != "owner":
        language = language_of(MessageKind.INFORMATION, found.owner.language, owner_id=found.owner_id)
        messages.tell_contact(row_of(found), role, found.owner.name, language)
        return
    owner = Ownership.everything.select_related("user").filter(owner=found.owner, user=int(user_id)).first()
    if owner is not None and owner.user.is_active and owner.user.email:
        language = language_of(MessageKind.INFORMATION, owner.user.language, owner_id=found.owner_id)
        messages.tell_owner(row_of(found), found.owner, owner.user.email, language)


def _owner_ids(change: ChangeRow) -> Iterator[int]:
    yield from Ownership.everything.filter(owner=change.customer_id).values_list("user_id", flat=True)


@jobs.handles(CONFIRMED)
@transaction.atomic
def make_it_so(*, change: ChangeRow) -> None:
    """Let the contacts and addresses be as the retailer has confirmed."""
    if change.kind == InformationChange.ADDRESS:
        Address.everything.update_or_create(
            owner_id=change.customer_id, use=change.subject, defaults=dict(change.facts)
        )
    elif change.kind == InformationChange.REMOVE:
        _known(change, change.subject).delete()
    elif change.kind in (InformationChange.ADD, InformationChange.CHANGE):
        _make_contact(change)


def _make_contact(change: ChangeRow) -> None:
    """Change the contact, whether or not the register has sent it meanwhile, or make it."""
    facts = change.facts
    if facts["value"] != change.subject:
        _known(change, change.subject).delete()
    if facts["is_primary"]:
        others = Contact.everything.filter(owner=change.customer_id, kind=facts["contact_kind"])
        others.exclude(value=facts["value"]).update(is_primary=False)
    wanted = {"uses": facts["uses"], "is_primary": facts["is_primary"]}
    proved = {}
    if "proved_at" in facts:
        proved = {"proved_at": datetime.fromisoformat(facts["proved_at"]), "added_by_id": change.user_id}
    Contact.everything.update_or_create(
        owner_id=change.customer_id,
        kind=facts["contact_kind"],
        value=facts["value"],
        defaults={**wanted, **proved},
        create_defaults={**wanted, **proved, "source": ContactSource.CUSTOMER},
    )


def _known(change: ChangeRow, value: str) -> QuerySet[Contact]:
    kind = ContactKind(change.facts["contact_kind"])
    return Contact.everything.filter(owner=change.customer_id, kind=kind, value=value)


@jobs.periodic_job("information.clear-proofs", cron="17 * * * *")
def clear_proofs(timestamp: int) -> None:
    """Forget codes that were used or have run out."""
    ContactProof.everything.filter(expires_at__lte=times.now() - KEPT).delete()
