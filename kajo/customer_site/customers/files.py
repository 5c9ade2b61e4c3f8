"""Files of the lists of all customers: ordered as the list was narrowed, made by the worker, fetched here."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kajo.access.areas import Area, Level
from kajo.access.doors import customers_page
from kajo.access.policy import ManyAccess
from kajo.core import times
from kajo.core.addresses import address
from kajo.customer_site.customers.lists import FILES_OF, filters_of
from kajo.files.answers import file_answer
from kajo.files.csv_files import CSV
from kajo.files.exports import ACCESS_ENDED, STOPPED, TOO_LARGE
from kajo.listings.actions import CannotExport, order_list
from kajo.listings.queries import get_export, get_export_content, list_exports

TITLES = {
    Area.INVOICES: gettext_lazy("Invoices of all customers"),
    Area.CONTRACTS: gettext_lazy("Contracts of all customers"),
    Area.REPORTING: gettext_lazy("Locations of all customers"),
}
REASONS = {
    ACCESS_ENDED: gettext_lazy(
        "You may not see everybody any more whose rows were in the file. Order it again."
    ),
    TOO_LARGE: gettext_lazy("The list is too long for one file. Narrow it by a search or a year."),
    STOPPED: gettext_lazy("The file was not made in time. Order it again."),
}


def pages(route: str, area: Area, name: str) -> list[URLPattern]:
    """Return the pages of a list's files: ordering and all of them, one, and what is in it."""
    return [
        customers_page(f"{route}files/", list_page, area, name=f"{name}-files", post=Level.READ),
        customers_page(f"{route}files/<slug:key>/", export_page, area, name=f"{name}-file"),
        customers_page(f"{route}files/<slug:key>/list.csv", file_page, area, name=f"{name}-csv"),
    ]


def list_page(request: HttpRequest, accesses: ManyAccess) -> HttpResponse:
    if request.method == "POST":
        return _order(request, accesses)
    context = {"exports": list_exports(accesses, now=times.now()), **_about(accesses)}
    return TemplateResponse(request, "customer_site/customers/files.html", context)


def _order(request: HttpRequest, accesses: ManyAccess) -> HttpResponse:
    name = FILES_OF[accesses.area]
    file = f"{TITLES[accesses.area]} {times.today().isoformat()}.csv"
    try:
        key = order_list(accesses, filters_of(request), name=file, now=times.now())
    except CannotExport:
        messages.warning(request, _("You have other files on the way. Wait until they are ready."))
        return redirect(f"{name}-files")
    return redirect(f"{name}-file", key=key)


def export_page(request: HttpRequest, accesses: ManyAccess, key: str) -> HttpResponse:
    export = get_export(accesses, key, now=times.now())
    context = {
        "export": export,
        "reason": REASONS.get(export.reason, ""),
        "here": request.path,
        "file_href": address(f"{FILES_OF[accesses.area]}-csv", key=key),
        "files_href": address(f"{FILES_OF[accesses.area]}-files"),
        **_about(accesses),
    }
    return TemplateResponse(request, "customer_site/customers/file.html", context)


def file_page(request: HttpRequest, accesses: ManyAccess, key: str) -> HttpResponse:
    export = get_export(accesses, key, now=times.now())
    return file_answer(export.name, CSV, get_export_content(accesses, key, now=times.now()))


def _about(accesses: ManyAccess) -> dict[str, object]:
    name = FILES_OF[accesses.area]
    return {"title": TITLES[accesses.area], "list_href": address(name), "file_page": f"{name}-file"}
