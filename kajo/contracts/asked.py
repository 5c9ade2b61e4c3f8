"""What customers ask of contracts and locations, in words."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from kajo.access.policy import CustomerAccess
from kajo.changes.asked import Asked, tells
from kajo.changes.rows import ChangeRow
from kajo.contracts.models import Contract, Location
from kajo.contracts.profile_words import differences_of
from kajo.contracts.queries.making import location_row
from kajo.contracts.words import ContractChange
from kajo.ui import formats


@tells(ContractChange.WITHDRAWAL)
def withdrawal(access: CustomerAccess, change: ChangeRow) -> Asked:
    """Tell of a withdrawal: from which contract."""
    contract = Contract.of(access).select_related("product").get(number=change.subject)
    last_day = date.fromisoformat(change.facts["last_day_to_withdraw"])
    until = formats.day(last_day, formats.page_language())
    return Asked(
        title=_("Withdrawal from contract %(number)s") % {"number": contract.number},
        page=_page(access, contract),
        lines=(
            contract.product.name.in_language(),
            _("Could be withdrawn from until %(day)s") % {"day": until},
        ),
    )


@tells(ContractChange.PROFILE)
def profile(access: CustomerAccess, change: ChangeRow) -> Asked:
    """Tell of a change of a location's profile; its page is the newest contract's."""
    location = Location.of(access).select_related("point").get(point__gsrn=change.subject)
    newest = Contract.of(access).filter(location=location, is_cancelled=False).order_by("-starts_on").first()
    words = _("%(fact)s: %(after)s, before that %(before)s")
    return Asked(
        title=_("Profile of the location of use, %(address)s") % {"address": location_row(location).address},
        page=_page(access, newest),
        lines=tuple(
            words % {"fact": one.label, "after": one.after, "before": one.before}
            for one in differences_of(change.facts)
        ),
    )


def _page(access: CustomerAccess, contract: Contract | None) -> str:
    """Return the address of a contract, or of the list when it cannot be seen by itself."""
    if contract is None or contract.is_cancelled:
        return access.url("contract-list")
    return access.url("contract-detail", key=contract.key)
