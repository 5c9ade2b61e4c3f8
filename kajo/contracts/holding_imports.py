"""Holdings follow from contracts: who held a metering point from when until when.

A customer's contracts of one point that follow each other without a gap make one holding.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from kajo.access.models import Holding as KeptHolding
from kajo.contracts.models import Contract
from kajo.core.refusals import Faults


@dataclass(frozen=True)
class _Period:
    point_id: int
    owner_id: int
    location_id: int
    starts_on: date
    ends_on: date | None


def settle_holdings(points: Collection[int], lines: Mapping[str, int], faults: Faults) -> None:
    """Make the points' holdings what their contracts say.

    `lines` tells where in the file each changed contract stands; overlaps are noted there as faults.
    """
    wanted = set(_periods(points, lines, faults))
    if faults.found:
        return
    kept = {
        _Period(
            holding.point_id, holding.owner_id, holding.location_id, holding.starts_on, holding.ends_on
        ): holding.pk
        for holding in KeptHolding.everything.filter(point_id__in=points)
    }
    KeptHolding.everything.filter(pk__in=[pk for period, pk in kept.items() if period not in wanted]).delete()
    KeptHolding.everything.bulk_create(
        [
            KeptHolding(
                point_id=period.point_id,
                owner_id=period.owner_id,
                location_id=period.location_id,
                starts_on=period.starts_on,
                ends_on=period.ends_on,
            )
            for period in wanted
            if period not in kept
        ],
        batch_size=1000,
    )


def _periods(points: Collection[int], lines: Mapping[str, int], faults: Faults) -> list[_Period]:
    contracts = Contract.everything.filter(location__point__in=points, is_cancelled=False)
    merged: list[_Period] = []
    former_number = ""
    rows = contracts.order_by("location__point", "starts_on", "number").values_list(
        "number", "location__point", "owner_id", "location_id", "starts_on", "ends_on"
    )
    for number, point_id, owner_id, location_id, starts_on, ends_on in rows:
        period = _Period(point_id, owner_id, location_id, starts_on, ends_on)
        former = merged[-1] if merged and merged[-1].point_id == period.point_id else None
        if former and (former.ends_on is None or period.starts_on < former.ends_on):
            _note_overlap(number, former_number, former, period, lines, faults)
        elif former and (former.owner_id, former.ends_on) == (period.owner_id, period.starts_on):
            merged[-1] = replace(former, ends_on=period.ends_on)
        else:
            merged.append(period)
        former_number = number
    return merged


def _note_overlap(
    number: str,
    former_number: str,
    former: _Period,
    period: _Period,
    lines: Mapping[str, int],
    faults: Faults,
) -> None:
    line = max(lines.get(number, 0), lines.get(former_number, 0)) or None
    until = "on" if former.ends_on is None else f"to {former.ends_on - timedelta(days=1)}"
    faults.add(
        line,
        "starts_on",
        f"contract {number} begins on {period.starts_on}, when contract {former_number} holds the point"
        f" (from {former.starts_on} {until}); end that one earlier, or begin this one later",
    )
