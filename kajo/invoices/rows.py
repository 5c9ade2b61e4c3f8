"""What pages, files and the API show of invoices."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from kajo.core.paging import RowPage
from kajo.invoices.words import Channel, InvoiceKind, InvoiceState

NOTHING = Decimal(0)
TO_PAY = (
    InvoiceState.OPEN,
    InvoiceState.PARTLY_PAID,
    InvoiceState.OVERDUE,
    InvoiceState.POSTPONED,
    InvoiceState.REMINDED,
    InvoiceState.COLLECTION,
)
LATE = (InvoiceState.OVERDUE, InvoiceState.REMINDED, InvoiceState.COLLECTION)
UNPAID = "unpaid"  # all states of TO_PAY together
IN_BANK = (Channel.E_INVOICE, Channel.DIRECT_DEBIT)


@dataclass(frozen=True)
class SiteRow:
    """Where an invoice's energy was delivered; `id` stands on no page.

    A payer of another's has no location of his own there.
    """

    id: int
    gsrn: str
    address: str
    contract_number: str
    location_key: str | None


@dataclass(frozen=True)
class InvoiceRow:
    """An invoice or a credit note in a list. `due_on` is the postponed day where one holds."""

    key: str
    number: str
    kind: InvoiceKind
    is_final: bool
    dated_on: date
    channel: Channel | None
    starts_on: date | None
    ends_on: date | None
    energy_kwh: Decimal | None
    total_with_vat: Decimal
    open_amount: Decimal
    due_on: date | None
    state: InvoiceState
    sites: tuple[SiteRow, ...] = ()

    @property
    def is_credit_note(self) -> bool:
        return self.kind == InvoiceKind.CREDIT_NOTE

    @property
    def more_sites(self) -> int:
        """How many sites there are beside the first."""
        return max(len(self.sites) - 1, 0)

    @property
    def is_to_pay(self) -> bool:
        return self.state in TO_PAY

    @property
    def is_late(self) -> bool:
        return self.state in LATE

    @property
    def is_in_bank(self) -> bool:
        """Tell whether the customer's bank has the invoice, and pays it or asks there; not a collector's."""
        return self.channel in IN_BANK and self.state is not InvoiceState.COLLECTION

    @property
    def is_payable_here(self) -> bool:
        """Tell whether the customer is to pay it by himself, and to the retailer."""
        return self.is_to_pay and not self.is_in_bank and self.state is not InvoiceState.COLLECTION

    @property
    def last_day(self) -> date | None:
        return None if self.ends_on is None else self.ends_on - timedelta(days=1)


@dataclass(frozen=True)
class FinalBill:
    """What a final bill leaves: a balance below zero is the customer's, and goes to `refund_to`."""

    balance: Decimal
    refund_to: str
    refund_on: date | None

    @property
    def owed(self) -> Decimal:
        """What the retailer owes the customer."""
        return max(-self.balance, NOTHING)


@dataclass(frozen=True)
class FinalBillRow:
    """A final bill that a list tells of: how it stands, and what it leaves."""

    invoice: InvoiceRow
    final: FinalBill


@dataclass(frozen=True)
class NewestInvoice:
    sent_on: date
    channel: Channel | None


@dataclass(frozen=True)
class OwnedInvoiceRow:
    """An invoice in a list of many customers' with whose it is; `id` and `owner_id` stand on no page."""

    owner_id: int
    id: int
    invoice: InvoiceRow


@dataclass(frozen=True)
class UnpaidSum:
    """What is to be paid: how many and how much, what of it is late, and the next due date."""

    count: int = 0
    open_amount: Decimal = NOTHING
    late_count: int = 0
    late_amount: Decimal = NOTHING
    next_due_on: date | None = None


@dataclass(frozen=True)
class UnpaidPage(RowPage[OwnedInvoiceRow]):
    """A page of the unpaid invoices of many customers, and what all of them come to."""

    sums: UnpaidSum


@dataclass(frozen=True)
class Selection:
    """Which invoices to show: a state or all that are unpaid, a year, a location by its key, words."""

    state: str = ""
    year: int | None = None
    location: str = ""
    search: str = ""

    @property
    def states(self) -> tuple[InvoiceState, ...]:
        """The states that are chosen; all where none is."""
        if self.state == UNPAID:
            return TO_PAY
        return (InvoiceState(self.state),) if self.state in InvoiceState else tuple(InvoiceState)


@dataclass(frozen=True)
class StateSum:
    """The invoices of one state: how many, their totals with VAT, what is open of them, their energy."""

    count: int = 0
    total_with_vat: Decimal = NOTHING
    open_amount: Decimal = NOTHING
    energy_kwh: Decimal = NOTHING

    def __add__(self, other: StateSum) -> StateSum:
        return StateSum(
            self.count + other.count,
            self.total_with_vat + other.total_with_vat,
            self.open_amount + other.open_amount,
            self.energy_kwh + other.energy_kwh,
        )


@dataclass(frozen=True)
class InvoicePage(RowPage[InvoiceRow]):
    """One page of a customer's invoices, newest first, with the sums of the whole selection by state."""

    sums: Mapping[InvoiceState, StateSum]
    selected: StateSum

    @property
    def whole(self) -> StateSum:
        return sum(self.sums.values(), StateSum())

    @property
    def to_pay(self) -> StateSum:
        return sum((row for state, row in self.sums.items() if state in TO_PAY), StateSum())


@dataclass(frozen=True)
class Choices:
    """What a list can be narrowed by: years, newest first, and locations (key, address) where a menu helps.

    `hides_earlier`: there are invoices that were sent before the day from which they are shown.
    """

    years: tuple[int, ...]
    locations: tuple[tuple[str, str], ...]
    hides_earlier: bool


@dataclass(frozen=True)
class DueDay:
    """What falls due on a day: the invoices that are still to be paid."""

    due_on: date
    invoices: tuple[InvoiceRow, ...]

    @property
    def open_amount(self) -> Decimal:
        return sum((row.open_amount for row in self.invoices), NOTHING)


@dataclass(frozen=True)
class ToBePaid:
    """What is to be paid in a half-open period of due dates, by day; `late` fell due before it."""

    starts_on: date
    ends_on: date
    days: tuple[DueDay, ...]
    late: tuple[InvoiceRow, ...]

    @property
    def open_amount(self) -> Decimal:
        return sum((day.open_amount for day in self.days), NOTHING)

    @property
    def late_amount(self) -> Decimal:
        return sum((row.open_amount for row in self.late), NOTHING)
