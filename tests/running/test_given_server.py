"""DATABASE_URL names a server of somebody else's: what is made there, and what is refused."""

import os
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest

from kajo.core import postgres
from kajo.core.postgres import PostgresError, prepare_given

ROOT = Path(__file__).resolve().parent.parent.parent


@pytest.fixture
def server(var):
    """A bare server: roles that Kajo makes are not there, and an `owner` may make roles and databases."""
    with postgres.throw_away(var) as cluster:
        with psycopg.connect(cluster.address("postgres", "template1"), autocommit=True) as connection:
            connection.execute("drop database kajo")
            connection.execute("drop role kajo_web")
            connection.execute("drop role kajo_staff")
            connection.execute("drop role kajo_page")
            connection.execute("drop extension pg_trgm")
            connection.execute("create role owner login createrole createdb")
            connection.execute("create database given owner owner")
        yield cluster


def test_a_bare_server_gets_roles_and_extensions(server, var):
    owner = server.address("owner", "given")
    web = prepare_given(owner, "", var)
    with psycopg.connect(web, options="-c role=kajo_page") as connection:
        assert connection.execute("select current_user, session_user").fetchone() == ("kajo_page", "kajo_web")
    with psycopg.connect(owner) as connection:
        connection.execute("set local role kajo_page")
        assert connection.execute("select show_trgm('ä') <> '{}'").fetchone() == (True,)


def test_a_new_database_gets_its_extensions_before_the_first_migration(server):
    with psycopg.connect(server.address("owner", "postgres"), autocommit=True) as connection:
        connection.execute("create database fresh")
    address = server.address("owner", "fresh")
    env = {**os.environ, "DATABASE_URL": address, "DJANGO_SETTINGS_MODULE": "config.settings"}
    subprocess.run(
        [sys.executable, "manage.py", "migrate"], env=env, cwd=ROOT, check=True, capture_output=True
    )
    with psycopg.connect(address) as connection:
        made = {name for (name,) in connection.execute("select extname from pg_extension")}
    assert made >= set(postgres.EXTENSIONS)


def test_a_second_time_nothing_changes(server, var):
    owner = server.address("owner", "given")
    assert prepare_given(owner, "", var) == prepare_given(owner, "", var)


def test_a_login_that_somebody_else_made_keeps_its_password(server, var):
    with psycopg.connect(server.address("postgres", "given"), autocommit=True) as connection:
        connection.execute("create role kajo_web login password 'theirs'")
    with pytest.raises(PostgresError, match="set WEB_DATABASE_URL"):
        prepare_given(server.address("owner", "given"), "", var)
    given = server.address("kajo_web", "given")
    assert prepare_given(server.address("owner", "given"), given, var) == given


def test_an_address_without_rights_is_told_what_it_lacks(server, var):
    with psycopg.connect(server.address("postgres", "given"), autocommit=True) as connection:
        connection.execute("create role weak login")
    with pytest.raises(PostgresError, match=r"lacks rights; docs/running\.md"):
        prepare_given(server.address("weak", "given"), "", var)


def test_a_server_that_does_not_answer_is_named(var):
    with pytest.raises(PostgresError, match="does not answer"):
        prepare_given("postgresql://owner@/given?host=/nowhere", "", var)


def test_a_database_that_cuts_finnish_words_is_refused(server, var):
    with psycopg.connect(server.address("postgres", "template1"), autocommit=True) as connection:
        connection.execute(
            "create database cutting owner owner template template0 locale_provider libc locale 'C'"
        )
    with pytest.raises(PostgresError, match="cuts words at ä"):
        prepare_given(server.address("owner", "cutting"), "", var)
