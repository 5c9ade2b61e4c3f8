"""What pages, CSV files and the API show of contracts and locations."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from kajo.changes.rows import ChangeRow
from kajo.contracts.prices import Prices, sentence_of
from kajo.contracts.words import (
    ComponentKind,
    ContractState,
    DocumentKind,
    DwellingKind,
    EventKind,
    Heating,
    HiddenPrice,
    InvoicingMethod,
    ProductKind,
    Renewal,
    Sauna,
    Unit,
    method_word,
)
from kajo.core.languages import ThreeTexts
from kajo.core.paging import RowPage
from kajo.metering.words import PointKind, PointStatus, PointSubKind, TimeDivision


@dataclass(frozen=True)
class LocationRow:
    """A location of use. `id` is for finding its holdings and stands on no page."""

    id: int
    key: str
    gsrn: str
    address: str
    postcode: str
    city: str

    @property
    def whole_address(self) -> str:
        return f"{self.address}, {self.postcode} {self.city}"


@dataclass(frozen=True)
class ProfileRow:
    """What the customer says of a location; None where nothing was said."""

    dwelling_kind: DwellingKind | None
    heating: Heating | None
    floor_area_m2: int | None
    build_year: int | None
    residents: int | None
    main_fuse: str
    sauna: Sauna | None
    electric_cars: int | None
    solar_kwp: Decimal | None


@dataclass(frozen=True)
class LocationDetail:
    """A location with what Datahub knows of it and its profile."""

    location: LocationRow
    municipality: str
    status: PointStatus
    kind: PointKind
    sub_kind: PointSubKind
    time_division: TimeDivision
    time_step_minutes: int
    meter_number: str
    main_fuse: str
    remotely_switchable: bool
    grid_company: str
    bidding_zone: str
    weather_station: str
    annual_estimate_kwh: int | None
    heating_depends_on_electricity: bool
    energy_community: str
    profile: ProfileRow


@dataclass(frozen=True)
class PriceRow:
    """A component's price over the days that have it; `last_day` None: until further notice."""

    starts_on: date
    last_day: date | None
    price_without_vat: Decimal
    vat_percent: Decimal | None
    price_with_vat: Decimal | None
    is_current: bool


@dataclass(frozen=True)
class ComponentRow:
    """A part of a contract's price with its dated prices, and why some or all are not shown."""

    name: str
    kind: ComponentKind
    unit: Unit
    prices: tuple[PriceRow, ...]
    hidden: HiddenPrice | None

    @property
    def why_hidden(self) -> str:
        return sentence_of(self.hidden)

    @property
    def current(self) -> PriceRow | None:
        return next((price for price in self.prices if price.is_current), None)


@dataclass(frozen=True)
class ContractRow:
    """A contract in a list.

    `components` hold one price each: today's, of a coming contract the first day's, of an ended one the last
    day's. `hidden` says why, when there are none. `is_new`: not yet started, or not long ago.
    `is_withdrawn`: somebody withdrew from it, and the retailer has not refused that.
    `known_last_day` is the last day, or while none is set that of a fixed term that has not ended.
    """

    key: str
    number: str
    location: LocationRow
    product: str
    product_kind: ProductKind
    spot_minutes: int | None
    state: ContractState
    is_withdrawn: bool
    is_new: bool
    starts_on: date
    last_day: date | None
    known_last_day: date | None
    fixed_last_day: date | None
    components: tuple[ComponentRow, ...]
    hidden: HiddenPrice | None

    @property
    def why_hidden(self) -> str:
        return sentence_of(self.hidden)


@dataclass(frozen=True)
class ContractCounts:
    """How many contracts there are of each state."""

    valid: int
    coming: int
    ended: int

    @property
    def total(self) -> int:
        return self.valid + self.coming + self.ended


@dataclass(frozen=True)
class ContractPage(RowPage[ContractRow]):
    """A page of a list of contracts; `counts` are of those found, of every state, `found` of the chosen."""

    counts: ContractCounts
    found: int


@dataclass(frozen=True)
class Coming:
    """A contract that has not started, as one sentence names it; see `ContractRow` for `is_withdrawn`."""

    product: str
    starts_on: date
    is_withdrawn: bool


@dataclass(frozen=True)
class ContractSummary:
    """A customer's contracts in a few words: how many of each state, and the next ones to start."""

    counts: ContractCounts
    coming: tuple[Coming, ...]


