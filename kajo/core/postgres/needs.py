"""What Kajo needs in a database, wherever it stands: extensions, roles, and letters beyond English."""

import psycopg
from psycopg import sql

from kajo.core.postgres.programs import PostgresError

EXTENSIONS = ("pg_trgm", "btree_gist", "unaccent")
PAGE_ROLES = ("kajo_page", "kajo_staff")  # what pages run as; the second has the rights of the first
WEB_LOGIN = "kajo_web"


def add_extensions(connection: psycopg.Connection) -> None:
    """Add the extensions that Kajo needs to the connected database."""
    for name in EXTENSIONS:
        connection.execute(f"create extension if not exists {name}")


def require_letters(connection: psycopg.Connection) -> None:
    """See that `pg_trgm` takes Finnish letters for letters.

    :raises PostgresError: when it cuts words at ä
    """
    words = connection.execute("select show_trgm('ä')").fetchone()
    if words is None or len(words[0]) != 2:
        raise PostgresError("The database cuts words at ä: its LC_CTYPE must be C.UTF-8 or the like.")


def add_page_roles(connection: psycopg.Connection) -> None:
    """Add the roles that pages run as, and let the connected role become them.

    Where one is missing, the connected role must be allowed to create roles.
    """
    for role in PAGE_ROLES:
        name = sql.Identifier(role)
        if not exists(connection, "pg_roles", "rolname", role):
            connection.execute(sql.SQL("create role {} nologin").format(name))
            if role == "kajo_staff":
                connection.execute("grant kajo_page to kajo_staff with inherit true, set false")
        may = connection.execute("select pg_has_role(current_user, %s, 'set')", [role]).fetchone()
        if may != (True,):
            connection.execute(sql.SQL("grant {} to current_user with inherit false, set true").format(name))


def add_web_login(connection: psycopg.Connection) -> bool:
    """Add the login of web processes, a member of the pages' roles only; return whether it is new."""
    if exists(connection, "pg_roles", "rolname", WEB_LOGIN):
        return False
    connection.execute("create role kajo_web login noinherit")
    connection.execute("grant kajo_page, kajo_staff to kajo_web with inherit false, set true")
    return True


def exists(connection: psycopg.Connection, table: str, column: str, name: str) -> bool:
    """Tell whether the catalogue has a row of that name."""
    query = sql.SQL("select 1 from {} where {} = %s").format(sql.Identifier(table), sql.Identifier(column))
    return connection.execute(query, [name]).fetchone() is not None
