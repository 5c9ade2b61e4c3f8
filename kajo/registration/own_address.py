"""The e-mail address of one's own user ID, which the user changes by a code that is sent to the new one."""

from __future__ import annotations

import secrets
from dataclasses import asdict, dataclass
from typing import Any

from allauth.account.adapter import get_adapter
from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kajo.access.doors import signed_in
from kajo.access.models import User
from kajo.access.register import is_readable
from kajo.core import codes, times
from kajo.core.functions import call
from kajo.information.actions import CODE_HOLDS
from kajo.registration.address_field import AddressField
from kajo.registration.code_form import OVER, TRIED_TOO_OFTEN, WRONG, SentCodeForm
from kajo.registration.just_come import ask_who_it_is, has_just_come
from kajo.registration.limits import TOO_MANY, is_within

KEPT = "new_address"


@dataclass(frozen=True)
class Waiting:
    """A new address that a code was sent to. `digest` is the code's, and empty where none was sent."""

    key: str
    email: str
    digest: str
    until: float


class AddressForm(forms.Form):
    email = AddressField(label=gettext_lazy("New e-mail address"))

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_email(self) -> str:
        email, former = self.cleaned_data["email"], self.user.email.lower()
        if email == former:
            raise forms.ValidationError(_("This is your address already."))
        if self.user.username.lower() == former and not is_readable(email):
            raise forms.ValidationError(
                _("Your address is your user ID too, and this one cannot be a user ID.")
            )
        return str(email)


def address_page(request: HttpRequest) -> HttpResponse:
    """Ask for the new address, then for the code. Every address gets the same answer, whosever it is."""
    user = signed_in(request)
    assert user is not None  # noqa: S101 the door has seen to it
    waiting = Waiting(**request.session[KEPT]) if KEPT in request.session else None
    deed = request.POST.get("deed", "")
    is_new = waiting is None or deed == "address" or ("other" in request.GET and request.method == "GET")
    if (is_new or deed == "again") and not has_just_come(request):
        return ask_who_it_is(request.get_full_path())
    if waiting is None or is_new:
        return _ask(request, user)
    return _again(request, user, waiting) if deed == "again" else _look_at_code(request, waiting)


def _ask(request: HttpRequest, user: User) -> HttpResponse:
    form = AddressForm(request.POST if request.POST.get("deed") == "address" else None, user=user)
    if form.is_valid():
        if _send_code(request, user, form.cleaned_data["email"]):
            return redirect("own-address")
        form.add_error(None, TOO_MANY)
    return TemplateResponse(request, "registration/own_address.html", {"form": form, "deed_value": "address"})


def _again(request: HttpRequest, user: User, waiting: Waiting) -> HttpResponse:
    if _send_code(request, user, waiting.email):
        messages.success(request, _("We sent a new code. The former one holds no more."))
    else:
        messages.error(request, TOO_MANY)
    return redirect("own-address")


def _send_code(request: HttpRequest, user: User, email: str) -> bool:
    """Send a code; an address that somebody has is told so instead, and no code is right."""
    if not is_within(request, "contact_code", key=email):
        return False
    key, code = secrets.token_urlsafe(8), codes.new_code()
    if is_free := call("kajo_may_have_address", email):
        get_adapter().send_mail("information/mail/code", email, {"user": user, "code": code})
    else:
        get_adapter().send_mail("account/email/address_taken", email, {"user": user})
    digest = codes.digest_of(code, about=key) if is_free else ""
    until = (times.now() + CODE_HOLDS).timestamp()
    request.session[KEPT] = asdict(Waiting(key, email, digest, until))
    return True


def _look_at_code(request: HttpRequest, waiting: Waiting) -> HttpResponse:
    """Take the code, once; each try is counted before it is looked at."""
    form = SentCodeForm(request.POST or None)
    if form.is_valid():
        why_not = _why_not(request, waiting, form.cleaned_data["code"])
        if not why_not:
            del request.session[KEPT]
            messages.success(request, _("The e-mail address of your user ID is now %s.") % waiting.email)
            return redirect("security")
        form.add_error("code", why_not)
    context = {"form": form, "email": waiting.email}
    return TemplateResponse(request, "registration/own_address_code.html", context)


def _why_not(request: HttpRequest, waiting: Waiting, code: str) -> str:
    """Change the address by the code; return why that cannot be, or nothing when it is done."""
    if not is_within(request, "contact_code_tried", key=waiting.key):
        return str(TRIED_TOO_OFTEN)
    if times.now().timestamp() >= waiting.until:
        return str(OVER)
    if not codes.is_right(code, waiting.digest, about=waiting.key):
        return str(WRONG)
    if not call("kajo_change_address", waiting.email, times.now()):
        return _("The address was just joined to another user ID. Choose another address.")
    return ""
