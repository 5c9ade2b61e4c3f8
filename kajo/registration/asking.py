"""The page on which somebody asks customer service to be joined to a customer, with a document."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kajo.core import times
from kajo.files.fields import DocumentField
from kajo.registration import joining
from kajo.registration.business_id_field import NO_BUSINESS_ID
from kajo.registration.claiming import WhichForm
from kajo.registration.identifications import must_identify
from kajo.registration.joining import Asked, CannotAsk, WaitsAlready
from kajo.registration.limits import is_within
from kajo.registration.steps import steps_at
from kajo.registration.words import AskGround


class AskForm(WhichForm):
    field_order = ("ground", "number", "business_id")

    ground = forms.TypedChoiceField(
        label=gettext_lazy("Why you may act for the customer"),
        choices=AskGround.choices,
        coerce=AskGround,
        error_messages={"required": gettext_lazy("Choose why you may act for the customer.")},
        widget=forms.RadioSelect,
    )
    document = DocumentField(
        label=gettext_lazy("Document"),
        help_text=gettext_lazy(
            "Extract from the trade register, power of attorney, decision on guardianship, estate inventory"
            " or other paper: PDF, PNG or JPG, at most 10 MB. Cover the ends of personal identity codes."
        ),
    )
    note = forms.CharField(
        label=gettext_lazy("What else we should know"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def clean(self) -> None:
        given = self.cleaned_data
        if given.get("ground") == AskGround.COMPANY and given.get("business_id") == "":
            self.add_error("business_id", NO_BUSINESS_ID)

    @property
    def asked(self) -> Asked:
        given: dict[str, Any] = self.cleaned_data
        return Asked(given["number"], given["business_id"], given["ground"], given["note"].strip())


def asking_page(request: HttpRequest) -> HttpResponse:
    """Take a request with its document, or take one back; show what has become of the user's others."""
    now = times.now()
    if request.POST.get("deed") == "withdraw":
        return _withdraw(request)
    form = AskForm(request.POST or None, request.FILES or None, must_identify=must_identify())
    if form.is_valid() and _is_asked(request, form):
        return redirect("register-ask")
    context = {
        "form": form,
        "steps": steps_at(3),
        "requests": joining.list_own_requests(now=now),
        "lasts_days": joining.ANSWERED_WITHIN.days,
    }
    return TemplateResponse(request, "registration/ask.html", context)


def _is_asked(request: HttpRequest, form: AskForm) -> bool:
    """Put the request before customer service; what stands in the way becomes an error of the form."""
    if not is_within(request, "ask_to_join"):
        form.add_error(None, _("Too many requests today. Go on tomorrow."))
        return False
    try:
        joining.ask_to_join(form.asked, form.cleaned_data["document"], now=times.now())
    except WaitsAlready:
        form.add_error("number", _("A request of yours about this customer number waits already."))
    except CannotAsk:
        form.add_error(None, _("Several requests of yours wait already. Send more when they are answered."))
    else:
        messages.success(request, _("Your request was sent. We answer to your e-mail address."))
        return True
    return False


def _withdraw(request: HttpRequest) -> HttpResponse:
    if joining.withdraw(request.POST.get("request", "")[:10], now=times.now()):
        messages.success(request, _("The request was withdrawn, and its document removed."))
    else:
        messages.warning(request, _("The request waits no longer."))
    return redirect("register-ask")
