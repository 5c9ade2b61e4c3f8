"""What is sent of the service's own accord, and by which way."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

MARKETING = "marketing.consent"  # the kind of change by which the retailer learns of a consent


class MessageKind(TextChoices):
    ANSWERS = "answers", pgettext_lazy("messages", "Answers to your requests")
    CONTRACT_MATTERS = "contract_matters", pgettext_lazy("messages", "Contract matters")
    INFORMATION = "information", pgettext_lazy("messages", "Changes of your information")
    RIGHTS = "rights", pgettext_lazy("messages", "Access rights")


class MessageChannel(TextChoices):
    EMAIL = "email", pgettext_lazy("messages", "E-mail")
    SMS = "sms", pgettext_lazy("messages", "Text message")
    NONE = "none", pgettext_lazy("messages", "Not sent")


# What can be chosen; where there is one, it is not a choice.
CHANNELS: dict[MessageKind, tuple[MessageChannel, ...]] = {
    MessageKind.ANSWERS: (MessageChannel.EMAIL, MessageChannel.SMS, MessageChannel.NONE),
    MessageKind.CONTRACT_MATTERS: (MessageChannel.EMAIL,),
    MessageKind.INFORMATION: (MessageChannel.EMAIL,),
    MessageKind.RIGHTS: (MessageChannel.EMAIL,),
}
WHAT_IT_IS: dict[MessageKind, Promise] = {
    MessageKind.ANSWERS: _("Whether we have confirmed or refused what you asked for."),
    MessageKind.CONTRACT_MATTERS: _("Receipts of withdrawals. The law asks for them in a form that lasts."),
    MessageKind.INFORMATION: _("For your safety they are always sent to each owner."),
    MessageKind.RIGHTS: _("For your safety they are always sent to each owner."),
}
FOR_MARKETING = (MessageChannel.EMAIL, MessageChannel.SMS)
