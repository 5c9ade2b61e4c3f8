"""What the invoices come to: the readings as first sent, priced by the portal's own calculation."""

from __future__ import annotations

from collections import defaultdict
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from pathlib import Path

import numpy as np

from demo.calendar import Calendar
from demo.history import NO_VALUE, Rows, readings_of
from demo.invoicing.documents import Billed
from demo.invoicing.outcomes import outcome_of
from demo.invoicing.planning import Part, Planned
from demo.market_files import VAT
from demo.products import COMPONENT_NAMES, PRODUCTS
from demo.shapes import Contract, Location
from kajo.contracts.prices import Period
from kajo.contracts.terms import Component, Terms
from kajo.core.languages import ThreeTexts
from kajo.market.rows import VatTable
from kajo.market.spot_curve import SpotCurve
from kajo.metering import readings
from kajo.metering.formats import datahub
from kajo.metering.formats.options import Options
from kajo.metering.words import Flow
from kajo.pricing.calculation import work_out
from kajo.pricing.rows import Bill, CannotPrice
from kajo.pricing.usage import Usage

THOUSANDTHS_IN_WH = 1000


@cache
def vat_table() -> VatTable:
    return VatTable({supply: [(day, Decimal(text)) for day, text in rates] for supply, rates in VAT.items()})


@dataclass
class Amounts:
    """The bill of each part of the planned invoices, worked out while the readings pass by."""

    planned: list[Planned]
    spot: SpotCurve
    bills: dict[tuple[str, date], Bill] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._waiting: dict[str, list[Part]] = defaultdict(list)
        for invoice in self.planned:
            for part in invoice.parts:
                self._waiting[part.location.customer + part.location.gsrn].append(part)

    def take(self, location: Location, first: Rows, calendar: Calendar) -> None:
        """Work out what a location's readings cost, as they were first sent."""
        if first.flow is not Flow.CONSUMPTION:
            return
        usage = _usage_of(first)
        for part in self._waiting[location.customer + location.gsrn]:
            early = part.starts_on < calendar.starts_on
            self._work_out(part, _early_usage(part) if early else usage)

    def take_real(self, location: Location, path: Path, options: Options) -> None:
        """Work out what a location's real readings cost, as its file brings them."""
        read = list(datahub.parse(path, options).parts)
        starts = np.concatenate([part.start for part in read])
        minutes = np.concatenate([part.minutes for part in read])
        energy = np.concatenate([part.energy for part in read])
        order = np.argsort(starts)
        usage = Usage(starts[order], minutes[order], energy[order])
        for part in self._waiting[location.customer + location.gsrn]:
            with suppress(CannotPrice):  # its first days have no readings
                self._work_out(part, usage)

    def billed(self, today: date) -> list[Billed]:
        """Return the invoices with what they come to, and what became of them."""
        return [
            Billed(one, tuple(self.bills[part.key] for part in one.parts), outcome_of(one, today))
            for one in self.planned
            if all(part.key in self.bills for part in one.parts)
        ]

    def _work_out(self, part: Part, usage: Usage) -> None:
        terms = terms_of(part.contract)
        self.bills[part.key] = work_out(
            terms, usage, part.starts_on, part.ends_on, vat=vat_table(), spot=self.spot
        )


def terms_of(contract: Contract) -> Terms:
    """Return a contract's terms as its records say them."""
    product = PRODUCTS[contract.product]
    last_day = contract.last_day
    return Terms(
        period=Period(contract.starts_on, None if last_day is None else last_day + timedelta(days=1)),
        kind=product.kind,
        components=tuple(
            Component(
                kind=component.kind,
                unit=component.unit,
                name=ThreeTexts(*COMPONENT_NAMES[component.kind]),
                dated=tuple(sorted(component.within(contract.starts_on, last_day).items())),
            )
            for component in product.components
        ),
        spot_minutes=product.spot_minutes,
    )


def _usage_of(rows: Rows) -> Usage:
    energy = np.where(
        rows.energy_wh == NO_VALUE, readings.NO_VALUE, rows.energy_wh.astype(np.int64) * THOUSANDTHS_IN_WH
    )
    return Usage(rows.start.astype(np.int64), rows.minutes.astype(np.int64), energy)


def _early_usage(part: Part) -> Usage:
    """Return what was used before the readings that are kept begin."""
    sent = readings_of(part.location, Calendar(part.starts_on, part.ends_on))
    return next(_usage_of(one.first) for one in sent if one.first.flow is Flow.CONSUMPTION)