@dataclass(frozen=True)
class Ending:
    """A contract, or its fixed term, that ends.

    `next_product` starts at the same location when the contract has ended; empty where nothing does.
    """

    key: str
    product: str
    address: str
    last_day: date
    is_fixed_term: bool
    contract_ends: bool
    notice_given: bool
    renewal: Renewal | None
    next_product: str
    next_starts_on: date | None


@dataclass(frozen=True)
class Endings:
    """The next contracts to end, and how many there are of which an end is told."""

    rows: tuple[Ending, ...]
    total: int


@dataclass(frozen=True)
class OriginRow:
    """Where a product's electricity comes from, in per cent of what was sold in a year."""

    renewable: Decimal
    nuclear: Decimal
    fossil: Decimal
    year: int


@dataclass(frozen=True)
class EffectRow:
    """How a hybrid's consumption effect is paid: `share` per cent of it, at most `cap` c/kWh up or down.

    `stops_at_zero`: energy and effect together are never under 0 c/kWh.
    """

    share: Decimal
    cap: Decimal | None
    with_vat: bool
    stops_at_zero: bool


@dataclass(frozen=True)
class InvoicingRow:
    """How a contract is invoiced; `address` is as lines. Companies call some of it by other words."""

    method: InvoicingMethod
    is_company: bool
    invoices_a_year: int | None
    address: tuple[str, ...]
    e_invoice_bank: str
    e_invoice_address: str

    @property
    def method_name(self) -> str:
        return method_word(self.method, is_company=self.is_company)


@dataclass(frozen=True)
class DocumentRow:
    """A document that the retailer sent with a contract; `size` in bytes."""

    key: str
    kind: DocumentKind
    name: str
    size: int
    dated_on: date


@dataclass(frozen=True)
class Withdrawal:
    """Until what day a contract made at a distance can be withdrawn from, and the request if there is one."""

    last_day: date
    is_open: bool
    asked: ChangeRow | None


@dataclass(frozen=True)
class Span:
    """One of a location's contracts on the timeline."""

    key: str
    product: str
    state: ContractState
    starts_on: date
    last_day: date | None


@dataclass(frozen=True)
class ContractDetail:
    """A contract with all that is known of it, and its location with all contracts there have been.

    `customer_changes` were asked of all the customer's contracts together, such as how they are invoiced.
    """

    contract: ContractRow
    location: LocationDetail
    product_names: ThreeTexts
    components: tuple[ComponentRow, ...]
    effect: EffectRow | None
    origin: OriginRow | None
    renewal: Renewal | None
    notice_days: int
    notice_given_on: date | None
    made_on: date | None
    payer: str
    partners: tuple[str, ...]
    property_manager: str
    invoicing: InvoicingRow | None
    withdrawal: Withdrawal | None
    ending: Ending | None
    documents: tuple[DocumentRow, ...]
    spans: tuple[Span, ...]
    events: tuple[Event, ...]
    profile_changes: tuple[ChangeRow, ...]
    customer_changes: tuple[ChangeRow, ...]

    @property
    def why_hidden(self) -> tuple[str, ...]:
        """Why some or all prices are not shown, each reason once."""
        found = (self.contract.why_hidden, *(component.why_hidden for component in self.components))
        return tuple(dict.fromkeys(filter(None, found)))

    @property
    def is_held(self) -> bool:
        """Tell whether the customer has a contract of the location, now or to come."""
        return any(span.state is not ContractState.ENDED for span in self.spans)

    @property
    def profile_edition(self) -> int:
        """The number of the newest change of the location's profile; 0 before the first."""
        return max((change.edition for change in self.profile_changes), default=0)


@dataclass(frozen=True)
class Event:
    """Something that happens at a location on a day: see `EventKind`. Prices are with VAT."""

    day: date
    kind: EventKind
    contract: str
    product: str
    component: str = ""
    unit: Unit | None = None
    before: Decimal | None = None
    after: Decimal | None = None


def price_rows(prices: Prices, day: date) -> tuple[PriceRow, ...]:
    """Return prices as rows; the one of `day` is marked as current."""
    return tuple(
        PriceRow(
            starts_on=price.period.starts_on,
            last_day=price.period.last_day,
            price_without_vat=price.price_without_vat,
            vat_percent=price.vat_percent,
            price_with_vat=price.price_with_vat,
            is_current=price.period.holds(day),
        )
        for price in prices.periods
    )
