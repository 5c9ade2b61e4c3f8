"""Who is meant by what somebody types as a user ID, and how that is checked against a password."""

from __future__ import annotations

from typing import Any

from allauth.account.models import EmailAddress
from django.http import HttpRequest

from kajo.access.backend import Backend
from kajo.access.models import User


def find_user(login: str) -> User | None:
    """Return whose user ID or proven address was typed, in whatever case; a user ID is looked for first."""
    typed = login.strip()
    user = User.objects.find(typed)
    if user is None and "@" in typed:
        proven = EmailAddress.objects.filter(email=typed.lower(), verified=True).select_related("user")
        user = getattr(proven.first(), "user", None)
    return user


class SignInBackend(Backend):
    """Works out one hash for whatever is typed.

    Allauth's own tries a name as an address, as a user ID and as an address again, a hash each time that
    somebody is found: then the time of the answer tells which addresses are known. It also takes addresses
    that are not proven.
    """

    def _authenticate(self, request: HttpRequest | None, **credentials: Any) -> User | None:
        login = credentials.get("username") or credentials.get("email") or ""
        found: User | None = self._check_password(find_user(login), credentials.get("password") or "")
        return found
