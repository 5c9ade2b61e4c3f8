"""An invoice as the retailer's systems send it; Finvoice is read into the same shape."""

from __future__ import annotations

import base64
import binascii
from decimal import Decimal
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, BeforeValidator, Field, PlainSerializer, WithJsonSchema, model_validator

from kajo.contracts.records import CustomerNumber, Gsrn
from kajo.core.records import Day, Exact, Instant, Part, Record, Text
from kajo.invoices.payment_numbers import compact
from kajo.invoices.words import Channel, InvoiceKind, RowKind

InvoiceNumber = Annotated[Text, Field(min_length=1, max_length=50)]
Money = Annotated[Exact, Field(max_digits=14, decimal_places=2)]
Quantity = Annotated[Exact, Field(max_digits=18, decimal_places=6)]
UnitPrice = Annotated[Exact, Field(max_digits=18, decimal_places=8)]
Percent = Annotated[Exact, Field(ge=0, le=100, decimal_places=3)]
PaymentNumber = Annotated[Text, AfterValidator(compact)]
Line = Annotated[Text, Field(max_length=2000)]


def _decoded(value: Any) -> bytes:
    if isinstance(value, bytes):
        return value
    try:
        return base64.b64decode(value, validate=True)
    except (binascii.Error, TypeError, ValueError):
        raise ValueError("is not base64; encode the file's bytes as RFC 4648 does") from None


Base64 = Annotated[
    bytes,
    BeforeValidator(_decoded),
    PlainSerializer(lambda content: base64.b64encode(content).decode(), return_type=str, when_used="json"),
    WithJsonSchema({"type": "string", "format": "base64"}),
]


class Party(Part):
    """The seller or the buyer, as the invoice writes it."""

    name: Text = Field(default="", max_length=300, description="Name.")
    business_id: Text = Field(default="", max_length=50, description="Business ID.")
    address: Line = Field(default="", description="Postal address, its parts with commas between.")
    phone: Text = Field(default="", max_length=50, description="Telephone.")
    email: Text = Field(default="", max_length=254, description="E-mail.")
    website: Text = Field(default="", max_length=500, description="Address on the web.")


class InvoiceLink(Part):
    """A link that the invoice carries. Kajo shows it and never follows it."""

    name: Text = Field(default="", max_length=512, description="What it is.")
    url: Text = Field(
        max_length=2000,
        pattern=r"^(https?://.+)?$",
        description="Address, `https://…`; empty: there is none.",
    )


class InvoiceSite(Part):
    """A place of delivery. Known by `gsrn` in the invoice."""

    gsrn: Gsrn = Field(description="Metering point.")
    address: Line = Field(default="", description="Address as the invoice writes it.")
    contract: Text = Field(default="", max_length=50, description="Contract number.")
    starts_on: Day | None = Field(default=None, description="First day; empty: the invoice's.")
    last_day: Day | None = Field(default=None, description="Last day; empty: the invoice's.")


class VatClass(Part):
    """VAT of the invoice at one rate."""

    percent: Percent = Field(description="Rate in per cent.")
    code: Text = Field(default="S", max_length=10, description="Category code: `S` is the standard one.")
    base: Money | None = Field(default=None, description="Sum without VAT.")
    vat: Money | None = Field(default=None, description="VAT.")


class Instalment(Part):
    """A part of the invoice that is paid by itself."""

    due_on: Day | None = Field(default=None, description="Due date.")
    amount: Money = Field(description="Sum with VAT.")
    reference: PaymentNumber = Field(default="", max_length=42, description="Reference of its own.")


