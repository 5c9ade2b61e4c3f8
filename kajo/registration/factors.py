"""Second steps: passkeys, authenticator apps and recovery codes, and who must have one."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from allauth.account.internal.flows.login import get_authentication_records
from allauth.core import context as request_context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kajo.access.models import User
from kajo.invoices.epc_qr import qr_svg
from kajo.registration.own_sessions import in_words

IDENTIFICATION = "identification"  # how a bank's word stands among the ways in of a session
STEPS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


@dataclass(frozen=True)
class Passkey:
    """A passkey of the user's own."""

    id: int
    name: str
    added_at: datetime
    used_at: datetime | None


@dataclass(frozen=True)
class Factors:
    """What a user can show besides the password. `codes_left` is None without recovery codes."""

    passkeys: tuple[Passkey, ...]
    app_since: datetime | None
    codes_left: int | None

    @property
    def any(self) -> bool:
        return bool(self.passkeys or self.app_since)


def list_factors(user: User) -> Factors:
    """Return the user's second steps."""
    found = list(Authenticator.objects.filter(user_id=user.pk).order_by("created_at", "pk"))
    by_type = {one.type: one for one in found}
    app, codes = by_type.get(Authenticator.Type.TOTP), by_type.get(Authenticator.Type.RECOVERY_CODES)
    return Factors(
        passkeys=tuple(
            Passkey(one.pk, one.wrap().name, one.created_at, one.last_used_at)
            for one in found
            if one.type == Authenticator.Type.WEBAUTHN
        ),
        app_since=app.created_at if app else None,
        codes_left=len(codes.wrap().get_unused_codes()) if codes else None,
    )


def must_have_a_second_step(user: User) -> bool:
    """Tell whether the user sees others' data by profession: MFA_REQUIRED_FOR names who."""
    required = settings.ENV.mfa_required_for
    return ("staff" in required and user.is_staff) or ("firms" in required and user.is_in_a_firm)


def has_shown_a_second_step(request: HttpRequest, user: User) -> bool:
    """Tell whether a second step, or a bank, has opened this session or shown its user again."""
    shown = get_authentication_records(request, user)
    return any(record.get("method") in ("mfa", IDENTIFICATION) for record in shown)


class FactorAdapter(DefaultMFAAdapter):  # type: ignore[misc] # allauth has no types
    """Secrets are kept encrypted; who must have a second step keeps one."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "cannot_delete_authenticator": gettext_lazy(
            "You need a second step for your work. Add another before you take away this one."
        ),
        "cannot_generate_recovery_codes": gettext_lazy(
            "Recovery codes go with an authenticator app or a passkey. Add one of them first."
        ),
        "incorrect_code": gettext_lazy("This is not right. Codes hold for half a minute, each once."),
        "unverified_email": gettext_lazy("Confirm your e-mail address before you add a second step."),
    }

    def encrypt(self, text: str) -> str:
        return _keys().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _keys().decrypt(encrypted_text.encode()).decode()

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        others = Authenticator.objects.filter(user_id=authenticator.user_id, type__in=STEPS)
        has_another = others.exclude(pk=authenticator.pk).exists()
        return has_another or not must_have_a_second_step(request_context.request.user)

    def build_totp_svg(self, url: str) -> str:
        return qr_svg(url, _("QR code for the authenticator app"))

    def get_totp_label(self, user: User) -> str:
        return user.username

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """Name the site as BASE_URL does: a passkey holds for that host alone."""
        asked = request_context.request.get_host().partition(":")[0]
        host = urlsplit(settings.ENV.base_url).hostname or asked
        return {"id": host, "name": settings.ENV.site_name}

    def get_public_key_credential_user_entity(self, user: User) -> dict[str, str | bytes]:
        entity: dict[str, str | bytes] = super().get_public_key_credential_user_entity(user)
        return {**entity, "name": user.username, "display_name": user.get_full_name()}

    def generate_authenticator_name(self, user: User, type: str) -> str:
        """Name a passkey after the device on which it is made."""
        return in_words(request_context.request.headers.get("User-Agent", ""))


def _keys() -> MultiFernet:
    """Return the keys of FACTOR_KEYS: the first encrypts, all decrypt. The demo makes do with SECRET_KEY."""
    keys = settings.ENV.factor_keys or (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    return MultiFernet(
        [Fernet(base64.urlsafe_b64encode(hashlib.sha256(b"factors" + key.encode()).digest())) for key in keys]
    )
