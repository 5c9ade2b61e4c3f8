"""Metering points, and their readings as one row a local day.

No customer stands here: who held a point and when is a holding, and pages read through `sql/readings.sql`.
"""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from kajo.metering.words import PointKind, PointStatus, PointSubKind, TimeDivision


class MeteringPoint(models.Model):
    """Where electricity is measured: the market's facts, whoever holds it."""

    PAGE_RIGHTS = ("select",)  # of those that an open customer holds: sql/points.sql

    gsrn = models.CharField(max_length=18, unique=True, db_collation="C")
    status = models.CharField(max_length=20, choices=PointStatus.choices, default=PointStatus.CONNECTED)
    kind = models.CharField(max_length=20, choices=PointKind.choices, default=PointKind.CONSUMPTION)
    sub_kind = models.CharField(max_length=20, choices=PointSubKind.choices, default=PointSubKind.NORMAL)
    time_division = models.CharField(max_length=20, choices=TimeDivision.choices, default=TimeDivision.SINGLE)
    time_step_minutes = models.PositiveSmallIntegerField(default=15)
    meter_number = models.CharField(max_length=50, blank=True)
    main_fuse = models.CharField(max_length=20, blank=True)
    remotely_switchable = models.BooleanField(default=False)
    grid_company = models.CharField(max_length=150, blank=True)
    grid_area = models.CharField(max_length=16, blank=True, db_collation="C")
    bidding_zone = models.CharField(max_length=16, blank=True, db_collation="C")
    weather_station = models.CharField(max_length=50, blank=True)

    class Meta:
        db_table = "metering_point"
        constraints: ClassVar = [
            models.CheckConstraint(name="gsrn_is_18_digits", condition=Q(gsrn__regex=r"^[0-9]{18}$"))
        ]


class DayBlock(models.Model):
    """The readings of one metering point, flow, reading type and local day.

    `energies` are little-endian int32, one an interval, in 10^`scale` Wh, the least int32 where there is
    none; `quality` is one code a byte, null when all are measured. `sent` is when each value was sent,
    little-endian uint32 seconds since 1970, null when all came at `sent_at`. `total` is in the block's own
    unit; `missing`, `estimated` and `corrected` count intervals; `qualities` has the bit of every quality
    code that occurs.
    """

    # Eight-byte columns first, so that no byte is lost between columns.
    point_id = models.BigIntegerField()
    total = models.BigIntegerField()
    received_at = models.DateTimeField()
    sent_at = models.DateTimeField()
    import_id = models.BigIntegerField()
    day = models.DateField()
    flow = models.SmallIntegerField()
    reading_type = models.SmallIntegerField()
    minutes = models.SmallIntegerField()
    scale = models.SmallIntegerField()
    missing = models.SmallIntegerField()
    estimated = models.SmallIntegerField()
    corrected = models.SmallIntegerField()
    qualities = models.SmallIntegerField()
    energies = models.BinaryField()
    quality = models.BinaryField(null=True)
    sent = models.BinaryField(null=True)

    class Meta:
        abstract = True


class MeteringDay(DayBlock):
    """A day block in force. Nothing refers to it, nor it to anything: on Citus it is distributed by point."""

    pk = models.CompositePrimaryKey("point_id", "flow", "reading_type", "day")

    class Meta:
        db_table = "metering_day"


class MeteringDayHistory(DayBlock):
    """A day block that a newer one replaced, or that came too late to hold: read by `versions` alone."""

    replaced_by = models.BigIntegerField()  # the import whose values hold instead
    replaced_at = models.DateTimeField()

    class Meta:
        db_table = "metering_day_history"
        indexes: ClassVar = [models.Index(fields=["point_id", "day"], name="metering_history_by_day")]


class MeteringMonth(models.Model):
    """The sum of a calendar month's day blocks, `total` in thousandths of a Wh, and how complete it is.

    The counts and `qualities` are those of its days; `complete_until` is the day after its last day without a
    gap, null when there is none.
    """

    pk = models.CompositePrimaryKey("point_id", "flow", "reading_type", "month")
    point_id = models.BigIntegerField()
    total = models.BigIntegerField()
    month = models.DateField()
    complete_until = models.DateField(null=True)
    missing = models.IntegerField()
    estimated = models.IntegerField()
    corrected = models.IntegerField()
    intervals = models.IntegerField()
    flow = models.SmallIntegerField()
    reading_type = models.SmallIntegerField()
    qualities = models.SmallIntegerField()
    days = models.SmallIntegerField()

    class Meta:
        db_table = "metering_month"
