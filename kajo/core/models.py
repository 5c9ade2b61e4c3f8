from typing import ClassVar

from django.db import models


class ImportRun(models.Model):
    """One file that was taken in, by its content: the same content again changes nothing."""

    sha256 = models.CharField(max_length=64, unique=True, db_collation="C")
    file_name = models.CharField(max_length=255)
    kind = models.CharField(max_length=40, db_collation="C")
    sent_at = models.DateTimeField()
    received_at = models.DateTimeField()
    rows_read = models.PositiveIntegerField(default=0)
    rows_changed = models.PositiveIntegerField(default=0)
    rows_unchanged = models.PositiveIntegerField(default=0)
    rows_missing = models.PositiveIntegerField(default=0)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["-received_at"])]
