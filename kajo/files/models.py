"""What a stored file and an export look like. The tables are the rooms' own, each with its area.

The bytes lie in PostgreSQL, in the row that tells of them: they come and go with it, stand behind the same
wall and are in the same backup. A list must not load them: `.defer("content")` or `.values(…)`.
"""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.core.exceptions import PermissionDenied
from django.db import models
from django.db.models import QuerySet

from kajo.access.owned import CustomerOwned
from kajo.core.keys import LENGTH as KEY_LENGTH
from kajo.core.keys import new_key
from kajo.files.words import ExportState

NAME_LENGTH = 150


class StoredFile(CustomerOwned):
    """A file that somebody gave: `name` is cleaned and only ever shown, `sha256` is of the content."""

    key = models.CharField(max_length=KEY_LENGTH, unique=True, default=new_key, db_collation="C")
    name = models.CharField(max_length=NAME_LENGTH)
    media_type = models.CharField(max_length=100, db_collation="C")
    size = models.PositiveIntegerField()
    sha256 = models.BinaryField(max_length=32)
    content = models.BinaryField()
    received_at = models.DateTimeField()

    class Meta(CustomerOwned.Meta):
        abstract = True


class Ordered(models.Model):
    """A file that somebody ordered and a job makes; only `user` may fetch it, where it was ordered.

    Pages order it; the job counts `done` up to `total`, keeps the file or says in `reason` why there is none.
    """

    PAGE_RIGHTS: ClassVar[tuple[str, ...]] = ("select", "insert")

    key = models.CharField(max_length=KEY_LENGTH, unique=True, default=new_key, db_collation="C")
    user = models.ForeignKey("access.User", on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=NAME_LENGTH)
    arguments = models.JSONField(default=dict)
    state = models.CharField(
        max_length=10, choices=ExportState.choices, default=ExportState.WAITING, db_collation="C"
    )
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField()
    reason = models.CharField(max_length=40, blank=True, db_collation="C")
    asked_at = models.DateTimeField()
    made_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField()
    media_type = models.CharField(max_length=100, db_collation="C")
    content = models.BinaryField(null=True)

    class Meta:
        abstract = True

    @classmethod
    def of(cls, access: Any) -> QuerySet[Self]:
        """Return what an access may see, whoever ordered it: each kind of file says what that is.

        :raises PermissionDenied: where a kind does not
        """
        raise PermissionDenied


class Export(CustomerOwned, Ordered):
    """Such a file of one customer's."""

    PAGE_RIGHTS: ClassVar[tuple[str, ...]] = Ordered.PAGE_RIGHTS

    class Meta(CustomerOwned.Meta):
        abstract = True
