"""The market's tables: VAT, exchange prices and outdoor temperatures. They belong to nobody."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from kajo.market.words import Supply


class VatRate(models.Model):
    """The VAT of a kind of supply from `starts_on` until the next rate of the same supply."""

    PAGE_RIGHTS = ("select",)

    supply = models.CharField(max_length=20, choices=Supply.choices, db_collation="C")
    starts_on = models.DateField()
    percent = models.DecimalField(max_digits=5, decimal_places=2)
    change_number = models.BigIntegerField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["supply", "starts_on"], name="supply_has_a_vat_rate_a_day")
        ]


class SpotPrice(models.Model):
    """The exchange price of one interval in one bidding zone, €/MWh without VAT."""

    PAGE_RIGHTS = ("select",)

    pk = models.CompositePrimaryKey("zone", "minutes", "starts_at")
    zone = models.CharField(max_length=16, db_collation="C")
    minutes = models.PositiveSmallIntegerField()
    starts_at = models.DateTimeField()
    price_eur_per_mwh = models.DecimalField(max_digits=11, decimal_places=5)
    change_number = models.BigIntegerField()


class DayTemperature(models.Model):
    """The mean outdoor temperature of a local day at a weather station, °C."""

    PAGE_RIGHTS = ("select",)

    pk = models.CompositePrimaryKey("station", "day")
    station = models.CharField(max_length=50, db_collation="C")
    day = models.DateField()
    mean_celsius = models.DecimalField(max_digits=5, decimal_places=2)
    change_number = models.BigIntegerField()
