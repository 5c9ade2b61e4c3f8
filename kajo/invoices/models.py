"""Invoices as documents, what has been paid of them, and the files that they came as."""

from __future__ import annotations

from decimal import Decimal
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from kajo.access.areas import Area
from kajo.access.owned import CustomerOwned, SameOwner
from kajo.changes.models import Change
from kajo.contracts.models import Location
from kajo.core.keys import LENGTH as KEY_LENGTH
from kajo.core.keys import new_key
from kajo.files.models import Export, StoredFile
from kajo.invoices.words import Channel, FileKind, InvoiceKind, RowKind, Source

# Of what is to be paid this holds, whatever the day; not all of which it holds is to be paid.
UNPAID = Q(amount_to_pay__gt=F("paid_amount") + F("credited_amount"))
# What a list adds up: it stands in the index, so that a thousand invoices are not fetched for their sums.
SUMMED = (
    *("sent_on", "kind", "total_with_vat", "amount_to_pay", "paid_amount", "credited_amount", "energy_kwh"),
    *("collection_on", "reminded_on", "due_on"),
)


class Invoice(CustomerOwned):
    """An invoice or a credit note, as the document says. A document never changes once it is here.

    What happens to it afterwards has change numbers of its own: delivery, due date and state. `due_on` is the
    day that holds, `printed_due_on` the document's. What was paid and credited is added up by
    `standing_imports` whenever a payment or a credit note comes. `notices` are codes of `words.Notice` with
    their facts.
    """

    AREA = Area.INVOICES

    key = models.CharField(max_length=KEY_LENGTH, unique=True, default=new_key, db_collation="C")
    number = models.CharField(max_length=50, unique=True, db_collation="C")
    kind = models.CharField(max_length=11, choices=InvoiceKind.choices, db_collation="C")
    type_text = models.TextField(blank=True)
    is_final = models.BooleanField(default=False)
    dated_on = models.DateField()
    starts_on = models.DateField(null=True)
    ends_on = models.DateField(null=True)
    energy_kwh = models.DecimalField(max_digits=18, decimal_places=3, null=True)

    total_without_vat = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    total_vat = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    total_with_vat = models.DecimalField(max_digits=14, decimal_places=2)
    rounding = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    paid_before = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    amount_to_pay = models.DecimalField(max_digits=14, decimal_places=2)

    printed_due_on = models.DateField(null=True)
    payee = models.TextField(blank=True)
    iban = models.TextField(blank=True)
    bic = models.TextField(blank=True)
    reference = models.TextField(blank=True)
    terms_text = models.TextField(blank=True)
    overdue_percent = models.DecimalField(max_digits=6, decimal_places=3, null=True)
    overdue_text = models.TextField(blank=True)
    overdue_fee = models.DecimalField(max_digits=14, decimal_places=2, null=True)

    credited_number = models.TextField(blank=True, db_collation="C")
    agreement_number = models.TextField(blank=True)
    agreement_kind = models.TextField(blank=True)
    agreement_last_day = models.DateField(null=True)
    language = models.CharField(max_length=2, blank=True)
    seller = models.JSONField(default=dict)
    buyer = models.JSONField(default=dict)
    free_texts = models.JSONField(default=list)
    specification = models.JSONField(default=list)
    links = models.JSONField(default=list)
    instalments = models.JSONField(default=list)
    estimated_next_due_on = models.DateField(null=True)
    refund_to = models.TextField(blank=True)
    refund_on = models.DateField(null=True)

    sent_on = models.DateField()
    channel = models.CharField(max_length=12, choices=Channel.choices, blank=True, db_collation="C")
    delivery_change_number = models.BigIntegerField(default=-1)
    due_on = models.DateField(null=True)
    due_change_number = models.BigIntegerField(default=-1)
    reminded_on = models.DateField(null=True)
    collection_on = models.DateField(null=True)
    status_change_number = models.BigIntegerField(default=-1)

    paid_amount = models.DecimalField(max_digits=14, decimal_places=2, default=Decimal(0))
    paid_on = models.DateField(null=True)
    credited_amount = models.DecimalField(max_digits=14, decimal_places=2, default=Decimal(0))

    source = models.CharField(max_length=8, choices=Source.choices, db_collation="C")
    content_sha256 = models.CharField(max_length=64, db_collation="C")
    received_at = models.DateTimeField()
    notices = models.JSONField(default=list)

    class Meta(CustomerOwned.Meta):
        indexes: ClassVar = [
            models.Index(fields=["owner", "-dated_on", "-id"], include=SUMMED, name="invoice_newest_first"),
            models.Index(fields=["-dated_on", "-id"], name="invoice_newest_first_of_all"),
            models.Index(fields=["owner", "-dated_on"], condition=Q(is_final=True), name="invoice_final"),
            models.Index(
                fields=["owner", "credited_number"],
                condition=Q(kind=InvoiceKind.CREDIT_NOTE),
                name="invoice_credits",
            ),
            models.Index(fields=["owner"], condition=UNPAID, name="invoice_unpaid"),
            models.Index(fields=["reference"], opclasses=["text_pattern_ops"], name="invoice_by_reference"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["owner", "id"], name="invoice_parent"),
            models.CheckConstraint(
                name="invoice_period_ends_after_it_starts",
                condition=Q(ends_on__isnull=True) | Q(starts_on__isnull=True) | Q(ends_on__gt=F("starts_on")),
            ),
        ]


