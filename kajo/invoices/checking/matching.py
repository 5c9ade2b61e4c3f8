"""Which rows of an invoice are which parts of the contract's price, and what the contract has besides."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from kajo.contracts.words import ComponentKind
from kajo.invoices.checking.comparing import Expected, Others, compare, said_by
from kajo.invoices.checking.rows import Finding, RowCheck
from kajo.invoices.checking.words import Reason
from kajo.invoices.detail_rows import LineRow
from kajo.invoices.rows import NOTHING
from kajo.invoices.words import RowKind
from kajo.pricing.rows import Bill, CostRow
from kajo.pricing.words import CostKind, WorkedOut

PARTS: dict[RowKind, tuple[CostKind, ...]] = {
    RowKind.ENERGY: (ComponentKind.ENERGY, WorkedOut.SPOT),
    RowKind.CONSUMPTION_EFFECT: (WorkedOut.EFFECT,),
    **{RowKind(kind.value): (kind,) for kind in ComponentKind if kind is not ComponentKind.ENERGY},
}
"""The parts of a contract's price by the row that bills them; other rows are not of the contract."""

MAY_BE_WITHOUT = (RowKind.DISCOUNT,)  # a discount that no contract holds is nobody's mistake

Days = tuple[date, date]
BillOf = Callable[[Days], Bill]
OthersOf = Callable[[Days], Iterable[tuple[Finding, Bill]]]


@dataclass(frozen=True)
class Site:
    """What the rows of a site are held against: the bill of any of its days, and by other readings."""

    days: Days
    bill_of: BillOf
    others_of: OthersOf


def leaves(lines: Iterable[LineRow]) -> Iterator[LineRow]:
    """Yield the rows that are added up: those of a subtotal in its place."""
    for line in lines:
        if line.is_subtotal:
            yield from leaves(line.parts)
        else:
            yield replace(line, parts=())


def check_rows(lines: Sequence[LineRow], site: Site) -> list[RowCheck]:
    """Return each row of a site beside what it should be, and then what the invoice has no row for.

    Exchange electricity may be billed in one row with its margin. Rows of one kind and the same days are
    taken in order; when there are more or fewer than the price has parts, their sums are compared.
    """
    kinds = {line.kind for line in lines}
    checked: list[RowCheck] = []
    done: set[int] = set()
    for index, line in enumerate(lines):
        if index in done:
            continue
        if line.kind not in PARTS:
            checked.append(unchecked(line, Reason.NOT_OF_CONTRACT))
            continue
        alike = [place for place, other in enumerate(lines) if _key(other, site) == _key(line, site)]
        done |= set(alike)
        checked += _check_alike([lines[place] for place in alike], _parts_of(line.kind, kinds), site)
    return [*checked, *_without_row(kinds, site)]


def unchecked(line: LineRow, *reasons: Reason) -> RowCheck:
    """Return a row as the invoice says it, with nothing beside it."""
    findings = tuple(Finding(reason) for reason in reasons)
    return RowCheck(line.name, line.kind, line.starts_on, line.ends_on, said_by(line), None, findings)


def _check_alike(lines: list[LineRow], kinds: tuple[CostKind, ...], site: Site) -> list[RowCheck]:
    days = _days_of(lines[0], site)
    rows = site.bill_of(days).rows_of(*kinds)
    if not rows:
        known = lines[0].kind in MAY_BE_WITHOUT
        reason = Reason.NOT_OF_CONTRACT if known else Reason.NO_SUCH_PRICE
        return [unchecked(line, reason) for line in lines]
    if len(lines) == 1:
        return [compare(lines[0], Expected.of(rows), _others(kinds, days, site))]
    by_price = [part for part in rows if part.kind == rows[0].kind]
    if len(lines) == len(by_price) == len(rows):
        parts = enumerate(zip(lines, rows, strict=True))
        return [
            compare(line, Expected.of([row]), _others(kinds, days, site, place))
            for place, (line, row) in parts
        ]
    return [compare(_together(lines), Expected.of(rows), _others(kinds, days, site))]


def _others(kinds: tuple[CostKind, ...], days: Days, site: Site, place: int | None = None) -> Others:
    """Return what the rows would be by other readings; of several rows the one at that place."""

    def others() -> Iterator[tuple[Finding, Expected]]:
        for finding, bill in site.others_of(days):
            rows = bill.rows_of(*kinds)
            chosen = rows if place is None else rows[place : place + 1]
            if chosen:
                yield finding, Expected.of(chosen)

    return others


def _parts_of(kind: RowKind, kinds: set[RowKind]) -> tuple[CostKind, ...]:
    """Return the parts of a price that a row bills: the margin in the energy's, when it has no row."""
    if kind is RowKind.ENERGY and RowKind.MARGIN not in kinds:
        return (*PARTS[kind], ComponentKind.MARGIN)
    return PARTS[kind]


def _without_row(kinds: set[RowKind], site: Site) -> Iterator[RowCheck]:
    billed = {part for kind in kinds & PARTS.keys() for part in _parts_of(kind, kinds)}
    for row in site.bill_of(site.days).rows:
        if row.kind not in billed and row.amount_without_vat:
            yield RowCheck(
                name=row.name,
                kind=_row_kind(row),
                starts_on=row.starts_on,
                ends_on=row.ends_on,
                said=None,
                computed=Expected.of([row]).shown,
                findings=(Finding(Reason.NOT_ON_INVOICE),),
            )


def _row_kind(row: CostRow) -> RowKind:
    return next(kind for kind, parts in PARTS.items() if row.kind in parts)


def _together(lines: list[LineRow]) -> LineRow:
    """Return rows of one kind as one, its sums added up; prices that differ make none."""
    prices = {line.unit_price_without_vat for line in lines}
    return replace(
        lines[0],
        quantity=_sum([line.quantity for line in lines]),
        unit_price_without_vat=lines[0].unit_price_without_vat if len(prices) == 1 else None,
        unit_price_with_vat=None,
        amount_without_vat=_sum([said_by(line).amount for line in lines]),
    )


def _sum(values: Sequence[Decimal | None]) -> Decimal | None:
    known = [value for value in values if value is not None]
    return sum(known, NOTHING) if len(known) == len(values) else None


def _days_of(line: LineRow, site: Site) -> Days:
    return line.starts_on or site.days[0], line.ends_on or site.days[1]


def _key(line: LineRow, site: Site) -> tuple[RowKind, Days]:
    return line.kind, _days_of(line, site)
