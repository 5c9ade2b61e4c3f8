"""Where a claim's code goes. It is made here, a moment before it is sent, and only its hash is kept."""

from __future__ import annotations

from datetime import datetime, timedelta
from smtplib import SMTPException

import structlog
from django.utils import translation
from django.utils.translation import gettext as _

from kajo.access.areas import Area
from kajo.access.models import Customer
from kajo.changes.models import Change
from kajo.changes.words import ChangeState
from kajo.core.codes import new_code
from kajo.notifications.mail import send_mail
from kajo.notifications.sms import send_sms
from kajo.registration.claims import CODE_HOLDS, LETTER_HOLDS, hash_of_code
from kajo.registration.models import Claim
from kajo.ui.formats import at_clock

LETTER = "registration.letter"  # kind of change: a letter with a code is to be sent
DIGITS = 8
A_DAY, MOST_A_DAY = timedelta(days=1), 10

log = structlog.get_logger(__name__)


def send_code(claim: Claim, customer: Customer, *, now: datetime) -> None:
    """Send a code; order a letter where that is asked for, or the register has no other way.

    :raises OSError: when nothing took it; the job tries again
    """
    if not claim.sent_to:
        _order_letter(claim, customer, now)
        return
    allowed = [to for to in claim.sent_to if _is_within(to, now)]
    code = make_code(claim, until=now + CODE_HOLDS)
    failed = [error for to in allowed if (error := _try(claim, customer, code, to))]
    if allowed and len(failed) == len(allowed):
        raise failed[0]


def make_code(claim: Claim, *, until: datetime) -> str:
    """Return a new code of eight digits, which is the claim's only one from now on."""
    code = new_code(DIGITS)
    claim.code_hash, claim.expires_at = hash_of_code(claim.user_id, code), until
    claim.save(update_fields=["code_hash", "expires_at"])
    return f"{code[:4]} {code[4:]}"


def _is_within(to: str, now: datetime) -> bool:
    """Tell whether the address has not had too many codes of late, of whatever customers."""
    return Claim.objects.filter(sent_to__contains=[to], asked_at__gt=now - A_DAY).count() <= MOST_A_DAY


def _try(claim: Claim, customer: Customer, code: str, to: str) -> Exception | None:
    send = _mail if "@" in to else _text
    try:
        send(claim, customer, code, to)
    except (OSError, SMTPException, ValueError) as error:  # ValueError: the worker has no gateway
        log.error("a code was not sent", by=send.__name__, error=type(error).__name__)
        return error
    return None


def _mail(claim: Claim, customer: Customer, code: str, to: str) -> None:
    facts = {
        "code": code,
        "until": claim.expires_at,
        "name": claim.user.get_full_name(),
        "number": customer.number,
    }
    send_mail(to, customer.language, "registration/mails/code", facts)


def _text(claim: Claim, customer: Customer, code: str, to: str) -> None:
    with translation.override(customer.language):
        clock = at_clock(claim.expires_at, customer.language)
        words = {"code": code, "clock": clock}
        send_sms(to, _("Your code is %(code)s, until %(clock)s. Tell it to nobody.") % words)


def _order_letter(claim: Claim, customer: Customer, now: datetime) -> None:
    """Ask the retailer for a letter, unless one to the same customer for the same user is on its way."""
    others = Claim.objects.filter(user=claim.user, customer=customer, by_letter=True, ended_at=None)
    if others.filter(asked_at__gt=now - LETTER_HOLDS).exists():
        return
    claim.by_letter, claim.expires_at = True, now + LETTER_HOLDS
    claim.save(update_fields=["by_letter", "expires_at"])
    Change.everything.create(
        owner=customer,
        area=Area.INFORMATION.value,
        kind=LETTER,
        subject=claim.key,
        facts={},
        asked_by=claim.user,
        asked_by_name=claim.user.get_full_name(),
        asked_at=now,
        state=ChangeState.PENDING,
    )
