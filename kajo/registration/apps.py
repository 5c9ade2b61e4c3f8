from typing import Any

from django.apps import AppConfig
from django.http import HttpRequest


class RegistrationConfig(AppConfig):
    name = "kajo.registration"
    label = "registration"

    def ready(self) -> None:
        from allauth.account.signals import password_reset

        from kajo.registration import tasks  # noqa: F401  # registers the jobs

        password_reset.connect(_after_reset)


def _after_reset(request: HttpRequest, user: Any, **_: Any) -> None:
    """Whoever opened the mailed link may try from here, however many wrong tries others make."""
    from kajo.registration.devices import note_sign_in

    note_sign_in(request, user)
