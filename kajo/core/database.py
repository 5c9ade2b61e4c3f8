"""Which database Django's settings name, and how this process enters it."""

from pathlib import Path
from typing import Any

from psycopg.conninfo import conninfo_to_dict

from kajo.core import postgres
from kajo.core.environment import Environment

# A web process is nobody until a door says otherwise: no customers, no user, no staff.
NOBODY = "-c role=kajo_page -c kajo.customers={} -c kajo.user=0"


def addresses(env: Environment, var: Path) -> postgres.Addresses:
    """Return the addresses of the environment, or of Kajo's own cluster where it names none."""
    if env.database_url:
        return postgres.Addresses(owner=env.database_url, web=env.web_database_url)
    return postgres.own_cluster(var).addresses


def django_database(env: Environment, var: Path) -> dict[str, Any]:
    """Return Django's settings of the database for this kind of process."""
    where = addresses(env, var)
    if not env.is_web:
        return _entry(where.owner, {"server_side_binding": True})
    limits = (
        f"-c statement_timeout={env.statement_timeout_seconds}s -c lock_timeout={env.lock_timeout_seconds}s"
    )
    pool = {"min_size": 1, "max_size": env.database_pool_size, "timeout": 10}
    # Statements are prepared when they come again: planning behind row security takes longer than running.
    kept = {"server_side_binding": True, "prepare_threshold": 2}
    return _entry(where.web, {"options": f"{NOBODY} {limits}", "pool": pool, **kept})


def _entry(address: str, options: dict[str, Any]) -> dict[str, Any]:
    parts = {name: value for name, value in conninfo_to_dict(address).items() if value is not None}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.pop("dbname", ""),
        "USER": parts.pop("user", ""),
        "PASSWORD": parts.pop("password", ""),
        "HOST": parts.pop("host", ""),
        "PORT": str(parts.pop("port", "")),
        "OPTIONS": parts | options,
        "CONN_HEALTH_CHECKS": True,
    }
