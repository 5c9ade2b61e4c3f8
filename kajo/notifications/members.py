"""The mail about who acts for a firm, to the member and to those who administer the firm."""

from __future__ import annotations

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from kajo.access.member_mails import get_member_mail
from kajo.access.words import MemberDeed
from kajo.notifications.mail import link, send_mail
from kajo.notifications.members_words import TO_ADMINISTRATOR, TO_MEMBER
from kajo.notifications.periods import say_period
from kajo.ui import formats


def mail_member(entry_id: int, user_id: int) -> None:
    """Send the mail of one entry of the audit log to one user, if he can be told."""
    mail = get_member_mail(entry_id, user_id)
    if mail is None:
        return
    with translation.override(mail.language):
        subject, sentence = (TO_MEMBER if mail.is_own else TO_ADMINISTRATOR)[mail.deed]
        last_day = formats.day(mail.last_day, mail.language) if mail.last_day else ""
        facts = {"firm": mail.firm, "member": mail.member, "last_day": last_day}
        context = {
            "subject": str(subject) % facts,
            "sentence": str(sentence) % facts,
            "mail": mail,
            "actor": _("Customer service") if mail.is_by_staff else mail.actor,
            "is_told_how": mail.deed in (MemberDeed.ADDED, MemberDeed.CHANGED),
            "period": say_period(mail.starts_on, mail.last_day, mail.language),
            "href": link(reverse("customers") if mail.is_own else reverse("firm", args=[mail.firm_key])),
        }
    send_mail(mail.to, mail.language, "notifications/members", context)
