"""Makes a PostgreSQL server that somebody gives (DATABASE_URL) ready for Kajo, as far as it is allowed to."""

import os
import secrets
from pathlib import Path

import psycopg
from psycopg import sql
from psycopg.conninfo import make_conninfo

from kajo.core.postgres.needs import WEB_LOGIN, add_extensions, add_page_roles, add_web_login, require_letters
from kajo.core.postgres.programs import PostgresError

OLDEST = 170000


def prepare_given(owner: str, web: str, var: Path) -> str:
    """Add what is missing to the database of `owner` and return the address for web processes.

    Where `web` is empty, the login `kajo_web` gets a password of its own, kept in `var/`.

    :raises PostgresError: when the server is too old, or the address lacks rights
    """
    try:
        with psycopg.connect(owner, autocommit=True, connect_timeout=10) as connection:
            if connection.info.server_version < OLDEST:
                raise PostgresError("The server of DATABASE_URL is older than PostgreSQL 17.")
            add_extensions(connection)
            require_letters(connection)
            add_page_roles(connection)
            is_new = add_web_login(connection)
            return web or _login(connection, owner, var, is_new=is_new)
    except psycopg.errors.InsufficientPrivilege as error:
        raise PostgresError(f"{error}DATABASE_URL lacks rights; docs/running.md lists them.") from None
    except psycopg.OperationalError as error:
        raise PostgresError(f"DATABASE_URL does not answer: {error}") from None


def _login(connection: psycopg.Connection, owner: str, var: Path, *, is_new: bool) -> str:
    kept = var / "web-login"
    if not is_new and not kept.exists():
        raise PostgresError("The server has a login kajo_web already: set WEB_DATABASE_URL to use it.")
    if is_new:
        password = secrets.token_urlsafe(24)
        statement = sql.SQL("alter role {} password {}").format(
            sql.Identifier(WEB_LOGIN), sql.Literal(password)
        )
        connection.execute(statement)
        with os.fdopen(os.open(kept, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            file.write(password)
    return make_conninfo(owner, user=WEB_LOGIN, password=kept.read_text())