class InvoiceSite(CustomerOwned):
    """A place of delivery on an invoice. `location` is there only if the invoice's customer had a contract
    of the metering point then: whoever pays for another sees the place as the document writes it."""

    AREA = Area.INVOICES

    invoice = models.ForeignKey(Invoice, on_delete=models.CASCADE, related_name="+", db_index=False)
    position = models.PositiveIntegerField()
    gsrn = models.CharField(max_length=18, db_collation="C")
    address = models.TextField(blank=True)
    contract_number = models.TextField(blank=True)
    starts_on = models.DateField(null=True)
    ends_on = models.DateField(null=True)
    location = models.ForeignKey(Location, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta(CustomerOwned.Meta):
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["owner", "id"], name="invoice_site_parent"),
            models.UniqueConstraint(fields=["invoice", "gsrn"], name="invoice_has_a_site_once"),
            SameOwner(parent="invoice", name="site_has_its_invoices_owner"),
            SameOwner(parent="location", name="site_has_its_locations_owner"),
        ]
        indexes: ClassVar = [models.Index(fields=["gsrn"], name="invoice_site_by_point")]


class InvoiceRow(CustomerOwned):
    """A row. A subtotal repeats the sum of its own rows and is not added to the totals.

    A unit price is euros for `price_base_quantity` units; where quantity times price is not the amount, the
    amount holds.
    """

    AREA = Area.INVOICES

    invoice = models.ForeignKey(Invoice, on_delete=models.CASCADE, related_name="+", db_index=False)
    site = models.ForeignKey(InvoiceSite, on_delete=models.CASCADE, null=True, related_name="+")
    parent = models.ForeignKey("self", on_delete=models.CASCADE, null=True, related_name="+")
    position = models.PositiveIntegerField()
    is_subtotal = models.BooleanField(default=False)
    kind = models.CharField(max_length=20, choices=RowKind.choices, db_collation="C")
    code = models.TextField(blank=True)
    name = models.TextField(blank=True)
    description = models.TextField(blank=True)
    starts_on = models.DateField(null=True)
    ends_on = models.DateField(null=True)
    quantity = models.DecimalField(max_digits=20, decimal_places=6, null=True)
    unit = models.TextField(blank=True)
    unit_price_without_vat = models.DecimalField(max_digits=20, decimal_places=8, null=True)
    unit_price_with_vat = models.DecimalField(max_digits=20, decimal_places=8, null=True)
    price_base_quantity = models.DecimalField(max_digits=20, decimal_places=6, default=1)
    discount_percent = models.DecimalField(max_digits=6, decimal_places=3, null=True)
    discount = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    charge = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    vat_percent = models.DecimalField(max_digits=6, decimal_places=3, null=True)
    vat_amount = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    amount_without_vat = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    amount_with_vat = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    average_price = models.DecimalField(max_digits=20, decimal_places=8, null=True)
    used_quantity = models.DecimalField(max_digits=20, decimal_places=6, null=True)
    previous_reading_on = models.DateField(null=True)
    latest_reading_on = models.DateField(null=True)
    free_texts = models.JSONField(default=list)

    class Meta(CustomerOwned.Meta):
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["owner", "id"], name="invoice_row_parent"),
            models.UniqueConstraint(fields=["invoice", "position"], name="invoice_has_a_row_a_position"),
            SameOwner(parent="invoice", name="row_has_its_invoices_owner"),
            SameOwner(parent="site", name="row_has_its_sites_owner"),
            SameOwner(parent="parent", name="row_has_its_parents_owner"),
        ]


