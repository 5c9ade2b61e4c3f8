from typing import Any

from django.apps import AppConfig
from django.contrib.staticfiles.apps import StaticFilesConfig
from django.db import connections
from django.db.models.signals import pre_migrate

from kajo.core.postgres import add_extensions, add_page_roles


class CoreConfig(AppConfig):
    name = "kajo.core"
    label = "core"

    def ready(self) -> None:
        from kajo.core import checks  # noqa: F401  # registers the system checks

        pre_migrate.connect(_make_ready, sender=self)


class OwnStaticFiles(StaticFilesConfig):
    # htmx's extensions are not used, and name files that are not there.
    ignore_patterns = [*StaticFilesConfig.ignore_patterns, "django_htmx/ext/*"]


def _make_ready(using: str, **kwargs: Any) -> None:
    """Before the first migration: a database of somebody else's server has no extensions and roles yet."""
    connections[using].ensure_connection()
    add_extensions(connections[using].connection)
    add_page_roles(connections[using].connection)
