"""Notices to signed-in customers."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from kajo.bulletins.words import BulletinKind
from kajo.core.keys import LENGTH as KEY_LENGTH
from kajo.core.keys import new_key
from kajo.core.languages import ThreeTexts


class Bulletin(models.Model):
    """A notice, shown from `published_at` until `ends_at` (null: it stays)."""

    PAGE_RIGHTS = ("select",)

    key = models.CharField(max_length=KEY_LENGTH, unique=True, default=new_key, db_collation="C")
    number = models.CharField(max_length=50, unique=True, db_collation="C")
    change_number = models.BigIntegerField()
    kind = models.CharField(max_length=20, choices=BulletinKind.choices)
    published_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True)
    title_fi = models.CharField(max_length=150)
    title_sv = models.CharField(max_length=150, blank=True)
    title_en = models.CharField(max_length=150, blank=True)
    body_fi = models.TextField()
    body_sv = models.TextField(blank=True)
    body_en = models.TextField(blank=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["-published_at"], name="bulletin_by_time")]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="bulletin_ends_after_it_is_published",
                condition=Q(ends_at__isnull=True) | Q(ends_at__gte=F("published_at")),
            )
        ]

    @property
    def title(self) -> ThreeTexts:
        return ThreeTexts(self.title_fi, self.title_sv, self.title_en)

    @property
    def body(self) -> ThreeTexts:
        return ThreeTexts(self.body_fi, self.body_sv, self.body_en)
