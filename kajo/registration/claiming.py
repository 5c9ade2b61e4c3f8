"""The page on which somebody says which customer he is, and gives the code that was sent to that customer."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kajo.core import times
from kajo.registration import claims
from kajo.registration.business_id_field import BusinessIdField
from kajo.registration.claims import CannotClaim, Claimed, HasOwner, MustIdentify, Numbers
from kajo.registration.identifications import must_identify
from kajo.registration.limits import TOO_MANY, is_within
from kajo.registration.steps import steps_at
from kajo.registration.words import ClaimWay

IDENTIFY_FIRST = gettext_lazy(
    "Whoever acts for a company identifies himself first, with bank codes or a mobile certificate."
)
IDENTIFY_OR_LEAVE_EMPTY = gettext_lazy(
    "Whoever acts for a company identifies himself first, with bank codes or a mobile certificate. "
    "For a person leave the business ID empty."
)
NO_NUMBER = gettext_lazy(
    "Write the 18 digits of a metering point number or a reference number, or the business ID of a company."
)
ONE_OF_TWO = gettext_lazy(
    "Write only one of the two: for a person a number of an invoice, for a company the business ID."
)


class WhichForm(forms.Form):
    """Names a customer, a company by its business ID too.

    Whoever acts for a company must perhaps have identified himself before.
    """

    number = forms.CharField(
        label=gettext_lazy("Customer number"),
        max_length=30,
        error_messages={"required": gettext_lazy("Write your customer number. It is on each invoice.")},
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "size": 16}),
    )
    business_id = BusinessIdField(help_text=gettext_lazy("Of a company or a housing company."), max_length=20)

    def __init__(self, *args: Any, must_identify: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.must_identify = must_identify

    def clean_number(self) -> str:
        return "".join(self.cleaned_data["number"].split())[:20]

    def clean_business_id(self) -> str:
        business_id: str = self.cleaned_data["business_id"]
        if business_id and self.must_identify:
            raise forms.ValidationError(IDENTIFY_OR_LEAVE_EMPTY)
        return business_id


class NumbersForm(WhichForm):
    field_order = ("number", "shown", "business_id", "way")
    all_optional = True  # one of two is needed, and hints say which

    shown = forms.CharField(
        label=gettext_lazy("Metering point number or reference number"),
        help_text=gettext_lazy("Of an invoice of the last twelve months. A company leaves this empty."),
        required=False,
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "off", "size": 26}),
    )
    way = forms.ChoiceField(
        label=gettext_lazy("How the code comes to you"),
        choices=ClaimWay.choices,
        initial=ClaimWay.CONTACT,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose how the code comes to you.")},
    )

    def clean_shown(self) -> Numbers:
        text = self.cleaned_data["shown"]
        numbers = Numbers.read(text)
        if text and not numbers:
            raise forms.ValidationError(NO_NUMBER)
        return numbers

    def clean(self) -> None:
        given = self.cleaned_data
        if "shown" in given and "business_id" in given:
            given["numbers"] = replace(given["shown"], business_id=given["business_id"])
            if not given["numbers"]:
                self.add_error("shown", NO_NUMBER)
            elif given["shown"] and given["business_id"]:
                self.add_error("shown", ONE_OF_TWO)


class CodeForm(forms.Form):
    code = forms.CharField(
        label=gettext_lazy("Code"),
        help_text=gettext_lazy("Eight digits."),
        max_length=20,
        error_messages={"required": gettext_lazy("Write the code that was sent.")},
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code", "size": 12}),
    )

    def clean_code(self) -> str:
        return "".join(self.cleaned_data["code"].split())


def claiming_page(request: HttpRequest) -> HttpResponse:
    """Ask for numbers, then for the code; whether the numbers are right is not told before the code is."""
    now = times.now()
    claimed = claims.find_claimed(now=now)
    deed = request.POST.get("deed", "")
    if claimed is None or deed == "numbers" or ("other" in request.GET and request.method == "GET"):
        return _numbers(request)
    if deed == "again":
        return _again(request, claimed)
    return _code(request, claimed)


def _numbers(request: HttpRequest) -> HttpResponse:
    sent = request.POST if request.POST.get("deed") == "numbers" else None
    form = NumbersForm(sent, must_identify=must_identify())
    if form.is_valid():
        given: dict[str, Any] = form.cleaned_data
        if is_within(request, "claim", key=given["number"]):
            claims.claim(given["number"], given["numbers"], ClaimWay(given["way"]), now=times.now())
            return redirect("register-customer")
        form.add_error(None, TOO_MANY)
    return _page(request, "registration/numbers.html", form)


def _again(request: HttpRequest, claimed: Claimed) -> HttpResponse:
    if is_within(request, "claim", key=claimed.named):
        claims.claim_again(claimed, now=times.now())
        messages.success(request, _("A new code is on its way. The former one can no longer be used."))
    else:
        messages.error(request, TOO_MANY)
    return redirect("register-customer")


def _code(request: HttpRequest, claimed: Claimed) -> HttpResponse:
    form = CodeForm(request.POST or None)
    if form.is_valid():
        try:
            return _join(request, claimed, form.cleaned_data["code"])
        except MustIdentify:
            form.add_error("code", IDENTIFY_FIRST)
        except HasOwner:
            return _page(request, "registration/has_owner.html", form, must_identify=must_identify())
        except CannotClaim:
            form.add_error(
                "code", _("The code is not right, or is too old. After five wrong codes have a new one sent.")
            )
    return _page(request, "registration/code.html", form, claimed=claimed, must_identify=must_identify())


def _join(request: HttpRequest, claimed: Claimed, code: str) -> HttpResponse:
    """Become an owner by the code. Each try is counted before it is looked at."""
    if not is_within(request, "claim_code", key=claimed.key):
        raise CannotClaim
    customer = claims.try_code(request.user.pk or 0, code, now=times.now())
    messages.success(request, _("You now see the customer's contracts, invoices and consumption."))
    return redirect("customer:front", customer=customer)


def _page(request: HttpRequest, template: str, form: forms.Form, **more: Any) -> HttpResponse:
    context = {"form": form, "steps": steps_at(3), **more}
    return TemplateResponse(request, template, context)
