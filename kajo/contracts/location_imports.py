"""Writing locations, and with them the market's facts of their metering points."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Max

from kajo.access.models import Customer
from kajo.changes.models import Change
from kajo.changes.words import ChangeState
from kajo.contracts.models import PROFILE, Location
from kajo.contracts.records import LocationRecord
from kajo.contracts.sorting import address_line, address_sort_key, search_key
from kajo.contracts.words import ContractChange
from kajo.core.records import Counts, Line, newer_than
from kajo.core.refusals import Faults, not_there
from kajo.core.sorting import sort_key
from kajo.metering.gsrn import has_right_check_digit
from kajo.metering.models import MeteringPoint

BATCH = 1000

DATAHUB_POINT_FACTS = (
    *("status", "kind", "sub_kind", "time_division", "time_step_minutes", "meter_number", "main_fuse"),
    *("remotely_switchable", "grid_company", "grid_area", "bidding_zone"),
)
LOCATION_FACTS = ("annual_estimate_kwh", "heating_depends_on_electricity", "energy_community")
ADDRESS = ("street", "building", "staircase", "apartment", "postcode", "city", "municipality")
PROFILE_TEXTS = {"dwelling_kind", "heating", "sauna"}
WRITTEN = ("change_number", *ADDRESS, "sort_key", "search_key", *LOCATION_FACTS)


def write_locations(lines: Sequence[Line[LocationRecord]], faults: Faults) -> Counts:
    """Write locations and the market facts of their metering points."""
    customers = dict(
        Customer.everything.filter(number__in={line.record.customer for line in lines}).values_list(
            "number", "id"
        )
    )
    for line in lines:
        if line.record.customer not in customers:
            faults.add(line.number, "customer", not_there("customer", line.record.customer))
        if not has_right_check_digit(line.record.gsrn):
            faults.warn(
                line.number, "gsrn", f"the check digit of {line.record.gsrn} is wrong; loaded all the same"
            )
    faults.refuse_if_any()
    known = Location.everything.filter(owner__in=customers.values()).values_list(
        "owner__number", "point__gsrn", "change_number"
    )
    newer = newer_than({(number, gsrn): change for number, gsrn, change in known}, lines)
    points = _write_points(lines)
    waiting = _profiles_that_wait(newer)
    for fields, chosen in (
        ((*WRITTEN, *PROFILE), [line for line in newer if line.record.identity() not in waiting]),
        (WRITTEN, [line for line in newer if line.record.identity() in waiting]),
    ):
        Location.everything.bulk_create(
            [
                _location(line.record, customers[line.record.customer], points[line.record.gsrn])
                for line in chosen
            ],
            update_conflicts=True,
            unique_fields=["owner", "point"],
            update_fields=fields,
            batch_size=BATCH,
        )
    _note_addresses({customers[line.record.customer] for line in newer})
    return Counts(len(lines), len(newer), len(lines) - len(newer))


def _note_addresses(owners: set[int]) -> None:
    """Let the chooser find customers by the addresses of their locations."""
    found: dict[int, list[str]] = {owner: [] for owner in owners}
    for location in Location.everything.filter(owner__in=owners).order_by("sort_key"):
        parts = {name: getattr(location, name) for name in ADDRESS}
        line = sort_key(f"{address_line(**parts)} {location.postcode} {location.city}")
        found[location.owner_id].append(line)
    Customer.everything.bulk_update(
        [Customer(pk=owner, addresses="\n".join(lines)) for owner, lines in found.items()],
        ["addresses"],
        batch_size=BATCH,
    )


def _profiles_that_wait(lines: Sequence[Line[LocationRecord]]) -> set[tuple[object, ...]]:
    """Return (customer, GSRN) of locations whose profile the customer changed and nobody has answered."""
    asked = Change.everything.filter(
        kind=ContractChange.PROFILE,
        state=ChangeState.PENDING,
        subject__in={line.record.gsrn for line in lines},
        owner__number__in={line.record.customer for line in lines},
    )
    return set(asked.values_list("owner__number", "subject"))


def _write_points(lines: Sequence[Line[LocationRecord]]) -> dict[str, int]:
    """Write the facts of points that no kept location states by a higher number; return ids by GSRN."""
    newest: dict[str, LocationRecord] = {}
    for line in sorted(lines, key=lambda line: (line.record.change_number, line.record.customer)):
        newest[line.record.gsrn] = line.record
    stated = dict(
        Location.everything.filter(point__gsrn__in=newest)
        .values("point__gsrn")
        .annotate(newest=Max("change_number"))
        .values_list("point__gsrn", "newest")
    )
    MeteringPoint.objects.bulk_create(
        [
            MeteringPoint(
                gsrn=gsrn,
                weather_station=record.weather_station,
                **{name: getattr(record.datahub, name) for name in DATAHUB_POINT_FACTS},
            )
            for gsrn, record in newest.items()
            if record.change_number > stated.get(gsrn, -1)
        ],
        update_conflicts=True,
        unique_fields=["gsrn"],
        update_fields=[*DATAHUB_POINT_FACTS, "weather_station"],
        batch_size=BATCH,
    )
    return dict(MeteringPoint.objects.filter(gsrn__in=newest).values_list("gsrn", "id"))


def _location(record: LocationRecord, owner_id: int, point_id: int) -> Location:
    parts = {name: getattr(record.address, name) for name in ADDRESS}
    parts["municipality"] = parts["municipality"] or parts["city"]
    facts = {name: getattr(record.datahub, name) for name in LOCATION_FACTS}
    profile = {
        name: (value or "") if name in PROFILE_TEXTS else value
        for name in PROFILE
        for value in (getattr(record.profile, name),)
    }
    return Location(
        owner_id=owner_id,
        point_id=point_id,
        change_number=record.change_number,
        sort_key=address_sort_key(**parts),
        search_key=search_key(record.gsrn, **parts),
        **parts,
        **facts,
        **profile,
    )
