"""The mails and text messages of My information: codes, and what was asked to be changed."""

from __future__ import annotations

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from kajo.access.models import Customer
from kajo.changes.rows import ChangeRow
from kajo.information.asked import lines_of, title_of
from kajo.information.words import ContactKind, InformationChange
from kajo.notifications.mail import link, send_mail
from kajo.notifications.sms import can_send_sms, send_sms


def send_code(kind: str, value: str, code: str, language: str) -> None:
    """Send a one-time code to a number or an address."""
    if kind == ContactKind.PHONE:
        with translation.override(language):
            text = _("Your code is %(code)s. It holds for 10 minutes. Tell it to nobody.") % {"code": code}
        send_sms(value, text)
    else:
        send_mail(value, language, "information/mail/code", {"code": code})


def receivers_of(change: ChangeRow) -> list[str]:
    """Return which of the number or address itself is told: the one before and the one after."""
    new = change.facts.get("value", "")
    kind = change.facts.get("contact_kind")
    if kind is None or (kind == ContactKind.PHONE and not can_send_sms()):
        return []
    receivers = {
        InformationChange.ADD: ["new"],
        InformationChange.CHANGE: ["old", "new"] if new != change.subject else [],
        InformationChange.REMOVE: ["old"],
    }
    return receivers[InformationChange(change.kind)]


def tell_contact(change: ChangeRow, role: str, customer: str, language: str) -> None:
    """Tell a number or an address that it comes into use or goes out of use, and nothing else."""
    kind = change.facts["contact_kind"]
    with translation.override(language):
        words = (
            _("%(who)s asked us to reach %(customer)s here.")
            if role == "new"
            else _("%(who)s asked us not to reach %(customer)s here any more.")
        )
        sentence = words % {"who": change.asked_by, "customer": customer}
        subject = _("How we reach you changes")
    to = change.facts["value"] if role == "new" else change.subject
    if kind == ContactKind.PHONE:
        send_sms(to, sentence)
    else:
        send_mail(to, language, "information/mail/contact", {"sentence": sentence, "subject": subject})


def tell_owner(change: ChangeRow, customer: Customer, email: str, language: str) -> None:
    """Tell an owner what was asked to be changed, and by whom."""
    with translation.override(language):
        context = {
            "subject": _("Change of information: %(what)s") % {"what": title_of(change)},
            "title": title_of(change),
            "lines": lines_of(change),
            "change": change,
            "customer": customer.name,
            "href": link(reverse("customer:information", kwargs={"customer": customer.key})),
        }
    send_mail(email, language, "information/mail/owner", context)
