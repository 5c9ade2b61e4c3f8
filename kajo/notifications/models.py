"""How a customer wants to be told, and which marketing the customer has allowed."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from kajo.access.areas import Area
from kajo.access.models import User
from kajo.access.owned import CustomerOwned
from kajo.notifications.words import MessageChannel, MessageKind


class MessageSetting(CustomerOwned):
    """The channel and the language of one kind of message. Without a language each reader's own is used."""

    AREA = Area.INFORMATION
    PAGE_RIGHTS = ("select", "insert", "update (channel, language)")

    kind = models.CharField(max_length=20, choices=MessageKind.choices, db_collation="C")
    channel = models.CharField(max_length=10, choices=MessageChannel.choices, default=MessageChannel.EMAIL)
    language = models.CharField(max_length=2, blank=True, default="", db_collation="C")

    class Meta(CustomerOwned.Meta):
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["owner", "kind"], name="a_kind_of_message_is_set_once")
        ]


class MarketingConsent(CustomerOwned):
    """Marketing by a channel was allowed or forbidden. The newest of a channel holds; none is altered."""

    AREA = Area.INFORMATION
    PAGE_RIGHTS = ("select", "insert")

    channel = models.CharField(max_length=10, choices=MessageChannel.choices)
    edition = models.PositiveIntegerField()
    is_given = models.BooleanField()
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    by_name = models.CharField(max_length=150)

    class Meta(CustomerOwned.Meta):
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["owner", "channel", "edition"], name="a_consent_is_changed_in_turn"
            )
        ]
