"""Postal addresses."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse

from kajo.access.areas import Area, Level
from kajo.access.policy import CustomerAccess
from kajo.core import times
from kajo.customer_site.information.contacts import ON_ITS_WAY, REFUSALS
from kajo.customer_site.information.forms import AddressForm
from kajo.information.actions import CannotChange, NewAddress, change_address
from kajo.information.queries import get_information
from kajo.information.words import AddressUse


def postal_page(request: HttpRequest, access: CustomerAccess) -> HttpResponse:
    return _page(request, access, AddressUse.POSTAL)


def invoicing_page(request: HttpRequest, access: CustomerAccess) -> HttpResponse:
    return _page(request, access, AddressUse.INVOICING)


def _page(request: HttpRequest, access: CustomerAccess, use: AddressUse) -> HttpResponse:
    if not access.may(Area.INFORMATION, Level.WRITE):
        return redirect(access.url("information"))
    address = next(address for address in get_information(access).addresses if address.use is use)
    form = AddressForm(request.POST or None, address=address)
    if form.is_valid():
        try:
            asked = change_address(access, use, NewAddress(**form.cleaned_data), now=times.now())
        except CannotChange as cannot:
            form.add_error(None, REFUSALS[str(cannot)])
        else:
            if asked is not None:
                messages.success(request, ON_ITS_WAY)
            return redirect(access.url("information"))
    context = {"form": form, "address": address}
    return TemplateResponse(request, "customer_site/information/address.html", context)
