"""The mail that sums up what customer service linked to a user or a firm, or ended."""

from __future__ import annotations

from django.urls import reverse
from django.utils import translation

from kajo.access.link_mails import get_link_mail
from kajo.notifications.links_words import WORDS
from kajo.notifications.mail import link, send_mail
from kajo.ui import formats


def mail_links(entry_id: int, user_id: int) -> None:
    """Send the mail of one entry of the audit log to one user, if he can be told."""
    mail = get_link_mail(entry_id, user_id)
    if mail is None:
        return
    with translation.override(mail.language):
        subject, sentence = WORDS[mail.kind, mail.last_day is not None]
        facts = {
            "count": mail.count,
            "whose": mail.whose,
            "day": formats.day(mail.last_day, mail.language) if mail.last_day else "",
        }
        context = {
            "subject": str(subject) % facts,
            "sentence": str(sentence) % facts,
            "first_day": formats.day(mail.first_day, mail.language) if mail.first_day else "",
            "names": mail.names,
            "more": mail.count - len(mail.names),
            "href": link(reverse("customers")),
        }
    send_mail(mail.to, mail.language, "notifications/links", context)
