"""The wall behind the doors: PostgreSQL's own row security, rights and the role that pages stand in.

`raise_wall` runs after every migrate: it is the one place that says what the page role may do, and it builds
that anew each time, so that a new table cannot be forgotten. `list_faults` reads it back from the catalogue.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.apps import apps
from django.db import connection, models, transaction

PAGE_ROLE = "kajo_page"
# A role of its own, which has the page role's rights: a second policy on the page role would be joined to the
# first by OR, and no index could be used.
STAFF_ROLE = "kajo_staff"

# Tables without an owner that web processes need. All others get nothing.
PAGE_RIGHTS: dict[str, str] = {
    "access_user": "select, update",
    "access_firm": "select",
    "access_firmmember": "select",
    "access_customer": "select",
    "access_stafflook": "select, insert, update",
    "access_accesslogentry": "insert, select (id)",
    "account_emailaddress": "select, insert, update, delete",
    "account_emailconfirmation": "select, insert, update, delete",
    "django_session": "select, insert, update, delete",
    "django_content_type": "select",
    "core_cache": "select, insert, update, delete",
}

# The form that PostgreSQL turns into an index condition worked out once a query; the plain
# `any(current_setting(…)::bigint[])` is worked out for every row.
OPEN_TO = "{column} = any(array(select unnest(current_setting('kajo.customers')::bigint[])))"


def is_owned(model: type[models.Model]) -> bool:
    """Tell whether the model's rows belong to one customer each."""
    return any(
        field.name == "owner"
        and field.remote_field
        and field.related_model is apps.get_model("access.Customer")
        for field in model._meta.concrete_fields
    )


def owner_columns() -> dict[str, str]:
    """Return the tables behind the wall and the column that names the customer."""
    owned = {m._meta.db_table: "owner_id" for m in apps.get_models() if is_owned(m) and m._meta.managed}
    return {"access_customer": "id", **owned}


def page_rights() -> dict[str, str]:
    """Return what the page role may do, by table."""
    owned = {
        model._meta.db_table: ", ".join(getattr(model, "PAGE_RIGHTS", ()))
        for model in apps.get_models()
        if is_owned(model)
    }
    shared = {
        model._meta.db_table: ", ".join(model.PAGE_RIGHTS)
        for model in apps.get_models()
        if hasattr(model, "PAGE_RIGHTS") and not is_owned(model)
    }
    return {table: rights for table, rights in {**owned, **shared, **PAGE_RIGHTS}.items() if rights}


def raise_wall(**_: Any) -> None:
    """Build roles' rights, row security and the rooms' SQL functions from what the models say.

    :raises RuntimeError: when the catalogue does not show what was asked for
    """
    tables = set(connection.introspection.table_names())
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"grant usage on schema public to {PAGE_ROLE}")
        cursor.execute(
            "revoke create, temporary on database " + connection.ops.quote_name(_database()) + " from public"
        )
        cursor.execute("revoke create on schema public from public")
        cursor.execute(f"revoke all on all tables in schema public from public, {PAGE_ROLE}")
        cursor.execute(f"revoke all on all functions in schema public from public, {PAGE_ROLE}")
        cursor.execute(f"alter default privileges in schema public revoke all on tables from {PAGE_ROLE}")
        cursor.execute("alter default privileges revoke execute on functions from public")
        cursor.execute(_DROP_KAJO_FUNCTIONS)  # what a room has given up must not stay open behind its back
        for path in sql_files():
            cursor.execute(path.read_text())
        cursor.execute(_EXECUTE_KAJO_FUNCTIONS)
        cursor.execute(f"grant usage on all sequences in schema public to {PAGE_ROLE}")
        for table, rights in page_rights().items():
            if table in tables:
                cursor.execute(f'grant {rights} on "{table}" to {PAGE_ROLE}')
        for table, column in owner_columns().items():
            if table in tables:
                _secure(cursor, table, column)
    faults = list_faults()
    if faults:
        raise RuntimeError("The wall has faults:\n" + "\n".join(faults))


def sql_files() -> list[Path]:
    """Return the SQL that rooms bring: kajo/<room>/sql/*.sql, lower rooms first."""
    configs = [config for config in apps.get_app_configs() if config.name.startswith("kajo.")]
    return [path for config in configs for path in sorted(Path(config.path, "sql").glob("*.sql"))]


def _secure(cursor: Any, table: str, column: str) -> None:
    condition = OPEN_TO.format(column=column)
    cursor.execute(f'alter table "{table}" enable row level security')
    cursor.execute(f'drop policy if exists page on "{table}"')
    cursor.execute(f'drop policy if exists staff on "{table}"')
    cursor.execute(
        f'create policy page on "{table}" to {PAGE_ROLE} using ({condition}) with check ({condition})'
    )
    cursor.execute(f'create policy staff on "{table}" for select to {STAFF_ROLE} using (true)')


