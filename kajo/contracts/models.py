"""Locations of use, products, contracts and their dated prices."""

from __future__ import annotations

from decimal import Decimal
from typing import ClassVar

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields.ranges import RangeBoundary, RangeOperators
from django.db import models
from django.db.models import F, Q
from django.db.models.constraints import Deferrable

from kajo.access.areas import Area
from kajo.access.models import DateRange
from kajo.access.owned import CustomerOwned, SameOwner
from kajo.contracts.words import (
    ComponentKind,
    DocumentKind,
    DwellingKind,
    Heating,
    InvoicingMethod,
    ProductKind,
    Renewal,
    Sauna,
    Unit,
)
from kajo.core.keys import LENGTH as KEY_LENGTH
from kajo.core.keys import new_key
from kajo.core.languages import ThreeTexts
from kajo.files.models import StoredFile
from kajo.metering.models import MeteringPoint

PROFILE = (
    *("dwelling_kind", "heating", "floor_area_m2", "build_year", "residents", "main_fuse"),
    *("sauna", "electric_cars", "solar_kwp"),
)
"""What a customer says of a location of use, and may change."""


class Location(CustomerOwned):
    """A location of use: what one customer has at a metering point. The next holder gets another.

    `sort_key` orders streets and house numbers, `search_key` holds address and GSRN in lower case.
    Pages may write the profile and nothing else; who wrote what is told by `changes`.
    """

    AREA = Area.CONTRACTS
    ALSO_SEEN_IN = (Area.REPORTING, Area.INVOICES)
    PAGE_RIGHTS = ("select", f"update ({', '.join(PROFILE)})")

    key = models.CharField(max_length=KEY_LENGTH, unique=True, default=new_key, db_collation="C")
    point = models.ForeignKey(MeteringPoint, on_delete=models.PROTECT, related_name="+")
    change_number = models.BigIntegerField()

    street = models.CharField(max_length=90)
    building = models.CharField(max_length=10, blank=True)
    staircase = models.CharField(max_length=10, blank=True)
    apartment = models.CharField(max_length=10, blank=True)
    postcode = models.CharField(max_length=5, db_collation="C")
    city = models.CharField(max_length=50)
    municipality = models.CharField(max_length=50)
    sort_key = models.TextField(db_collation="C")
    search_key = models.TextField(db_collation="C")

    annual_estimate_kwh = models.PositiveIntegerField(null=True)
    heating_depends_on_electricity = models.BooleanField(default=False)
    energy_community = models.CharField(max_length=50, blank=True)

    dwelling_kind = models.CharField(max_length=20, choices=DwellingKind.choices, blank=True)
    heating = models.CharField(max_length=20, choices=Heating.choices, blank=True)
    floor_area_m2 = models.PositiveIntegerField(null=True)
    build_year = models.PositiveSmallIntegerField(null=True)
    residents = models.PositiveSmallIntegerField(null=True)
    main_fuse = models.CharField(max_length=20, blank=True)
    sauna = models.CharField(max_length=10, choices=Sauna.choices, blank=True)
    electric_cars = models.PositiveSmallIntegerField(null=True)
    solar_kwp = models.DecimalField(max_digits=8, decimal_places=2, null=True)

    class Meta(CustomerOwned.Meta):
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["owner", "id"], name="location_parent"),
            models.UniqueConstraint(fields=["owner", "point"], name="customer_has_a_point_once"),
        ]


class Product(models.Model):
    """What is sold. `spot_minutes` is the interval of the exchange price, if it is paid or has an effect.

    The effect is a hybrid's consumption effect: multiplied, held between -cap and cap (c/kWh), both of
    prices with VAT or without; `effect_stops_at_zero`: energy and effect together are never under 0 c/kWh.
    Origins are percentages of the electricity sold in `origin_year`; all three are known or none.
    """

    PAGE_RIGHTS = ("select",)

    code = models.CharField(max_length=50, unique=True, db_collation="C")
    change_number = models.BigIntegerField()
    kind = models.CharField(max_length=20, choices=ProductKind.choices)
    name_fi = models.CharField(max_length=150)
    name_sv = models.CharField(max_length=150, blank=True)
    name_en = models.CharField(max_length=150, blank=True)
    spot_minutes = models.PositiveSmallIntegerField(null=True)
    effect_multiplier = models.DecimalField(max_digits=5, decimal_places=4, default=Decimal(1))
    effect_cap = models.DecimalField(max_digits=8, decimal_places=4, null=True)
    effect_with_vat = models.BooleanField(default=False)
    effect_stops_at_zero = models.BooleanField(default=False)
    origin_renewable = models.DecimalField(max_digits=5, decimal_places=2, null=True)
    origin_nuclear = models.DecimalField(max_digits=5, decimal_places=2, null=True)
    origin_fossil = models.DecimalField(max_digits=5, decimal_places=2, null=True)
    origin_year = models.PositiveSmallIntegerField(null=True)

    @property
    def name(self) -> ThreeTexts:
        return ThreeTexts(self.name_fi, self.name_sv, self.name_en)


