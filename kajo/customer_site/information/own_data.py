"""Download all my data, and ask for erasure: for owners alone."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kajo.access.policy import CustomerAccess
from kajo.changes.queries import list_changes
from kajo.contracts.queries import list_contracts
from kajo.core import times
from kajo.customer_site.wishes import wish_of
from kajo.files.answers import file_answer
from kajo.files.exports import ACCESS_ENDED, STOPPED, TOO_LARGE, ZIP
from kajo.information.actions import CannotChange, ask_for_erasure
from kajo.information.asked import information
from kajo.information.queries import deed_of as deed_of_change
from kajo.information.words import InformationChange
from kajo.own_data.actions import CannotExport, order_data
from kajo.own_data.queries import deed_of, get_export, get_export_content, list_exports
from kajo.registration.proving import ProofForm, try_to_prove, ways_to_prove

REASONS = {
    ACCESS_ENDED: gettext_lazy("You do not own this data any more, so the file was not made."),
    TOO_LARGE: gettext_lazy("There is so much data that it does not go in one file. Call us to have it."),
    STOPPED: gettext_lazy("The file was not made in time. Order it again."),
}


def list_page(request: HttpRequest, access: CustomerAccess) -> HttpResponse:
    form = ProofForm(request.POST or None)
    if form.is_valid():
        answer = _order(request, access, form)
        if answer is not None:
            return answer
    context = {
        "form": form,
        **ways_to_prove(request, about=deed_of(access)),
        "exports": list_exports(access, now=times.now()),
    }
    return TemplateResponse(request, "customer_site/information/my_data.html", context)


def _order(request: HttpRequest, access: CustomerAccess, form: ProofForm) -> HttpResponse | None:
    """Order the file and lead to it, or say in the form why not: who found an open browser gets none."""
    name = _("my-data-%(day)s") % {"day": times.today().isoformat()} + ".zip"
    proof = try_to_prove(request, form, about=deed_of(access))
    if proof is None:
        return None
    try:
        key = order_data(access, proof, name=name, now=times.now())
    except CannotExport:
        messages.warning(request, _("A file is on its way, or enough were made today."))
        return redirect(access.url("my-data"))
    return redirect(access.url("my-data-export", key=key))


def export_page(request: HttpRequest, access: CustomerAccess, key: str) -> HttpResponse:
    export = get_export(access, key, now=times.now())
    context = {"export": export, "reason": REASONS.get(export.reason, "")}
    return TemplateResponse(request, "customer_site/information/my_data_file.html", context)


def file_page(request: HttpRequest, access: CustomerAccess, key: str) -> HttpResponse:
    export = get_export(access, key, now=times.now())
    return file_answer(export.name, ZIP, get_export_content(access, key, now=times.now()))


def erasure_page(request: HttpRequest, access: CustomerAccess) -> HttpResponse:
    form, deed = ProofForm(request.POST or None), deed_of_change(access, InformationChange.ERASE)
    if form.is_valid() and (proof := try_to_prove(request, form, about=deed)):
        try:
            ask_for_erasure(access, proof, now=times.now())
            messages.success(request, _("Your request is on its way. Its state is shown here."))
        except CannotChange:
            messages.warning(request, _("You have asked for this already. We have not answered yet."))
        return redirect(access.url("erasure"))
    asked = list_changes(access, subjects=[access.number], kind=InformationChange.ERASE)
    counts = list_contracts(access, today=times.today()).counts
    context = {
        "form": form,
        **ways_to_prove(request, about=deed),
        "wishes": [wish_of(change, information(access, change)) for change in asked[:1]],
        "waits": bool(asked and asked[0].is_pending),
        "has_contracts": counts.valid + counts.coming > 0,
    }
    return TemplateResponse(request, "customer_site/information/erasure.html", context)
