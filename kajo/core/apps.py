from django.apps import AppConfig
from django.contrib.staticfiles.apps import StaticFilesConfig


class CoreConfig(AppConfig):
    name = "kajo.core"
    label = "core"

    def ready(self) -> None:
        from kajo.core import checks  # noqa: F401  # registers the system checks


class OwnStaticFiles(StaticFilesConfig):
    # htmx's extensions are not used, and name files that are not there.
    ignore_patterns = [*StaticFilesConfig.ignore_patterns, "django_htmx/ext/*"]