class InvoiceVat(CustomerOwned):
    """The VAT of an invoice by rate."""

    AREA = Area.INVOICES

    invoice = models.ForeignKey(Invoice, on_delete=models.CASCADE, related_name="+", db_index=False)
    position = models.PositiveSmallIntegerField()
    percent = models.DecimalField(max_digits=6, decimal_places=3)
    code = models.TextField(blank=True)
    base = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    vat = models.DecimalField(max_digits=14, decimal_places=2, null=True)

    class Meta(CustomerOwned.Meta):
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["invoice", "position"], name="invoice_has_a_vat_a_position"),
            SameOwner(parent="invoice", name="vat_has_its_invoices_owner"),
        ]


class Payment(CustomerOwned):
    """A payment of an invoice, by the sender's own number."""

    AREA = Area.INVOICES

    invoice = models.ForeignKey(Invoice, on_delete=models.CASCADE, related_name="+")
    number = models.CharField(max_length=50, unique=True, db_collation="C")
    change_number = models.BigIntegerField()
    paid_on = models.DateField()
    amount = models.DecimalField(max_digits=14, decimal_places=2)
    is_cancelled = models.BooleanField(default=False)

    class Meta(CustomerOwned.Meta):
        constraints: ClassVar = [
            SameOwner(parent="invoice", name="payment_has_its_invoices_owner"),
        ]


class Postponement(CustomerOwned):
    """A later due date that the customer asked for, once an invoice: it holds unless `change` is refused."""

    AREA = Area.INVOICES
    PAGE_RIGHTS: ClassVar[tuple[str, ...]] = ("select", "insert")

    invoice = models.OneToOneField(
        Invoice, on_delete=models.CASCADE, related_name="+", related_query_name="postponement"
    )
    due_on = models.DateField()
    asked_at = models.DateTimeField()
    change = models.OneToOneField(Change, on_delete=models.PROTECT, related_name="+")

    class Meta(CustomerOwned.Meta):
        constraints: ClassVar = [
            SameOwner(parent="invoice", name="postponement_has_its_invoices_owner"),
            SameOwner(parent="change", name="postponement_has_its_changes_owner"),
        ]


class InvoiceFile(StoredFile):
    """A file of an invoice: the document as it came, its PDF, or an attachment.

    Of an attachment `place` is the place of the link that names it, from 1; of the others it is 0.
    """

    AREA = Area.INVOICES

    invoice = models.ForeignKey(Invoice, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=12, choices=FileKind.choices, db_collation="C")
    place = models.PositiveSmallIntegerField(default=0)

    class Meta(CustomerOwned.Meta):
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["invoice", "kind", "place"],
                condition=~Q(kind=FileKind.ATTACHMENT),
                name="invoice_has_a_file_of_a_kind_once",
            ),
            SameOwner(parent="invoice", name="file_has_its_invoices_owner"),
        ]


class InvoiceExport(Export):
    """A ZIP file of bills that somebody ordered; `arguments` holds the keys of the invoices."""

    AREA = Area.INVOICES


class PaymentsKnown(models.Model):
    """Up to which instant payments have reached Kajo: one row, or none."""

    PAGE_RIGHTS = ("select",)

    number = models.PositiveSmallIntegerField(primary_key=True, default=1)
    change_number = models.BigIntegerField()
    known_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(name="payments_are_known_once", condition=Q(number=1)),
        ]
