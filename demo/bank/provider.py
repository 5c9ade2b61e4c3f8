"""Runs the pretend bank, in the place of the strong identification that a retailer buys.

python -m demo.bank.provider --port 8002 --kajo http://localhost:8000
"""

from __future__ import annotations

import argparse
import hmac
import os
from base64 import urlsafe_b64encode
from hashlib import sha256
from pathlib import Path
from urllib.parse import parse_qs, urlencode, urlsplit

import uvicorn
from flask import Flask, Response, abort, redirect, request
from oidc_provider_mock import User, init_app
from werkzeug.wrappers import Response as AnyResponse

from demo.bank.people import identities
from demo.cast import TODAY, cast_of

HOSTS = ["localhost", "127.0.0.1"]
AUTHORIZE, TOKEN = "/oauth2/authorize", "/oauth2/token"
# The library has more, such as making users up; the demo's bank has these.
PATHS = {"/", "/bank.css", "/.well-known/openid-configuration", "/jwks", AUTHORIZE, TOKEN, "/userinfo"}
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; frame-ancestors 'none'",
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
}
STYLE = Path(__file__).with_name("bank.css")


def make_bank(kajo: str) -> Flask:
    """Return the provider, which leads back to nowhere but that site."""
    groups = identities(cast_of(TODAY))
    users = [User(sub=one.sub, claims=one.claims) for group in groups.values() for one in group]
    known = {user.sub for user in users}
    bank = Flask(__name__)
    init_app(bank, issue_refresh_token=False, user_claims=users)
    bank.debug = False
    del bank.wsgi_app  # the library's debugger, which stands before Flask's own
    verifiers = _Verifiers()

    @bank.before_request
    def refuse() -> AnyResponse | None:
        if request.host.split(":")[0] not in HOSTS or request.path not in PATHS:
            abort(404)
        if request.path == TOKEN:
            return verifiers.refuse()
        if request.path == AUTHORIZE:
            return _refuse_person(kajo, known)
        return None

    @bank.after_request
    def note(response: Response) -> Response:
        if request.path == AUTHORIZE and request.method == "POST":
            verifiers.note(response)
        response.headers.update(HEADERS)
        return response

    @bank.get("/bank.css")
    def style() -> Response:
        return Response(STYLE.read_text(), mimetype="text/css")

    bank.context_processor(lambda: {"groups": groups, "kajo": kajo})
    return bank


def _refuse_person(kajo: str, known: set[str]) -> AnyResponse | None:
    """Lead back to Kajo alone, as somebody on the list or as nobody."""
    back, state = request.args.get("redirect_uri", ""), request.args.get("state", "")
    if not back.startswith(f"{kajo}/"):
        abort(400, "This bank leads back to the demo's Kajo alone.")
    if request.form.get("action") == "deny":
        return redirect(f"{back}?{urlencode({'error': 'access_denied', 'state': state})}")
    if request.method == "POST" and request.form.get("sub") not in known:
        abort(400, "This bank knows nobody by that name.")
    return None


class _Verifiers:
    """PKCE, which the library leaves out: which challenge each code was asked for with."""

    def __init__(self) -> None:
        self._challenges: dict[str, str] = {}

    def note(self, response: Response) -> None:
        code = parse_qs(urlsplit(response.location or "").query).get("code", [""])[0]
        self._challenges[code] = request.args.get("code_challenge", "")

    def refuse(self) -> AnyResponse | None:
        """Answer in the place of the library when the verifier is not the one of the challenge."""
        challenge = self._challenges.pop(request.form.get("code", ""), "")
        digest = sha256(request.form.get("code_verifier", "").encode()).digest()
        if hmac.compare_digest(challenge, urlsafe_b64encode(digest).rstrip(b"=").decode()):
            return None
        return Response('{"error": "invalid_grant"}', 400, mimetype="application/json")


def main() -> None:
    """Run until told to stop."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument(
        "--kajo", required=True, help="address of the site, which identified people come back to"
    )
    given = parser.parse_args()
    os.environ["AUTHLIB_INSECURE_TRANSPORT"] = "1"  # on this machine alone, as Kajo itself in the demo
    bank = make_bank(given.kajo)
    uvicorn.run(bank, interface="wsgi", host="127.0.0.1", port=given.port, access_log=False)


if __name__ == "__main__":
    main()
