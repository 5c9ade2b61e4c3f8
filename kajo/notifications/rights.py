"""The mails of access rights."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from kajo.access.areas import AREA_NAMES
from kajo.access.right_mails import RightMail, get_right_mail
from kajo.access.words import LEVEL_NAMES, Deed
from kajo.core import times
from kajo.notifications.mail import link, send_mail
from kajo.notifications.periods import say_period
from kajo.notifications.rights_words import TO_FIRM_OF_GIVEN_BACK, TO_OWNER, TO_RECEIVER
from kajo.notifications.setting_tasks import language_of
from kajo.notifications.words import MessageKind
from kajo.ui import formats


def mail_right(entry_id: int, receiver: str) -> None:
    """Send the mail of one entry of the audit log to one receiver, if there is still something to tell."""
    mail = get_right_mail(entry_id, receiver, now=times.now())
    if mail is None:
        return
    if mail.is_owner:
        chosen = language_of(MessageKind.RIGHTS, mail.language, owner__key=mail.customer_key)
        mail = replace(mail, language=chosen)
    with translation.override(mail.language):
        subject, sentence = _words(mail)
        context = {
            "subject": subject,
            "sentence": sentence,
            "levels": [f"{AREA_NAMES[area]}: {LEVEL_NAMES[level]}" for area, level in mail.levels],
            "period": _period(mail),
            "mail": mail,
            "open_until": _day(mail.open_until, mail.language),
            "is_refused_by_calling": mail.is_owner and mail.deed in (Deed.GIVEN, Deed.CHANGED),
            "href": _href(mail),
        }
    send_mail(mail.to, mail.language, "notifications/rights", context)


def _words(mail: RightMail) -> tuple[str, str]:
    deed = Deed.GIVEN if mail.token else mail.deed
    words = (TO_OWNER if mail.is_owner else TO_RECEIVER)[deed]
    if mail.is_firm and not mail.is_owner and deed == Deed.GIVEN_BACK:
        words = TO_FIRM_OF_GIVEN_BACK
    facts = {
        "customer": mail.customer,
        "actor": _("Customer service") if mail.is_by_staff else mail.actor or mail.customer,
        "receiver": mail.receiver,
        "last_day": _day(mail.last_day, mail.language),
    }
    return str(words[0]) % facts, str(words[1]) % facts


def _period(mail: RightMail) -> str:
    if mail.starts_on is None or mail.deed not in (Deed.GIVEN, Deed.CHANGED, Deed.RESENT, Deed.OPENED):
        return ""
    return say_period(mail.starts_on, mail.last_day, mail.language)


def _day(day: date | None, language: str) -> str:
    return formats.day(day, language) if day else ""


def _href(mail: RightMail) -> str:
    if mail.token:
        return link(reverse("invitation", kwargs={"token": mail.token}))
    if mail.is_owner:
        return link(reverse("customer:right", kwargs={"customer": mail.customer_key, "key": mail.key}))
    return link(reverse("received-rights"))
