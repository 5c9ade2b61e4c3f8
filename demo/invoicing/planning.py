"""Which invoices there are: whose, of which days, dated and due when, and how they were delivered."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from demo.numbers import drawn
from demo.products import HYBRID, SPOT, SPOT_HOUR
from demo.shapes import Cast, Contract, Customer, Location
from kajo.contracts.words import DwellingKind
from kajo.core.times import months_between, next_month
from kajo.invoices.words import Channel

MONTHLY = (SPOT, SPOT_HOUR, HYBRID)
SMALL_HOME_M2 = 50
CHANNELS = (
    Channel.E_MAIL,
    Channel.E_INVOICE,
    Channel.PAPER,
    Channel.OMA_POSTI,
    Channel.DIRECT_DEBIT,
    Channel.E_MAIL,
    Channel.MOBILE,
    Channel.ELECTRONIC,
)
CHANNEL_OF = {  # by customer number; a company's are e-invoices, and others take turns
    "1000011": Channel.E_MAIL,
    "1000022": Channel.PAPER,
    "1000033": Channel.OMA_POSTI,
    "1000044": Channel.E_INVOICE,
    "1000055": Channel.MOBILE,
    "1000088": Channel.E_MAIL,
    "1000099": Channel.DIRECT_DEBIT,
}
# Before the readings begin: an invoice of before the new system, and two on either side of 1 April 2020.
EARLY_CONTRACT = "S-100220"
EARLY_DAYS = (
    (date(2019, 11, 1), date(2019, 12, 1)),
    (date(2020, 1, 1), date(2020, 2, 1)),
    (date(2020, 3, 1), date(2020, 4, 1)),
)


@dataclass(frozen=True)
class Part:
    """What an invoice bills of one contract: days from `starts_on` until before `ends_on`."""

    location: Location
    contract: Contract
    starts_on: date
    ends_on: date

    @property
    def is_final(self) -> bool:
        return self.contract.last_day is not None and self.ends_on == self.contract.last_day + timedelta(1)

    @property
    def key(self) -> tuple[str, date]:
        """What the part is known by."""
        return self.contract.number, self.starts_on


@dataclass(frozen=True)
class Planned:
    """An invoice to be made. `age` counts back from the newest of the same contract, which is 0."""

    number: str
    customer: Customer
    parts: tuple[Part, ...]
    dated_on: date
    due_on: date
    channel: Channel
    age: int

    @property
    def starts_on(self) -> date:
        return min(part.starts_on for part in self.parts)

    @property
    def last_day(self) -> date:
        return max(part.ends_on for part in self.parts) - timedelta(days=1)

    @property
    def contract(self) -> str:
        """The number of the contract, of a collective invoice the first one's."""
        return self.parts[0].contract.number

    @property
    def is_final(self) -> bool:
        return all(part.is_final for part in self.parts)


def plan(cast: Cast, first_day: date) -> list[Planned]:
    """Return the invoices dated before the cast's today, in the order of their numbers.

    :param first_day: from which on there are readings
    """
    customers = cast.customers.values()
    buyers = {customer.number: customer for customer in customers} | {one.name: one for one in customers}
    drafts = sorted(_drafts(cast, first_day), key=lambda parts: (dated_on(parts), parts[0].key))
    sent = [parts for parts in drafts if dated_on(parts) < cast.today]
    left: dict[str, int] = defaultdict(int)
    for parts in sent:
        left[_group(parts)] += 1
    invoices = []
    for index, parts in enumerate(sent, start=1):
        left[_group(parts)] -= 1
        day = dated_on(parts)
        customer = buyers[parts[0].contract.payer or parts[0].location.customer]
        invoices.append(
            Planned(
                number=f"{day:%y%m}{index:05d}",
                customer=customer,
                parts=parts,
                dated_on=day,
                due_on=day + timedelta(days=16 if customer.kind == "person" else 21),
                channel=channel_of(customer),
                age=left[_group(parts)],
            )
        )
    return invoices


def channel_of(customer: Customer) -> Channel:
    """Return how a customer gets invoices."""
    if customer.kind != "person":
        return Channel.E_INVOICE
    return CHANNEL_OF.get(customer.number) or drawn(CHANNELS, customer.number)


def dated_on(parts: tuple[Part, ...]) -> date:
    """Return the day of the invoice: some days after its last."""
    return parts[0].ends_on + timedelta(days=drawn((4, 5, 6, 7, 8, 9), _group(parts)))


def _group(parts: tuple[Part, ...]) -> str:
    """Return what the invoice is one of: its customer's when collective, else its contract's."""
    return parts[0].location.customer if len(parts) > 1 else parts[0].contract.number


def _drafts(cast: Cast, first_day: date) -> Iterator[tuple[Part, ...]]:
    collective: dict[tuple[str, date], list[Part]] = defaultdict(list)
    for location in cast.locations.values():
        for contract in location.contracts:
            for part in _parts(location, contract, first_day, cast.today):
                if location.profile.trade:
                    collective[location.customer, part.starts_on].append(part)
                else:
                    yield (part,)
    yield from map(tuple, collective.values())


def _parts(location: Location, contract: Contract, first_day: date, today: date) -> Iterator[Part]:
    """Yield what is billed of a contract: so many calendar months at a time, cut where it begins or ends."""
    if location.readings == "none":
        return
    if contract.number == EARLY_CONTRACT:
        yield from (Part(location, contract, *days) for days in EARLY_DAYS)
    begins = max(contract.starts_on, first_day)
    ends = today if contract.last_day is None else min(today, contract.last_day + timedelta(days=1))
    step = months_a_bill(location, contract)
    starts_on = begins
    for month in months_between(begins, ends):
        next_on = min(next_month(month), ends)
        if month.month % step == 0 or next_on == ends:
            if next_on < today:
                yield Part(location, contract, starts_on, next_on)
            starts_on = next_on


def months_a_bill(location: Location, contract: Contract) -> Literal[1, 2, 3]:
    """Return for how many months at a time a contract is billed."""
    profile = location.profile
    if contract.product in MONTHLY or profile.trade or profile.dwelling is DwellingKind.HOUSING_COMPANY:
        return 1
    small = profile.dwelling is DwellingKind.HOLIDAY_HOME or profile.floor_area_m2 < SMALL_HOME_M2
    return 3 if small else 2
