"""Strong identification with a bank by OpenID Connect: asking for it, and reading what comes back.

allauth's provider does state, PKCE and the exchange of the code. What the ID token says is checked here: of a
token that it fetched itself allauth looks at neither signature, nonce, level nor time. The personal identity
code becomes hashes in the moment it is read; no session, row or log ever has it.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any

import jwt
import structlog
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.internal import statekit
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.conf import settings
from django.db.models import TextChoices
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_variables
from requests import RequestException

from kajo.core import times
from kajo.information import identity
from kajo.registration.adapter import at_base_url
from kajo.registration.limits import TOO_MANY

PROVIDER = "bank"
ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "ES256"]
ASKED_FOR = ["iss", "sub", "aud", "exp", "iat", "nonce", "acr", "auth_time"]
CLOCKS_DIFFER = 60  # seconds
LONGEST = 255
KEPT_BY_NO_DATABASE = re.compile("[\0\ud800-\udfff]")

log = structlog.get_logger(__name__)


class Refusal(TextChoices):
    """Why a bank identified nobody."""

    CANCELLED = "cancelled", _("You broke off identifying yourself.")
    LOST = "lost", _("This answer of the bank does not belong to what was begun in this browser, or is late.")
    FAILED = "failed", _("The bank's answer cannot be trusted, so nothing was done.")
    WEAK = "weak", _("This way of identifying oneself is not strong enough.")
    OLD = "old", _("The bank did not ask for you anew, so we cannot know that it is you.")
    NO_CODE = "no_code", _("The bank did not tell your personal identity code.")
    ANOTHER = "another", _("The bank identified somebody else than whose user ID this is.")
    DOWN = "down", _("The identification service does not answer. Try again in a while.")
    TOO_MANY = "too_many", TOO_MANY


class CannotIdentify(Exception):
    """Nobody was identified; `why` says it in words."""

    def __init__(self, why: Refusal) -> None:
        super().__init__(why.value)
        self.why = why


@dataclass(frozen=True)
class Asked:
    """What an identification was asked for: kept in the session, under the state, until the answer to it.

    `about` is the digest of the deed that it is to prove, if it is to prove one; `verifier` is PKCE's.
    """

    way: str
    next: str
    about: str
    user_id: int
    nonce: str
    at: int
    verifier: str = ""


@dataclass(frozen=True)
class Identified:
    """Somebody whom a bank has identified. `digests` stand for who he is: see `information/identity.py`."""

    digests: tuple[str, ...]
    issuer: str
    subject: str
    acr: str
    bank: str
    at: datetime


class Protocol(OpenIDConnectOAuth2Adapter):  # type: ignore[misc] # allauth has no types
    def get_provider(self) -> Provider:
        return _provider(self.request)

    def get_callback_url(self, request: HttpRequest, app: SocialApp) -> str:
        return at_base_url(request.build_absolute_uri(reverse("identified")))


class Provider(OpenIDConnectProvider):  # type: ignore[misc]
    oauth2_adapter_class = Protocol


def can_identify() -> bool:
    """Tell whether the retailer has somebody who identifies people."""
    return bool(settings.ENV.identification_issuer)


def ask(request: HttpRequest, way: str, *, next_url: str, about: str) -> HttpResponse:
    """Lead to the bank. It is to ask for the person anew, however lately it has done so.

    :raises CannotIdentify: when the provider cannot be reached
    """
    now = int(times.now().timestamp())
    nonce = secrets.token_urlsafe(24)
    asked = Asked(way, next_url, about, request.user.pk or 0, nonce, now)
    parameters = {
        "nonce": nonce,
        "acr_values": " ".join(settings.ENV.identification_acr),
        "prompt": "login",
        "max_age": "0",
        "ui_locales": (get_language() or "fi")[:2],
    }
    with _speaking():
        answer: HttpResponse = _provider(request).redirect(
            request, way, data=asdict(asked), auth_params=parameters
        )
    return answer


def take_asked(request: HttpRequest) -> Asked:
    """Return what the answer that comes is an answer to. It is found once.

    :raises CannotIdentify: when this browser has asked for nothing of the kind
    """
    state = statekit.unstash_state(request, provider_id=PROVIDER, state_id=request.GET.get("state", ""))
    if state is None:
        raise CannotIdentify(Refusal.LOST)
    return replace(Asked(**state["data"]), verifier=state["pkce_code_verifier"])


@sensitive_variables()
def read(request: HttpRequest, asked: Asked) -> Identified:
    """Return whom the bank has identified.

    :raises CannotIdentify: when it is nobody, or the answer cannot be trusted
    """
    if request.GET.get("error") == "access_denied":
        raise CannotIdentify(Refusal.CANCELLED)
    issuer = settings.ENV.identification_issuer
    if not request.GET.get("code") or request.GET.get("iss", issuer) != issuer:
        raise CannotIdentify(Refusal.FAILED)
    with _speaking():
        provider = _provider(request)
        protocol = provider.get_oauth2_adapter(request)
        client = protocol.get_client(request, provider.app)
        answer = protocol.get_access_token_data(
            request, provider.app, client, pkce_code_verifier=asked.verifier
        )
        with get_adapter().get_requests_session() as session:
            found = session.get(protocol.openid_config["jwks_uri"])
        found.raise_for_status()
        return read_token(answer["id_token"], found.json(), asked, now=times.now())


@sensitive_variables()
def read_token(token: str, keys: dict[str, Any], asked: Asked, *, now: datetime) -> Identified:
    """Return whom an ID token names, if it is a right answer to what was asked.

    :raises CannotIdentify: when it is not strong enough, too old, or names no identity code
    :raises PyJWTError: when it is not signed by one of the keys, for us, by the issuer, and now
    """
    env = settings.ENV
    claims = jwt.decode(
        token,
        _key_of(token, keys),
        algorithms=ALGORITHMS,
        issuer=env.identification_issuer,
        audience=env.identification_client_id,
        leeway=CLOCKS_DIFFER,
        options={"require": ASKED_FOR},
    )
    others = isinstance(claims["aud"], list) and len(claims["aud"]) > 1
    if claims.get("azp", "" if others else env.identification_client_id) != env.identification_client_id:
        raise CannotIdentify(Refusal.FAILED)
    if not secrets.compare_digest(str(claims["nonce"]).encode(), asked.nonce.encode()):
        raise CannotIdentify(Refusal.FAILED)
    if claims["acr"] not in env.identification_acr:
        raise CannotIdentify(Refusal.WEAK)
    latest = now.timestamp() + CLOCKS_DIFFER
    for time in (claims["auth_time"], claims["iat"]):
        if not asked.at - CLOCKS_DIFFER <= int(time) <= latest:
            raise CannotIdentify(Refusal.OLD)
    try:
        digests = identity.digests_of(claims.get(env.identification_identity_claim))
    except ValueError:
        raise CannotIdentify(Refusal.NO_CODE) from None
    amr = claims.get("amr") or ""
    return Identified(
        digests=tuple(digests),
        issuer=env.identification_issuer,
        subject=_text(claims["sub"]),
        acr=_text(claims["acr"]),
        bank=_text(amr[0] if isinstance(amr, list) else amr),
        at=datetime.fromtimestamp(int(claims["auth_time"]), times.HELSINKI),
    )


def _text(claim: object) -> str:
    """Return what a claim says, no longer than it is kept.

    :raises CannotIdentify: when it holds a character that no text may
    """
    text = str(claim)
    if KEPT_BY_NO_DATABASE.search(text):
        raise CannotIdentify(Refusal.FAILED)
    return text[:LONGEST]


def _key_of(token: str, keys: dict[str, Any]) -> jwt.PyJWK:
    """Return the key that the token says it is signed with; one that says nothing, with the only one.

    :raises PyJWTError: when there is no such key
    """
    named = jwt.get_unverified_header(token).get("kid")
    known = [key for key in jwt.PyJWKSet.from_dict(keys).keys if key.public_key_use in (None, "sig")]
    fitting = [key for key in known if named in (None, key.key_id)]
    if len(fitting) != 1:
        raise jwt.InvalidKeyError
    return fitting[0]


def _provider(request: HttpRequest) -> Provider:
    env = settings.ENV
    app = SocialApp(
        provider=OpenIDConnectProvider.id,
        provider_id=PROVIDER,
        client_id=env.identification_client_id,
        secret=env.identification_client_secret,
        settings={
            "server_url": env.identification_issuer.rstrip("/"),
            "scope": list(env.identification_scope),
            "oauth_pkce_enabled": True,
        },
    )
    return Provider(request, app=app)


@contextmanager
def _speaking() -> Iterator[None]:
    """Turn what goes wrong with the provider into a refusal, without what it said: that may hold a token."""
    try:
        yield
    except RequestException as error:
        log.warning("the identification provider was not reached", error=type(error).__name__)
        raise CannotIdentify(Refusal.DOWN) from None
    except (OAuth2Error, jwt.PyJWTError, LookupError, TypeError, ValueError) as error:
        log.warning("the identification provider gave an odd answer", error=type(error).__name__)
        raise CannotIdentify(Refusal.FAILED) from None
