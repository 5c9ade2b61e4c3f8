from typing import Any

from django.apps import AppConfig
from django.http import HttpRequest


class RegistrationConfig(AppConfig):
    name = "kajo.registration"
    label = "registration"

    def ready(self) -> None:
        from allauth.account.signals import password_reset
        from allauth.mfa.signals import authenticator_added, authenticator_used

        from kajo.registration import tasks  # noqa: F401  # registers the jobs

        password_reset.connect(_after_reset)
        authenticator_added.connect(_after_adding)
        authenticator_used.connect(_after_using)


def _after_reset(request: HttpRequest, user: Any, **_: Any) -> None:
    """Whoever opened the mailed link may try from here, however many wrong tries others make."""
    from kajo.registration.devices import note_sign_in

    note_sign_in(request, user)


def _after_adding(request: HttpRequest, user: Any, authenticator: Any, **_: Any) -> None:
    """Who has just added a second step has shown it: the session goes on as one that was opened by it."""
    from allauth.account.internal.flows.login import record_authentication

    from kajo.registration.factors import STEPS

    if authenticator.type in STEPS:
        record_authentication(request, user, "mfa", id=authenticator.pk, type=authenticator.type)


def _after_using(request: HttpRequest, reauthenticated: bool, **_: Any) -> None:
    """Showing oneself once more by a second step gives the session a new id, as the password does."""
    if reauthenticated:
        request.has_proven = True  # type: ignore[attr-defined] # read by sessions.end_old_sessions
