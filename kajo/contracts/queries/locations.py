"""Reading a customer's locations of use."""

from __future__ import annotations

from django.http import Http404

from kajo.access.policy import CustomerAccess
from kajo.contracts.models import Location
from kajo.contracts.queries.making import location_detail, location_row
from kajo.contracts.rows import LocationDetail, LocationRow
from kajo.contracts.sorting import address_line


def list_locations(access: CustomerAccess) -> list[LocationRow]:
    """Return the customer's locations that have ever had a contract, by address. One query."""
    locations = Location.of(access).select_related("point").order_by("sort_key", "id")
    return [location_row(location) for location in locations]


def get_location_row(access: CustomerAccess, key: str) -> LocationRow:
    """Return one of the customer's locations as a list shows it. One query.

    :raises Http404: when the customer has no such location
    """
    shown = ("id", "point__gsrn", "street", "building", "staircase", "apartment", "postcode", "city")
    found = Location.of(access).filter(key=key).values_list(*shown)
    for number, gsrn, street, building, staircase, apartment, postcode, city in found:
        address = address_line(street=street, building=building, staircase=staircase, apartment=apartment)
        return LocationRow(number, key, gsrn, address, postcode, city)
    raise Http404


def get_location(access: CustomerAccess, key: str) -> LocationDetail:
    """Return one of the customer's locations with Datahub's facts and the profile. One query.

    :raises Http404: when the customer has no such location
    """
    location = Location.of(access).select_related("point").filter(key=key).first()
    if location is None:
        raise Http404
    return location_detail(location)
