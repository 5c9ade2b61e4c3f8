"""An invoice beside the one before it and the one of a year before, with the home's own weather."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from django.conf import settings

from kajo.access.areas import Area
from kajo.access.holdings import list_holdings
from kajo.access.policy import CustomerAccess
from kajo.contracts.queries import get_location
from kajo.invoices.detail_rows import InvoiceDetail
from kajo.invoices.explaining.difference import split
from kajo.invoices.explaining.rows import Bought, Explanation
from kajo.invoices.explaining.words import Against
from kajo.invoices.models import Invoice, InvoiceRow, InvoiceSite
from kajo.invoices.queries.same_period import a_year_before
from kajo.invoices.queries.standing import shown
from kajo.invoices.words import ENERGY_KINDS, InvoiceKind, RowKind
from kajo.market.degree_days import sum_degree_days
from kajo.market.queries import list_day_temperatures
from kajo.market.rows import DayTemperatureRow
from kajo.pricing.queries import get_heating_model
from kajo.pricing.weather import HeatingModel

OF_ENERGY = (*ENERGY_KINDS, RowKind.MARGIN, RowKind.CONSUMPTION_EFFECT, RowKind.GREEN_SUPPLEMENT)
LONGEST_GAP = timedelta(days=31)  # between an invoice and the one before it
YEAR = timedelta(days=365)


def explain_invoice(access: CustomerAccess, detail: InvoiceDetail) -> list[Explanation]:
    """Return why the total is more or less than the last period's and the last year's, where there are any.

    Weather has its part for those who may see the readings, of homes that follow it. Two statements, and
    five more with weather.
    """
    if detail.invoice.is_credit_note or detail.details_hidden:
        return []
    others = _list_others(access, detail)
    chosen = {
        Against.LAST_PERIOD: _last_period(others, detail),
        Against.LAST_YEAR: _last_year(others, detail),
    }
    compared = {against: other for against, other in chosen.items() if other is not None}
    if not compared:
        return []
    bought = _list_bought(access, [detail.id, *(other.id for other in compared.values())])
    now = bought.get(detail.id)
    if now is None:
        return []
    weather = _Weather.of(access, detail, [now, *bought.values()])
    return [
        _explanation(against, weather.with_cold(bought[other.id]), weather.with_cold(now), weather.model)
        for against, other in compared.items()
        if other.id in bought
    ]


def _explanation(against: Against, before: Bought, now: Bought, model: HeatingModel | None) -> Explanation:
    is_weather_known = model is not None and None not in (before.degree_days, now.degree_days)
    return Explanation(
        against=against,
        now=now,
        before=before,
        parts=split(before, now, model),
        r_squared=model.r_squared if model is not None and is_weather_known else None,
    )


@dataclass(frozen=True)
class _Other:
    id: int
    starts_on: date
    ends_on: date


def _list_others(access: CustomerAccess, detail: InvoiceDetail) -> list[_Other]:
    """Return the invoices of just the same sites that ended before this one began, as far as a year back."""
    invoice, gsrns = detail.invoice, frozenset(site.gsrn for site in detail.invoice.sites)
    if invoice.starts_on is None or invoice.ends_on is None or not gsrns:
        return []
    kept = Invoice.of(access).filter(
        shown(),
        kind=InvoiceKind.INVOICE,
        credited_amount=0,
        dated_on__gte=settings.INVOICE_DETAILS_FROM,
        ends_on__lte=invoice.starts_on,
        ends_on__gt=a_year_before(invoice.starts_on),
    )
    sites = InvoiceSite.of(access).filter(invoice__in=kept)
    found: dict[_Other, set[str]] = defaultdict(set)
    for number, first, end, gsrn in sites.values_list(
        "invoice", "invoice__starts_on", "invoice__ends_on", "gsrn"
    ):
        if first is not None and end is not None:
            found[_Other(number, first, end)].add(gsrn)
    return [other for other, known in found.items() if known == gsrns]


def _last_period(others: Sequence[_Other], detail: InvoiceDetail) -> _Other | None:
    """Return the invoice before, unless it is long before."""
    last = max(others, key=lambda other: other.ends_on, default=None)
    begins = detail.invoice.starts_on
    return last if last and begins and begins - last.ends_on <= LONGEST_GAP else None


def _last_year(others: Sequence[_Other], detail: InvoiceDetail) -> _Other | None:
    """Return the invoice that has the most of the same days a year before, if it has most of them."""
    invoice = detail.invoice
    if invoice.starts_on is None or invoice.ends_on is None:
        return None
    first, end = a_year_before(invoice.starts_on), a_year_before(invoice.ends_on)

    def shared(other: _Other) -> timedelta:
        return min(end, other.ends_on) - max(first, other.starts_on)

    best = max(others, key=shared, default=None)
    return best if best and shared(best) * 2 > max(end - first, best.ends_on - best.starts_on) else None


def _list_bought(access: CustomerAccess, invoice_ids: Collection[int]) -> dict[int, Bought]:
    """Return what each invoice was of; one without rows of energy is left out. One statement."""
    rows = InvoiceRow.of(access).filter(invoice__in=invoice_ids, is_subtotal=False).select_related("invoice")
    by_invoice: dict[int, list[InvoiceRow]] = defaultdict(list)
    for row in rows:
        by_invoice[row.invoice_id].append(row)
    found = {number: _bought(of_invoice[0].invoice, of_invoice) for number, of_invoice in by_invoice.items()}
    return {number: one for number, one in found.items() if one is not None}


def _bought(invoice: Invoice, rows: Iterable[InvoiceRow]) -> Bought | None:
    energy, fees = Fraction(0), Fraction(0)
    for row in rows:
        if row.kind in OF_ENERGY:
            energy += _with_vat(row)
        elif row.kind == RowKind.BASIC_FEE:
            fees += _with_vat(row)
    if invoice.starts_on is None or invoice.ends_on is None or invoice.energy_kwh is None:
        return None
    return Bought(
        key=invoice.key,
        number=invoice.number,
        starts_on=invoice.starts_on,
        ends_on=invoice.ends_on,
        energy_kwh=invoice.energy_kwh,
        energy_euros=energy,
        fee_euros=fees,
        total=invoice.total_with_vat,
    )


def _with_vat(row: InvoiceRow) -> Fraction:
    if row.amount_without_vat is None:
        return Fraction(row.amount_with_vat or 0)
    return Fraction(row.amount_without_vat) * (1 + Fraction(row.vat_percent or 0) / 100)


@dataclass(frozen=True)
class _Weather:
    """The temperatures of the compared days, and how the home follows them; empty where not known."""

    temperatures: tuple[DayTemperatureRow, ...] = ()
    model: HeatingModel | None = None

    @classmethod
    def of(cls, access: CustomerAccess, detail: InvoiceDetail, bought: Sequence[Bought]) -> _Weather:
        """Return the weather of an invoice of one location of the customer's own."""
        sites = detail.invoice.sites
        if not access.may(Area.REPORTING) or len(sites) != 1 or sites[0].location_key is None:
            return cls()
        location = get_location(access, sites[0].location_key)
        if not location.weather_station:
            return cls()
        end = max(one.ends_on for one in bought)
        holdings = list_holdings(access, location_id=location.location.id)
        model = get_heating_model(holdings, location.weather_station, end - YEAR, end)
        if model is None:
            return cls()
        first = min(one.starts_on for one in bought)
        return cls(tuple(list_day_temperatures(location.weather_station, first, end)), model)

    def with_cold(self, bought: Bought) -> Bought:
        """Return the same with its degree days, when every day's temperature is known."""
        days = [row for row in self.temperatures if bought.starts_on <= row.day < bought.ends_on]
        cold: Decimal | None = sum_degree_days(days) if len(days) == bought.days else None
        return replace(bought, degree_days=cold)
