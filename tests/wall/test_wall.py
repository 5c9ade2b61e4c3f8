"""What PostgreSQL itself refuses to a web process, whatever the code forgets."""

from __future__ import annotations

import psycopg
import pytest
from django.apps import apps
from django.db import connection
from psycopg import errors, sql

from kajo.access.wall import list_faults, owner_columns, page_rights
from tests.wall.conftest import Neighbours, open_to

pytestmark = pytest.mark.django_db


def test_raw_sql_without_a_filter_sees_only_the_customer_that_is_open(
    web: psycopg.Connection, neighbours: Neighbours
) -> None:
    assert web.execute("select * from access_customer").fetchall() == []
    open_to(web, neighbours.home)
    assert web.execute("select id from access_customer").fetchall() == [(neighbours.home.pk,)]
    assert web.execute("select id from access_holding").fetchall() == [(neighbours.holding.pk,)]


def test_both_are_seen_when_both_are_open(web: psycopg.Connection, neighbours: Neighbours) -> None:
    open_to(web, neighbours.home, neighbours.other_home)
    assert len(web.execute("select id from access_customer").fetchall()) == 2


def test_no_owned_table_shows_a_row_while_no_customer_is_open(
    web: psycopg.Connection, neighbours: Neighbours
) -> None:
    for table in owner_columns():
        if "select" in page_rights().get(table, ""):
            rows = web.execute(sql.SQL("select 1 from {}").format(sql.Identifier(table))).fetchall()
            assert rows == [], table
        else:
            with pytest.raises(errors.InsufficientPrivilege):
                web.execute(sql.SQL("select 1 from {}").format(sql.Identifier(table)))


def test_a_row_of_another_customer_can_be_neither_changed_nor_made(
    web: psycopg.Connection, neighbours: Neighbours
) -> None:
    open_to(web, neighbours.home, user=neighbours.sirpa, staff=True)
    look = (
        "insert into access_stafflook (key, staff_id, owner_id, reason, starts_at, ends_at)"
        " values ('walllook01', %s, %s, 'x', now(), now())"
    )
    with pytest.raises(errors.InsufficientPrivilege, match="row-level security"):
        web.execute(look, [neighbours.sirpa.pk, neighbours.other_home.pk])
    web.execute(look, [neighbours.sirpa.pk, neighbours.home.pk])
    open_to(web, neighbours.other_home, user=neighbours.sirpa, staff=True)
    assert web.execute("update access_stafflook set ends_at = now()").rowcount == 0


def test_holdings_can_be_read_and_not_written(web: psycopg.Connection, neighbours: Neighbours) -> None:
    open_to(web, neighbours.home)
    for statement in (
        "update access_holding set point_id = 9000002",
        "delete from access_holding",
        "insert into access_holding (owner_id, point_id, location_id, starts_on) values (1, 2, 3, now())",
    ):
        with pytest.raises(errors.InsufficientPrivilege):
            web.execute(statement)


@pytest.mark.parametrize(
    "statement",
    [
        "set role kajo",
        "set session authorization kajo",
        "create table public.mine (x int)",
        "create temporary table access_holding (x int)",
        "alter table access_customer disable row level security",
        "drop policy page on access_customer",
        "create policy open on access_customer using (true)",
        "create function public.mine() returns int language sql as 'select 1'",
        "select * from access_grant",
        "select * from access_ownership",
        "delete from access_accesslogentry",
        "select customers from access_accesslogentry",
        "insert into access_accesslogentry (at) values (now())",
        "update access_user set is_staff = true",
        "update access_user set is_active = true",
        "update access_user set username = 'x'",
        "insert into access_user (username, password) values ('x', 'x')",
        "delete from access_user",
        "delete from account_emailaddress",
        "select * from access_firm",
        "select * from access_firmmember",
        "select * from access_stafflook",
        "insert into access_stafflook (key) values ('x')",
        "select nextval('access_user_id_seq')",
    ],
)
def test_a_web_process_cannot_step_over_the_wall(web: psycopg.Connection, statement: str) -> None:
    with pytest.raises((errors.InsufficientPrivilege, errors.InvalidParameterValue)):
        web.execute(statement)


def test_resetting_the_role_leads_to_the_login_which_has_nothing(
    web: psycopg.Connection, neighbours: Neighbours
) -> None:
    open_to(web, neighbours.home)
    web.execute("set role none")
    with pytest.raises(errors.InsufficientPrivilege):
        web.execute("select * from access_customer")


def test_policy_functions_answer_only_for_the_user_of_the_connection(
    web: psycopg.Connection, neighbours: Neighbours
) -> None:
    open_to(web, user=neighbours.cecilia)
    ask = "select * from kajo_open(%s, %s, now())"
    assert web.execute(ask, [neighbours.aino.pk, neighbours.home.key]).fetchall() == []
    assert web.execute(ask, [neighbours.cecilia.pk, neighbours.home.key]).fetchall() == []
    assert len(web.execute(ask, [neighbours.cecilia.pk, neighbours.other_home.key]).fetchall()) == 1
    for function in ("kajo_grants(%s, now())", "kajo_choose(%s, '', false, 10, 0, now())"):
        call = sql.SQL("select * from " + function)  # type: ignore[arg-type] # names of our own
        assert web.execute(call, [neighbours.bertta.pk]).fetchall() == []


