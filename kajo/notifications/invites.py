"""The mail that invites somebody to have a user ID, perhaps in a firm."""

from __future__ import annotations

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from kajo.access.inviting import get_invite_mail
from kajo.core import times
from kajo.notifications.mail import link, send_mail
from kajo.ui import formats


def mail_invite(key: str) -> None:
    """Send one invitation, if it still waits for an answer."""
    mail = get_invite_mail(key, now=times.now())
    if mail is None:
        return
    with translation.override(mail.language):
        context = {
            "name": mail.name,
            "firm": mail.firm,
            "inviter": mail.inviter or _("Customer service"),
            "href": link(reverse("welcome", kwargs={"token": mail.token})),
            "day": formats.day(mail.open_until, mail.language),
        }
    send_mail(mail.to, mail.language, "notifications/invite", context)
