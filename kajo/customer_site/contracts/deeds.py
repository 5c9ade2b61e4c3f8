"""What is done about a contract: its profile changed, its documents fetched, the withdrawal."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from kajo.access.areas import Area, Level
from kajo.access.policy import CustomerAccess
from kajo.contracts import actions, queries
from kajo.contracts.rows import ContractDetail
from kajo.core import times
from kajo.customer_site.contracts.forms import ProfileForm, WithdrawForm
from kajo.customer_site.contracts.summary import make_summary
from kajo.files.answers import file_answer


def profile_page(request: HttpRequest, access: CustomerAccess, key: str) -> HttpResponse:
    if not access.may(Area.CONTRACTS, Level.WRITE):
        return HttpResponseRedirect(access.url("contract-detail", key=key))
    detail = queries.get_contract(access, key, today=times.today())
    location = detail.location
    if request.method != "POST":
        form = ProfileForm(profile=location.profile, edition=detail.profile_edition)
        return _profile_form(request, detail, form)
    form = ProfileForm(request.POST, profile=location.profile, edition=detail.profile_edition)
    if not form.is_valid():
        return _profile_form(request, detail, form)
    try:
        change = actions.edit_profile(
            access,
            key=location.location.key,
            edition=form.cleaned_data["edition"],
            profile=form.profile,
            now=times.now(),
        )
    except actions.CannotEditProfile:
        form.add_error(None, _("Somebody else has just changed the profile. Open this page anew to see it."))
        return _profile_form(request, detail, form)
    if change is not None:
        messages.success(request, _("The profile has been changed. We confirm it soon."))
    return HttpResponseRedirect(access.url("contract-detail", key=key))


def _profile_form(request: HttpRequest, detail: ContractDetail, form: ProfileForm) -> HttpResponse:
    facts = {"contract": detail.contract, "form": form}
    return TemplateResponse(request, "customer_site/contracts/profile.html", facts)


def withdraw_page(request: HttpRequest, access: CustomerAccess, key: str) -> HttpResponse:
    detail = queries.get_contract(access, key, today=times.today())
    form = WithdrawForm(request.POST or None, initial={"receipt_to": getattr(request.user, "email", "")})
    if request.method == "POST" and form.is_valid():
        receipt_to = form.cleaned_data["receipt_to"]
        try:
            actions.withdraw(access, key=key, receipt_to=receipt_to, now=times.now())
        except actions.CannotWithdraw:
            messages.warning(request, _("The withdrawal was made before, or its time is over."))
        return HttpResponseRedirect(access.url("contract-withdraw", key=key))
    facts = {"contract": detail.contract, "withdrawal": detail.withdrawal, "form": form}
    return TemplateResponse(request, "customer_site/contracts/withdraw.html", facts)


def document_page(request: HttpRequest, access: CustomerAccess, key: str, document: str) -> HttpResponse:
    found = queries.find_document(access, key, document)
    if found is None:
        raise Http404
    row, media_type, content = found
    return file_answer(row.name, media_type, content)


def summary_page(request: HttpRequest, access: CustomerAccess, key: str) -> HttpResponse:
    detail = queries.get_contract(access, key, today=times.today())
    name = _("Contract summary %(number)s") % {"number": detail.contract.number}
    return file_answer(f"{name}.pdf", "application/pdf", make_summary(access.name, detail, times.today()))
