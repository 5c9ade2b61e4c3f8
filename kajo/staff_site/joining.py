"""Requests of users to be joined to a customer: what waits, the document, and the answer."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kajo.access.holders import slug_of
from kajo.access.policy import StaffAccess
from kajo.access.staff_customers import find_customer, list_who
from kajo.core import times
from kajo.files.answers import file_answer
from kajo.registration.joining import (
    AnotherCustomer,
    CannotSettle,
    JoinRequestRow,
    MustIdentify,
    OwnRequest,
    approve,
    find_request,
    find_request_document,
    list_requests,
    refuse,
)
from kajo.staff_site.customers import A_PAGE
from kajo.ui.parts import list_parts, page_number


class RefuseForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Why it is not approved"),
        help_text=gettext_lazy("Goes to the asker by e-mail. Tell nothing about the customer."),
        max_length=500,
        error_messages={"required": gettext_lazy("Write the reason: the asker reads it.")},
        widget=forms.Textarea(attrs={"rows": 3}),
    )


def list_page(request: HttpRequest, access: StaffAccess) -> HttpResponse:
    page = page_number(request)
    rows, total = list_requests(access, limit=A_PAGE, offset=(page - 1) * A_PAGE, now=times.now())
    parts = list_parts(page, a_page=A_PAGE, shown=len(rows), total=total, href="?page={page}")
    return TemplateResponse(request, "staff_site/requests.html", {"rows": rows, **parts})


def detail_page(request: HttpRequest, access: StaffAccess, key: str) -> HttpResponse:
    """Show who asks for which customer and by what document; approve it, or refuse it with a reason."""
    now = times.now()
    asked = find_request(access, key, now=now)
    if asked is None:
        return _over(request)
    if request.POST.get("deed") == "approve":
        return _approve(request, access, asked)
    form = RefuseForm(request.POST or None)
    if form.is_valid():
        return _refuse(request, access, asked, form.cleaned_data["reason"].strip())
    customer = find_customer(access, asked.customer_key) if asked.customer_key else None
    who = list_who(access, customer, now=now) if customer else []
    context = {
        "asked": asked,
        "asker": slug_of(asked.user_id, None),
        "customer": customer,
        "owners": [one for one in who if one.how == "owner"],
        "form": form,
    }
    return TemplateResponse(request, "staff_site/request.html", context)


def document_page(request: HttpRequest, access: StaffAccess, key: str) -> HttpResponse:
    """Hand out the document; asked for by a button, since it is written down."""
    if request.method != "POST":
        return redirect("staff:request", key=key)
    document = find_request_document(access, key, now=times.now())
    if document is None:
        raise Http404
    return file_answer(document.name, document.media_type, document.content)


def _over(request: HttpRequest) -> HttpResponse:
    """Lead to the list from a request that waits no longer, or was none."""
    messages.info(request, _("The request waits no longer."))
    return redirect("staff:requests")


def _approve(request: HttpRequest, access: StaffAccess, asked: JoinRequestRow) -> HttpResponse:
    try:
        approve(access, asked.key, customer_key=request.POST.get("customer", "")[:20], now=times.now())
    except OwnRequest:
        messages.warning(request, _("This is your own request: somebody else answers it."))
        return redirect("staff:request", key=asked.key)
    except MustIdentify:
        return redirect("staff:request", key=asked.key)  # where it stands why
    except AnotherCustomer:
        messages.warning(request, _("The customer register has just changed. Check the customer once more."))
        return redirect("staff:request", key=asked.key)
    except CannotSettle:
        return _over(request)
    facts = {"name": asked.name, "customer": asked.customer}
    messages.success(request, _("%(name)s now owns %(customer)s. All whom it concerns are told.") % facts)
    return redirect("staff:requests")


def _refuse(request: HttpRequest, access: StaffAccess, asked: JoinRequestRow, reason: str) -> HttpResponse:
    try:
        refuse(access, asked.key, reason=reason, now=times.now())
    except CannotSettle:
        return _over(request)
    messages.success(request, _("The request was not approved. %(name)s is told why.") % {"name": asked.name})
    return redirect("staff:requests")
