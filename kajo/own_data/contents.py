"""What all of a customer's data is: by the queries of the pages, so that it holds what they show."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any

from kajo.access.holdings import list_holdings
from kajo.access.looks import list_looks
from kajo.access.models import User
from kajo.access.policy import CustomerAccess
from kajo.access.rights import list_history, list_rights
from kajo.changes.queries import list_every
from kajo.contracts.queries import get_contract, get_location, list_contracts, list_locations
from kajo.contracts.queries.lists import EVERY_ONE
from kajo.core.times import local_day
from kajo.information.queries import get_information
from kajo.invoices.bills import bill_of
from kajo.invoices.exporting import name_in_zip
from kajo.invoices.queries.details import get_invoice
from kajo.invoices.queries.exports import keep_shown, list_keys
from kajo.invoices.rows import Selection
from kajo.notifications.choosing import get_settings, list_consents
from kajo.own_data.plain import as_json
from kajo.own_data.readings import write_readings
from kajo.registration.factors import list_factors
from kajo.registration.identifications import find_identification
from kajo.registration.own_sessions import list_own_sessions

File = tuple[str, bytes]
MOST_LOOKS = 100_000


def list_parts(access: CustomerAccess, *, now: datetime) -> dict[str, list[str]]:
    """Return the keys of what goes in one by one: contracts, invoices and locations."""
    return {
        "contracts": _contract_keys(access, now),
        "invoices": list_keys(access, Selection(), limit=1_000_000, today=local_day(now)),
        "locations": [location.key for location in list_locations(access)],
    }


def basics(access: CustomerAccess, *, now: datetime) -> Iterator[File]:
    """Yield who the customer is, how reached, who has rights, who looked, what was asked."""
    user = User.objects.get(pk=access.user_id)
    yield "information.json", as_json(get_information(access))
    yield (
        "messages.json",
        as_json({"settings": get_settings(access), "marketing": list_consents(access)}),
    )
    rights = list_rights(access, now=now)
    yield (
        "access-rights.json",
        as_json([{"right": right, "history": list_history(access, right.key)} for right in rights]),
    )
    looks = list_looks(access, begins=None, ends=None, limit=MOST_LOOKS, now=now)
    yield "who-looked.json", as_json(looks.rows)
    yield "requests.json", as_json(list_every(access))
    own: dict[str, Any] = {
        "user_id": user.username,
        "email": user.email,
        "first_name": user.first_name,
        "last_name": user.last_name,
        "language": user.language,
        "created_at": user.created_at,
        "last_login": user.last_login,
        "second_steps": list_factors(user),
        "identification": find_identification(),
        "signed_in": [
            {"browser": one.browser, "network": one.network, "began_at": one.began_at, "used_at": one.used_at}
            for one in list_own_sessions(None, now=now)
        ],
    }
    yield "user.json", as_json(own)


def contract(access: CustomerAccess, key: str, *, now: datetime) -> Iterator[File]:
    """Yield one contract."""
    detail = get_contract(access, key, today=local_day(now))
    yield f"contracts/{detail.contract.number}.json", as_json(detail)


def invoice(access: CustomerAccess, key: str, *, now: datetime) -> Iterator[File]:
    """Yield an invoice's data and its PDF; nothing of one that is not shown any more."""
    if not keep_shown(access, [key]):
        return
    detail = get_invoice(access, key, today=local_day(now))
    name = name_in_zip(detail.invoice.dated_on, detail.invoice.number).removesuffix(".pdf")
    yield f"invoices/{name}.json", as_json(detail)
    yield f"invoices/{name}.pdf", bill_of(access, detail).load()


def location(access: CustomerAccess, key: str, *, now: datetime) -> Iterator[File]:
    """Yield a location of use with its profile, and all of its readings."""
    detail = get_location(access, key)
    holdings = [one for one in list_holdings(access) if one.location_id == detail.location.id]
    yield f"locations/{detail.location.gsrn}.json", as_json(detail)
    yield f"readings/{detail.location.gsrn}.csv", write_readings(holdings)


def _contract_keys(access: CustomerAccess, now: datetime) -> list[str]:
    page = list_contracts(access, today=local_day(now))
    keys = [row.key for row in page.rows]
    for number in range(2, page.pages + 1):
        more = list_contracts(access, today=local_day(now), wanted=replace(EVERY_ONE, page=number))
        keys += [row.key for row in more.rows]
    return keys


PARTS = {"contracts": contract, "invoices": invoice, "locations": location}