def list_faults() -> list[str]:
    """Return what the catalogue shows that should not be: open tables, wrong rights, loose functions."""
    with connection.cursor() as cursor:
        cursor.execute(_READ_BACK, {"role": PAGE_ROLE})
        found = {row[0]: row[1:] for row in cursor.fetchall()}
        cursor.execute(_LOOSE_FUNCTIONS, {"role": PAGE_ROLE})
        faults = [
            f"function {name} is open to the page role without a fixed search_path"
            for (name,) in cursor.fetchall()
        ]
    rights = page_rights()
    for table in owner_columns():
        if table in found and (not found[table][0] or found[table][1] != 2):
            faults.append(f"table {table} has no row security")
    for table, (_secured, _policies, granted) in found.items():
        wanted = {
            right.split(" (")[0].strip()
            for right in rights.get(table, "").split(",")
            if "(" not in right and right
        }
        if set(granted) != wanted:
            faults.append(
                f"table {table}: the page role has {sorted(granted)} and should have {sorted(wanted)}"
            )
    return faults


def list_dangers_of_this_connection() -> list[str]:
    """Return why this connection must not serve pages: it could step over the wall."""
    with connection.cursor() as cursor:
        cursor.execute(_DANGERS, {"role": PAGE_ROLE, "staff": STAFF_ROLE})
        return [danger for (danger,) in cursor.fetchall()]


@contextmanager
def behind_the_wall(user_id: int, *, read_only: bool, staff: bool = False) -> Iterator[None]:
    """Run a block in a transaction of its own as the page role, open to no customer until one is opened.

    The former role and settings come back on leaving, so that a test's outer transaction is as it was.
    """
    nested = connection.in_atomic_block
    with transaction.atomic(), connection.cursor() as cursor:
        former = _settings(cursor) if nested else None
        if read_only:
            cursor.execute("set transaction read only")
        _set(cursor, [STAFF_ROLE if staff else PAGE_ROLE, str(user_id), "{}"])
        yield
        if former:
            _set(cursor, former)


def open_wall_to(customer_id: int) -> None:
    """Name the customer whose rows a staff action may write, for the rest of the transaction."""
    with connection.cursor() as cursor:
        cursor.execute("select set_config('kajo.customers', %s, true)", [f"{{{customer_id}}}"])


_SETTINGS = ("role", "kajo.user", "kajo.customers")
_DEFAULTS = ("none", "0", "{}")


def _settings(cursor: Any) -> list[str]:
    cursor.execute("select " + ", ".join(f"current_setting('{name}', true)" for name in _SETTINGS))
    return [value or default for value, default in zip(cursor.fetchone(), _DEFAULTS, strict=True)]


def _set(cursor: Any, values: list[str]) -> None:
    cursor.execute("select " + ", ".join(f"set_config('{name}', %s, true)" for name in _SETTINGS), values)


def _database() -> str:
    return str(connection.settings_dict["NAME"])


_DROP_KAJO_FUNCTIONS = """
do $$ declare f regprocedure; begin
    for f in select p.oid::regprocedure from pg_proc p
             where p.pronamespace = 'public'::regnamespace and starts_with(p.proname, 'kajo_') loop
        execute format('drop function %s', f);
    end loop;
end $$
"""

_EXECUTE_KAJO_FUNCTIONS = """
do $$ declare f regprocedure; begin
    for f in select p.oid::regprocedure from pg_proc p
             where p.pronamespace = 'public'::regnamespace and starts_with(p.proname, 'kajo_') loop
        execute format('grant execute on function %s to kajo_page', f);
    end loop;
end $$
"""

_READ_BACK = """
select c.relname, c.relrowsecurity,
       (select count(*) from pg_policy p where p.polrelid = c.oid and p.polname in ('page', 'staff')),
       coalesce((select array_agg(lower(a.privilege_type)::text) from aclexplode(c.relacl) a
                 where a.grantee = %(role)s::regrole), '{}')
from pg_class c
where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p', 'v', 'm')
"""

_LOOSE_FUNCTIONS = """
select p.proname from pg_proc p
where p.pronamespace = 'public'::regnamespace and p.prosecdef
  and not coalesce(p.proconfig::text like '%%search_path=pg_catalog, public, pg_temp%%', false)
"""

_DANGERS = """
select 'the login ' || r.rolname || ' is a superuser' from pg_roles r
    where r.rolname in (session_user, current_user) and r.rolsuper
union all
select 'the login ' || r.rolname || ' bypasses row security' from pg_roles r
    where r.rolname in (session_user, current_user) and r.rolbypassrls
union all
select 'the login ' || session_user || ' may act as the role ' || r.rolname from pg_roles r
    where r.rolname not in (%(role)s, %(staff)s, session_user) and pg_has_role(session_user, r.oid, 'member')
union all
select 'the login ' || session_user || ' owns the table ' || c.relname from pg_class c
    where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')
      and pg_get_userbyid(c.relowner) = session_user and c.relname = 'access_customer'
union all
select 'the connection stands as ' || current_user || ' and not as ' || %(role)s
    where current_user <> %(role)s
"""
