from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "kajo.core"
    label = "core"

    def ready(self) -> None:
        from kajo.core import checks  # noqa: F401  # registers the system checks