class InvoiceRow(Part):
    """A row of the invoice. Sums are in euros, and hold where quantity times price differs."""

    kind: RowKind = Field(default=RowKind.OTHER, description="What is paid for.")
    gsrn: Gsrn | None = Field(default=None, description="Metering point, one of `sites`.")
    code: Text = Field(default="", max_length=100, description="The sender's article code.")
    name: Text = Field(default="", max_length=200, description="Name.")
    description: Line = Field(default="", description="Description.")
    starts_on: Day | None = Field(default=None, description="First day.")
    last_day: Day | None = Field(default=None, description="Last day.")
    quantity: Quantity | None = Field(default=None, description="Quantity.")
    unit: Text = Field(default="", max_length=20, description="Unit of the quantity, `kWh`.")
    unit_price_without_vat: UnitPrice | None = Field(default=None, description="Price without VAT, €.")
    unit_price_with_vat: UnitPrice | None = Field(default=None, description="Price with VAT, €.")
    price_base_quantity: Quantity = Field(
        default=Decimal(1), gt=0, description="The price is for this many units: `100` for c/kWh."
    )
    discount_percent: Percent | None = Field(default=None, description="Discount, in the amount already.")
    discount: Money | None = Field(default=None, description="The discount in euros, above zero.")
    charge: Money | None = Field(default=None, description="Charges added to the row, in the amount already.")
    vat_percent: Percent | None = Field(default=None, description="VAT rate.")
    vat_amount: Money | None = Field(default=None, description="VAT.")
    amount_without_vat: Money | None = Field(default=None, description="Sum without VAT.")
    amount_with_vat: Money | None = Field(default=None, description="Sum with VAT.")
    average_price: UnitPrice | None = Field(default=None, description="Mean price of the period.")
    used_quantity: Quantity | None = Field(default=None, description="Use by the meter.")
    previous_reading_on: Day | None = Field(default=None, description="Day of the reading before.")
    latest_reading_on: Day | None = Field(default=None, description="Day of the latest reading.")
    free_texts: tuple[Line, ...] = Field(default=(), max_length=100, description="Texts under the row.")
    rows: tuple[InvoiceRow, ...] = Field(
        default=(),
        max_length=10_000,
        description="Rows of which this one is the sum. When they have sums, only they are counted.",
    )


class InvoiceRecord(Record):
    """An invoice or credit note as sent to the buyer. Known by `number`; another content is refused."""

    record: Literal["invoice"]
    number: InvoiceNumber = Field(description="Invoice number.")
    customer: CustomerNumber | None = Field(
        default=None,
        description="Customer who is to pay. Left out: the one customer whose contracts the sites had then.",
    )
    kind: InvoiceKind = Field(default=InvoiceKind.INVOICE, description="What it is.")
    credited_number: Text = Field(
        default="", max_length=50, description="Of a credit note: the invoice credited."
    )
    type_text: Text = Field(default="", max_length=100, description="What the document calls itself.")
    is_final: bool = Field(default=False, description="The last invoice of a contract.")
    dated_on: Day = Field(description="Date of the invoice.")
    starts_on: Day | None = Field(default=None, description="First day of the period.")
    last_day: Day | None = Field(default=None, description="Last day of the period.")
    due_on: Day | None = Field(default=None, description="Due date.")
    estimated_next_due_on: Day | None = Field(default=None, description="When the next one will be due.")
    energy_kwh: Annotated[Exact, Field(max_digits=15, decimal_places=3)] | None = Field(
        default=None, description="Energy, kWh. Left out: the sum of the energy rows."
    )
    total_without_vat: Money | None = Field(default=None, description="Sum without VAT.")
    total_vat: Money | None = Field(default=None, description="VAT.")
    total_with_vat: Money = Field(description="Sum with VAT; of a credit note under zero.")
    rounding: Money | None = Field(default=None, description="Rounding of the amount to pay.")
    paid_before: Money | None = Field(default=None, description="Paid already, as the invoice tells.")
    amount_to_pay: Money | None = Field(default=None, description="Left out: the sum with VAT.")
    payee: Text = Field(default="", max_length=100, description="Name of the payee.")
    iban: PaymentNumber = Field(default="", max_length=42, description="Account, IBAN.")
    bic: PaymentNumber = Field(default="", max_length=11, description="Its bank, BIC.")
    reference: PaymentNumber = Field(default="", max_length=42, description="Reference: national or RF.")
    terms_text: Line = Field(default="", description="Terms of payment, in words.")
    overdue_percent: Percent | None = Field(default=None, description="Penalty interest, per cent a year.")
    overdue_text: Line = Field(default="", description="Penalty interest, in words.")
    overdue_fee: Money | None = Field(default=None, description="Fixed charge when late.")
    agreement_number: Text = Field(
        default="", max_length=100, description="Contract number, when there is one."
    )
    agreement_kind: Text = Field(default="", max_length=100, description="Kind of the contract, in words.")
    agreement_last_day: Day | None = Field(default=None, description="Until when the contract holds.")
    language: Text = Field(default="", max_length=2, description="Language of the document.")
    seller: Party = Field(default=Party(), description="Seller.")
    buyer: Party = Field(default=Party(), description="Buyer.")
    refund_to: Text = Field(
        default="", max_length=200, description="Where a credit balance is paid, in words."
    )
    refund_on: Day | None = Field(default=None, description="When it is paid.")
    free_texts: tuple[Line, ...] = Field(default=(), max_length=1000, description="Free texts.")
    specification: tuple[Line, ...] = Field(
        default=(), max_length=10_000, description="Itemisation, such as the use a year ago."
    )
    links: tuple[InvoiceLink, ...] = Field(default=(), max_length=100, description="Links to attachments.")
    sites: tuple[InvoiceSite, ...] = Field(default=(), max_length=5000, description="Places of delivery.")
    instalments: tuple[Instalment, ...] = Field(
        default=(), max_length=100, description="The parts that it is paid in, where it is."
    )
    vats: tuple[VatClass, ...] = Field(default=(), max_length=50, description="VAT by rate.")
    rows: tuple[InvoiceRow, ...] = Field(default=(), max_length=10_000, description="Rows.")
    pdf: Base64 | None = Field(default=None, description="The PDF as base64, at most 20 MB. May come later.")

    def identity(self) -> tuple[object, ...]:
        return (self.number,)

    @model_validator(mode="after")
    def _a_credit_note_credits(self) -> Self:
        if self.credited_number and self.kind is not InvoiceKind.CREDIT_NOTE:
            raise ValueError("give credited_number to a credit note, and to no other")
        return self

    @model_validator(mode="after")
    def _ends_after_it_starts(self) -> Self:
        parts: tuple[InvoiceRecord | InvoiceSite | InvoiceRow, ...] = (self, *self.sites, *self.rows)
        for part in parts:
            if part.starts_on and part.last_day and part.last_day < part.starts_on:
                raise ValueError("a last_day is before its starts_on")
        return self

    @model_validator(mode="after")
    def _rows_are_of_its_sites(self) -> Self:
        sites = [site.gsrn for site in self.sites]
        if len(set(sites)) != len(sites):
            raise ValueError("a gsrn stands twice in sites; join them")
        rows = [*self.rows, *(sub for row in self.rows for sub in row.rows)]
        unknown = {row.gsrn for row in rows if row.gsrn} - set(sites)
        if unknown:
            raise ValueError(f"a row is of {min(unknown)}, which is not in sites")
        if any(sub.rows for row in self.rows for sub in row.rows):
            raise ValueError("rows of a row have no rows of their own; put them on one level")
        return self


