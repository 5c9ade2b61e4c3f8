"""What customers do about contracts and locations: withdraw from one made at a distance, edit a profile."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404

from kajo.access.areas import Area, Level
from kajo.access.policy import CustomerAccess
from kajo.changes.actions import AlreadyAsked, ask
from kajo.changes.queries import list_changes
from kajo.changes.rows import ChangeRow
from kajo.contracts.models import PROFILE, Contract, Location
from kajo.contracts.queries.detail import withdrawal_of
from kajo.contracts.words import ContractChange
from kajo.core import times


class CannotWithdraw(Exception):
    """The contract was not made at a distance, the time is over, or the withdrawal was asked before."""


class CannotEditProfile(Exception):
    """Somebody else has changed the profile since it was read."""


def withdraw(access: CustomerAccess, *, key: str, receipt_to: str, now: datetime) -> ChangeRow:
    """Ask to withdraw from a contract made at a distance. Only an owner may, whatever was granted.

    :param receipt_to: the e-mail address that gets the receipt
    :raises CannotWithdraw: see there
    :raises Http404: when the customer has no such contract
    """
    access.require(Area.CONTRACTS, Level.WRITE)
    if not access.is_owner:
        raise PermissionDenied
    contract = (
        Contract.of(access, Level.WRITE).filter(key=key, is_cancelled=False).select_related("product").first()
    )
    if contract is None:
        raise Http404
    withdrawal = withdrawal_of(
        contract, list_changes(access, subjects=[contract.number]), times.local_day(now)
    )
    if withdrawal is None or not withdrawal.is_open:
        raise CannotWithdraw
    facts = {
        "customer": access.name,
        "customer_number": access.number,
        "product": contract.product.name.fi,
        "last_day_to_withdraw": withdrawal.last_day.isoformat(),
        "receipt_to": receipt_to,
    }
    try:
        return ask(
            access,
            area=Area.CONTRACTS,
            kind=ContractChange.WITHDRAWAL,
            subject=contract.number,
            facts=facts,
            now=now,
        )
    except AlreadyAsked as asked:
        raise CannotWithdraw from asked


def edit_profile(
    access: CustomerAccess, *, key: str, edition: int, profile: Mapping[str, Any], now: datetime
) -> ChangeRow | None:
    """Change the profile of a location and tell the retailer. None when nothing differs.

    :param key: the location's
    :param edition: the newest change of it when it was read, 0 for none
    :param profile: a value for each of `models.PROFILE`
    :raises CannotEditProfile: see there
    :raises Http404: when the customer has no such location
    """
    access.require(Area.CONTRACTS, Level.WRITE)
    location = Location.of(access, Level.WRITE).filter(key=key)
    known = location.values("point__gsrn", *PROFILE).first()
    if known is None:
        raise Http404
    before = {name: known[name] for name in PROFILE}
    after = {name: profile[name] for name in PROFILE}
    if after == before:
        return None
    try:
        change = ask(
            access,
            area=Area.CONTRACTS,
            kind=ContractChange.PROFILE,
            subject=known["point__gsrn"],
            edition=edition + 1,
            facts={"profile": _plain(after), "before": _plain(before)},
            now=now,
        )
    except AlreadyAsked as asked:
        raise CannotEditProfile from asked
    location.update(**after)
    return change


def _plain(profile: Mapping[str, Any]) -> dict[str, Any]:
    """Return a profile in JSON's own types."""
    return {name: str(value) if isinstance(value, Decimal) else value for name, value in profile.items()}
