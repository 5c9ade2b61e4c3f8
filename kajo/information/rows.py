"""What pages show of how a customer is reached."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from kajo.changes.rows import ChangeRow
from kajo.information.words import AddressUse, ContactKind, ContactSource, ContactUse, foreign


@dataclass(frozen=True)
class ContactRow:
    """A phone number or an e-mail address. `waiting` is a change of it that has not been answered."""

    key: str
    kind: ContactKind
    value: str
    shown: str
    uses: tuple[ContactUse, ...]
    is_primary: bool
    source: ContactSource
    proved_at: datetime | None
    waiting: ChangeRow | None


@dataclass(frozen=True)
class AddressRow:
    """A postal address; empty when the register has none of that use."""

    use: AddressUse
    recipient: str
    street: str
    postcode: str
    city: str
    country: str
    waiting: ChangeRow | None

    @property
    def lines(self) -> list[str]:
        place = f"{self.postcode} {self.city}".strip()
        country = foreign(self.country) if place else ""
        return [line for line in (self.recipient, self.street, place, country) if line]


@dataclass(frozen=True)
class Information:
    """Everything that My information shows of a customer's own."""

    name: str
    number: str
    kind: str
    business_id: str
    contacts: list[ContactRow]
    addresses: list[AddressRow]
    asked: list[ChangeRow]


@dataclass(frozen=True)
class ProofRow:
    """A code that is on its way, or is ordered and waits for who ordered it to show to be himself."""

    key: str
    kind: ContactKind
    shown: str
    replaces: str
    is_confirmed: bool
    expires_at: datetime
    is_sent: bool
    is_over: bool
