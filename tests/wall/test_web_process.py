"""A real web process, with a database login of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from psycopg.conninfo import make_conninfo

from tests.wall.conftest import Neighbours, web_address

pytestmark = pytest.mark.django_db


def start(*arguments: str, web: str = "") -> subprocess.CompletedProcess[str]:
    owner = make_conninfo(settings.ENV.database_url, dbname=connection.settings_dict["NAME"])
    environment = {
        **os.environ,
        "DATABASE_URL": owner,
        "WEB_DATABASE_URL": web or web_address(),
        "DJANGO_SETTINGS_MODULE": "tests.settings",
    }
    return subprocess.run(
        [sys.executable, *arguments],
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


@pytest.fixture(scope="module")
def answers(neighbours: Neighbours) -> dict[str, Any]:
    run = start("-m", "tests.wall.web_process", neighbours.aino.username, neighbours.home.key)
    assert run.returncode == 0, run.stderr[-3000:]
    found: dict[str, Any] = json.loads(run.stdout.splitlines()[-1])
    return found


def test_it_stands_as_the_page_role(answers: dict[str, Any]) -> None:
    assert answers["stands as"] == ["kajo_page", "kajo_web"]


def test_a_forgotten_filter_shows_no_other_customer(answers: dict[str, Any]) -> None:
    assert answers["whose"] == [200, "Wall Aino"]
    assert answers["every"] == [200, "wall-1"]


def test_a_lazy_template_is_rendered_before_the_wall_closes(answers: dict[str, Any]) -> None:
    assert answers["lazy"] == [200, "wall-1 "]


def test_a_streaming_page_and_a_get_that_writes_fail(answers: dict[str, Any]) -> None:
    assert answers["streaming"][0] == 500
    assert answers["rename-on-get"][0] == 500
    assert answers["rename"] == 200


def test_signing_in_and_new_passwords_work_by_the_rights_of_pages(answers: dict[str, Any]) -> None:
    assert answers["signing in"] == {
        "sign in": "/",
        "language": "/",
        "change": "/account/password/change/",
        "sign out": "/account/login/",
        "user ID is told": True,
        "reset": "/account/password/reset/key/done/",
        "sign in after reset": "/",
        "is": ["sv", False],
    }


def test_what_runs_after_the_door_sees_nothing(answers: dict[str, Any]) -> None:
    assert answers["after the door"] == []
    assert answers["holdings after the door"] == 0


def test_a_web_process_that_logs_in_as_the_owner_does_not_serve(neighbours: Neighbours) -> None:
    owner = make_conninfo(settings.ENV.database_url, dbname=connection.settings_dict["NAME"])
    run = start("-c", "import config.wsgi", web=owner)
    assert run.returncode != 0
    assert "access.E005" in run.stderr


def test_a_web_process_that_logs_in_as_superuser_does_not_serve(neighbours: Neighbours) -> None:
    if "host=/" not in web_address():
        pytest.skip("the superuser of another's server is not ours")
    run = start("-c", "import config.wsgi", web=make_conninfo(web_address(), user="postgres"))
    assert run.returncode != 0
    assert "superuser" in run.stderr
