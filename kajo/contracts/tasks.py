"""What follows from what customers ask about contracts, and from the retailer's answers."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils.translation import override

from kajo.access.models import User
from kajo.changes.models import Change
from kajo.changes.rows import ChangeRow
from kajo.changes.settling import REFUSED
from kajo.changes.tasks import ASKED
from kajo.changes.words import ChangeState
from kajo.contracts.models import PROFILE, Contract, Location
from kajo.contracts.words import ContractChange
from kajo.core import jobs
from kajo.notifications.setting_tasks import language_of
from kajo.notifications.words import MessageKind

RECEIPT = "contracts/email/withdrawal_receipt"


@jobs.handles(ASKED)
def send_receipt_of_withdrawal(*, change: ChangeRow) -> None:
    """Send the receipt of a withdrawal: what was withdrawn from, when and by whom."""
    if change.kind != ContractChange.WITHDRAWAL:
        return
    contract = Contract.everything.select_related("product", "location").get(number=change.subject)
    language = language_of(
        MessageKind.CONTRACT_MATTERS,
        User.objects.get(pk=change.user_id).language,
        owner_id=change.customer_id,
    )
    with override(language):
        facts = {
            "change": change,
            "facts": change.facts,
            "product": contract.product.name.in_language(),
            "last_day": date.fromisoformat(change.facts["last_day_to_withdraw"]),
            "retailer": settings.ENV,
        }
        subject = " ".join(render_to_string(f"{RECEIPT}_subject.txt", facts).split())
        body = render_to_string(f"{RECEIPT}_message.txt", facts).strip() + "\n"
    EmailMessage(
        settings.ACCOUNT_EMAIL_SUBJECT_PREFIX + subject, body, to=[change.facts["receipt_to"]]
    ).send()


@jobs.handles(REFUSED)
def put_profile_back(*, change: ChangeRow) -> None:
    """Give a location the profile back that it had before a refused change, unless a newer change stands."""
    if change.kind != ContractChange.PROFILE:
        return
    changes = Change.everything.filter(owner=change.customer_id, kind=change.kind, subject=change.subject)
    standing = changes.exclude(state=ChangeState.REFUSED)
    if standing.filter(edition__gt=change.edition).exists():
        return
    before = change.facts["before"]
    for former in changes.filter(edition__lt=change.edition).order_by("-edition"):
        if former.state != ChangeState.REFUSED or former.facts["profile"] != before:
            break
        before = former.facts["before"]
    location = Location.everything.filter(owner=change.customer_id, point__gsrn=change.subject)
    location.update(**{name: before[name] for name in PROFILE})
