"""What customer service links customers to managers by, and whom it invites: tables that no page can reach.

They belong to the models of access; functions of the database write and read them (sql/linking.sql).
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from kajo.access.words import Ground
from kajo.core.keys import LENGTH as KEY_LENGTH
from kajo.core.keys import new_key


class Mandate(models.Model):
    """On what ground customers were linked to a user or a firm together: who asked, and by what paper."""

    key = models.CharField(max_length=KEY_LENGTH, unique=True, default=new_key, db_collation="C")
    user = models.ForeignKey("access.User", on_delete=models.CASCADE, null=True, related_name="+")
    firm = models.ForeignKey("access.Firm", on_delete=models.CASCADE, null=True, related_name="+")
    ground = models.CharField(max_length=20, choices=Ground.choices, db_collation="C")
    asked_by = models.CharField(max_length=200)
    name = models.CharField(max_length=150)
    media_type = models.CharField(max_length=100, db_collation="C")
    content = models.BinaryField()
    made_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()


class Invite(models.Model):
    """An invitation by customer service, or by a firm's administrator, to a user ID, perhaps in a firm.

    The mailed token is kept as its hash, and only while it may be used.
    """

    key = models.CharField(max_length=KEY_LENGTH, unique=True, default=new_key, db_collation="C")
    email = models.CharField(max_length=254, db_collation="C")
    first_name = models.CharField(max_length=70)
    last_name = models.CharField(max_length=70)
    language = models.CharField(max_length=2)
    firm = models.ForeignKey("access.Firm", on_delete=models.CASCADE, null=True, related_name="+")
    is_administrator = models.BooleanField(default=False)
    starts_at = models.DateTimeField(null=True)  # of the membership
    ends_at = models.DateTimeField(null=True)
    token_sha256 = models.CharField(max_length=64, blank=True, default="", db_collation="C")
    made_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    lapses_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    used_by = models.ForeignKey("access.User", on_delete=models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["token_sha256"], condition=~Q(token_sha256=""), name="a_token_opens_one_invite"
            ),
        ]


class Mine(models.Model):
    """A customer that a member of a firm calls his or her own, among all that the firm looks after."""

    user = models.ForeignKey("access.User", on_delete=models.CASCADE, related_name="+")
    customer = models.ForeignKey("access.Customer", on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user", "customer"], name="a_customer_is_mine_once"),
        ]
