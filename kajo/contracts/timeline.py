"""What changes and when at a location of use, across all its contracts. Hidden prices leave no trace here."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import pairwise

from kajo.contracts.rows import ComponentRow, Event
from kajo.contracts.words import EventKind

WARNED_BEFORE = timedelta(days=30)
"""How long before a fixed term ends its end is told."""

DAY = timedelta(days=1)


def price_events(contract: str, product: str, components: Sequence[ComponentRow]) -> Iterator[Event]:
    """Yield the changes of a contract's prices that are shown; a change of VAT once for all components."""
    rates: set[date] = set()
    for component in components:
        for former, later in pairwise(component.prices):
            if former.last_day is None or former.last_day + DAY != later.starts_on:
                continue
            if former.price_without_vat != later.price_without_vat:
                yield Event(
                    later.starts_on,
                    EventKind.PRICE,
                    contract,
                    product,
                    component.name,
                    component.unit,
                    before=former.price_with_vat,
                    after=later.price_with_vat,
                )
            elif later.starts_on not in rates:
                rates.add(later.starts_on)
                yield Event(
                    later.starts_on,
                    EventKind.VAT,
                    contract,
                    product,
                    before=former.vat_percent,
                    after=later.vat_percent,
                )


def contract_events(
    contract: str,
    product: str,
    *,
    starts_on: date,
    last_day: date | None,
    fixed_last_day: date | None,
    notice_given_on: date | None,
    withdraw_last_day: date | None,
    today: date,
) -> Iterator[Event]:
    """Yield a contract's own days. What is only told beforehand is left out once it is past."""
    yield Event(starts_on, EventKind.STARTS, contract, product)
    if last_day:
        yield Event(last_day, EventKind.ENDS, contract, product)
    if fixed_last_day and fixed_last_day != last_day and (last_day is None or fixed_last_day < last_day):
        yield Event(fixed_last_day, EventKind.FIXED_TERM_ENDS, contract, product)
    if fixed_last_day and today <= fixed_last_day - WARNED_BEFORE and last_day in (None, fixed_last_day):
        yield Event(fixed_last_day - WARNED_BEFORE, EventKind.ENDS_SOON, contract, product)
    if notice_given_on:
        yield Event(notice_given_on, EventKind.NOTICE_GIVEN, contract, product)
    if withdraw_last_day and today <= withdraw_last_day:
        yield Event(withdraw_last_day, EventKind.LAST_DAY_TO_WITHDRAW, contract, product)
