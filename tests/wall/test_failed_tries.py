"""A failed try counts even if the page that counted it fails afterwards and is undone."""

from __future__ import annotations

import json

import pytest

from tests.wall.conftest import Neighbours
from tests.wall.test_web_process import start

pytestmark = pytest.mark.django_db

# Five wrong passwords in pages that break after counting; the sixth try, with another session, is refused.
WRONG_TRIES = """
import json
from config import wsgi
from django.test import RequestFactory
from kajo.access.models import User
from kajo.access.wall import behind_the_wall
from kajo.registration.proving import CannotProve, ProofForm, prove
user = User.objects.get(username="wall-aino")
said = []
for _ in range(6):
    request = RequestFactory().post("/")
    request.user = user
    try:
        with behind_the_wall(user.pk, read_only=False):
            try:
                form = ProofForm({"password": "not my password"})
                assert form.is_valid()
                prove(request, form, about="x")
            except CannotProve as refused:
                said.append(str(refused))
            raise RuntimeError("the page breaks")
    except RuntimeError:
        pass
print(json.dumps(said))
"""


def test_wrong_passwords_count_though_the_page_breaks(neighbours: Neighbours) -> None:
    run = start("-c", WRONG_TRIES)
    assert run.returncode == 0, run.stderr[-3000:]
    said = json.loads(run.stdout.splitlines()[-1])
    assert said[:5] == [said[0]] * 5
    assert said[5] != said[0], "the sixth is not even looked at"
