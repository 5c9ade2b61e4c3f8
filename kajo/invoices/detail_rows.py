"""What the page of one invoice shows, and the API."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from kajo.changes.words import ChangeState
from kajo.invoices.rows import FinalBill, InvoiceRow, SiteRow
from kajo.invoices.words import FileKind, Notice, RowKind


@dataclass(frozen=True)
class LineRow:
    """A row of an invoice. A subtotal only repeats what its parts say, and is not added up."""

    kind: RowKind
    name: str
    description: str
    quantity: Decimal | None
    unit: str
    starts_on: date | None
    ends_on: date | None
    unit_price_without_vat: Decimal | None
    unit_price_with_vat: Decimal | None
    price_base_quantity: Decimal
    vat_percent: Decimal | None
    amount_without_vat: Decimal | None
    amount_with_vat: Decimal | None
    average_price: Decimal | None
    discount_percent: Decimal | None
    discount: Decimal | None
    charge: Decimal | None
    free_texts: tuple[str, ...]
    is_subtotal: bool
    parts: tuple[LineRow, ...] = ()


@dataclass(frozen=True)
class SiteLines:
    """The rows of one site; of the whole invoice where `site` is None."""

    site: SiteRow | None
    lines: tuple[LineRow, ...]


@dataclass(frozen=True)
class VatRow:
    """The invoice's VAT of one rate: what it is of, and how much."""

    percent: Decimal
    code: str
    base: Decimal | None
    vat: Decimal | None


@dataclass(frozen=True)
class PaymentRow:
    paid_on: date
    amount: Decimal


@dataclass(frozen=True)
class PaymentDetails:
    """What a bank needs. `due_on` is the day that holds, `sum_to_pay` what is open of the total."""

    payee: str
    iban: str
    bic: str
    reference: str
    due_on: date | None
    sum_to_pay: Decimal


@dataclass(frozen=True)
class InstalmentRow:
    """A part of the invoice that is paid by itself, with a reference of its own."""

    due_on: date | None
    amount: Decimal
    reference: str


@dataclass(frozen=True)
class PostponementRow:
    """The one time that the due date was moved: until when, by whom, and what the retailer answered."""

    due_on: date
    asked_at: datetime
    asked_by: str
    state: ChangeState
    reason: str

    @property
    def is_refused(self) -> bool:
        return self.state is ChangeState.REFUSED


@dataclass(frozen=True)
class OverdueTerms:
    """The terms of payment and what being late costs, as the invoice says."""

    terms: str
    interest: str
    percent: Decimal | None
    fee: Decimal | None


@dataclass(frozen=True)
class Seller:
    name: str = ""
    business_id: str = ""
    address: str = ""
    phone: str = ""
    email: str = ""
    website: str = ""


@dataclass(frozen=True)
class Agreement:
    """The contract as the invoice names it: number, kind or tariff, last day of a fixed term."""

    number: str
    kind: str
    last_day: date | None


@dataclass(frozen=True)
class ContractOfInvoice:
    """A contract that an invoice is of, as the register knows it."""

    key: str
    number: str
    product: str
    starts_on: date
    ends_on: date | None
    fixed_last_day: date | None


@dataclass(frozen=True)
class LinkedInvoice:
    """An invoice that a credit note credits, or a credit note of an invoice."""

    key: str
    number: str
    dated_on: date
    total_with_vat: Decimal


@dataclass(frozen=True)
class FileRow:
    """A stored file of an invoice, without its content. `size` is in bytes, `sha256` in hex.

    `place` is that of the link which names an attachment, from 1.
    """

    key: str
    kind: FileKind
    name: str
    media_type: str
    size: int
    place: int
    sha256: str


@dataclass(frozen=True)
class Link:
    """A link of the invoice's own: Kajo shows it and never follows it.

    `file_name` is of the attachment that it names, and `file` that itself, once it has been given. With
    `is_bill` it names the invoice's own PDF, which is no attachment.
    """

    name: str
    url: str
    file_name: str
    file: FileRow | None
    is_bill: bool


@dataclass(frozen=True)
class SamePeriod:
    """What the invoices of the same locations said of the same days a year before."""

    starts_on: date
    ends_on: date
    energy_kwh: Decimal


@dataclass(frozen=True)
class OddRow:
    """Something that was odd about the invoice when it came. `said` and `computed` are sums that differ, if
    it is that, and `row` the name of the row that they are of."""

    notice: Notice
    said: Decimal | None
    computed: Decimal | None
    row: str


@dataclass(frozen=True)
class InvoiceDetail:
    """All that is shown of one invoice; `id` stands on no page.

    With `details_hidden` there are no rows, VAT, texts, links or notices. `original_due_on` is as printed;
    `reminded_on` and `collection_on` are there from that day on.
    """

    invoice: InvoiceRow
    id: int
    sent_on: date
    type_text: str
    language: str
    paid_before: Decimal | None
    amount_to_pay: Decimal
    payment: PaymentDetails
    payments: tuple[PaymentRow, ...]
    instalments: tuple[InstalmentRow, ...]
    payments_known_until: datetime | None
    original_due_on: date | None
    reminded_on: date | None
    collection_on: date | None
    postponement: PostponementRow | None
    agreement: Agreement
    seller: Seller
    overdue: OverdueTerms
    credits: tuple[LinkedInvoice, ...]
    credited: LinkedInvoice | None
    credited_number: str
    final_bill: FinalBill | None
    next_due_on: date | None
    files: tuple[FileRow, ...]
    details_hidden: bool = True
    total_without_vat: Decimal | None = None
    total_vat: Decimal | None = None
    rounding: Decimal | None = None
    site_lines: tuple[SiteLines, ...] = ()
    vats: tuple[VatRow, ...] = ()
    texts: tuple[str, ...] = ()
    links: tuple[Link, ...] = ()
    notices: tuple[OddRow, ...] = ()
    same_period: SamePeriod | None = None

    @property
    def paid_on(self) -> date | None:
        return self.payments[-1].paid_on if self.payments else None