class Contract(CustomerOwned):
    """A sales contract of one location, until before `ends_on` (null: until further notice).

    `fixed_ends_on` ends the fixed term, which `renewal` follows. `withdraw_until_on` is the first day on
    which a contract made at a distance can no longer be withdrawn from.
    """

    AREA = Area.CONTRACTS

    key = models.CharField(max_length=KEY_LENGTH, unique=True, default=new_key, db_collation="C")
    number = models.CharField(max_length=50, unique=True, db_collation="C")
    change_number = models.BigIntegerField()
    location = models.ForeignKey(Location, on_delete=models.PROTECT, related_name="+")
    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="+")
    starts_on = models.DateField()
    ends_on = models.DateField(null=True)
    fixed_ends_on = models.DateField(null=True)
    renewal = models.CharField(max_length=10, choices=Renewal.choices, blank=True)
    notice_days = models.PositiveSmallIntegerField()
    notice_given_on = models.DateField(null=True)
    is_cancelled = models.BooleanField(default=False)
    made_on = models.DateField(null=True)
    is_made_at_distance = models.BooleanField(default=False)
    withdraw_until_on = models.DateField(null=True)

    payer = models.CharField(max_length=150, blank=True)
    partners = models.JSONField(default=list)
    property_manager = models.CharField(max_length=150, blank=True)
    invoicing_method = models.CharField(max_length=20, choices=InvoicingMethod.choices, blank=True)
    invoices_a_year = models.PositiveSmallIntegerField(null=True)
    invoicing_address = models.CharField(max_length=300, blank=True)
    e_invoice_bank = models.CharField(max_length=100, blank=True)
    e_invoice_address = models.CharField(max_length=50, blank=True)

    class Meta(CustomerOwned.Meta):
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["owner", "id"], name="contract_parent"),
            SameOwner(parent="location", name="contract_has_its_locations_owner"),
            models.CheckConstraint(
                name="contract_ends_after_it_starts",
                condition=Q(ends_on__isnull=True) | Q(ends_on__gt=F("starts_on")),
            ),
            # Checked at commit: one statement may end a contract and begin the next.
            ExclusionConstraint(
                name="a_location_has_one_contract_a_day",
                expressions=[
                    ("location", RangeOperators.EQUAL),
                    (DateRange("starts_on", "ends_on", RangeBoundary()), RangeOperators.OVERLAPS),
                ],
                condition=Q(is_cancelled=False),
                deferrable=Deferrable.DEFERRED,
            ),
        ]


class PriceComponent(CustomerOwned):
    """A part of a contract's price: what is paid, and in which unit."""

    AREA = Area.CONTRACTS

    contract = models.ForeignKey(Contract, on_delete=models.CASCADE, related_name="+")
    code = models.CharField(max_length=50, db_collation="C")
    change_number = models.BigIntegerField()
    kind = models.CharField(max_length=20, choices=ComponentKind.choices)
    unit = models.CharField(max_length=10, choices=Unit.choices)
    name_fi = models.CharField(max_length=150)
    name_sv = models.CharField(max_length=150, blank=True)
    name_en = models.CharField(max_length=150, blank=True)

    class Meta(CustomerOwned.Meta):
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["owner", "id"], name="price_component_parent"),
            models.UniqueConstraint(fields=["contract", "code"], name="contract_has_a_component_once"),
            SameOwner(parent="contract", name="component_has_its_contracts_owner"),
        ]

    @property
    def name(self) -> ThreeTexts:
        return ThreeTexts(self.name_fi, self.name_sv, self.name_en)


class Price(CustomerOwned):
    """A component's price from `starts_on` until the next one's, in the component's unit, without VAT."""

    AREA = Area.CONTRACTS

    component = models.ForeignKey(PriceComponent, on_delete=models.CASCADE, related_name="+")
    starts_on = models.DateField()
    price_without_vat = models.DecimalField(max_digits=12, decimal_places=6)

    class Meta(CustomerOwned.Meta):
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["component", "starts_on"], name="component_has_a_price_a_day"),
            SameOwner(parent="component", name="price_has_its_components_owner"),
        ]


class ContractDocument(StoredFile):
    """A document that the retailer sent with a contract, such as its confirmation; Kajo never makes one.

    `code` is the sender's, unique in the contract.
    """

    AREA = Area.CONTRACTS

    contract = models.ForeignKey(Contract, on_delete=models.CASCADE, related_name="+")
    code = models.CharField(max_length=50, db_collation="C")
    change_number = models.BigIntegerField()
    kind = models.CharField(max_length=20, choices=DocumentKind.choices)
    dated_on = models.DateField()

    class Meta(StoredFile.Meta):
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["contract", "code"], name="contract_has_a_document_once"),
            SameOwner(parent="contract", name="document_has_its_contracts_owner"),
        ]
