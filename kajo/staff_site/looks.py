"""Looking at a customer's own pages: by customer number, for a reason that is kept."""

from __future__ import annotations

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _

from kajo.access.policy import StaffAccess
from kajo.access.staff import CannotLook, begin_look, end_looks, list_looks
from kajo.core import times
from kajo.registration.joining import count_requests


class LookForm(forms.Form):
    number = forms.CharField(
        label=_("Customer number"),
        max_length=20,
        error_messages={"required": _("Write the customer number, such as 100200.")},
        widget=forms.TextInput(attrs={"size": 20, "autocomplete": "off", "inputmode": "numeric"}),
    )
    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("The customer sees it, under Who looked."),
        max_length=200,
        error_messages={"required": _("Write why you look, such as the number of the call.")},
        widget=forms.TextInput(attrs={"size": 60, "autocomplete": "off"}),
    )


def look_up_page(request: HttpRequest, access: StaffAccess) -> HttpResponse:
    now = times.now()
    if request.method == "POST" and "end" in request.POST:
        end_looks(access, now=now)
        return redirect("staff:look-up")
    form = LookForm(request.POST or None, initial={"number": request.GET.get("number", "")[:20]})
    if form.is_valid():
        try:
            key = begin_look(
                access,
                customer_number=form.cleaned_data["number"],
                reason=form.cleaned_data["reason"],
                now=now,
            )
        except CannotLook:
            form.add_error("number", _("There is no customer with this number. Check it from the invoice."))
        else:
            return redirect("look:front", look=key)
    context = {
        "form": form,
        "looks": list_looks(access, now=now),
        "waiting": count_requests(access, now=now) if access.is_corporate else 0,
    }
    return TemplateResponse(request, "staff_site/look_up.html", context)