class InvoiceDeliveryRecord(Record):
    """How and when an invoice was delivered. Known by `invoice`."""

    record: Literal["invoice_delivery"]
    invoice: InvoiceNumber = Field(description="Invoice number.")
    channel: Channel = Field(description="How.")
    sent_on: Day = Field(description="When.")

    def identity(self) -> tuple[object, ...]:
        return (self.invoice,)


class InvoiceDueDateRecord(Record):
    """Another due date, by the retailer. Known by `invoice`."""

    record: Literal["invoice_due_date"]
    invoice: InvoiceNumber = Field(description="Invoice number.")
    due_on: Day = Field(description="The day that holds.")

    def identity(self) -> tuple[object, ...]:
        return (self.invoice,)


class InvoiceStatusRecord(Record):
    """Reminders and collection. Known by `invoice`."""

    record: Literal["invoice_status"]
    invoice: InvoiceNumber = Field(description="Invoice number.")
    reminded_on: Day | None = Field(default=None, description="Day of the last reminder; empty: none.")
    collection_on: Day | None = Field(
        default=None, description="Given to collection; empty: it is not there."
    )

    def identity(self) -> tuple[object, ...]:
        return (self.invoice,)


class PaymentRecord(Record):
    """A payment of an invoice. Known by `number`."""

    record: Literal["payment"]
    number: Text = Field(min_length=1, max_length=50, description="The sender's own number of the payment.")
    invoice: InvoiceNumber = Field(description="Invoice number. Cannot change.")
    paid_on: Day = Field(description="Day of payment.")
    amount: Money = Field(description="Euros; under zero when it was paid back.")
    cancelled: bool = Field(default=False, description="True: it was not a payment of this invoice.")

    def identity(self) -> tuple[object, ...]:
        return (self.number,)


class PaymentsKnownRecord(Record):
    """Up to when all payments have been sent; pages say it."""

    record: Literal["payments_known"]
    known_at: Instant = Field(description="Payments made before this instant have been sent.")

    def identity(self) -> tuple[object, ...]:
        return ()
