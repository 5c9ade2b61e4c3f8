"""A row of an invoice against the cost rows that it should be: pure, and to the cent."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from kajo.invoices.checking.rows import Amounts, Finding, RowCheck
from kajo.invoices.checking.words import Reason
from kajo.invoices.detail_rows import LineRow
from kajo.invoices.words import RowKind
from kajo.pricing.rows import CENT, CostRow, rounded

CENTS = 100
KWH_IN = {"kwh": 1, "mwh": 1000}
LEAST_PRICE_DECIMALS = 2  # a price of 6 c/kWh is 6.00, not 6.21 rounded
SHOWN_DECIMALS = 6


@dataclass(frozen=True)
class Expected:
    """What a row should say, exactly: kWh or months, c/kWh or €/month, euros, all without VAT."""

    quantity: Fraction
    price: Fraction | None
    amount: Fraction
    vat_percents: tuple[Decimal, ...]
    missing_minutes: int
    is_energy: bool

    @classmethod
    def of(cls, rows: Sequence[CostRow]) -> Expected:
        """Return what one row says of several: prices that follow each other, or parts of one price."""
        first = [row for row in rows if row.kind == rows[0].kind]
        is_energy = rows[0].months is None
        quantity = sum((row.months or Fraction(row.energy_kwh or 0) for row in first), Fraction(0))
        amount = sum((row.exact_amount for row in rows), Fraction(0))
        return cls(
            quantity=quantity,
            price=amount * (CENTS if is_energy else 1) / quantity if quantity else None,
            amount=amount,
            vat_percents=tuple(dict.fromkeys(row.vat_percent for row in rows)),
            missing_minutes=sum(row.missing_minutes for row in first),
            is_energy=is_energy,
        )

    @property
    def shown(self) -> Amounts:
        return Amounts(
            quantity=_plain(rounded(self.quantity, SHOWN_DECIMALS)),
            price=None if self.price is None else _plain(rounded(self.price, SHOWN_DECIMALS)),
            amount=rounded(self.amount, 2),
            vat_percent=self.vat_percents[0],
            is_energy=self.is_energy,
        )


Others = Callable[[], Iterable[tuple[Finding, Expected]]]
"""What the row would be by other readings, each with what it means if the invoice follows them."""


def said_by(line: LineRow) -> Amounts:
    """Return what a row says, without VAT, brought to kWh and c/kWh or to months and €/month."""
    times = KWH_IN.get(line.unit.lower())
    with_vat = 1 + (line.vat_percent or Decimal(0)) / 100
    price, amount = line.unit_price_without_vat, line.amount_without_vat
    if price is None and line.unit_price_with_vat is not None:
        price = line.unit_price_with_vat / with_vat
    if amount is None and line.amount_with_vat is not None:
        amount = rounded(Fraction(line.amount_with_vat) / Fraction(with_vat), 2)
    if price is not None:
        price = price / line.price_base_quantity
        price = price if times is None else price * CENTS / times
    return Amounts(
        quantity=None if line.quantity is None else _plain(line.quantity * (times or 1)),
        price=None if price is None else _plain(price),
        amount=amount,
        vat_percent=line.vat_percent,
        is_energy=times is not None,
    )


def compare(line: LineRow, expected: Expected, others: Others = tuple) -> RowCheck:
    """Return a row beside what it should be, with every reason that is found for a difference."""
    said = said_by(line)
    computed = replace(
        expected.shown,
        vat_percent=said.vat_percent
        if said.vat_percent in expected.vat_percents
        else expected.vat_percents[0],
    )
    return RowCheck(
        name=line.name,
        kind=line.kind,
        starts_on=line.starts_on,
        ends_on=line.ends_on,
        said=said,
        computed=computed,
        findings=tuple(_findings(said, expected, line.kind, others)),
    )


def _findings(said: Amounts, expected: Expected, kind: RowKind, others: Others) -> Iterator[Finding]:
    percent = expected.vat_percents[0]
    if said.vat_percent is not None and said.vat_percent not in expected.vat_percents:
        yield Finding(Reason.WRONG_VAT_RATE, {"percent": f"{_plain(percent):f}"})
    if _holds_vat(said, expected, percent):
        yield Finding(Reason.VAT_IN_ROW)
        return
    found = list(_quantity_and_price(said, expected, kind, others))
    if not _is_product(said, expected):
        found.append(Finding(Reason.WRONG_SUM))
    if said.amount != rounded(expected.amount, 2) and not found:
        is_rounding = _within_rounding(said, expected)
        found.append(Finding(Reason.ROUNDED if is_rounding else Reason.UNEXPLAINED))
    yield from found


def _holds_vat(said: Amounts, expected: Expected, percent: Decimal) -> bool:
    if said.amount is None or abs(said.amount - rounded(expected.amount, 2)) <= CENT:
        return False
    with_vat = expected.amount * (1 + Fraction(percent) / 100)
    return abs(said.amount - rounded(with_vat, 2)) <= CENT + _slack(said, expected)


def _quantity_and_price(
    said: Amounts, expected: Expected, kind: RowKind, others: Others
) -> Iterator[Finding]:
    followed = expected
    if said.quantity is not None and not is_rounded(expected.quantity, said.quantity):
        known = next((pair for pair in others() if is_rounded(pair[1].quantity, said.quantity)), None)
        if known is not None:
            yield known[0]
            followed = known[1]
        elif expected.missing_minutes:
            yield Finding(Reason.MISSING_READINGS, {"hours": f"{_hours(expected.missing_minutes):f}"})
            return
        else:
            yield Finding(Reason.WRONG_MONTHS if kind is RowKind.BASIC_FEE else Reason.WRONG_QUANTITY)
    if said.price is None or followed.price is None:
        return
    if not is_rounded(followed.price, said.price, least=LEAST_PRICE_DECIMALS):
        yield Finding(Reason.WRONG_PRICE)


def is_rounded(exact: Fraction, said: Decimal, *, least: int = 0) -> bool:
    """Tell whether the exact number, rounded to the decimals of what is said, is that."""
    return rounded(exact, max(_decimals(said), least)) == said


def _is_product(said: Amounts, expected: Expected) -> bool:
    """Tell whether quantity times price is the sum, as near as their decimals let it be."""
    if said.quantity is None or said.price is None or said.amount is None:
        return True
    exact = said.quantity * said.price / (CENTS if said.is_energy else 1)
    return abs(exact - said.amount) <= CENT / 2 + _slack(said, expected)


def _within_rounding(said: Amounts, expected: Expected) -> bool:
    if said.amount is None:
        return False
    return abs(Fraction(said.amount) - expected.amount) <= Fraction(CENT + _slack(said, expected))


def _slack(said: Amounts, expected: Expected) -> Decimal:
    """Return by how many euros a sum can be off because quantity and price are written rounded."""
    if said.quantity is None or said.price is None:
        return Decimal(0)
    half_price = Decimal(5).scaleb(-max(_decimals(said.price), LEAST_PRICE_DECIMALS) - 1)
    half_quantity = Decimal(5).scaleb(-_decimals(said.quantity) - 1)
    if said.price == expected.price:
        half_price = Decimal(0)
    if said.quantity == expected.quantity:
        half_quantity = Decimal(0)
    slack = abs(said.quantity) * half_price + abs(said.price) * half_quantity
    return slack / CENTS if said.is_energy else slack


def _decimals(value: Decimal) -> int:
    return max(0, -int(value.normalize().as_tuple().exponent))


def _plain(value: Decimal) -> Decimal:
    """Return the value without zeros at its end."""
    return value.quantize(Decimal(1)) if value == value.to_integral_value() else value.normalize()


def _hours(minutes: int) -> Decimal:
    return _plain(Decimal(minutes) / 60)
