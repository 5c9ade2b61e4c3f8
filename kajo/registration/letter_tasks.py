"""Letters with a code, for customers whom the register reaches no other way; printed where the command runs.

The code is made when its letter is: neither the order nor the database ever has it.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from kajo.access.models import Customer
from kajo.changes import settling
from kajo.changes.models import Change
from kajo.changes.rows import ChangeRow
from kajo.changes.words import ChangeState
from kajo.contracts.models import Location
from kajo.contracts.sorting import address_line
from kajo.core.times import local_day
from kajo.files.typesetting import make_pdf
from kajo.information.models import Address
from kajo.information.words import AddressUse, InformationChange
from kajo.notifications.mail import link
from kajo.registration.claims import LETTER_HOLDS
from kajo.registration.models import Claim
from kajo.registration.sending_tasks import LETTER, make_code
from kajo.ui import formats

TEMPLATE = Path(__file__).parent / "paper" / "code.typ"
NO_ADDRESS = "There is no address that a letter may be sent to."


def write_letters(folder: Path, *, now: datetime) -> list[Path]:
    """Write the letters that wait to be sent, a PDF each; each is settled once it is written."""
    letters = (_write(change, folder, now) for _number, change in settling.list_changes(kind=LETTER))
    return [letter for letter in letters if letter is not None]


@transaction.atomic
def _write(change: ChangeRow, folder: Path, now: datetime) -> Path | None:
    claims = Claim.objects.select_for_update(of=["self"]).select_related("user", "customer")
    claim = claims.filter(key=change.subject, ended_at=None).first()
    if claim is None or claim.customer is None:
        settling.refuse(change.key, "It is no longer asked for.", now=now)
        return None
    to = _address_of(claim.customer)
    if not to:
        settling.refuse(change.key, NO_ADDRESS, now=now)
        return None
    code = make_code(claim, until=now + LETTER_HOLDS)
    path = folder / f"{change.key}.pdf"
    path.write_bytes(_letter(claim, claim.customer, to, code, now))
    settling.confirm(change.key, now=now)
    return path


def _address_of(customer: Customer) -> list[str]:
    """Return the lines of the postal address; without one, of the newest location of use.

    Nothing once another postal address was asked for in this service: whoever did may merely have had an
    access right. The register has that address by now, in a spelling of its own, so no comparison tells.
    """
    asked = Change.everything.filter(
        owner=customer, kind=InformationChange.ADDRESS, subject=AddressUse.POSTAL
    )
    if asked.exclude(state=ChangeState.REFUSED).exists():
        return []
    postal = Address.everything.filter(owner=customer, use=AddressUse.POSTAL).first()
    if postal is not None:
        return [postal.recipient or customer.name, postal.street, f"{postal.postcode} {postal.city}"]
    home = Location.everything.filter(owner=customer).order_by("-pk").first()
    if home is None:
        return []
    parts = ("street", "building", "staircase", "apartment")
    line = address_line(**{part: getattr(home, part) for part in parts})
    return [customer.name, line, f"{home.postcode} {home.city}"]


def _letter(claim: Claim, customer: Customer, to: list[str], code: str, now: datetime) -> bytes:
    env, language = settings.ENV, customer.language
    with translation.override(language):
        facts = {
            "name": claim.user.get_full_name(),
            "number": customer.number,
            "day": formats.day(local_day(claim.expires_at), language),
        }
        data = {
            "language": language,
            "title": _("The code with which you register"),
            "sender": [line for line in (env.retailer_name, *env.retailer_address.split(", ")) if line],
            "to": to,
            "date": formats.day(local_day(now), language),
            "code": code,
            "paragraphs": [
                _("With it the user ID of %(name)s is joined to customer number %(number)s.") % facts,
                _("Sign in and write the code here; it can be used once, until %(day)s:") % facts,
            ],
            "href": link(reverse("register-customer")),
            "warning": _(
                "Tell it to nobody, not even to us. If you did not ask for it, do not use it, and call us."
            ),
            "service": f"{_('Customer service')} {', '.join(env.help_phones)}",
        }
    return make_pdf(TEMPLATE, data)
