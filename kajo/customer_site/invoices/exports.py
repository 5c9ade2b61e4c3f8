"""Bills in one ZIP file: ordered here, made by the worker, fetched here by who ordered it and nobody else."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kajo.access.policy import CustomerAccess
from kajo.core import times
from kajo.customer_site.invoices.selecting import read_selection
from kajo.files.answers import file_answer
from kajo.files.exports import (
    ACCESS_ENDED,
    NOTHING_THERE,
    STOPPED,
    TOO_LARGE,
    ZIP,
)
from kajo.invoices.export_actions import CannotExport, order_zip
from kajo.invoices.exporting import MOST_BYTES, MOST_INVOICES
from kajo.invoices.queries.exports import (
    get_export,
    get_export_content,
    keep_shown,
    list_exports,
    list_keys,
)

REFUSALS = {
    "nothing": gettext_lazy("No invoices are selected, so there is nothing to put in a file."),
    "too_many": gettext_lazy("Too many invoices are selected for one file. Select fewer, such as a year."),
    "busy": gettext_lazy("You have other files on the way. Wait until they are ready."),
}
REASONS = {
    ACCESS_ENDED: gettext_lazy("Your access to these invoices has ended, so the file was not made."),
    TOO_LARGE: gettext_lazy("The PDFs are too large for one file together. Select fewer invoices."),
    STOPPED: gettext_lazy("The file was not made in time. Order it again."),
    NOTHING_THERE: gettext_lazy("The invoices are not in the service any more."),
}


def list_page(request: HttpRequest, access: CustomerAccess) -> HttpResponse:
    if request.method == "POST":
        return _order(request, access)
    context = {
        "exports": [] if access.is_look else list_exports(access, now=times.now()),
        "zip_limit": MOST_INVOICES,
        "zip_size": MOST_BYTES,
    }
    return TemplateResponse(request, "customer_site/invoices/export_list.html", context)


def _order(request: HttpRequest, access: CustomerAccess) -> HttpResponse:
    keys = _keys(request, access)
    name = f"{_('invoices')}-{times.today().isoformat()}.zip"
    try:
        export = order_zip(access, keys=keys, name=name, now=times.now())
    except CannotExport as cannot:
        messages.error(request, str(REFUSALS[str(cannot)]))
        return redirect(access.url("invoice-exports"))
    return redirect(access.url("invoice-export", key=export))


def _keys(request: HttpRequest, access: CustomerAccess) -> list[str]:
    """Return the invoices that are ticked; all of the selection where none is."""
    if ticked := request.POST.getlist("invoice")[: MOST_INVOICES + 1]:
        return keep_shown(access, ticked)
    return list_keys(access, read_selection(request.GET), limit=MOST_INVOICES + 1, today=times.today())


def export_page(request: HttpRequest, access: CustomerAccess, key: str) -> HttpResponse:
    export = get_export(access, key, now=times.now())
    context = {"export": export, "reason": REASONS.get(export.reason, "")}
    return TemplateResponse(request, "customer_site/invoices/export.html", context)


def file_page(request: HttpRequest, access: CustomerAccess, key: str) -> HttpResponse:
    if access.is_look:
        raise Http404
    export = get_export(access, key, now=times.now())
    return file_answer(export.name, ZIP, get_export_content(access, key, now=times.now()))