def test_staff_read_all_and_write_only_where_an_action_named_the_customer(
    web: psycopg.Connection, neighbours: Neighbours
) -> None:
    open_to(web, user=neighbours.sirpa, staff=True)
    seen = {row[0] for row in web.execute("select id from access_customer").fetchall()}
    assert {neighbours.home.pk, neighbours.other_home.pk} <= seen
    look = (
        "insert into access_stafflook (key, staff_id, owner_id, reason, starts_at, ends_at)"
        " values ('walllook02', %s, %s, 'x', now(), now())"
    )
    with pytest.raises(errors.InsufficientPrivilege):
        web.execute(look, [neighbours.sirpa.pk, neighbours.home.pk])


def test_a_page_sees_and_changes_nobody_but_its_own_user(
    web: psycopg.Connection, neighbours: Neighbours
) -> None:
    users, addresses = "select id from access_user", "select user_id from account_emailaddress"
    everybody = {neighbours.aino.pk, neighbours.cecilia.pk, neighbours.bertta.pk, neighbours.sirpa.pk}
    assert everybody <= {row[0] for row in web.execute(users).fetchall()}, "to sign in, all are looked up"
    open_to(web, neighbours.home, user=neighbours.aino)
    assert web.execute(users).fetchall() == [(neighbours.aino.pk,)]
    assert {row[0] for row in web.execute(addresses).fetchall()} <= {neighbours.aino.pk}
    other = [neighbours.cecilia.pk]
    assert web.execute("update access_user set password = 'x' where id = %s", other).rowcount == 0
    with pytest.raises(errors.InsufficientPrivilege, match="row-level security"):
        web.execute(
            'insert into account_emailaddress (email, verified, "primary", user_id)'
            " values ('wall@example.fi', true, true, %s)",
            other,
        )


def test_a_page_reaches_no_session_from_behind_its_door(
    web: psycopg.Connection, neighbours: Neighbours
) -> None:
    key = "w" * 32
    web.execute(
        "insert into registration_usersession (session_key, session_data, expire_date, name, browser,"
        " network) values (%s, '', now(), '', '', '')",
        [key],
    )
    open_to(web, neighbours.home, user=neighbours.aino)
    for staff in (False, True):
        open_to(web, neighbours.home, user=neighbours.aino, staff=staff)
        assert web.execute("select 1 from registration_usersession").fetchall() == []
        assert web.execute("delete from registration_usersession").rowcount == 0
    open_to(web)
    assert web.execute("delete from registration_usersession where session_key = %s", [key]).rowcount == 1


def test_a_look_is_logged_as_ones_own_at_a_customer_that_one_may_open(
    web: psycopg.Connection, neighbours: Neighbours
) -> None:
    asked = "'{contracts,reporting}', false, 1::smallint, 'x', 'GET', now()"
    enter = f"select is_noted from kajo_enter(%s, %s, {asked})"
    open_to(web, neighbours.home, user=neighbours.bertta)
    assert web.execute(enter, [neighbours.bertta.pk, neighbours.home.key]).fetchall() == [(True,)]
    assert web.execute(enter, [neighbours.cecilia.pk, neighbours.home.key]).fetchall() == []
    assert web.execute(enter, [neighbours.bertta.pk, neighbours.other_home.key]).fetchall() == []


def test_a_get_cannot_write_in_a_read_only_transaction(
    web: psycopg.Connection, neighbours: Neighbours
) -> None:
    with web.transaction():
        web.execute("set transaction read only")
        with pytest.raises(errors.ReadOnlySqlTransaction), web.transaction():
            web.execute("update access_user set first_name = 'x'")


@pytest.mark.parametrize(
    "statement", ["set transaction read write", "select set_config('transaction_read_only', 'off', true)"]
)
def test_a_get_cannot_make_its_transaction_one_that_writes(web: psycopg.Connection, statement: str) -> None:
    with pytest.raises(errors.ActiveSqlTransaction), web.transaction():
        web.execute("select set_config('transaction_read_only', 'on', true)")  # as the door does
        web.execute(statement)


def test_the_catalogue_has_no_faults() -> None:
    assert list_faults() == []


@pytest.mark.parametrize(
    ("statement", "fault"),
    [
        ("create policy more on access_holding for select using (true)", "policies"),
        ("create policy more on metering_point for select using (true)", "policies"),
        ("drop policy staff on access_customer", "policies"),
        ("alter table access_user disable row level security", "no row security"),
        ("grant update (is_staff) on access_user to kajo_page", "is_staff"),
        ("grant select on access_grant to kajo_staff", "access_grant: kajo_staff"),
        ("grant select on access_grant to kajo_web", "access_grant: kajo_web"),
        ("grant select (id) on access_grant to public", "access_grant: everybody"),
        ("grant usage on sequence access_grant_id_seq to kajo_page", "access_grant_id_seq"),
        (
            "create view every_grant as select * from access_grant; grant select on every_grant to kajo_page",
            "every_grant",
        ),
        ("create function loose() returns int language sql security definer as 'select 1'", "loose"),
    ],
)
def test_a_hole_in_the_wall_is_seen(statement: str, fault: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)
    assert any(fault in found for found in list_faults())


def test_every_table_that_names_an_owner_is_behind_the_wall() -> None:
    named = {
        model._meta.db_table
        for model in apps.get_models()
        if any(field.column == "owner_id" for field in model._meta.concrete_fields)
    }
    assert named <= set(owner_columns())
