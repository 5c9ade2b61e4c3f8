"""The gate: who sees others' data by profession goes no further than to adding a second step."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode

from kajo.access.doors import PublicDoor, VendorDoor, signed_in
from kajo.access.models import User
from kajo.registration.factors import has_shown_a_second_step, list_factors, must_have_a_second_step
from kajo.registration.just_come import ask_who_it_is, has_just_come

OPEN = ("security", "mfa_")  # how the names of the pages begin where second steps are added
# Where second steps change, the bank that does for one, or where the mail for a new password goes. Who has
# one shows it first: the password alone opens no session that was opened by it, be it from before.
CHANGING = frozenset(
    {
        "mfa_activate_totp",
        "mfa_deactivate_totp",
        "mfa_view_recovery_codes",
        "mfa_generate_recovery_codes",
        "mfa_add_webauthn",
        "mfa_remove_webauthn",
        "mfa_edit_webauthn",
        "identify",
        "own-address",
        "security-identification",
    }
)


def ask_for_second_step(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """Middleware: lead to the security page whoever must show a second step and has not."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        return get_response(request)

    middleware.process_view = _look  # type: ignore[attr-defined] # Django looks for it there
    return middleware


def _look(request: HttpRequest, page: Any, args: Any, parts: Any) -> HttpResponse | None:
    user = signed_in(request)
    name = getattr(page, "name", "")
    if user is not None and name in CHANGING:
        return _ask_to_show(request, user)
    if user is not None and name == "account_set_password" and not has_just_come(request):
        return ask_who_it_is(request.get_full_path())  # for who came by a passkey: nothing else asks there
    if user is None or isinstance(page, PublicDoor | VendorDoor) or page.name.startswith(OPEN):
        return None
    if not must_have_a_second_step(user) or has_shown_a_second_step(request, user):
        return None
    return redirect("security")


def _ask_to_show(request: HttpRequest, user: User) -> HttpResponse | None:
    if has_shown_a_second_step(request, user) or not list_factors(user).any:
        return None
    return redirect(f"{reverse('mfa_reauthenticate')}?{urlencode({'next': request.get_full_path()})}")
