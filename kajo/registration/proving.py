"""Showing once more that one is oneself, for one deed: the only place that makes a `Proof`."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.translation import gettext as _

from kajo.access.doors import signed_in
from kajo.access.proofs import Proof
from kajo.registration.limits import is_within


class CannotProve(Exception):
    """Says in words what is not right."""


def prove_by_password(request: HttpRequest, password: str, *, about: str) -> Proof:
    """Return the proof that whoever is signed in knows the password, good for the deed `about` alone.

    Each try is counted before it is looked at. The session gets a new id once the page is done.

    :raises CannotProve: when it is another password, or too many were tried
    """
    user = signed_in(request)
    if user is None or not is_within(request, "reauthenticate"):
        raise CannotProve(_("Too many tries. Wait a few minutes."))
    if not user.check_password(password):
        raise CannotProve(_("This is not your password."))
    request.has_proven = True  # type: ignore[attr-defined] # read by sessions.end_old_sessions
    return Proof(user.pk, about)
