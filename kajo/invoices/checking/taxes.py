"""VAT by rate, once on the sum of the rows; and the total."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import ROUND_HALF_UP, Decimal

from kajo.invoices.checking.rows import Amounts, Finding, RowCheck, VatCheck
from kajo.invoices.checking.words import Reason
from kajo.invoices.detail_rows import VatRow
from kajo.invoices.rows import NOTHING
from kajo.pricing.rows import CENT


def check_vats(stated: Sequence[VatRow], rows: Sequence[RowCheck]) -> tuple[VatCheck, ...]:
    """Return each rate as the invoice states it, beside VAT reckoned once on the sum of the right rows."""
    rates = {row.percent: row for row in stated}
    percents = [*rates, *(one.vat_percent for row in rows for one in (row.said, row.computed) if one)]
    return tuple(
        _check(percent, rates.get(percent), rows)
        for percent in dict.fromkeys(percents)
        if percent is not None
    )


def vat_on(base: Decimal, percent: Decimal) -> Decimal:
    """Return the VAT on a sum, rounded half up."""
    return (base * percent / 100).quantize(CENT, rounding=ROUND_HALF_UP)


def _check(percent: Decimal, stated: VatRow | None, rows: Sequence[RowCheck]) -> VatCheck:
    said = _amounts([row.said for row in rows], percent)
    counted = sum(_amounts([row.counted for row in rows], percent), NOTHING)
    base = None if stated is None else stated.base if stated.base is not None else sum(said, NOTHING)
    return VatCheck(
        percent=percent,
        said_base=base,
        said_vat=None if stated is None else stated.vat,
        computed_base=counted,
        computed_vat=vat_on(counted, percent),
        findings=tuple(_findings(percent, base, stated, said)),
    )


def _findings(
    percent: Decimal, base: Decimal | None, stated: VatRow | None, said: Sequence[Decimal]
) -> Iterator[Finding]:
    if base is None or stated is None:
        return
    if said and base != sum(said, NOTHING):
        yield Finding(Reason.WRONG_BASE)
    right = vat_on(base, percent)
    if stated.vat is None or stated.vat == right:
        return
    if stated.vat == sum((vat_on(amount, percent) for amount in said), NOTHING):
        yield Finding(Reason.VAT_BY_ROW)
    elif stated.vat in (right * 2, right + vat_on(base + right, percent), vat_on(base + right, percent)):
        yield Finding(Reason.VAT_TWICE)
    else:
        yield Finding(Reason.WRONG_VAT)


def _amounts(rows: Sequence[Amounts | None], percent: Decimal) -> list[Decimal]:
    return [row.amount for row in rows if row and row.vat_percent == percent and row.amount is not None]
