"""What is asked to be changed of how a customer is reached, in words."""

from __future__ import annotations

from django.utils.translation import gettext as _

from kajo.access.policy import CustomerAccess
from kajo.changes.asked import Asked, tells
from kajo.changes.rows import ChangeRow
from kajo.information.values import shown_value
from kajo.information.words import AddressUse, ContactKind, ContactUse, InformationChange, foreign


@tells(*InformationChange)
def information(access: CustomerAccess, change: ChangeRow) -> Asked:
    """Tell of a change of My information."""
    page = "erasure" if change.kind == InformationChange.ERASE else "information"
    return Asked(title_of(change), access.url(page), lines_of(change))


def title_of(change: ChangeRow) -> str:
    """Return what is asked in a few words."""
    if change.kind == InformationChange.ADDRESS:
        return str(AddressUse(change.subject).label)
    if change.kind == InformationChange.ERASE:
        return _("Erasure of your data")
    kind = ContactKind(change.facts["contact_kind"])
    words = {
        InformationChange.ADD: _("New: %(value)s"),
        InformationChange.CHANGE: _("Change: %(value)s"),
        InformationChange.REMOVE: _("Removal: %(value)s"),
    }[InformationChange(change.kind)]
    return words % {"value": shown_value(kind, change.subject)}


def lines_of(change: ChangeRow) -> tuple[str, ...]:
    """Return how it is to be, by lines."""
    facts = change.facts
    if change.kind in (InformationChange.REMOVE, InformationChange.ERASE):
        return ()
    if change.kind == InformationChange.ADDRESS:
        place = f"{facts['postcode']} {facts['city']}"
        lines = (facts["recipient"], facts["street"], place, foreign(facts["country"]))
        return tuple(line for line in lines if line)
    uses = ", ".join(str(use.label) for use in ContactUse if use in facts["uses"])
    value = shown_value(facts["contact_kind"], facts["value"])
    return (
        *([_("Becomes %(value)s") % {"value": value}] if facts["value"] != change.subject else []),
        *([_("Used for: %(uses)s") % {"uses": uses}] if uses else []),
        *([_("The first of its kind")] if facts["is_primary"] else []),
    )
