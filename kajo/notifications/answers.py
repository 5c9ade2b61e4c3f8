"""The mail that brings the retailer's answer to who asked for a change."""

from __future__ import annotations

from django.utils import translation
from django.utils.translation import gettext as _

from kajo.access.models import User
from kajo.access.policy import CustomerAccess
from kajo.changes.asked import in_words
from kajo.changes.rows import ChangeRow
from kajo.changes.words import ChangeState
from kajo.notifications.choosing import Chosen, get_settings
from kajo.notifications.mail import link, send_mail
from kajo.notifications.sms import can_send_sms, find_phone, send_sms
from kajo.notifications.words import MessageChannel, MessageKind


def mail_answer(access: CustomerAccess, change: ChangeRow) -> None:
    """Send the answer to who asked, by the access that this user has now."""
    user = User.objects.filter(pk=access.user_id, is_active=True).exclude(email="").first()
    if user is None:
        return
    chosen = get_settings(access)[MessageKind.ANSWERS] if access.is_owner else Chosen(MessageChannel.EMAIL)
    language = chosen.language or user.language
    if chosen.channel is MessageChannel.NONE:
        return
    phone = find_phone(access) if chosen.channel is MessageChannel.SMS and can_send_sms() else ""
    is_refused = change.state is ChangeState.REFUSED
    with translation.override(language):
        asked = in_words(access, change)
        subject = _("Refused: %(what)s") if is_refused else _("Confirmed: %(what)s")
        context = {
            "subject": subject % {"what": asked.title},
            "customer": access.name,
            "change": change,
            "asked": asked,
            "is_refused": is_refused,
            "href": link(asked.page),
        }
    if phone:  # without one, or without a gateway, a mail still comes
        send_sms(phone, f"{context['subject']} {context['href']}")
    else:
        send_mail(user.email, language, "notifications/answer", context)
