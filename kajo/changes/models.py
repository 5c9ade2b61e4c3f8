"""What customers ask the retailer to change, until its systems confirm or refuse it."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from kajo.access.models import User
from kajo.access.owned import CustomerOwned, OwnedByArea
from kajo.changes.words import ChangeState
from kajo.core.keys import LENGTH as KEY_LENGTH
from kajo.core.keys import new_key


class Change(OwnedByArea):
    """A change that somebody asked for. Never altered by pages, and never removed: it is also the history.

    `kind` says what is to change, such as "contract.withdraw"; `subject` of what, by the number that the
    retailer knows. The same is asked once at a time, unless `edition` counts from 1: then each edition is
    asked once for good, and a newer one may be asked while the former still waits.
    `told_at`: when the higher rooms had done what follows from the asking, such as sending a receipt.
    `mailed_at`: when the answer was mailed to who asked, or left unsent as that person may not see it.
    """

    PAGE_RIGHTS = ("select", "insert")

    key = models.CharField(max_length=KEY_LENGTH, unique=True, default=new_key, db_collation="C")
    kind = models.CharField(max_length=50, db_collation="C")
    subject = models.CharField(max_length=254, db_collation="C")
    edition = models.PositiveIntegerField(default=0)
    facts = models.JSONField()
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    asked_by_name = models.CharField(max_length=150)
    asked_at = models.DateTimeField()
    told_at = models.DateTimeField(null=True)
    state = models.CharField(max_length=10, choices=ChangeState.choices, default=ChangeState.PENDING)
    settled_at = models.DateTimeField(null=True)
    mailed_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=500, blank=True)

    class Meta(CustomerOwned.Meta):
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["owner", "id"], name="change_parent"),
            models.UniqueConstraint(
                name="the_same_is_asked_once_at_a_time",
                fields=["owner", "kind", "subject"],
                condition=Q(state="pending", edition=0),
            ),
            models.UniqueConstraint(
                name="an_edition_is_asked_once",
                fields=["owner", "kind", "subject", "edition"],
                condition=Q(edition__gt=0),
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["owner", "subject"], name="change_of_subject"),
            models.Index(fields=["asked_at"], name="change_untold", condition=Q(told_at=None)),
            models.Index(fields=["asked_at"], name="change_pending", condition=Q(state="pending")),
        ]
