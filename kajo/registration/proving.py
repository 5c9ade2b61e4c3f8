"""Showing once more that one is oneself, for one deed: the only place that makes a `Proof`."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from allauth.mfa.webauthn.internal import auth as passkeys
from django import forms
from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from fido2.webauthn import UserVerificationRequirement

from kajo.access.doors import signed_in
from kajo.access.models import User
from kajo.access.proofs import Proof
from kajo.core import times
from kajo.registration.factor_forms import LONGEST_CREDENTIAL, NOT_USED, ODD
from kajo.registration.identifications import find_identification
from kajo.registration.limits import is_within
from kajo.registration.protocol import can_identify

ASKED, IDENTIFIED = "proof_asked", "proof_identified"
HOLDS_SECONDS = 300


class CannotProve(Exception):
    """Says in words what is not right."""


class ProofForm(forms.Form):
    """One's own password, what a passkey has signed, or a bank's word, for exactly what is shown."""

    password = forms.CharField(
        label=gettext_lazy("Your own password"),
        help_text=gettext_lazy("The password that you sign in with. It is asked every time."),
        strip=False,
        required=False,
        max_length=1000,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password", "required": True}),
    )
    credential = forms.CharField(required=False, max_length=LONGEST_CREDENTIAL, widget=forms.HiddenInput)
    identified = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        if not any(self.cleaned_data.get(way) for way in ("password", "credential", "identified")):
            self.add_error("password", _("Write your password."))
        return self.cleaned_data


def ask_for_passkey(request: HttpRequest, *, about: str) -> dict[str, Any] | None:
    """Return what a browser asks the user's passkeys to sign for the deed `about`; None for who has none.

    It is asked for once, and a later page's question takes its place.
    """
    user = signed_in(request)
    known = passkeys.get_credentials(user) if user else []
    if not known:
        return None
    required = UserVerificationRequirement.REQUIRED
    options, state = passkeys.get_server().authenticate_begin(known, user_verification=required)
    request.session[ASKED] = {"about": about, "state": state, "at": int(times.now().timestamp())}
    return dict(options)


def prove(request: HttpRequest, form: ProofForm, *, about: str) -> Proof:
    """Return the proof that whoever is signed in is the user, good for the deed `about` alone.

    Each try is counted before it is looked at. The session gets a new id once the page is done.

    :raises CannotProve: when what was given is not right, or too many were tried
    """
    user = signed_in(request)
    if user is None or not is_within(request, "reauthenticate"):
        raise CannotProve(_("Too many tries. Wait a few minutes."))
    if form.cleaned_data["identified"]:
        _look_at_identification(request, user, about)
    elif form.cleaned_data["credential"]:
        _look_at_passkey(request, user, form.cleaned_data["credential"], about)
    elif not user.check_password(form.cleaned_data["password"]):
        raise CannotProve(_("This is not your password."))
    request.has_proven = True  # type: ignore[attr-defined] # read by sessions.end_old_sessions
    return Proof(user.pk, about)


def try_to_prove(request: HttpRequest, form: ProofForm, *, about: str) -> Proof | None:
    """Return the same proof, or say in the form what is not right."""
    try:
        return prove(request, form, about=about)
    except CannotProve as refused:
        form.add_error("password" if form.cleaned_data.get("password") else None, str(refused))
        return None


def _look_at_passkey(request: HttpRequest, user: User, answer: str, about: str) -> None:
    asked = request.session.pop(ASKED, None)
    if asked is None or asked["about"] != about or not _is_fresh(asked["at"]):
        raise CannotProve(NOT_USED)
    try:
        signed = passkeys.get_server().authenticate_complete(
            asked["state"], passkeys.get_credentials(user), json.loads(answer)
        )
    except (*ODD, RecursionError) as error:
        raise CannotProve(NOT_USED) from error
    passkey = passkeys.get_authenticator_by_credential_id(user, signed.credential_id)
    if passkey is None:
        raise CannotProve(NOT_USED)
    passkey.record_usage()


@dataclass(frozen=True)
class BankProof:
    """A bank's word in the place of the password: given already, or to be had at `href`."""

    href: str
    is_given: bool


def ask_for_bank(request: HttpRequest, *, about: str) -> BankProof | None:
    """Return how a bank proves who the user is for the deed `about`; None for whom no bank has identified."""
    if not can_identify() or find_identification() is None:
        return None
    query = urlencode({"about": about, "next": request.path})
    return BankProof(f"{reverse('identify', args=['proof'])}?{query}", has_identified(request, about=about))


def ways_to_prove(request: HttpRequest, *, about: str) -> dict[str, Any]:
    """Return what a page needs that asks for a proof of the deed `about`, besides its `ProofForm`."""
    return {"passkey": ask_for_passkey(request, about=about), "bank": ask_for_bank(request, about=about)}


def keep_identified(request: HttpRequest, user: User, *, about: str) -> None:
    """Keep that a bank has just identified the user for the deed `about`, for one use of it."""
    now = int(times.now().timestamp())
    request.session[IDENTIFIED] = {"user": user.pk, "about": about, "at": now}


def has_identified(request: HttpRequest, *, about: str) -> bool:
    """Tell whether a bank has just identified whoever is signed in for the deed `about`."""
    kept = request.session.get(IDENTIFIED) or {"user": 0, "about": "", "at": 0}
    return (kept["user"], kept["about"]) == (request.user.pk, about) and _is_fresh(kept["at"])


def _look_at_identification(request: HttpRequest, user: User, about: str) -> None:
    is_right = has_identified(request, about=about)
    request.session.pop(IDENTIFIED, None)
    if not is_right:
        raise CannotProve(
            _("The identification was for something else, or is too old. Identify yourself again.")
        )


def _is_fresh(at: int) -> bool:
    return 0 <= times.now().timestamp() - at <= HOLDS_SECONDS
