"""Files of a manager's lists: of invoices, contracts or locations of many customers together."""

from __future__ import annotations

from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import QuerySet

from kajo.access.areas import Area
from kajo.access.policy import ManyAccess
from kajo.files.models import Ordered


class ListExport(Ordered):
    """A CSV file of a list of many customers. It is the user's own, and no customer's.

    `customers` are those whose rows are in the file: it is there only as long as the user may see each of
    them. `arguments` hold what the list was narrowed by.
    """

    area = models.CharField(max_length=20, choices=[(a.value, a.value) for a in Area], db_collation="C")
    customers = ArrayField(models.BigIntegerField(), default=list)

    @classmethod
    def of(cls, access: ManyAccess) -> QuerySet[Self]:
        """Return the files of the area whose customers were all opened."""
        return cls.objects.filter(area=access.area.value, customers__contained_by=list(access.customer_ids))
