"""The demo's pretend bank is an OpenID Connect provider, knows made-up people alone, and says what it is."""

import json
import re
import secrets
from base64 import urlsafe_b64encode
from hashlib import sha256
from urllib.parse import parse_qs, urlsplit

import pytest
from joserfc import jwt
from joserfc.jwk import KeySet

from demo.bank.people import STRANGER, identities
from demo.bank.provider import make_bank
from demo.cast import TODAY, cast_of
from demo.register_files import lines_of

KAJO = "http://localhost:8000"
BACK = f"{KAJO}/account/identification/"
VERIFIER = secrets.token_urlsafe(40)
PEOPLE = {one.name: one for group in identities(cast_of(TODAY)).values() for one in group}


class Browser:
    """Somebody whom Kajo has sent to the bank, and Kajo itself when it fetches who that is."""

    def __init__(self):
        self.bank = make_bank(KAJO).test_client()

    def asked(self, **other):
        challenge = urlsafe_b64encode(sha256(VERIFIER.encode()).digest()).rstrip(b"=").decode()
        return {
            "client_id": "kajo",
            "response_type": "code",
            "scope": "openid profile",
            "redirect_uri": BACK,
            "state": "a-state",
            "nonce": "a-nonce",
            "code_challenge": challenge,
            "code_challenge_method": "S256",
            **other,
        }

    def open(self, **other):
        return self.bank.get("/oauth2/authorize", query_string=self.asked(**other))

    def choose(self, name, **other):
        sub = PEOPLE[name].sub if name in PEOPLE else name
        return self.bank.post("/oauth2/authorize", query_string=self.asked(**other), data={"sub": sub})

    def token(self, answer, verifier=VERIFIER):
        code = parse_qs(urlsplit(answer.location).query)["code"][0]
        data = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": BACK,
            "client_id": "kajo",
            "client_secret": "a secret",
            "code_verifier": verifier,
        }
        return self.bank.post("/oauth2/token", data=data)

    def identified(self, name):
        token = self.token(self.choose(name)).get_json()["id_token"]
        return jwt.decode(token, KeySet.import_key_set(self.bank.get("/jwks").get_json())).claims


@pytest.fixture
def browser(monkeypatch):
    monkeypatch.setenv("AUTHLIB_INSECURE_TRANSPORT", "1")
    return Browser()


def code_in_register(name):
    lines = map(json.loads, lines_of(cast_of(TODAY)))
    return next(line["identity_code"] for line in lines if line.get("name") == name)


def test_it_says_in_three_languages_that_it_is_no_bank(browser):
    page = browser.open().text
    assert "<h1>Pretend bank of the demo</h1>" in page
    for words in ("This is no bank", "Tämä ei ole pankki", "Det här är ingen bank"):
        assert words in page
    assert "Sanna Saarinen" in page
    assert "<input" not in page  # there is nothing to type, so nobody types a code of a real bank


@pytest.mark.parametrize("name", ["Sanna Saarinen", "Aarne Lehtonen", "Lauri Halonen"])
def test_whom_one_chooses_has_the_identity_code_of_the_register(browser, name):
    claims = browser.identified(name)
    assert claims["urn:oid:1.2.246.21"] == code_in_register(name)
    assert f"{claims['given_name']} {claims['family_name']}" == name
    assert claims["acr"] == "http://ftn.ficora.fi/2017/loatest2"
    assert claims["amr"] == ["Pretend bank"]  # which Kajo shows
    assert claims["nonce"] == "a-nonce"
    assert claims["iss"] == "http://localhost"
    assert claims["auth_time"] == pytest.approx(claims["iat"], abs=2)


def test_the_stranger_is_no_customer(browser):
    codes = {customer.identity_code for customer in cast_of(TODAY).customers.values()}
    assert browser.identified(STRANGER)["urn:oid:1.2.246.21"] not in codes


def test_everybody_has_a_code_of_their_own_that_is_given_to_nobody():
    codes = [one.identity_code for one in PEOPLE.values()]
    assert len(set(codes)) == len(codes)
    assert all(re.fullmatch(r"\d{6}-9\d\d[0-9A-Y]", code) for code in codes)


def test_staff_are_not_on_the_list(browser):
    assert "Helena Karppinen" not in browser.open().text


def test_whoever_cancels_comes_back_as_nobody(browser):
    answer = browser.bank.post("/oauth2/authorize", query_string=browser.asked(), data={"action": "deny"})
    assert answer.location == f"{BACK}?error=access_denied&state=a-state"


def test_a_code_is_of_no_use_without_the_verifier_and_only_once(browser):
    assert browser.token(browser.choose("Sanna Saarinen"), verifier="another").status_code == 400
    answer = browser.choose("Sanna Saarinen")
    assert browser.token(answer).status_code == 200
    assert browser.token(answer).status_code == 400


def test_it_leads_nowhere_but_to_the_demos_kajo(browser):
    for address in ("https://example.com/", "http://localhost:8000.example.com/", "http://localhost:80001/"):
        assert browser.open(redirect_uri=address).status_code == 400
        assert browser.choose("Sanna Saarinen", redirect_uri=address).status_code == 400


def test_nobody_can_be_made_up(browser):
    assert browser.choose("Mikki Hiiri").status_code == 400
    assert browser.bank.put("/users/mikki", json={"name": "Mikki"}).status_code == 404
    assert browser.bank.post("/oauth2/clients", json={"redirect_uris": [BACK]}).status_code == 404


def test_another_sites_name_does_not_open_it(browser):
    assert browser.bank.get("/", headers={"Host": "bank.example.com"}).status_code == 404
    assert browser.bank.get("/", headers={"Host": "localhost:8002"}).status_code == 200
