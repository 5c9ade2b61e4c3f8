"""How allauth is to behave here."""

from __future__ import annotations

from contextlib import suppress
from smtplib import SMTPException
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import structlog
from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context as request_context
from allauth.core.exceptions import ImmediateHttpResponse, ReauthenticationRequired
from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from kajo.access.models import User
from kajo.registration import devices, sessions
from kajo.registration.finding import find_user
from kajo.registration.just_come import has_just_come, has_something_to_show
from kajo.registration.language import keep_language
from kajo.registration.own_sessions import in_words

log = structlog.get_logger(__name__)


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc] # allauth has no types
    """Sign-up is closed; mails are in the receiver's language and name the retailer."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": _("The user ID or the password is not right."),
        "email_password_mismatch": _("The e-mail address or the password is not right."),
        "enter_current_password": _("This is not your present password."),
        "incorrect_password": _("This is not your password."),
        "too_many_login_attempts": _(
            "Too many tries. Wait a few minutes, or choose a new password by e-mail."
        ),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def logout(self, request: HttpRequest) -> None:
        """End the session on the server; the answer tells the browser to forget what it kept."""
        super().logout(request)
        request.has_signed_out = True  # type: ignore[attr-defined] # read by sessions.end_old_sessions

    def set_password(self, user: User, password: str) -> None:
        """Write the password alone: pages have no right to the other columns of a user."""
        user.set_password(password)
        user.save(update_fields=["password"])

    def login(self, request: HttpRequest, user: User) -> None:
        """Sign in; a device that the user has not signed in with before is told of by mail."""
        is_new = user.last_login is not None and not devices.device_of(request, user)
        super().login(request, user)
        sessions.begin(request, self.get_client_ip(request))
        devices.note_sign_in(request, user)
        if is_new:
            self._tell_of_device(request, user)

    def _tell_of_device(self, request: HttpRequest, user: User) -> None:
        with translation.override(user.language):
            device = in_words(request.session[sessions.BROWSER])
        facts = {"device": device, "network": request.session[sessions.NETWORK]}
        self.send_notification_mail("account/email/new_device", user, facts)

    def post_login(self, request: HttpRequest, user: User, **facts: Any) -> HttpResponseBase:
        """Go on in the user's own language, unless this browser has chosen one."""
        response: HttpResponseBase = super().post_login(request, user, **facts)
        if settings.LANGUAGE_COOKIE_NAME not in request.COOKIES:
            keep_language(response, user.language)
        return response

    def reauthenticate(self, user: User, password: str) -> bool:
        """Check the password once more; the session gets a new id, as when signing in."""
        is_right: bool = super().reauthenticate(user, password)
        if is_right:
            request_context.request.session.cycle_key()
        return is_right

    def is_reauthentication_required(self, *, app: str, **facts: Any) -> bool:
        """Ask also whoever has nothing to show: allauth itself would let him do everything for ever.

        :raises ReauthenticationRequired: when he came a while ago
        """
        request = request_context.request
        if not has_something_to_show(request) and not has_just_come(request):
            raise ReauthenticationRequired
        return bool(super().is_reauthentication_required(app=app, **facts))

    def get_reauthentication_methods(self, user: User) -> list[dict[str, Any]]:
        """Ask for a passkey before a code: recovery codes are for whoever has lost it.

        Who has nothing to show is led to getting it.
        """
        ways: list[dict[str, Any]] = super().get_reauthentication_methods(user)
        if not ways and user.is_authenticated:
            return [{"id": "nothing", "description": "", "url": reverse("security-nothing-to-show")}]
        return sorted(ways, key=lambda way: way["id"] == "mfa_reauthenticate")

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """Count wrong tries by the user, whichever name is typed, and apart in a browser that knows the user.

        Allauth's own key has the host as the asker calls it: with another port each time there was no limit.
        """
        login = credentials.get("username") or credentials.get("email") or ""
        user = find_user(login)
        if user is None:
            return f"login:{login.lower()}"
        return f"user:{user.pk}:{devices.device_of(request, user)}"

    def _delete_login_attempts_cached_email(self, request: HttpRequest, **credentials: Any) -> None:
        """Leave the counts as they are: allauth clears that of the network address with the user's.

        After a new password the browser is one that knows the user, and has a count of its own.
        """

    def get_reset_password_from_key_url(self, key: str) -> str:
        return at_base_url(super().get_reset_password_from_key_url(key))

    def get_email_confirmation_url(self, request: HttpRequest, emailconfirmation: Any) -> str:
        return at_base_url(super().get_email_confirmation_url(request, emailconfirmation))

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send a mail in the receiver's language; where it cannot be sent the page says so, to everybody."""
        user = context.get("user")
        try:
            with translation.override(getattr(user, "language", None) or translation.get_language()):
                super().send_mail(template_prefix, email, {**context, "retailer": settings.ENV})
        except (OSError, SMTPException) as error:
            log.error("a mail was not sent", mail=template_prefix, error=type(error).__name__)
            # Not rendered yet: it would show, and so use up, what is to be said on the next page.
            page = TemplateResponse(request_context.request, "registration/mail_not_sent.html", status=503)
            raise ImmediateHttpResponse(page) from error

    def send_notification_mail(
        self,
        template_prefix: str,
        user: User,
        context: dict[str, Any] | None = None,
        email: str | None = None,
    ) -> None:
        """Tell the user what was done; it is done even if the mail cannot be sent."""
        with suppress(ImmediateHttpResponse):
            super().send_notification_mail(template_prefix, user, {"user": user, **(context or {})}, email)


def at_base_url(url: str) -> str:
    """Return the address at BASE_URL: what a request calls the site is the asker's word, not ours."""
    base, asked = urlsplit(settings.ENV.base_url), urlsplit(url)
    return urlunsplit(asked._replace(scheme=base.scheme, netloc=base.netloc)) if base.netloc else url
