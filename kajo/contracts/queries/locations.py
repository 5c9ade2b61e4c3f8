"""Reading a customer's locations of use."""

from __future__ import annotations

from typing import Any

from django.db.models import CharField, QuerySet
from django.http import Http404

from kajo.access.policy import CustomerAccess
from kajo.access.statements import given, statement
from kajo.contracts.models import Location
from kajo.contracts.queries.making import location_detail, location_row
from kajo.contracts.rows import LocationDetail, LocationRow
from kajo.contracts.sorting import address_line


def list_locations(access: CustomerAccess) -> list[LocationRow]:
    """Return the customer's locations that have ever had a contract, by address. One query."""
    return [location_row(location) for location in _by_address().of(access)]


def get_location_row(access: CustomerAccess, key: str) -> LocationRow:
    """Return one of the customer's locations as a list shows it. One query.

    :raises Http404: when the customer has no such location
    """
    for number, gsrn, street, building, staircase, apartment, postcode, city in _shown().of(access, key=key):
        address = address_line(street=street, building=building, staircase=staircase, apartment=apartment)
        return LocationRow(number, key, gsrn, address, postcode, city)
    raise Http404


def get_location(access: CustomerAccess, key: str) -> LocationDetail:
    """Return one of the customer's locations with Datahub's facts and the profile. One query.

    :raises Http404: when the customer has no such location
    """
    for location in _whole().of(access, key=key):
        return location_detail(location)
    raise Http404


@statement
def _by_address() -> QuerySet[Location]:
    return Location.owned().select_related("point").order_by("sort_key", "id")


@statement
def _whole() -> QuerySet[Location]:
    return Location.owned().filter(key=given("key", CharField())).select_related("point")


@statement
def _shown() -> QuerySet[Location, tuple[Any, ...]]:
    found = Location.owned().filter(key=given("key", CharField()))
    return found.values_list(
        "id", "point__gsrn", "street", "building", "staircase", "apartment", "postcode", "city"
    )
