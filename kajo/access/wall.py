"""The wall behind the doors: PostgreSQL's own row security, rights and the role that pages stand in.

`raise_wall` runs after every migrate: it is the one place that says what the page role may do, and it builds
that anew each time, so that a new table cannot be forgotten. `list_faults` reads it back from the catalogue.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
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
    "access_user": "select, update (password, last_login, email, first_name, last_name, language)",
    "access_customer": "select",
    "access_auditentry": "insert",
    "account_emailaddress": "select, insert, update",
    "registration_usersession": "select, insert, update, delete",
    "mfa_authenticator": "select, insert, update, delete",
    "core_cache": "select, insert, update, delete",
}
# What customer service may do besides, as pages of customers may not.
STAFF_RIGHTS: dict[str, str] = {
    "access_stafflook": "select, insert, update (ends_at)",
}

# The form that PostgreSQL turns into an index condition worked out once a query; the plain
# `any(current_setting(…)::bigint[])` is worked out for every row.
OPEN_TO = "{column} = any(array(select unnest(current_setting('kajo.customers')::bigint[])))"

# Rows without an owner that are still somebody's. The user is 0 outside the doors, where sessions are read
# and allauth signs people in; a page behind a door reaches its own user's rows and no session at all.
OUTSIDE = "current_setting('kajo.user') = '0'"
OF_USER = "{column} = current_setting('kajo.user')::bigint"
PERSONAL: dict[str, tuple[str, str]] = {  # table: (what may be seen and changed, what may be written)
    "access_user": (f"{OUTSIDE} or {OF_USER.format(column='id')}",) * 2,
    "account_emailaddress": (f"{OUTSIDE} or {OF_USER.format(column='user_id')}",) * 2,
    "mfa_authenticator": (f"{OUTSIDE} or {OF_USER.format(column='user_id')}",) * 2,
    "registration_usersession": (OUTSIDE,) * 2,
    "listings_listexport": (OF_USER.format(column="user_id"),) * 2,
    "access_auditentry": (
        "false",  # who owns a customer reads its entries by `kajo_right_history`
        "coalesce(actor_id, 0) = current_setting('kajo.user')::bigint"
        f" and (customer_id is null or {OPEN_TO.format(column='customer_id')})",
    ),
}


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


def is_open_without_a_wall(model: type[models.Model]) -> bool:
    """Tell whether pages have rights on all rows of the model."""
    table = model._meta.db_table
    return table in page_rights() and table not in owner_columns() and table not in PERSONAL


def split_rights(rights: str) -> set[str]:
    """Return each right by itself, of each column where columns are named: `update (email)`."""
    found = re.findall(r"(\w+)(?: \(([^)]*)\))?", rights)
    return {
        f"{right} ({column.strip()})" if columns else right
        for right, columns in found
        for column in columns.split(",")
    }


def raise_wall(**_: Any) -> None:
    """Build roles' rights, row security and the rooms' SQL functions from what the models say.

    :raises RuntimeError: when the catalogue does not show what was asked for
    """
    with transaction.atomic(), connection.cursor() as cursor:
        _revoke_everything(cursor)
        for path in sql_files():
            cursor.execute(path.read_text())
        cursor.execute(_EXECUTE_KAJO_FUNCTIONS)
        _give_back(cursor, set(connection.introspection.table_names()))
    faults = list_faults()
    if faults:
        raise RuntimeError("The wall has faults:\n" + "\n".join(faults))


def _revoke_everything(cursor: Any) -> None:
    database = connection.ops.quote_name(_database())
    cursor.execute(f"grant usage on schema public to {PAGE_ROLE}")
    cursor.execute(f"revoke create, temporary on database {database} from public")
    cursor.execute("revoke create on schema public from public")
    for kind in ("tables", "sequences"):  # identity columns count without a right on their sequence
        cursor.execute(f"revoke all on all {kind} in schema public from public, {PAGE_ROLE}, {STAFF_ROLE}")
    cursor.execute(f"revoke all on all functions in schema public from public, {PAGE_ROLE}")
    cursor.execute(f"alter default privileges in schema public revoke all on tables from {PAGE_ROLE}")
    cursor.execute("alter default privileges revoke execute on functions from public")
    cursor.execute(_DROP_KAJO_FUNCTIONS)  # what a room has given up must not stay open behind its back


def _give_back(cursor: Any, tables: set[str]) -> None:
    """Give each role its rights and each table its policies, as far as the tables are there yet."""
    for role, granted in ((PAGE_ROLE, page_rights()), (STAFF_ROLE, STAFF_RIGHTS)):
        for table in granted.keys() & tables:
            cursor.execute(f'grant {granted[table]} on "{table}" to {role}')
    for table, column in owner_columns().items():
        if table in tables:
            condition = OPEN_TO.format(column=column)
            _secure(cursor, table, condition, condition)
            cursor.execute(f'create policy staff on "{table}" for select to {STAFF_ROLE} using (true)')
    for table in PERSONAL.keys() & tables:
        _secure(cursor, table, *PERSONAL[table])


def sql_files() -> list[Path]:
    """Return the SQL that rooms bring: kajo/<room>/sql/*.sql, lower rooms first."""
    configs = [config for config in apps.get_app_configs() if config.name.startswith("kajo.")]
    return [path for config in configs for path in sorted(Path(config.path, "sql").glob("*.sql"))]


def _secure(cursor: Any, table: str, seen: str, written: str) -> None:
    cursor.execute(f'alter table "{table}" enable row level security')
    cursor.execute(f'drop policy if exists page on "{table}"')
    cursor.execute(f'drop policy if exists staff on "{table}"')
    cursor.execute(f'create policy page on "{table}" to {PAGE_ROLE} using ({seen}) with check ({written})')


def list_faults() -> list[str]:
    """Return what the catalogue shows that should not be: open tables, wrong rights, loose functions."""
    with connection.cursor() as cursor:
        cursor.execute(_LOOSE_FUNCTIONS)
        faults = [
            f"function {name} is open to the page role without a fixed search_path"
            for (name,) in cursor.fetchall()
        ]
        cursor.execute(_POLICIES)
        for table, secured, policies in cursor.fetchall():
            faults += _faults_of_policies(table, secured, set(policies))
        cursor.execute(_RIGHTS)
        given = {(table, role): set(rights) for table, role, rights in cursor.fetchall()}
        cursor.execute(_TABLES)
        tables = {table for (table,) in cursor.fetchall()}
    wanted = {
        (table, role): split_rights(rights)
        for role, granted in ((PAGE_ROLE, page_rights()), (STAFF_ROLE, STAFF_RIGHTS))
        for table, rights in granted.items()
        if table in tables
    }
    return faults + [
        f"{table}: {role} has {sorted(given.get((table, role), ()))}"
        f" and should have {sorted(wanted.get((table, role), ()))}"
        for table, role in sorted(given.keys() | wanted.keys())
        if given.get((table, role)) != wanted.get((table, role))
    ]


def _faults_of_policies(table: str, secured: bool, policies: set[str]) -> list[str]:
    owned, personal = table in owner_columns(), table in PERSONAL
    wanted = {"page", "staff"} if owned else {"page"} if personal else policies & {"page", "staff"}
    if (owned or personal) and not secured:
        return [f"table {table} has no row security"]
    if policies != wanted:  # policies of one table are joined by OR
        return [f"table {table} has the policies {sorted(policies)} and should have {sorted(wanted)}"]
    return []


def list_dangers_of_this_connection() -> list[str]:
    """Return why this connection must not serve pages: it could step over the wall."""
    with connection.cursor() as cursor:
        cursor.execute(_DANGERS, {"role": PAGE_ROLE, "staff": STAFF_ROLE})
        return [danger for (danger,) in cursor.fetchall()]


@contextmanager
def behind_the_wall(
    user_id: int, *, read_only: bool, staff: bool = False, open_to: Sequence[int] = ()
) -> Iterator[None]:
    """Run a block in a transaction of its own as the page role, open to the customers that were entered.

    The former role and settings come back on leaving, so that a test's outer transaction is as it was.
    """
    nested = connection.in_atomic_block
    with transaction.atomic(), connection.cursor() as cursor:
        former = _settings(cursor) if nested else None
        role = STAFF_ROLE if staff else PAGE_ROLE
        _set(cursor, [role, str(user_id), array_text(open_to)], read_only=read_only)
        yield
        if former:
            _set(cursor, former)


@contextmanager
def for_one_statement(user_id: int) -> Iterator[None]:
    """Let a statement that names its user be a transaction of its own, unless a test has one open."""
    if not connection.in_atomic_block:
        yield
        return
    with behind_the_wall(user_id, read_only=False):
        yield


def open_wall_to(customer_id: int) -> None:
    """Name the customer whose rows a staff action may write, for the rest of the transaction."""
    with connection.cursor() as cursor:
        cursor.execute("select set_config('kajo.customers', %s, true)", [array_text([customer_id])])


def array_text(ids: Iterable[int]) -> str:
    """Return ids as PostgreSQL reads an array: one text, whatever their number."""
    return f"{{{','.join(map(str, ids))}}}"


_SETTINGS = ("role", "kajo.user", "kajo.customers")
_DEFAULTS = ("none", "0", "{}")


def _settings(cursor: Any) -> list[str]:
    cursor.execute("select " + ", ".join(f"current_setting('{name}', true)" for name in _SETTINGS))
    return [value or default for value, default in zip(cursor.fetchone(), _DEFAULTS, strict=True)]


def _set(cursor: Any, values: list[str], *, read_only: bool = False) -> None:
    settings = [f"set_config('{name}', %s, true)" for name in _SETTINGS]
    if read_only:
        settings.append("set_config('transaction_read_only', 'on', true)")
    cursor.execute("select " + ", ".join(settings), values)


def _database() -> str:
    return str(connection.settings_dict["NAME"])


# What begins with rights_ or registration_ is a room's own, and no page's to call.
_DROP_KAJO_FUNCTIONS = """
do $$ declare f regprocedure; begin
    for f in select p.oid::regprocedure from pg_proc p
             where p.pronamespace = 'public'::regnamespace
               and p.proname similar to '(kajo|rights|registration)\\_%' loop
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

_TABLES = """
select relname from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')
"""

_POLICIES = """
select c.relname, c.relrowsecurity,
       coalesce((select array_agg(p.polname::text) from pg_policy p where p.polrelid = c.oid), '{}')
from pg_class c
where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')
"""

# What roles other than owners have on tables, columns, views and sequences; 0 is everybody.
_RIGHTS = """
select relname, case when grantee = 0 then 'everybody' else pg_get_userbyid(grantee) end, array_agg(privilege)
from (
    select c.relname, a.grantee, lower(a.privilege_type) as privilege
    from pg_class c, aclexplode(c.relacl) a
    where c.relnamespace = 'public'::regnamespace and a.grantee <> c.relowner
    union all
    select c.relname, a.grantee, lower(a.privilege_type) || ' (' || t.attname || ')'
    from pg_class c join pg_attribute t on t.attrelid = c.oid, aclexplode(t.attacl) a
    where c.relnamespace = 'public'::regnamespace and a.grantee <> c.relowner
) as given
where grantee = 0 or pg_get_userbyid(grantee) like 'kajo\\_%'
group by 1, 2
"""

_LOOSE_FUNCTIONS = """
select p.proname from pg_proc p
where p.pronamespace = 'public'::regnamespace and p.prosecdef
  and not coalesce(p.proconfig::text like '%search_path=pg_catalog, public, pg_temp%', false)
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
