"""What pages show of many customers' contracts and locations together: a manager's lists."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from kajo.contracts.rows import LocationRow
from kajo.contracts.words import ContractState, ContractTab
from kajo.core.paging import RowPage


@dataclass(frozen=True)
class OwnedContractRow:
    """A contract in a list of many customers' with whose it is; `owner_id` stands on no page."""

    owner_id: int
    key: str
    number: str
    product: str
    address: str
    city: str
    state: ContractState
    starts_on: date
    last_day: date | None


@dataclass(frozen=True)
class OwnedContractPage(RowPage[OwnedContractRow]):
    """A page of the contracts of many customers; `counts` are of each tab of the list."""

    counts: dict[ContractTab, int]


@dataclass(frozen=True)
class OwnedLocationRow:
    """A location in a list of many customers' with whose it is; `owner_id` stands on no page."""

    owner_id: int
    location: LocationRow


@dataclass(frozen=True)
class OwnedLocationPage(RowPage[OwnedLocationRow]):
    """A page of the locations of many customers that are found."""

    total: int


@dataclass(frozen=True)
class EndingSum:
    """How many contracts of a customer end soon with nothing after them, and when the first does."""

    count: int
    last_day: date
