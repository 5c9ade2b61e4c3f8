"""The functions that pages may call with the owner's rights: each asks for whom it answers."""

from __future__ import annotations

import re

import psycopg
import pytest
from django.db import connection
from psycopg import errors, sql

from kajo.access import register
from kajo.access.wall import behind_the_wall
from tests.wall.conftest import Neighbours, open_to

pytestmark = pytest.mark.django_db

# What says for whom a function answers: the user or the customers whom the door has set.
ASKS = ("current_setting('kajo.user'", "current_setting('kajo.customers'")
# Open to whoever holds what was mailed: each looks up the hash of a token, and none that is empty.
BY_A_TOKEN = {
    "kajo_decline_invitation",
    "kajo_find_invite",
    "kajo_find_sign_up",
    "kajo_invitation",
    "kajo_join_by_invitation",
    "kajo_join_by_invite",
    "kajo_register",
}
# Writes down an address that somebody typed, and answers nothing.
TO_EVERYBODY = {"kajo_sign_up"}
OF_STAFF = re.compile(r"perform rights_(staff|linker)_asks\(\)|:= rights_linker_asks\(\)")


def functions() -> dict[str, tuple[str, bool, list[str]]]:
    """Return the source of each function of ours, whether it has the owner's rights, and what it takes."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select proname, prosrc, prosecdef, array(select format_type(t, null) from unnest(proargtypes) t)"
            " from pg_proc where pronamespace = 'public'::regnamespace"
            " and proname similar to '(kajo|rights|registration)\\_%'"
        )
        return {name: (source, is_owner, takes) for name, source, is_owner, takes in cursor.fetchall()}


def whole_source(name: str, seen: set[str]) -> str:
    """Return a function's source and that of each function of ours that it calls."""
    seen.add(name)
    known = functions()
    source = known[name][0]
    called = set(re.findall(r"\b((?:kajo|rights|registration)_\w+)", source)) & known.keys() - seen
    return source + "".join(whole_source(other, seen) for other in sorted(called))


def test_each_function_asks_for_whom_it_answers() -> None:
    mighty = {name for name, (_, is_owner, _) in functions().items() if is_owner}
    assert all(name.startswith("kajo_") for name in mighty), "others are no page's to call"
    silent = {name for name in mighty if not any(ask in whole_source(name, set()) for ask in ASKS)}
    assert silent <= BY_A_TOKEN | TO_EVERYBODY
    assert mighty >= BY_A_TOKEN | TO_EVERYBODY


@pytest.mark.parametrize("name", sorted(BY_A_TOKEN))
def test_no_token_is_as_good_as_an_empty_one(name: str) -> None:
    source = whole_source(name, set())
    assert "token_sha256 = p_token_sha256 and p_token_sha256 <> ''" in source


def test_functions_of_staff_refuse_everybody_else(web: psycopg.Connection, neighbours: Neighbours) -> None:
    of_staff = {name: takes for name, (source, _, takes) in functions().items() if OF_STAFF.search(source)}
    assert len(of_staff) > 8
    for user in (neighbours.cecilia, None):
        open_to(web, neighbours.other_home, user=user)
        for name, takes in of_staff.items():
            nothing = sql.SQL(", ").join(sql.SQL(f"null::{kind}") for kind in takes)  # type: ignore[arg-type]
            with pytest.raises(errors.InsufficientPrivilege):
                web.execute(sql.SQL("select * from {}({})").format(sql.Identifier(name), nothing))


def test_functions_of_owners_refuse_who_owns_another_customer(
    web: psycopg.Connection, neighbours: Neighbours
) -> None:
    asks = "rights_owner_asks(p_owner)"
    of_owners = {name: takes for name, (source, _, takes) in functions().items() if asks in source}
    assert len(of_owners) > 5
    for user in (neighbours.cecilia, neighbours.bertta, None):
        open_to(web, neighbours.home, user=user)
        for name, (_, *others) in of_owners.items():
            rest = [sql.SQL(f"null::{kind}") for kind in others]  # type: ignore[arg-type]
            call = sql.SQL("select * from {}({})").format(
                sql.Identifier(name), sql.SQL(", ").join([sql.Literal(neighbours.home.pk), *rest])
            )
            with pytest.raises(errors.InsufficientPrivilege, match="only an owner"):
                web.execute(call)


def test_whether_somebody_is_in_a_firm_is_told_to_nobody_else(neighbours: Neighbours) -> None:
    """It is asked before the door knows who comes, and behind it of oneself alone."""
    register.add_member(register.add_firm("Wall Firm"), neighbours.bertta)
    told = []
    for user in (0, neighbours.bertta.pk, neighbours.cecilia.pk):
        with behind_the_wall(user, read_only=True), connection.cursor() as cursor:
            cursor.execute("select kajo_is_in_a_firm(%s)", [neighbours.bertta.pk])
            told.append(cursor.fetchone())
    assert told == [(True,), (True,), (False,)]
