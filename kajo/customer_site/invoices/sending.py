"""How invoices are sent, and the two wishes about it."""

from __future__ import annotations

from collections.abc import Sequence

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from kajo.access.areas import Area, Level
from kajo.access.customers import is_person
from kajo.access.policy import CustomerAccess
from kajo.changes.queries import list_changes
from kajo.changes.rows import ChangeRow
from kajo.changes.words import ChangeState
from kajo.contracts.rows import InvoicingRow
from kajo.core import times
from kajo.customer_site.invoices.forms import FrequencyForm, MethodForm
from kajo.customer_site.wishes import TONES, Wish
from kajo.invoices.actions import AlreadyAsked, ask_for_frequency, ask_for_method
from kajo.invoices.asked import title_of
from kajo.invoices.invoicing import FOR_COMPANIES, FOR_CONSUMERS, FREQUENCY, METHOD
from kajo.invoices.queries.lists import find_newest
from kajo.invoices.words import Channel, channel_word
from kajo.ui import formats


def sending_page(request: HttpRequest, access: CustomerAccess) -> HttpResponse:
    person = is_person(access)
    newest, asked = find_newest(access), latest_wishes(list_changes(access, subjects=[access.number]))
    context = {
        "channel": newest and newest.channel and channel_word(newest.channel, is_company=not person),
        "sent_on": newest and newest.sent_on,
        "wishes": [wish_of(change) for change in asked.values()],
        "method_waits": METHOD in asked and asked[METHOD].is_pending,
        "frequency_waits": FREQUENCY in asked and asked[FREQUENCY].is_pending,
        "may_ask": access.may(Area.INVOICES, Level.WRITE),
        "person": person,
        "biller_name": settings.ENV.biller_name or settings.ENV.retailer_name,
        "biller_identifier": settings.ENV.biller_identifier,
    }
    return TemplateResponse(request, "customer_site/invoices/sending.html", context)


def method_page(request: HttpRequest, access: CustomerAccess) -> HttpResponse:
    channels = FOR_CONSUMERS if is_person(access) else FOR_COMPANIES
    form = MethodForm(request.POST or None, channels=channels)
    return _ask(request, access, form, _("Another way of sending invoices"))


def frequency_page(request: HttpRequest, access: CustomerAccess) -> HttpResponse:
    return _ask(request, access, FrequencyForm(request.POST or None), _("Another number of invoices a year"))


def _ask(
    request: HttpRequest, access: CustomerAccess, form: MethodForm | FrequencyForm, title: str
) -> HttpResponse:
    if not access.may(Area.INVOICES, Level.WRITE):
        return redirect(access.url("invoice-sending"))
    if form.is_valid():
        try:
            _send(access, form)
        except AlreadyAsked:
            form.add_error(None, _("You have asked for this already. We have not answered yet."))
        else:
            messages.success(request, _("Your request is on its way. Its state is shown here."))
            return redirect(access.url("invoice-sending"))
    return TemplateResponse(request, "customer_site/invoices/ask.html", {"form": form, "title": title})


def _send(access: CustomerAccess, form: MethodForm | FrequencyForm) -> None:
    if isinstance(form, MethodForm):
        ask_for_method(access, **form.wish, now=times.now())
    else:
        ask_for_frequency(access, bills_a_year=form.cleaned_data["bills_a_year"], now=times.now())


def latest_wishes(asked: Sequence[ChangeRow]) -> dict[str, ChangeRow]:
    """Return the newest wish of each kind.

    :param asked: what was asked of the customer's contracts together, the newest first
    """
    return {change.kind: change for change in reversed(asked) if change.kind in (METHOD, FREQUENCY)}


def wishes_beside(invoicing: InvoicingRow | None, asked: Sequence[ChangeRow]) -> list[Wish]:
    """Return the wishes that a contract's own invoicing does not show: those that wait or are confirmed."""
    return [
        wish_of(change)
        for change in latest_wishes(asked).values()
        if change.is_pending or (change.state is ChangeState.CONFIRMED and not _is_shown(invoicing, change))
    ]


def _is_shown(invoicing: InvoicingRow | None, change: ChangeRow) -> bool:
    """Tell whether a contract is invoiced as was wished."""
    if invoicing is None:
        return False
    if change.kind == FREQUENCY:
        return invoicing.invoices_a_year == int(change.facts["bills_a_year"])
    addresses = ("", *invoicing.address, invoicing.e_invoice_address)
    method, address = Channel(change.facts["channel"]), change.facts.get("address", "")
    return invoicing.method is method and address in addresses


def wish_of(change: ChangeRow) -> Wish:
    """Return a wish in words: what was asked, when and by whom, and what the retailer says."""
    said = {
        "day": formats.day(times.local_day(change.asked_at), formats.page_language()),
        "who": change.asked_by,
    }
    asked = _("%(who)s asked for this %(day)s.") % said
    answer = {
        ChangeState.PENDING: _("It waits for our confirmation."),
        ChangeState.CONFIRMED: _("It is confirmed and holds from the next invoice on."),
        ChangeState.REFUSED: change.reason,
    }[change.state]
    return Wish(TONES[change.state], title_of(change), f"{asked} {answer}")
