"""System checks of the settings: `check --deploy` and every web process outside the demo run them."""

import re
from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from psycopg.conninfo import conninfo_to_dict

from kajo.core.environment import Environment

IDENTITY_KEY = re.compile(r"[a-z0-9-]{1,20}:\S{50,}")
VERIFIED = {"verify-ca", "verify-full"}


@register(Tags.security, deploy=True)
def check_environment(app_configs: object, **kwargs: Any) -> list[CheckMessage]:
    """Refuse settings that are unsafe in production."""
    env: Environment = settings.ENV
    return [Error(message, id=f"kajo.E{number:03}") for number, message in _faults(env)]


def _faults(env: Environment) -> Iterator[tuple[int, str]]:
    if env.kajo_local_http:
        yield 1, "KAJO_LOCAL_HTTP is on: pages and cookies would travel in the clear."
    if env.kajo_debug:
        yield 2, "KAJO_DEBUG is on: error pages would show settings and code."
    if len(env.secret_key) < 50:
        yield 3, "SECRET_KEY must be given, with at least 50 random characters."
    if any(len(key) < 50 for key in env.secret_key_fallbacks):
        yield 4, "A key of SECRET_KEY_FALLBACKS is shorter than 50 characters."
    if not env.allowed_hosts or any(host.startswith(("*", ".")) for host in env.allowed_hosts):
        yield 5, "ALLOWED_HOSTS must name each host in full."
    if not env.base_url.startswith("https://"):
        yield 6, "BASE_URL must begin with https://."
    if env.trusted_proxies < 0:
        yield 7, "TRUSTED_PROXIES cannot be negative."
    yield from _database_faults(env)
    yield from _mail_faults(env)
    yield from _session_faults(env)
    yield from _identity_faults(env)
    yield from _identification_faults(env)
    yield from _factor_faults(env)


def _session_faults(env: Environment) -> Iterator[tuple[int, str]]:
    if not 0 < env.session_idle_minutes <= env.session_absolute_hours * 60:
        yield 14, "SESSION_IDLE_MINUTES must be positive, and not longer than SESSION_ABSOLUTE_HOURS."
    if not 0 < env.staff_session_idle_minutes <= env.staff_session_absolute_hours * 60:
        yield 15, "STAFF_SESSION_IDLE_MINUTES must be positive, and not longer than the absolute lifetime."


def _identity_faults(env: Environment) -> Iterator[tuple[int, str]]:
    names = [key.partition(":")[0] for key in env.identity_keys]
    if len(set(names)) < len(names) or not all(map(IDENTITY_KEY.fullmatch, env.identity_keys)):
        yield 16, "IDENTITY_KEYS must be name:key each, the names different and the keys of 50 characters."


def _identification_faults(env: Environment) -> Iterator[tuple[int, str]]:
    if not env.identification_issuer:
        return
    if not env.identification_issuer.startswith("https://"):
        yield 23, "IDENTIFICATION_ISSUER must begin with https://."
    if not env.identification_client_id or not env.identification_client_secret:
        yield 24, "IDENTIFICATION_CLIENT_ID and IDENTIFICATION_CLIENT_SECRET must be given with an issuer."
    if not env.identification_acr or not env.identity_keys:
        yield 25, "Identification needs IDENTIFICATION_ACR and IDENTITY_KEYS."


def _factor_faults(env: Environment) -> Iterator[tuple[int, str]]:
    if not env.factor_keys or any(len(key) < 50 for key in env.factor_keys):
        yield 20, "FACTOR_KEYS must be given, with at least 50 random characters each."
    if "staff" not in env.mfa_required_for or not set(env.mfa_required_for) <= {"staff", "firms"}:
        yield 21, "MFA_REQUIRED_FOR must name staff, and may name firms: they see the data of others."


def _database_faults(env: Environment) -> Iterator[tuple[int, str]]:
    if not env.database_url:
        yield 8, "DATABASE_URL must be given: Kajo's own PostgreSQL is for trying out."
        return
    if not env.web_database_url:
        yield 9, "WEB_DATABASE_URL must be given: web processes never log in as the owner."
        return
    owner, web = conninfo_to_dict(env.database_url), conninfo_to_dict(env.web_database_url)
    if owner.get("user") == web.get("user"):
        yield 10, "WEB_DATABASE_URL logs in as the owner of the tables."
    for name, parts in (("DATABASE_URL", owner), ("WEB_DATABASE_URL", web)):
        on_this_machine = str(parts.get("host") or "/").startswith("/")
        if not on_this_machine and parts.get("sslmode") not in VERIFIED:
            yield 11, f"{name} needs sslmode=verify-full (or verify-ca): it crosses the network."


def _mail_faults(env: Environment) -> Iterator[tuple[int, str]]:
    if env.smtp_tls not in {"starttls", "tls", "none"}:
        yield 12, "SMTP_TLS must be starttls, tls or none."
    if env.smtp_tls == "none" and env.smtp_host not in {"localhost", "127.0.0.1", "::1"}:
        yield 13, "SMTP_TLS is none, but the mail server is another machine."
    if env.sms_url and not env.sms_url.startswith("https://"):
        yield 17, "SMS_URL must begin with https://."
