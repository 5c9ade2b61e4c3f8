"""My information: names and numbers, contacts, addresses, and what is asked to be changed of them."""

from __future__ import annotations

from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from kajo.access.areas import Area, Level
from kajo.access.policy import CustomerAccess
from kajo.changes.rows import ChangeRow
from kajo.changes.words import ChangeState
from kajo.contracts.queries import list_locations
from kajo.core import times
from kajo.customer_site.wishes import wish_of
from kajo.information.asked import information
from kajo.information.queries import get_information
from kajo.information.words import ContactKind
from kajo.notifications.sms import can_send_sms

SHOWN_FOR = timedelta(days=30)


def information_page(request: HttpRequest, access: CustomerAccess) -> HttpResponse:
    known = get_information(access)
    context = {
        "known": known,
        "phones": [contact for contact in known.contacts if contact.kind is ContactKind.PHONE],
        "emails": [contact for contact in known.contacts if contact.kind is ContactKind.EMAIL],
        "locations": list_locations(access) if access.may(Area.CONTRACTS) else None,
        "wishes": [wish_of(change, information(access, change)) for change in shown(known.asked)],
        "may_change": access.may(Area.INFORMATION, Level.WRITE),
        "may_add_phones": can_send_sms(),
    }
    return TemplateResponse(request, "customer_site/information/information.html", context)


def shown(asked: list[ChangeRow]) -> list[ChangeRow]:
    """Return what waits, and what was answered not long ago."""
    since = times.now() - SHOWN_FOR
    return [c for c in asked if c.state is ChangeState.PENDING or (c.settled_at or c.asked_at) > since]
