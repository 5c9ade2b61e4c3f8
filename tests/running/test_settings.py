"""Every setting stands in one table, and what is unsafe in production does not start."""

import os
import subprocess
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from kajo.core import environment
from kajo.core.checks import check_environment
from kajo.core.environment import Environment, SettingsError

ROOT = Path(__file__).resolve().parent.parent.parent
BEGIN, END = "<!-- settings -->", "<!-- end of settings -->"
SAFE = Environment(
    secret_key="k" * 64,
    allowed_hosts=("online.example.fi",),
    base_url="https://online.example.fi",
    database_url="postgresql://kajo@db.example.fi/kajo?sslmode=verify-full",
    web_database_url="postgresql://kajo_web@db.example.fi/kajo?sslmode=verify-full",
    smtp_host="smtp.example.fi",
    factor_keys=("k" * 64,),
)

BANK = {
    "identification_issuer": "https://broker.example.fi",
    "identification_client_id": "kajo",
    "identification_client_secret": "something long",
    "identity_keys": ("2026:" + "k" * 50,),
}


def faults_of(env, settings):
    settings.ENV = env
    return {message.id for message in check_environment(None)}


def test_the_page_about_running_shows_every_setting_as_it_is():
    page = (ROOT / "docs" / "running.md").read_text()
    shown = page.split(BEGIN)[1].split(END)[0].strip()
    assert shown == environment.as_markdown(), "python -m kajo.core.environment prints the table"


def test_safe_settings_pass(settings):
    assert faults_of(SAFE, settings) == set()


@pytest.mark.parametrize(
    ("changed", "fault"),
    [
        ({"kajo_local_http": True}, "kajo.E001"),
        ({"kajo_debug": True}, "kajo.E002"),
        ({"secret_key": ""}, "kajo.E003"),
        ({"secret_key": "short"}, "kajo.E003"),
        ({"secret_key_fallbacks": ("short",)}, "kajo.E004"),
        ({"allowed_hosts": ()}, "kajo.E005"),
        ({"allowed_hosts": ("*",)}, "kajo.E005"),
        ({"allowed_hosts": (".example.fi",)}, "kajo.E005"),
        ({"identity_keys": ("a" * 60,)}, "kajo.E016"),
        ({"identity_keys": ("new:" + "k" * 49,)}, "kajo.E016"),
        ({"identity_keys": ("new:" + "k" * 50, "new:" + "l" * 50)}, "kajo.E016"),
        ({"base_url": "http://online.example.fi"}, "kajo.E006"),
        ({"trusted_proxies": -1}, "kajo.E007"),
        ({"sms_url": "http://sms.example.fi/send"}, "kajo.E017"),
        ({"database_url": ""}, "kajo.E008"),
        ({"web_database_url": ""}, "kajo.E009"),
        ({"web_database_url": SAFE.database_url}, "kajo.E010"),
        ({"database_url": "postgresql://kajo@db.example.fi/kajo"}, "kajo.E011"),
        ({"web_database_url": "postgresql://kajo_web@db/kajo?sslmode=require"}, "kajo.E011"),
        ({"smtp_tls": "maybe"}, "kajo.E012"),
        ({"smtp_tls": "none"}, "kajo.E013"),
        ({"factor_keys": ()}, "kajo.E020"),
        ({"factor_keys": ("k" * 49,)}, "kajo.E020"),
        ({"mfa_required_for": ("nobody",)}, "kajo.E021"),
        ({"mfa_required_for": ("staff", "firm")}, "kajo.E021"),
        ({**BANK, "identification_issuer": "http://broker.example.fi"}, "kajo.E023"),
        ({**BANK, "identification_client_id": ""}, "kajo.E024"),
        ({**BANK, "identification_client_secret": ""}, "kajo.E024"),
        ({**BANK, "identification_acr": ()}, "kajo.E025"),
        ({**BANK, "identity_keys": ()}, "kajo.E025"),
        ({"session_idle_minutes": 0}, "kajo.E014"),
        ({"staff_session_idle_minutes": 24 * 60}, "kajo.E015"),
    ],
)
def test_each_unsafe_setting_is_refused(changed, fault, settings):
    assert faults_of(replace(SAFE, **changed), settings) == {fault}


def test_a_bank_is_taken_with_all_that_it_needs(settings):
    assert faults_of(replace(SAFE, **BANK), settings) == set()


def test_a_socket_on_the_same_machine_needs_no_tls(settings):
    here = {"database_url": "postgresql://kajo@/kajo", "web_database_url": "postgresql://kajo_web@/kajo"}
    assert faults_of(replace(SAFE, **here), settings) == set()


def test_a_web_process_with_unsafe_settings_does_not_start():
    env = {**os.environ, "KAJO_LOCAL_HTTP": "0", "KAJO_DEBUG": "1"}
    env["DJANGO_SETTINGS_MODULE"] = "config.settings"
    done = subprocess.run(
        [sys.executable, "-c", "import config.wsgi"], env=env, cwd=ROOT, capture_output=True, text=True
    )
    assert done.returncode != 0
    assert "kajo.E002" in done.stderr


def test_settings_are_read_by_their_types():
    env = environment.read(
        {
            "SMTP_PORT": "25",
            "KAJO_LOCAL_HTTP": "yes",
            "ALLOWED_HOSTS": "a.fi, b.fi,",
            "CONTRACT_PRICES_FROM": "2021-07-01",
            "RETAILER_NAME": "  ",
        }
    )
    assert (env.smtp_port, env.kajo_local_http, env.allowed_hosts) == (25, True, ("a.fi", "b.fi"))
    assert env.contract_prices_from == date(2021, 7, 1)
    assert env.retailer_name == "Kajo Energia"


def test_every_setting_that_cannot_be_read_is_named():
    with pytest.raises(SettingsError, match=r"(?s)KAJO_DEBUG.*SMTP_PORT.*CONTRACT_PRICES_FROM"):
        environment.read({"SMTP_PORT": "x", "KAJO_DEBUG": "maybe", "CONTRACT_PRICES_FROM": "2020-13-01"})


def test_a_secret_may_stand_in_a_file_and_is_never_shown(tmp_path):
    (tmp_path / "key").write_text("very secret\n")
    env = environment.read({"SECRET_KEY_FILE": str(tmp_path / "key")})
    assert env.secret_key == "very secret"
    assert "very secret" not in repr(env)
